// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>
#include <string_view>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/flattable.h"

namespace halftone::test {

struct NameRow {
  std::string key;
  QString name;
  double number = 0;
  std::string nameKey;
  std::string search;
  [[nodiscard]] std::string_view id() const { return key; }
  [[nodiscard]] std::string_view searchText() const { return search; }
  friend bool operator==(const NameRow&, const NameRow&) = default;
};

[[nodiscard]] inline NameRow nameRow(const QString& name, double number) {
  return {name.toStdString(), name, number, app::naturalKey(name),
          app::searchText({name, QString::number(number)})};
}

// The smallest table that sorts and filters: of names and numbers.
class NamesTable : public app::FlatTableOf<NameRow> {
 public:
  NamesTable(int nameWidth, int numberWidth, QObject* parent)
      : FlatTableOf({{"Name", nameWidth, false, true}, {"Number", numberWidth, true, false}},
                    {QStringLiteral("name"), QStringLiteral("number")}, parent) {}

 protected:
  [[nodiscard]] QString text(const NameRow& row, int column) const override {
    return column == 0 ? row.name : QString::number(row.number);
  }
  [[nodiscard]] app::SortKey sortKey(const NameRow& row, int column) const override {
    return column == 0 ? app::SortKey::of(row.nameKey) : app::SortKey::of(row.number);
  }
  [[nodiscard]] QString columnTitle(const char* title) const override { return QString::fromLatin1(title); }
};

}  // namespace halftone::test

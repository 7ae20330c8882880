// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace halftone::app {

// What the operator typed into a filter: words that must all be found anywhere in a row, `name:text` for a
// field (or one value of it) that begins so, `name=text` for one that is just so, `name>5` and `name<5` for
// numbers, `name=a|b` for one or the other, `-word` for what must not be there, "double quotes" around what
// has spaces. No regard to case. A name that is no field is ordinary text, so 10.0.0.1:8500 finds an address.
// A value; matching is const and may run on any thread.
class TableFilter {
 public:
  static constexpr int kMaxLength = 500;
  static constexpr std::size_t kMaxTerms = 32;

  TableFilter() = default;
  // `fields` are the names of the fields of the search texts it will see, in their order.
  TableFilter(const QString& text, const QStringList& fields);

  [[nodiscard]] bool isEmpty() const { return m_terms.empty(); }
  // `row` is made by searchText().
  [[nodiscard]] bool matches(std::string_view row) const;

  // The text of a filter that finds just this value of a field.
  [[nodiscard]] static QString exactly(const QString& field, const QString& value);

 private:
  enum class Kind { Anywhere, Begins, Equals, Above, Below };
  [[nodiscard]] static std::optional<Kind> kindOf(QChar mark);
  struct Term {
    Kind kind = Kind::Anywhere;
    std::size_t field = 0;
    bool negated = false;
    std::vector<std::string> texts;  // one of them
    double number = 0;               // Above, Below
  };
  void add(QStringView word, const QStringList& fields);
  static bool fits(const Term& term, std::string_view value);
  static bool found(const Term& term, std::string_view row);

  std::vector<Term> m_terms;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QHash>
#include <QObject>
#include <QStringList>
#include <functional>
#include <string_view>

#include "app/viewmodels/filterparser.h"

namespace halftone::app {

// What helps to type a TableFilter: which fields there are, which values they have just now, and what is
// wrong with the text. GUI thread.
class FilterGuide : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")

 public:
  static constexpr int kMaxOffers = 10;
  // The values of a field, most frequent first.
  using Values = std::function<QStringList(const QString& field)>;

  FilterGuide(FilterFields fields, Values values, QObject* parent = nullptr);

  // What could stand in place of the word that ends at `cursor`: "version:", then "version:v1".
  Q_INVOKABLE [[nodiscard]] virtual QStringList offers(const QString& text, int cursor) const;
  // The text with that word replaced by an offer.
  Q_INVOKABLE [[nodiscard]] virtual QString take(const QString& text, int cursor, const QString& offer) const;
  // What is wrong with it, and where, in the language of now; empty: nothing. A wrong filter works as far as
  // the mistake.
  Q_INVOKABLE [[nodiscard]] virtual QString problem(const QString& text) const;

 private:
  [[nodiscard]] QString nameless(const QString& name) const;
  [[nodiscard]] QString words(const FilterProblem& problem) const;

  FilterFields m_fields;
  Values m_values;
};

// Counts the values of one field in search texts.
class FieldValues {
 public:
  static constexpr int kMostRows = 5000;  // looked at; the rest tells no more

  explicit FieldValues(qsizetype field) : m_field(field) {}
  // False when enough was seen.
  bool add(std::string_view searchText);
  // Most frequent first, without the empty one.
  [[nodiscard]] QStringList values() const;

 private:
  qsizetype m_field;
  int m_rows = 0;
  QHash<QString, int> m_counts;
};

}  // namespace halftone::app

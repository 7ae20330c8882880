// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/tablefilter.h"

#include <algorithm>

#include "app/feeds/searchtext.h"

namespace halftone::app {

namespace {

// Splits at white space outside double quotes; the quotes stay.
std::vector<QString> words(const QString& text) {
  std::vector<QString> all;
  QString word;
  bool quoted = false;
  for (const QChar c : text) {
    if (c == QLatin1Char('"')) quoted = !quoted;
    if (c.isSpace() && !quoted) {
      if (!word.isEmpty()) all.push_back(word);
      word.clear();
    } else {
      word += c;
    }
  }
  if (!word.isEmpty()) all.push_back(word);
  return all;
}

std::string plain(QStringView text) {
  return text.toString().remove(QLatin1Char('"')).toLower().toStdString();
}

}  // namespace

TableFilter::TableFilter(const QString& text, const QStringList& fields) {
  for (const QString& word : words(text.left(kMaxLength))) {
    if (m_terms.size() < kMaxTerms) add(word, fields);
  }
}

void TableFilter::add(QStringView word, const QStringList& fields) {
  Term term;
  if (word.front() == QLatin1Char('-')) {
    term.negated = true;
    word = word.mid(1);
  }
  const auto mark = std::find_if(word.begin(), word.end(),
                                 [](QChar c) { return c == QLatin1Char(':') || c == QLatin1Char('='); });
  if (mark != word.end()) {
    const qsizetype place = mark - word.begin();
    const qsizetype field = fields.indexOf(word.left(place).toString().toLower());
    if (field >= 0) {
      term.kind = *mark == QLatin1Char(':') ? Kind::Begins : Kind::Equals;
      term.field = static_cast<std::size_t>(field);
      word = word.mid(place + 1);
    }
  }
  term.text = plain(word);
  // "version:" or "-" alone is a term that is still being typed.
  if (!term.text.empty()) m_terms.push_back(std::move(term));
}

bool TableFilter::found(const Term& term, std::string_view row) {
  if (term.kind == Kind::Anywhere) return row.find(term.text) != std::string_view::npos;
  std::string_view values = searchField(row, term.field);
  while (true) {
    const std::size_t end = values.find(kValueEnd);
    const std::string_view value = values.substr(0, end);
    if (term.kind == Kind::Begins ? value.starts_with(term.text) : value == term.text) return true;
    if (end == std::string_view::npos) return false;
    values.remove_prefix(end + 1);
  }
}

bool TableFilter::matches(std::string_view row) const {
  return std::all_of(m_terms.begin(), m_terms.end(),
                     [row](const Term& term) { return found(term, row) != term.negated; });
}

QString TableFilter::exactly(const QString& field, const QString& value) {
  QString clean = value;
  clean.remove(QLatin1Char('"'));
  const bool spaced = clean.contains(QLatin1Char(' '));
  return field + QLatin1Char('=') + (spaced ? QLatin1Char('"') + clean + QLatin1Char('"') : clean);
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/tablefilter.h"

#include <algorithm>
#include <charconv>
#include <optional>

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

// The number at the begin of a text; thousands may be parted by commas, a unit may follow.
std::optional<double> numberIn(std::string_view text) {
  std::string digits;
  for (const char c : text) {
    if ((c >= '0' && c <= '9') || c == '.' || (c == '-' && digits.empty()))
      digits += c;
    else if (c != ',')
      break;
  }
  double number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end == digits.data()) return std::nullopt;
  return number;
}

}  // namespace

TableFilter::TableFilter(const QString& text, const QStringList& fields) {
  for (const QString& word : words(text.left(kMaxLength))) {
    if (m_terms.size() < kMaxTerms) add(word, fields);
  }
}

std::optional<TableFilter::Kind> TableFilter::kindOf(QChar mark) {
  switch (mark.unicode()) {
    case ':':
      return Kind::Begins;
    case '=':
      return Kind::Equals;
    case '>':
      return Kind::Above;
    case '<':
      return Kind::Below;
    default:
      return std::nullopt;
  }
}

void TableFilter::add(QStringView word, const QStringList& fields) {
  Term term;
  if (word.front() == QLatin1Char('-')) {
    term.negated = true;
    word = word.mid(1);
  }
  const auto mark = std::find_if(word.begin(), word.end(), [](QChar c) { return kindOf(c).has_value(); });
  bool isOfField = false;
  if (mark != word.end()) {
    const qsizetype place = mark - word.begin();
    const qsizetype field = fields.indexOf(word.left(place).toString().toLower());
    if (field >= 0) {
      term.kind = *kindOf(*mark);
      term.field = static_cast<std::size_t>(field);
      word = word.mid(place + 1);
      isOfField = true;
    }
  }
  const std::string text = plain(word);
  if (term.kind == Kind::Above || term.kind == Kind::Below) {
    const auto number = numberIn(text);
    if (!number) return;  // still being typed
    term.number = *number;
    m_terms.push_back(std::move(term));
    return;
  }
  // Alternatives only where a field is named: elsewhere the bar is text.
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = isOfField ? std::min(text.find('|', begin), text.size()) : text.size();
    if (end > begin) term.texts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  // "version:" or "-" alone is a term that is still being typed.
  if (!term.texts.empty()) m_terms.push_back(std::move(term));
}

bool TableFilter::fits(const Term& term, std::string_view value) {
  if (term.kind == Kind::Above || term.kind == Kind::Below) {
    const auto number = numberIn(value);
    return number && (term.kind == Kind::Above ? *number > term.number : *number < term.number);
  }
  return std::any_of(term.texts.begin(), term.texts.end(), [&](const std::string& text) {
    return term.kind == Kind::Begins ? value.starts_with(text) : value == text;
  });
}

bool TableFilter::found(const Term& term, std::string_view row) {
  if (term.kind == Kind::Anywhere) return row.find(term.texts.front()) != std::string_view::npos;
  std::string_view values = searchField(row, term.field);
  while (true) {
    const std::size_t end = values.find(kValueEnd);
    if (fits(term, values.substr(0, end))) return true;
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

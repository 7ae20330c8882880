// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/filterguide.h"

#include <algorithm>
#include <vector>

#include "app/feeds/searchtext.h"
#include "backend/policy/names.h"

namespace halftone::app {

namespace {

struct Word {
  qsizetype begin = 0;
  QString text;
};

// The word that ends at the cursor, as far as it is typed: quotes hold spaces together.
Word wordAt(const QString& text, int cursor) {
  const qsizetype end = std::clamp<qsizetype>(cursor, 0, text.size());
  qsizetype begin = 0;
  bool quoted = false;
  for (qsizetype i = 0; i < end; ++i) {
    if (text[i] == QLatin1Char('"')) quoted = !quoted;
    if (text[i].isSpace() && !quoted) begin = i + 1;
  }
  while (begin < end && text[begin] == QLatin1Char('(')) ++begin;
  return {begin, text.mid(begin, end - begin)};
}

// The first operator in a text; the text's end if there is none.
qsizetype markIn(QStringView text) {
  qsizetype at = 0;
  while (at < text.size() && filterOperatorAt(text, at).isEmpty()) ++at;
  return at;
}

// The field that the text before a value compares, as in "version == "; empty: none.
QString comparedBefore(QStringView text) {
  text = text.trimmed();
  qsizetype begin = text.size();
  while (begin > 0 && QStringView(u":=<>~!").contains(text[begin - 1])) --begin;
  if (begin == text.size()) return {};
  text = text.left(begin).trimmed();
  begin = text.size();
  while (begin > 0 && text[begin - 1].isLetter()) --begin;
  return text.mid(begin).toString();
}

QString withQuotes(const QString& value) {
  return value.contains(QLatin1Char(' ')) ? QLatin1Char('"') + value + QLatin1Char('"') : value;
}

}  // namespace

FilterGuide::FilterGuide(FilterFields fields, Values values, QObject* parent)
    : QObject(parent), m_fields(std::move(fields)), m_values(std::move(values)) {}

QStringList FilterGuide::offers(const QString& text, int cursor) const {
  const Word place = wordAt(text, cursor);
  QString word = place.text;
  const QString minus = word.startsWith(QLatin1Char('-')) ? QStringLiteral("-") : QString();
  word = word.mid(minus.size());
  const QString compared = comparedBefore(QStringView(text).left(place.begin));
  const qsizetype mark = markIn(word);
  QStringList found;
  if (compared.isEmpty() && mark == word.size()) {
    for (const QString& field : m_fields.names()) {
      if (!field.startsWith(word, Qt::CaseInsensitive)) continue;
      const FilterKind kind = m_fields.kind(*m_fields.find(field));
      const bool counts = kind == FilterKind::Number || kind == FilterKind::Duration;
      found << minus + field + QLatin1Char(counts ? '<' : ':');
    }
    return found;
  }
  const QString field = compared.isEmpty() ? word.left(mark).toLower() : compared.toLower();
  if (!m_fields.find(field) || !m_values) return {};
  const QString head = compared.isEmpty() ? word.left(mark + filterOperatorAt(word, mark).size()) : QString();
  const QString typed = word.mid(head.size()).remove(QLatin1Char('"'));
  for (const QString& value : m_values(field)) {
    if (found.size() >= kMaxOffers) break;
    if (value.compare(typed, Qt::CaseInsensitive) != 0 && value.contains(typed, Qt::CaseInsensitive))
      found << minus + head + withQuotes(value);
  }
  return found;
}

QString FilterGuide::take(const QString& text, int cursor, const QString& offer) const {
  const Word word = wordAt(text, cursor);
  // A field alone waits for its value; a whole term is followed by the next.
  const bool waits = offer.endsWith(QLatin1Char(':')) || offer.endsWith(QLatin1Char('<'));
  const QString space = waits ? QString() : QStringLiteral(" ");
  return text.left(word.begin) + offer + space + text.mid(word.begin + word.text.size()).trimmed();
}

QString FilterGuide::problem(const QString& text) const {
  const auto problem = parseFilter(text, m_fields).problem;
  if (!problem) return {};
  return tr("%1 (character %2)").arg(words(*problem)).arg(problem->at + 1);
}

QString FilterGuide::nameless(const QString& name) const {
  std::vector<std::string> known;
  for (const QString& field : m_fields.names()) known.push_back(field.toStdString());
  const std::vector<std::string_view> names(known.begin(), known.end());
  const std::string written = name.toLower().toStdString();
  const std::string_view meant = policy::nearestWord(written, names);
  if (meant.empty())
    return tr("There is no field “%1”. There are: %2.")
        .arg(name, m_fields.names().join(QStringLiteral(", ")));
  return tr("There is no field “%1”. Did you mean “%2”?")
      .arg(name, QString::fromUtf8(meant.data(), static_cast<qsizetype>(meant.size())));
}

QString FilterGuide::words(const FilterProblem& problem) const {
  using Kind = FilterProblem::Kind;
  switch (problem.kind) {
    case Kind::TooLong:
      return tr("This filter is too long.");
    case Kind::TooManyTerms:
      return tr("This filter has too many words.");
    case Kind::OpenQuote:
      return tr("A quotation mark is not closed.");
    case Kind::UnknownField:
      return nameless(problem.what);
    case Kind::NothingAfter:
      return tr("Something is missing after “%1”.").arg(problem.what);
    case Kind::NothingBefore:
      return tr("Something is missing before “%1”.").arg(problem.what);
    case Kind::OpenGroup:
      return tr("A parenthesis is not closed.");
    case Kind::UnopenedGroup:
      return tr("A parenthesis closes nothing.");
    case Kind::EmptyGroup:
      return tr("There is nothing in the parentheses.");
    case Kind::NoNumber:
      return tr("“%1” is no number.").arg(problem.what);
    case Kind::NoDuration:
      return tr("“%1” is no duration such as 60s, 5m or 2h.").arg(problem.what);
    case Kind::NoTime:
      return tr("“%1” is no time such as 2026-11-23 or 2026-11-23T14:05.").arg(problem.what);
    case Kind::OnlyCompared:
      return tr("“%1” is compared by = != < <= > >= only.").arg(problem.what);
    case Kind::NoFieldBefore:
      return tr("“%1” needs the name of a field before it.").arg(problem.what);
    case Kind::NoOperator:
      return tr("“%1” compares nothing. There are: %2")
          .arg(problem.what, QStringLiteral(": = == != < <= > >= ~ !~"));
    case Kind::BadPattern:
      return tr("“%1” is no regular expression: %2.").arg(problem.what, problem.detail);
    case Kind::LongPattern:
      return tr("A regular expression has at most %1 characters.").arg(kMaxFilterPattern);
  }
  return {};
}

bool FieldValues::add(std::string_view searchText) {
  std::string_view values = searchField(searchText, static_cast<std::size_t>(m_field));
  while (!values.empty()) {
    const std::size_t end = values.find(kValueEnd);
    const std::string_view value = values.substr(0, end);
    ++m_counts[QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size()))];
    if (end == std::string_view::npos) break;
    values.remove_prefix(end + 1);
  }
  return ++m_rows < kMostRows;
}

QStringList FieldValues::values() const {
  QStringList names = m_counts.keys();
  names.removeAll(QString());
  std::sort(names.begin(), names.end(), [this](const QString& a, const QString& b) {
    const int first = m_counts[a];
    const int second = m_counts[b];
    return first != second ? first > second : a < b;
  });
  return names;
}

}  // namespace halftone::app

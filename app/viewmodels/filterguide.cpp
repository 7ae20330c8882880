// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/filterguide.h"

#include <algorithm>
#include <vector>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/tablefilter.h"
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
  return {begin, text.mid(begin, end - begin)};
}

qsizetype markIn(QStringView word) {
  const auto mark = std::find_if(word.begin(), word.end(), [](QChar c) {
    return c == QLatin1Char(':') || c == QLatin1Char('=') || c == QLatin1Char('<') || c == QLatin1Char('>');
  });
  return mark == word.end() ? -1 : mark - word.begin();
}

bool isName(QStringView text) {
  return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](QChar c) { return c.isLetter(); });
}

QString withQuotes(const QString& value) {
  return value.contains(QLatin1Char(' ')) ? QLatin1Char('"') + value + QLatin1Char('"') : value;
}

}  // namespace

FilterGuide::FilterGuide(QStringList fields, Values values, QObject* parent)
    : QObject(parent), m_fields(std::move(fields)), m_values(std::move(values)) {}

QStringList FilterGuide::offers(const QString& text, int cursor) const {
  QString word = wordAt(text, cursor).text;
  const QString minus = word.startsWith(QLatin1Char('-')) ? QStringLiteral("-") : QString();
  word = word.mid(minus.size());
  const qsizetype mark = markIn(word);
  QStringList found;
  if (mark < 0) {
    for (const QString& field : m_fields) {
      if (field.startsWith(word, Qt::CaseInsensitive)) found << minus + field + QLatin1Char(':');
    }
    return found;
  }
  const QString field = word.left(mark).toLower();
  if (!m_fields.contains(field) || !m_values) return {};
  const QString typed = word.mid(mark + 1).remove(QLatin1Char('"'));
  for (const QString& value : m_values(field)) {
    if (found.size() >= kMaxOffers) break;
    if (value.compare(typed, Qt::CaseInsensitive) != 0 && value.contains(typed, Qt::CaseInsensitive))
      found << minus + word.left(mark + 1) + withQuotes(value);
  }
  return found;
}

QString FilterGuide::take(const QString& text, int cursor, const QString& offer) const {
  const Word word = wordAt(text, cursor);
  // A field alone waits for its value; a whole term is followed by the next.
  const QString space = offer.endsWith(QLatin1Char(':')) ? QString() : QStringLiteral(" ");
  return text.left(word.begin) + offer + space + text.mid(word.begin + word.text.size()).trimmed();
}

QString FilterGuide::problem(const QString& text) const {
  if (text.size() > TableFilter::kMaxLength) return tr("This filter is too long.");
  if (text.count(QLatin1Char('"')) % 2 != 0) return tr("A quotation mark is not closed.");
  std::vector<std::string> known;
  for (const QString& field : m_fields) known.push_back(field.toStdString());
  std::size_t terms = 0;
  for (qsizetype at = 0; at < text.size();) {
    qsizetype end = at;
    bool quoted = false;
    while (end < text.size() && (quoted || !text[end].isSpace())) quoted ^= text[end++] == QLatin1Char('"');
    QStringView word = QStringView(text).mid(at, end - at);
    at = end + 1;
    if (word.isEmpty()) continue;
    if (++terms > TableFilter::kMaxTerms) return tr("This filter has too many words.");
    if (word.front() == QLatin1Char('-')) word = word.mid(1);
    const qsizetype mark = markIn(word);
    if (mark <= 0 || word.front() == QLatin1Char('"')) continue;
    const QString name = word.left(mark).toString().toLower();
    // 10.0.0.1:8500 is an address, not a field.
    if (!isName(name) || m_fields.contains(name)) continue;
    const std::vector<std::string_view> words(known.begin(), known.end());
    const std::string written = name.toStdString();
    const std::string_view meant = policy::nearestWord(written, words);
    return meant.empty()
               ? tr("There is no field “%1”. There are: %2.").arg(name, m_fields.join(QStringLiteral(", ")))
               : tr("There is no field “%1”. Did you mean “%2”?")
                     .arg(name, QString::fromUtf8(meant.data(), static_cast<qsizetype>(meant.size())));
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

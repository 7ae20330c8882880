// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/tablefilter.h"

#include <algorithm>
#include <cmath>

#include "app/feeds/searchtext.h"

namespace halftone::app {

namespace {

using Kind = FilterNode::Kind;

struct Row {
  std::string_view search;
  const TableFilter::ValueOf& valueOf;
};

template <typename Value>
bool inOrder(Kind kind, const Value& value, const Value& limit) {
  switch (kind) {
    case Kind::Less:
      return value < limit;
    case Kind::LessEqual:
      return value <= limit;
    case Kind::Greater:
      return value > limit;
    case Kind::GreaterEqual:
      return value >= limit;
    default:
      return false;
  }
}

bool isAbout(const FilterNode& node, std::size_t field) {
  if (node.kind == Kind::All || node.kind == Kind::Any)
    return std::any_of(node.parts.begin(), node.parts.end(),
                       [field](const FilterNode& part) { return isAbout(part, field); });
  return node.kind != Kind::Anywhere && node.field == field;
}

bool fitsText(const FilterNode& node, std::string_view value) {
  switch (node.kind) {
    case Kind::Begins:
      return std::any_of(node.texts.begin(), node.texts.end(),
                         [&](const std::string& text) { return value.starts_with(text); });
    case Kind::Equals:
      return std::any_of(node.texts.begin(), node.texts.end(),
                         [&](const std::string& text) { return value == text; });
    case Kind::Fits:
      return node.pattern.match(QString::fromUtf8(value.data(), static_cast<qsizetype>(value.size())))
          .hasMatch();
    default:
      break;
  }
  if (node.fieldKind == FilterKind::Time) {
    // 2026-11-23 is the whole day.
    const std::string_view limit = node.texts.front();
    return !value.empty() && inOrder(node.kind, value.substr(0, limit.size()), limit);
  }
  const auto number = leadingNumber(value);
  return number && inOrder(node.kind, *number, node.numbers.front());
}

bool fitsNumber(const FilterNode& node, double value) {
  if (std::isnan(value)) return false;
  if (node.kind != Kind::Equals) return inOrder(node.kind, value, node.numbers.front());
  // Nobody means a duration to the millisecond.
  const bool timed = node.fieldKind == FilterKind::Duration;
  return std::any_of(node.numbers.begin(), node.numbers.end(), [&](double number) {
    return timed ? std::floor(value) == std::floor(number) : value == number;
  });
}

bool fitsField(const FilterNode& node, const Row& row) {
  const auto told = [&] { return row.valueOf ? row.valueOf(node.field) : FilterValue{}; };
  if (node.fieldKind == FilterKind::Computed) return fitsText(node, told().text);
  if (node.fieldKind == FilterKind::Number || node.fieldKind == FilterKind::Duration)
    return fitsNumber(node, told().number);
  std::string_view values = searchField(row.search, node.field);
  while (true) {
    const std::size_t end = values.find(kValueEnd);
    if (fitsText(node, values.substr(0, end))) return true;
    if (end == std::string_view::npos) return false;
    values.remove_prefix(end + 1);
  }
}

bool holds(const FilterNode& node, const Row& row) {
  const auto holdsToo = [&row](const FilterNode& part) { return holds(part, row); };
  bool found = false;
  if (node.kind == Kind::All)
    found = std::all_of(node.parts.begin(), node.parts.end(), holdsToo);
  else if (node.kind == Kind::Any)
    found = std::any_of(node.parts.begin(), node.parts.end(), holdsToo);
  else if (node.kind == Kind::Anywhere)
    found = row.search.find(node.texts.front()) != std::string_view::npos;
  else
    found = fitsField(node, row);
  return found != node.negated;
}

}  // namespace

TableFilter::TableFilter(const QString& text, const FilterFields& fields) {
  ParsedFilter parsed = parseFilter(text, fields);
  m_root = std::move(parsed.root);
  m_asksRows = parsed.asksRows;
}

bool TableFilter::asks(std::size_t field) const {
  return m_root && isAbout(*m_root, field);
}

bool TableFilter::matches(std::string_view row, const ValueOf& valueOf) const {
  return !m_root || holds(*m_root, {row, valueOf});
}

QString TableFilter::exactly(const QString& field, const QString& value) {
  QString clean = value;
  clean.remove(QLatin1Char('"'));
  const bool spaced = std::any_of(clean.begin(), clean.end(),
                                  [](QChar c) { return c.isSpace() || QStringView(u"()=<>~").contains(c); });
  return field + QLatin1Char('=') + (spaced ? QLatin1Char('"') + clean + QLatin1Char('"') : clean);
}

}  // namespace halftone::app

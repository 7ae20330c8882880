// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/conflictmerge.h"

#include <QStringList>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "app/viewmodels/findingwords.h"

namespace halftone::app {

namespace {

QString text(const std::string& utf8) {
  return QString::fromStdString(utf8);
}

// A split as "v2 30, v1 70", an order as "1 beta clients, 2 office"; other values as they are written.
QString valueText(const store::MergeLine& line, const std::string& value) {
  const bool isSplit = line.field == "split" || line.field == "default/split";
  const bool isOrder = line.kind == store::MergeLine::Kind::Order;
  const nlohmann::json list = nlohmann::json::parse(value, nullptr, false);
  if (!list.is_array() || !(isSplit || isOrder)) return text(value);
  QStringList parts;
  for (const nlohmann::json& entry : list) {
    if (isOrder && entry.is_string()) {
      parts.append(QStringLiteral("%1 %2").arg(parts.size() + 1).arg(text(entry.get<std::string>())));
    } else if (isSplit && entry.is_object() && entry.contains("version") && entry.contains("weight") &&
               entry["version"].is_string()) {
      parts.append(text(entry["version"].get<std::string>() + ' ' + entry["weight"].dump()));
    } else {
      return text(value);
    }
  }
  return parts.join(QStringLiteral(", "));
}

}  // namespace

ConflictMerge::ConflictMerge(QObject* parent)
    : QObject(parent),
      m_lines(new RecordModel(
          {QStringLiteral("pointer"), QStringLiteral("what"), QStringLiteral("base"), QStringLiteral("mine"),
           QStringLiteral("theirs"), QStringLiteral("conflict"), QStringLiteral("side")},
          this)) {}

void ConflictMerge::start(const policy::Policy& base, const policy::Policy& mine,
                          const policy::Policy& theirs) {
  m_sides = Sides{base, mine, theirs};
  forgetStaleChoices(store::merge(&base, mine, theirs).lines);
  run();
}

// A choice was made between the values that were seen: theirs anew, or mine that was given up, is asked
// again.
void ConflictMerge::forgetStaleChoices(const std::vector<store::MergeLine>& now) {
  const auto find = [](const std::vector<store::MergeLine>& lines, const std::string& pointer) {
    return std::find_if(lines.begin(), lines.end(),
                        [&pointer](const store::MergeLine& line) { return line.pointer == pointer; });
  };
  std::erase_if(m_choices, [&](const auto& choice) {
    const auto seen = find(m_merge.lines, choice.first);
    const auto line = find(now, choice.first);
    if (seen == m_merge.lines.end() || line == now.end() || seen->theirs != line->theirs) return true;
    return choice.second == store::Side::Theirs && seen->mine != line->mine;
  });
}

void ConflictMerge::clear() {
  if (!m_sides) return;
  m_sides.reset();
  m_choices.clear();
  m_merge = {};
  show();
}

void ConflictMerge::run() {
  m_merge = store::merge(&m_sides->base, m_sides->mine, m_sides->theirs, m_choices);
  show();
}

std::optional<policy::Policy> ConflictMerge::result() const {
  return isClean() ? m_merge.policy : std::nullopt;
}

void ConflictMerge::show() {
  const auto isOpen = [this](const store::MergeLine& line) {
    return std::any_of(m_merge.unresolved.begin(), m_merge.unresolved.end(),
                       [&line](const auto& open) { return open.pointer == line.pointer; });
  };
  std::vector<RecordModel::Record> rows;
  for (const store::MergeLine& line : m_merge.lines) {
    QString what = line.rule.empty() ? text(line.field) : tr("Rule “%1”").arg(text(line.rule));
    if (line.field == "default/split") what = tr("Default split");
    if (line.kind == store::MergeLine::Kind::Order) what = tr("Order of the rules");
    if (!line.rule.empty() && !line.field.empty()) what += QStringLiteral(" · ") + text(line.field);
    const QString side = line.taken == store::Side::Mine ? QStringLiteral("mine") : QStringLiteral("theirs");
    rows.push_back({text(line.pointer), what, valueText(line, line.base), valueText(line, line.mine),
                    valueText(line, line.theirs), line.isConflict, isOpen(line) ? QString() : side});
  }
  m_lines->setRecords(std::move(rows));
  emit changed();
}

int ConflictMerge::conflicts() const {
  return static_cast<int>(std::count_if(m_merge.lines.begin(), m_merge.lines.end(),
                                        [](const auto& line) { return line.isConflict; }));
}

QString ConflictMerge::findings() const {
  QStringList lines;
  for (const policy::Finding& finding : m_merge.findings) lines.append(findingText(finding));
  return lines.join(QLatin1Char('\n'));
}

void ConflictMerge::choose(const QString& pointer, bool mine) {
  if (!m_sides) return;
  m_choices[pointer.toStdString()] = mine ? store::Side::Mine : store::Side::Theirs;
  run();
}

void ConflictMerge::chooseAll(bool mine) {
  if (!m_sides) return;
  for (const store::MergeLine& line : m_merge.lines) {
    if (line.isConflict) m_choices[line.pointer] = mine ? store::Side::Mine : store::Side::Theirs;
  }
  run();
}

}  // namespace halftone::app

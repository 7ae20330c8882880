// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/rulewatch.h"

#include <QCoreApplication>
#include <QStringList>

#include "app/viewmodels/figures.h"
#include "app/viewmodels/measuredshare.h"
#include "app/viewmodels/splitmodel.h"

namespace halftone::app {

namespace {

// What the strings are named for lupdate.
class RuleWatchTexts {
  Q_DECLARE_TR_FUNCTIONS(RuleWatch)
};

}  // namespace

void RuleWatch::look(const QString& rule, const std::vector<policy::Share>& inForce,
                     const std::map<QString, std::uint64_t>& decided, double concentration) {
  std::uint64_t all = 0;
  for (const auto& [version, count] : decided) all += count;
  if (all == 0) {
    m_rules.erase(rule);
    return;
  }
  std::map<QString, Version> now;
  for (const auto& [version, count] : decided) now[version] = {};
  for (const policy::Share& share : inForce)
    now[QString::fromStdString(share.version)].wanted = share.weight.value();
  std::map<QString, Version>& before = m_rules[rule];
  for (auto& [version, figures] : now) {
    const auto found = decided.find(version);
    const MeasuredShare measured =
        measuredShare(found == decided.end() ? 0 : found->second, all, concentration);
    figures.measured = measured.share;
    figures.away = isFarAway(measured, figures.wanted) ? before[version].away + 1 : 0;
  }
  before = std::move(now);
}

QHash<QString, QString> RuleWatch::texts() const {
  QHash<QString, QString> texts;
  for (const auto& [rule, versions] : m_rules) {
    QStringList lines;
    for (const auto& [version, figures] : versions) {
      if (figures.away < SplitModel::kAwayLooks) continue;
      lines << RuleWatchTexts::tr("%1 is measured at %2, wanted are %3.")
                   .arg(version, formatPercent(figures.measured, 1),
                        formatPercent(figures.wanted / 10'000.0, 1));
    }
    if (!lines.isEmpty()) texts[rule] = lines.join(QLatin1Char('\n'));
  }
  return texts;
}

}  // namespace halftone::app

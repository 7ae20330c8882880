// SPDX-License-Identifier: GPL-3.0-or-later
// The part of TrafficViewModel that counts what the draft would change for live requests.
#include <algorithm>
#include <span>

#include "app/feeds/samplefeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/measuredshare.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "backend/policy/compile.h"

namespace halftone::app {

namespace {

// About five minutes of one proxy's: users come and go.
constexpr std::size_t kRecentSamples = 3'000;

}  // namespace

void TrafficViewModel::followSamples() {
  if (!isShown() || m_sampled == m_service) return;
  if (m_samples) m_samples->disconnect(this);
  m_sampled = m_service;
  m_samples = m_feeds.samples->samples(m_service);
  if (m_samples) connect(m_samples.get(), &ServiceSamples::changed, this, &TrafficViewModel::takeSamples);
  takeSamples();
}

void TrafficViewModel::takeSamples() {
  askImpact();
  m_concentrations.clear();
  if (m_samples == nullptr || !m_samples->isSampled() || !m_draft) return;
  const auto table = policy::compile(latest().inForce());
  if (!table) return;  // what cannot be in force has no rules that decide
  const std::span<const LiveRequest> all = *m_samples->requests();
  m_concentrations = concentrationByRule(**table, all.last(std::min(all.size(), kRecentSamples)));
}

// 0, as if each request were another user's, until samples tell.
double TrafficViewModel::concentrationOf(const QString& rule) const {
  const auto found = m_concentrations.find(rule);
  return found == m_concentrations.end() ? 0 : found->second;
}

void TrafficViewModel::askImpact() {
  if (m_samples == nullptr || !isChanged() || m_sampled != m_service) return m_impact.forget();
  m_impact.ask(latest().inForce(), m_draft->edited(), m_samples->requests());
}

QString TrafficViewModel::impactText() const {
  if (!isChanged()) return {};
  return m_impact.text();
}

QString TrafficViewModel::impactBasis() const {
  return isChanged() ? m_impact.basisText() : QString();
}

QVariantList TrafficViewModel::impactDetails() const {
  QVariantList rows;
  if (!isChanged() || !m_impact.report()) return rows;
  for (const policy::VersionChange& change : m_impact.report()->changes) {
    const QString from = change.from.empty() ? tr("nowhere") : QString::fromStdString(change.from);
    const QString to = change.to.empty() ? tr("nowhere") : QString::fromStdString(change.to);
    rows.append(QVariantMap{
        {QStringLiteral("text"), tr("%1 → %2 by “%3”: %4 users, %5 requests")
                                     .arg(from, to, QString::fromStdString(change.rule),
                                          formatCount(change.users), formatCount(change.requests))}});
  }
  return rows;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessiondrift.h"

#include <algorithm>
#include <set>

#include "app/viewmodels/figures.h"
#include "app/viewmodels/sessionplacement.h"

namespace halftone::app {

DriftFigures measureDrift(const SessionsKnown& known) {
  DriftFigures figures;
  std::set<QString> counted;
  for (const NodeStatus& node : known.nodes) {
    if (!node.drift.known) continue;
    counted.insert(node.source);
    figures.open += node.drift.open;
    figures.misplaced += node.drift.misplaced;
    figures.unknown += node.drift.unplaced;
    for (const NodeDrift::Version& version : node.drift.versions)
      figures.placed[version.name] += version.placed;
  }
  for (const SessionRow& row : known.rows) {
    if (!known.placement || counted.contains(row.session->source)) continue;
    ++figures.open;
    const SessionPlacement::Verdict verdict = known.placement->place(row.session->user);
    if (!verdict.sure || verdict.version.empty()) {
      ++figures.unknown;
      continue;
    }
    ++figures.placed[QString::fromStdString(verdict.version)];
    if (verdict.version != known.placement->versionOf(row.session->source)) ++figures.misplaced;
  }
  return figures;
}

void SessionDrift::update(const SessionsKnown& known, quint64 revision) {
  m_known = known.placement != nullptr;
  m_isHeard = !known.nodes.empty();
  m_revision = revision;
  m_figures = m_known ? measureDrift(known) : DriftFigures{};
  emit changed();
}

QString SessionDrift::text() const {
  if (!m_known) return {};
  if (!m_isHeard) return tr("No chat node of this service is heard: nothing is known of its sessions.");
  const QString revision = QString::number(m_revision);
  if (m_figures.misplaced == 0)
    return tr("No session is known that policy r%1 would place elsewhere.").arg(revision);
  return tr("Policy r%1 would place %2 of %3 sessions elsewhere today (%4).")
      .arg(revision, formatCount(m_figures.misplaced), formatCount(m_figures.open), formatPercent(share()));
}

QString SessionDrift::kind() const {
  if (isPresent()) return QStringLiteral("warn");
  return m_figures.unknown > 0 || !m_isHeard ? QStringLiteral("unknown") : QStringLiteral("ok");
}

QString SessionDrift::unknownText() const {
  if (!m_known || m_figures.unknown == 0) return {};
  return tr("Of %1 nobody can tell: their rule looks at what the nodes do not know.")
      .arg(formatCount(m_figures.unknown));
}

double SessionDrift::share() const {
  return m_figures.open == 0 ? 0
                             : static_cast<double>(m_figures.misplaced) / static_cast<double>(m_figures.open);
}

QVariantList SessionDrift::placed() const {
  QVariantList parts;
  if (m_figures.open == 0) return parts;
  for (const auto& [version, count] : m_figures.placed) {
    parts << QVariantMap{
        {QStringLiteral("version"), version},
        {QStringLiteral("share"), static_cast<double>(count) / static_cast<double>(m_figures.open)}};
  }
  return parts;
}

}  // namespace halftone::app

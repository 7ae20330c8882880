// SPDX-License-Identifier: GPL-3.0-or-later
// The part of Navigator that offers what can be done to instances, keys, charts and the demo's processes.
// What hurts is asked for by the page, as its buttons do.
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/demoviewmodel.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/kvviewmodel.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

const QString kAction = QStringLiteral("action:");

}  // namespace

void Navigator::addThingActions(std::vector<Command>& commands,
                                const std::vector<KnownInstance>& instances) const {
  const auto add = [&](const QString& title, const QString& action) {
    commands.push_back({title, tr("Action"), {}, kAction + action});
  };
  if (m_pages.health != nullptr) {
    add(tr("Export the charts of Health as a picture (PNG)"), QStringLiteral("export:png"));
    add(tr("Export the charts of Health as a drawing (SVG)"), QStringLiteral("export:svg"));
    add(tr("Export the charts of Health as numbers (CSV)"), QStringLiteral("export:csv"));
  }
  if (m_feeds.session->isReadOnly()) return;
  if (m_pages.kv != nullptr) add(tr("New key in the KV store"), QStringLiteral("new-key"));
  if (m_pages.catalog == nullptr) return;
  for (const auto& [service, id] : instances) {
    add(tr("Maintenance of %1: begin or end").arg(id),
        QStringLiteral("maintenance:") + service + QLatin1Char('/') + id);
  }
}

void Navigator::addDemoActions(std::vector<Command>& commands) const {
  if (m_pages.demo == nullptr || !m_pages.demo->isRunning() || m_feeds.session->isReadOnly()) return;
  const auto add = [&](const QString& title, const QString& action) {
    commands.push_back({title, tr("Action"), {}, kAction + action});
  };
  for (RecordModel* processes : {m_pages.demo->gateways(), m_pages.demo->nodes()}) {
    for (int row = 0; row < processes->count(); ++row) {
      const QString process = processes->value(row, QStringLiteral("process")).toString();
      if (processes->value(row, QStringLiteral("canStop")).toBool()) {
        add(tr("Kill %1 of the demo").arg(process), QStringLiteral("demo:kill ") + process);
        add(tr("Stop %1 of the demo").arg(process), QStringLiteral("demo:stop ") + process);
      }
      if (processes->value(row, QStringLiteral("canStart")).toBool())
        add(tr("Start %1 of the demo").arg(process), QStringLiteral("demo:start ") + process);
    }
  }
  RecordModel* faults = m_pages.demo->faults();
  for (int row = 0; row < faults->count(); ++row) {
    const QString version = faults->value(row, QStringLiteral("version")).toString();
    if (faults->value(row, QStringLiteral("injected")).toBool())
      add(tr("End the faults of %1").arg(version), QStringLiteral("demo-heal:") + version);
  }
}

bool Navigator::actOnThings(const QString& action, const QString& value) {
  if (action == QLatin1String("export") && m_pages.health != nullptr) {
    m_feeds.session->setPage(QStringLiteral("health"));
    m_pages.health->askDialog(value);
  } else if (action == QLatin1String("new-key") && m_pages.kv != nullptr) {
    m_feeds.session->setPage(QStringLiteral("kv"));
    m_pages.kv->askDialog(action);
  } else if (action == QLatin1String("maintenance") && m_pages.catalog != nullptr) {
    const QString service = value.section(QLatin1Char('/'), 0, 0);
    m_feeds.session->setPage(QStringLiteral("catalog"));
    m_pages.catalog->setByNode(false);
    m_pages.catalog->select(service);
    findInstance(service, value.section(QLatin1Char('/'), 1), [this](const QString& row) {
      m_pages.catalog->marked()->choose(row);
      m_pages.catalog->askDialog(m_pages.catalog->canRest() ? QStringLiteral("rest")
                                                            : QStringLiteral("return"));
    });
  } else if (action == QLatin1String("demo") && m_pages.demo != nullptr) {
    m_feeds.session->setPage(action);
    m_pages.demo->askDialog(value);
  } else if (action == QLatin1String("demo-heal") && m_pages.demo != nullptr) {
    m_pages.demo->clearFaults(value);
  } else {
    return false;
  }
  return true;
}

}  // namespace halftone::app

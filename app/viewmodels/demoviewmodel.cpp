// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/demoviewmodel.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/demofeed.h"
#include "app/feeds/searchtext.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/versioncolors.h"

namespace halftone::app {

namespace {

QStringList processRoles() {
  return {QStringLiteral("process"),  QStringLiteral("role"),      QStringLiteral("version"),
          QStringLiteral("kind"),     QStringLiteral("stateText"), QStringLiteral("cpu"),
          QStringLiteral("memory"),   QStringLiteral("pid"),       QStringLiteral("address"),
          QStringLiteral("restarts"), QStringLiteral("canStop"),   QStringLiteral("canStart")};
}

QString kindOf(const QString& state) {
  if (state == QLatin1String("running")) return QStringLiteral("ok");
  if (state == QLatin1String("starting")) return QStringLiteral("warn");
  if (state == QLatin1String("stopped")) return QStringLiteral("pause");
  return state == QLatin1String("killed") || state == QLatin1String("failed") ? QStringLiteral("bad")
                                                                              : QStringLiteral("unknown");
}

QString stateWord(const QString& state) {
  if (state == QLatin1String("running")) return DemoViewModel::tr("running");
  if (state == QLatin1String("starting")) return DemoViewModel::tr("starting");
  if (state == QLatin1String("stopped")) return DemoViewModel::tr("stopped");
  if (state == QLatin1String("killed")) return DemoViewModel::tr("killed");
  if (state == QLatin1String("failed")) return DemoViewModel::tr("failed");
  return state;
}

RecordModel::Record processRecord(const DemoProcess& process) {
  const bool alive = process.state == QLatin1String("running") || process.state == QLatin1String("starting");
  // A registry that was there before the demo is none of its processes: it has no numbers.
  const bool ours = alive && process.pid > 0;
  const bool node = process.role == QLatin1String("chat");
  return {process.id,
          process.role,
          process.version,
          kindOf(process.state),
          stateWord(process.state),
          ours ? formatPercent(process.cpuPercent / 100) : QString(),
          ours ? formatBytes(process.rssBytes) : QString(),
          ours ? DemoViewModel::tr("pid %1").arg(process.pid) : QString(),
          process.address,
          process.restarts > 0 ? DemoViewModel::tr("%n restart(s)", nullptr, process.restarts) : QString(),
          node && alive,
          node && !alive};
}

}  // namespace

DemoViewModel::DemoViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_consul(feeds.consul),
      m_colors(feeds.colors),
      m_feed(std::make_unique<DemoFeed>(feeds.consul->endpoint())),
      m_gateways(new RecordModel(processRoles(), this)),
      m_nodes(new RecordModel(processRoles(), this)),
      m_registries(new RecordModel(processRoles(), this)),
      m_faults(new RecordModel(
          {QStringLiteral("version"), QStringLiteral("errorPercent"), QStringLiteral("errorText"),
           QStringLiteral("latencyMs"), QStringLiteral("latencyText"), QStringLiteral("injected")},
          this)) {
  connect(m_consul, &ConsulConnection::stateChanged, this, [this] {
    if (m_consul->state() == ConsulConnection::State::Live) m_feed->start();
    update();
  });
  connect(m_feed.get(), &DemoFeed::changed, this, &DemoViewModel::update);
  connect(m_feed.get(), &DemoFeed::acted, this, [this](const QString& error) {
    if (!error.isEmpty()) m_asked.clear();
    if (std::exchange(m_problem, error) != error) emit problemChanged();
  });
  connect(this, &PageViewModel::shownChanged, this, &DemoViewModel::update);
  update();
}

DemoViewModel::~DemoViewModel() = default;

bool DemoViewModel::isRunning() const {
  return m_feed->isFound();
}
int DemoViewModel::users() const {
  return m_feed->state().crowd.users;
}
int DemoViewModel::maxUsers() const {
  return std::max(1, m_feed->state().crowd.maxUsers);
}
QString DemoViewModel::usersText() const {
  return countText(users());
}
QString DemoViewModel::requestsPerSecond() const {
  return formatRate(m_feed->state().crowd.requestsPerSecond);
}
QString DemoViewModel::requests() const {
  return formatCount(m_feed->state().crowd.requests);
}
QString DemoViewModel::failed() const {
  return formatCount(m_feed->state().crowd.failed);
}
bool DemoViewModel::hasFailed() const {
  return m_feed->state().crowd.failed > 0;
}
QString DemoViewModel::sessions() const {
  return formatCount(m_feed->state().crowd.sessions);
}
QString DemoViewModel::reconnects() const {
  return formatCount(m_feed->state().crowd.reconnects);
}
QString DemoViewModel::crowdLoad() const {
  return m_crowdLoad;
}

void DemoViewModel::setUsers(int users) {
  m_feed->setUsers(std::clamp(users, 0, maxUsers()));
}

void DemoViewModel::act(const QString& process, const QString& action) {
  m_feed->act(process, action);
}

// What is in force, or what was asked for already and has not come yet: two sliders of a version are asked
// for one after the other, and the demo takes both numbers at once.
DemoFaults DemoViewModel::faultsOf(const QString& version) const {
  if (const auto asked = m_asked.find(version); asked != m_asked.end()) return asked->second;
  const auto& all = m_feed->state().faults;
  const auto it = std::find_if(all.begin(), all.end(),
                               [&version](const DemoFaults& faults) { return faults.version == version; });
  return it == all.end() ? DemoFaults{version, 0, 0} : *it;
}

void DemoViewModel::ask(const DemoFaults& faults) {
  m_asked[faults.version] = faults;
  m_feed->setFaults(faults);
}

void DemoViewModel::setErrorPercent(const QString& version, int percent) {
  DemoFaults faults = faultsOf(version);
  faults.errorRate = std::clamp(percent, 0, 100) / 100.0;
  ask(faults);
}

void DemoViewModel::setLatency(const QString& version, int milliseconds) {
  DemoFaults faults = faultsOf(version);
  faults.latencyMs = std::max(0, milliseconds);
  ask(faults);
}

void DemoViewModel::clearFaults(const QString& version) {
  m_feed->setFaults({version, 0, 0});
}

QString DemoViewModel::countText(int count) const {
  return formatCount(static_cast<quint64>(std::max(0, count)));
}
QString DemoViewModel::percentText(int percent) const {
  return formatPercent(percent / 100.0, 0);
}
QString DemoViewModel::latencyText(int milliseconds) const {
  return QStringLiteral("%1 ms").arg(countText(milliseconds));
}

void DemoViewModel::update() {
  const FeedStatus status = m_feed->status();
  const bool lost = !m_feed->isFound() && m_consul->state() != ConsulConnection::State::Live;
  if (lost && !m_consul->error().isEmpty()) {
    setState(State::Failed, failedText(m_consul->error()));
  } else {
    setState(pageState(status), statusText(status, nowMs()));
  }
  if (!isShown()) return;
  updateProcesses();
  updateFaults();
  emit demoChanged();
}

void DemoViewModel::updateProcesses() {
  std::vector<DemoProcess> processes = m_feed->state().processes;
  const auto key = [](const DemoProcess& process) {
    return std::pair(naturalKey(process.version), naturalKey(process.id));
  };
  std::sort(processes.begin(), processes.end(),
            [&key](const DemoProcess& a, const DemoProcess& b) { return key(a) < key(b); });
  std::vector<RecordModel::Record> gateways;
  std::vector<RecordModel::Record> nodes;
  std::vector<RecordModel::Record> registries;
  QStringList versions;
  m_crowdLoad.clear();
  for (const DemoProcess& process : processes) {
    if (process.role == QLatin1String("chat")) {
      nodes.push_back(processRecord(process));
      versions << process.version;
    } else if (process.role == QLatin1String("proxy")) {
      gateways.push_back(processRecord(process));
    } else if (process.role == QLatin1String("crowd")) {
      m_crowdLoad = QStringLiteral("%1 \u00b7 %2 \u00b7 %3")
                        .arg(formatPercent(process.cpuPercent / 100), formatBytes(process.rssBytes),
                             tr("pid %1").arg(process.pid));
    } else {
      registries.push_back(processRecord(process));
    }
  }
  m_gateways->setRecords(std::move(gateways));
  m_nodes->setRecords(std::move(nodes));
  m_registries->setRecords(std::move(registries));
  m_colors->add(versions);
}

void DemoViewModel::updateFaults() {
  std::vector<RecordModel::Record> records;
  for (const DemoFaults& faults : m_feed->state().faults) {
    const int percent = static_cast<int>(std::lround(100 * faults.errorRate));
    const auto asked = m_asked.find(faults.version);
    if (asked != m_asked.end() && asked->second == faults) m_asked.erase(asked);
    records.push_back({faults.version, percent, percentText(percent), faults.latencyMs,
                       latencyText(faults.latencyMs), percent > 0 || faults.latencyMs > 0});
  }
  m_faults->setRecords(std::move(records));
}

}  // namespace halftone::app

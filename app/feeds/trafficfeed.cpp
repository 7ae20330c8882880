// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/trafficfeed.h"

#include <QLoggingCategory>
#include <QSet>
#include <algorithm>
#include <utility>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/streamsocket.h"
#include "backend/consul/instances.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

Q_LOGGING_CATEGORY(lcTraffic, "halftone.console.traffic")

constexpr qint64 kSilenceMs = 3000;
// A gap so long is not told as traffic of one second.
constexpr qint64 kGapMs = 2000;
constexpr int kSecondMs = 1000;
constexpr int kShortestTickMs = 100;  // of a replay that runs fast
constexpr int kMaxProxies = 200;
constexpr int kMaxServices = 200;

bool obeySamePolicy(const telemetry::PolicyState& a, const telemetry::PolicyState& b) {
  return a.index == b.index && a.revision == b.revision;
}

}  // namespace

// One proxy's stream and the newest frame of it.
struct TrafficFeed::Source {
  Source(QString url, QUrl stream, QObject* parent)
      : admin(std::move(url)), socket(std::move(stream), parent) {}

  QString admin;
  StreamSocket socket;
  std::optional<telemetry::TrafficFrame> last;
  bool isNew = false;  // heard since the last tick
  qint64 heardMs = 0;  // steadyMs()

  [[nodiscard]] bool isLive() const { return last && socket.isOpen() && steadyMs() - heardMs < kSilenceMs; }
};

TrafficFeed::TrafficFeed(const ConsulConnection& connection, std::optional<QUrl> proxyAdmin, QObject* parent)
    : QObject(parent), m_fixedAdmin(std::move(proxyAdmin)), m_since(QDateTime::fromMSecsSinceEpoch(nowMs())) {
  if (!m_fixedAdmin) {
    m_watch = std::make_unique<consul::Watch>(connection.endpoint(),
                                              QStringLiteral("/v1/health/service/halftone-proxy"), QString());
    connect(m_watch.get(), &consul::Watch::changed, this,
            [this](const consul::Answer& answer) { takeProxies(answer.body); });
  }
  m_second.setInterval(std::chrono::seconds(1));
  m_second.setTimerType(Qt::PreciseTimer);
  connect(&m_second, &QTimer::timeout, this, &TrafficFeed::tick);
}

TrafficFeed::~TrafficFeed() = default;

void TrafficFeed::start() {
  if (m_watch) m_watch->start();
  if (m_fixedAdmin) setAdmins({m_fixedAdmin->toString()});
  m_second.start();
}

void TrafficFeed::adopt(TrafficPast past) {
  m_series = std::move(past.series);
  for (telemetry::TrafficFrame& frame : past.newest) {
    meet(frame);
    m_adopted[frame.node] = std::move(frame);
  }
}

void TrafficFeed::takeProxies(const QByteArray& body) {
  const auto instances = consul::parseInstances(body);
  if (!instances) {
    qCWarning(lcTraffic) << "unreadable list of proxies:" << instances.error().toString().c_str();
    return;
  }
  QStringList admins;
  for (const consul::Instance& instance : *instances) {
    const auto admin = instance.meta.find("admin");
    if (admin != instance.meta.end()) admins.append(QString::fromStdString(admin->second));
  }
  setAdmins(admins);
}

void TrafficFeed::setAdmins(const QStringList& admins) {
  bool differs =
      std::erase_if(m_sources, [&admins](const auto& entry) { return !admins.contains(entry.first); }) > 0;
  for (const QString& admin : admins) {
    if (m_sources.contains(admin) || m_sources.size() >= kMaxProxies) continue;
    const std::optional<QUrl> url = streamUrl(admin.toStdString());
    if (!url) {
      qCWarning(lcTraffic) << "not an admin address:" << admin;
      continue;
    }
    auto source = std::make_unique<Source>(admin, *url, nullptr);
    Source* raw = source.get();
    connect(&raw->socket, &StreamSocket::received, this, [this, raw](const QString& text) {
      auto frame = telemetry::readTrafficFrame(text.toStdString());
      if (!frame) return raw->socket.reject(QString::fromStdString(frame.error().toString()));
      takeFrame(*raw, *std::move(frame));
    });
    connect(&raw->socket, &StreamSocket::lost, this, &TrafficFeed::proxiesChanged);
    m_sources.emplace(admin, std::move(source));
    raw->socket.start();
    differs = true;
  }
  if (differs) emit proxiesChanged();
}

void TrafficFeed::takeFrame(Source& source, telemetry::TrafficFrame frame) {
  const qint64 now = steadyMs();
  const QString service = QString::fromStdString(frame.service);
  if (!m_series.contains(service) && m_series.size() >= kMaxServices) return;
  TrafficSeries& series = m_series[service];
  const bool wasLive = source.isLive();
  const auto adopted = m_adopted.find(frame.node);
  if (adopted != m_adopted.end() && adopted->second.epoch == frame.epoch &&
      frame.timeMs <= adopted->second.timeMs) {
    source.last = frame = adopted->second;  // what it counts is known
    source.heardMs = now;
  }
  const bool follows = source.last && source.last->epoch == frame.epoch && now - source.heardMs < kGapMs;
  const bool samePolicy = source.last && obeySamePolicy(source.last->policy, frame.policy);
  if (follows) series.addTraffic(*source.last, frame);
  if (follows && samePolicy) series.addDecisions(*source.last, frame);
  if (!samePolicy) series.forgetDecisions();

  const std::uint64_t revision = frame.policy.revision;
  const bool stateDiffers = !source.last || source.last->policy.state != frame.policy.state;
  source.last = std::move(frame);
  source.heardMs = now;
  source.isNew = true;
  setState(State::Live);
  meet(*source.last);
  if (!samePolicy) emit policyApplied(service, revision);
  if (!wasLive || !samePolicy || stateDiffers) emit proxiesChanged();
}

void TrafficFeed::meet(const telemetry::TrafficFrame& frame) {
  QStringList met;
  for (const telemetry::VersionTraffic& version : frame.versions) {
    const QString name = QString::fromStdString(version.version);
    if (!m_versions.contains(name) && !met.contains(name)) met.append(name);
  }
  if (met.isEmpty()) return;
  if (m_versions.size() + met.size() > kMaxVersions) forgetVersions();
  met = met.mid(0, kMaxVersions - m_versions.size());
  if (met.isEmpty()) return;
  m_versions.append(met);
  emit versionsChanged();
}

void TrafficFeed::forgetVersions() {
  QSet<QString> kept;
  for (const auto& [service, series] : m_series) {
    for (const auto& [version, values] : series.versions()) kept.insert(version);
  }
  m_versions.removeIf([&kept](const QString& version) { return !kept.contains(version); });
}

void TrafficFeed::tick() {
  // A replay's second is as long as it is played; while it stands, none goes by.
  const double speed = clockSpeed();
  const int wanted = speed > 0 ? std::max(kShortestTickMs, static_cast<int>(kSecondMs / speed)) : kSecondMs;
  if (m_second.interval() != wanted) m_second.setInterval(wanted);
  bool heard = false;
  for (const auto& [admin, source] : m_sources) heard |= std::exchange(source->isNew, false);
  if (speed == 0 && !heard) return;
  struct Now {
    bool live = false;
    std::map<QString, double> tunnels;
  };
  std::map<QString, Now> services;
  bool anyLive = false;
  for (const auto& [admin, source] : m_sources) {
    if (!source->last) continue;
    Now& now = services[QString::fromStdString(source->last->service)];
    if (!source->isLive()) continue;
    now.live = anyLive = true;
    for (const telemetry::VersionTraffic& version : source->last->versions)
      now.tunnels[QString::fromStdString(version.version)] += static_cast<double>(version.tunnels);
  }
  if (speed > 0) {  // else what has come belongs to the second that goes on later
    const double time = nowSeconds();
    for (auto& [service, series] : m_series) {
      const Now& now = services[service];
      series.closeSecond(time, now.live, now.tunnels);
    }
  }
  if (!anyLive && m_state == State::Live) {
    setState(State::Stale);
    emit proxiesChanged();
  }
  emit ticked();
}

void TrafficFeed::setState(State state) {
  if (m_state == state) return;
  m_state = state;
  m_since = QDateTime::fromMSecsSinceEpoch(nowMs());
  emit stateChanged();
}

QStringList TrafficFeed::services() const {
  QStringList names;
  for (const auto& [service, series] : m_series) names.append(service);
  return names;
}

QStringList TrafficFeed::versions() const {
  return m_versions;
}

const TrafficSeries* TrafficFeed::series(const QString& service) const {
  const auto found = m_series.find(service);
  return found == m_series.end() ? nullptr : &found->second;
}

std::vector<ProxyInfo> TrafficFeed::proxies() const {
  std::vector<ProxyInfo> proxies;
  for (const auto& [admin, source] : m_sources) {
    ProxyInfo info;
    info.admin = QUrl(admin);
    info.live = source->isLive();
    if (source->last) {
      info.node = QString::fromStdString(source->last->node);
      info.service = QString::fromStdString(source->last->service);
      info.policy = source->last->policy;
      for (const telemetry::VersionTraffic& version : source->last->versions)
        info.requests[QString::fromStdString(version.version)] = version.requests;
    }
    proxies.push_back(std::move(info));
  }
  return proxies;
}

std::vector<telemetry::InstanceTraffic> TrafficFeed::instances(const QString& service) const {
  std::vector<telemetry::InstanceTraffic> all;
  for (const auto& [admin, source] : m_sources) {
    if (!source->last || source->last->service != service.toStdString()) continue;
    all.insert(all.end(), source->last->instances.begin(), source->last->instances.end());
  }
  return all;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <QUrl>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/feeds/trafficseries.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class ConsulConnection;
class StreamSocket;

// A proxy as its stream tells it.
struct ProxyInfo {
  QString node;
  QString service;
  QUrl admin;
  bool live = false;
  telemetry::PolicyState policy;
  std::map<QString, quint64> requests;  // since its start, by version
};

// What was heard before a feed was there: a replay that begins in the middle of a flight knows it.
struct TrafficPast {
  std::map<QString, TrafficSeries> series;      // by service
  std::vector<telemetry::TrafficFrame> newest;  // of each proxy; `series` counts all up to it
};

// The traffic of all proxies, live. Finds them in Consul (service halftone-proxy, meta `admin`), or takes one
// admin URL; reads their streams, adds them up by service and second. GUI thread.
class TrafficFeed : public QObject {
  Q_OBJECT

 public:
  static constexpr qsizetype kMaxVersions = 1000;

  enum class State {
    Connecting,  // no proxy has been heard yet
    Live,
    Stale,  // no frame for 3 s; `since` says from when
  };
  Q_ENUM(State)

  // With `proxyAdmin` (http://HOST:PORT) Consul is not asked for proxies.
  TrafficFeed(const ConsulConnection& connection, std::optional<QUrl> proxyAdmin, QObject* parent = nullptr);
  ~TrafficFeed() override;
  void start();
  // Goes on from what was before. Before the first frame.
  void adopt(TrafficPast past);

  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] QDateTime since() const { return m_since; }
  // Services that some proxy serves, sorted.
  [[nodiscard]] QStringList services() const;
  // All names of versions met so far, of all services. Beyond kMaxVersions only those that some series keeps.
  [[nodiscard]] QStringList versions() const;
  // The series of a service, or null. Valid until the next turn of the event loop.
  [[nodiscard]] const TrafficSeries* series(const QString& service) const;
  [[nodiscard]] std::vector<ProxyInfo> proxies() const;
  // What the proxies think of the service's instances: the newest frame of each proxy, one after the other.
  [[nodiscard]] std::vector<telemetry::InstanceTraffic> instances(const QString& service) const;

 signals:
  // A second is over: the series have grown by one. While the console's clock stands: a frame came, and they
  // are as they were.
  void ticked();
  void stateChanged();
  // A proxy came or went, or one obeys another policy than before.
  void proxiesChanged();
  // A proxy now decides by another policy.
  void policyApplied(const QString& service, quint64 revision);
  void versionsChanged();

 private:
  struct Source;

  void takeProxies(const QByteArray& body);
  void setAdmins(const QStringList& admins);
  void takeFrame(Source& source, telemetry::TrafficFrame frame);
  void meet(const telemetry::TrafficFrame& frame);
  void forgetVersions();
  void tick();
  void setState(State state);

  std::optional<QUrl> m_fixedAdmin;
  std::unique_ptr<consul::Watch> m_watch;
  std::map<QString, std::unique_ptr<Source>> m_sources;      // by admin URL
  std::map<QString, TrafficSeries> m_series;                 // by service
  std::map<std::string, telemetry::TrafficFrame> m_adopted;  // by node
  QStringList m_versions;
  QTimer m_second;
  State m_state = State::Connecting;
  QDateTime m_since;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/feeds/catalogchecks.h"
#include "app/feeds/feedstatus.h"
#include "app/feeds/statehistory.h"
#include "backend/consul/client.h"
#include "backend/consul/instances.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class ConsulConnection;

// One service of the catalog, as last read. Immutable.
struct CatalogService {
  std::string name;
  std::vector<std::string> tags;
  std::vector<consul::Instance> instances;  // once it is read
  bool isRead = false;
  // Of the instances by their own checks, known without reading them.
  int warning = 0;
  int critical = 0;
};

// What Consul knows of services, instances and checks, live. Names and tags come by the connection's watch of
// /v1/catalog/services. A small catalog (up to kSmall services) is read whole: a watch of
// /v1/health/state/any tells which services changed. Of a large one only the failing checks are watched
// (/v1/health/state/critical and warning), and a service is read when somebody wants it. One service, the one
// in front, has a watch of its own. What no watch can see is found by reading again what was read every
// kSweep, or, where that is more than a hundred instances a second, at that pace. GUI thread; bodies are
// parsed on a thread of its own.
class CatalogFeed : public QObject {
  Q_OBJECT
 public:
  static constexpr int kMaxReads = 4;
  static constexpr std::size_t kSmall = 300;
  static constexpr std::chrono::milliseconds kSweep{15'000};

  explicit CatalogFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  ~CatalogFeed() override;

  void start();

  using Services = std::map<std::string, std::shared_ptr<const CatalogService>>;
  [[nodiscard]] const Services& services() const { return m_services; }
  // Reads a service if it was not read yet. Of many wishes at once the latest count.
  void want(const std::string& service);
  // Reads all services, as a filter needs that asks for what only instances have.
  void wantAll();
  [[nodiscard]] std::size_t unread() const { return m_unread.size(); }
  [[nodiscard]] bool isSmall() const { return m_small; }
  // Watches this service's instances, and no longer the one before; empty: none.
  void follow(const std::string& service);
  // Of the instance at that node with that service id. In a large catalog only those have one that failed or
  // were read.
  [[nodiscard]] const StateHistory* history(const std::string& node, const std::string& id) const;
  // Nodes whose own checks fail.
  [[nodiscard]] const std::map<std::string, consul::CheckState>& failingNodes() const {
    return m_digest.failingNodes;
  }
  // When the feed began to watch, ms since 1970.
  [[nodiscard]] qint64 watchedSinceMs() const { return m_startedMs; }
  [[nodiscard]] FeedStatus status() const;

 signals:
  // Services or the status are others; at most ten times a second.
  void changed();

 private:
  using Key = CheckDigest::Instance;
  using Names = std::map<std::string, std::vector<std::string>>;
  void onConnection();
  void onServices(const Result<Names>& names);
  void watchChecks();
  void onDigest(const QString& state, const Result<CheckDigest>& digest);
  void apply(CheckDigest digest);
  void countFailing();
  void readAgain(const std::string& service);
  void readNext();
  void onInstances(const std::string& service, const Result<std::vector<consul::Instance>>& instances);
  void remember(const CatalogService* before, const CatalogService* after);
  void rememberFailing(const CheckDigest& before, const CheckDigest& after);
  void sweep();
  void failed(QString& place, const QString& why);
  void notify();
  template <typename Read, typename Use>
  void parse(const QByteArray& body, Read read, Use use);

  const ConsulConnection& m_connection;
  std::map<QString, std::unique_ptr<consul::Watch>> m_checks;  // by the state that is watched
  std::map<QString, CheckDigest> m_digests;
  std::unique_ptr<consul::Watch> m_followed;
  std::string m_following;
  Services m_services;
  CheckDigest m_digest;  // of all of them
  std::map<Key, StateHistory> m_history;
  std::deque<std::string> m_queue;  // services to read, each once
  std::set<std::string> m_queued;
  std::set<std::string> m_reading;
  std::set<std::string> m_readTwice;  // changed again while being read
  std::set<std::string> m_unread;     // known by name only
  std::string m_swept;                // the last service of the sweep
  QThreadPool m_parser;
  QTimer m_notify;
  QTimer m_sweep;
  bool m_started = false;
  bool m_small = true;
  bool m_wantsAll = false;
  bool m_listed = false;
  bool m_complete = false;    // each service of the first list has been read, or the catalog is large
  QString m_servicesFailure;  // the list could not be read
  QString m_checksFailure;
  qint64 m_startedMs = 0;
  qint64 m_failedMs = 0;  // when the latest failure was seen
};

}  // namespace halftone::app

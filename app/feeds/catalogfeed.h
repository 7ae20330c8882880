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
  std::vector<consul::Instance> instances;
};

// Everything Consul knows of services, instances and checks, live. The connection's watch of
// /v1/catalog/services and one of /v1/health/state/any tell what changed; only the services concerned are
// read again, at most kMaxReads at once. What neither watch can see (meta of an instance without checks) is
// found by reading each service again every kSweep. GUI thread; bodies are parsed on a thread of its own.
class CatalogFeed : public QObject {
  Q_OBJECT
 public:
  static constexpr int kMaxReads = 4;
  static constexpr std::chrono::milliseconds kSweep{15'000};

  explicit CatalogFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  ~CatalogFeed() override;

  void start();

  using Services = std::map<std::string, std::shared_ptr<const CatalogService>>;
  [[nodiscard]] const Services& services() const { return m_services; }
  // Of the instance at that node with that service id.
  [[nodiscard]] const StateHistory* history(const std::string& node, const std::string& id) const;
  // When the feed began to watch, ms since 1970.
  [[nodiscard]] qint64 watchedSinceMs() const { return m_startedMs; }
  [[nodiscard]] FeedStatus status() const;

 signals:
  // Services or the status are others; at most ten times a second.
  void changed();

 private:
  using Key = std::pair<std::string, std::string>;  // node, service id
  void onConnection();
  void onServices();
  void onChecks(const consul::Answer& answer);
  void onDigest(const Result<CheckDigest>& digest);
  void readAgain(const std::string& service);
  void readNext();
  void onInstances(const std::string& service, const Result<std::vector<consul::Instance>>& instances);
  void remember(const CatalogService* before, const CatalogService* after);
  void sweep();
  void notify();
  template <typename Read, typename Use>
  void parse(const QByteArray& body, Read read, Use use);

  const ConsulConnection& m_connection;
  std::unique_ptr<consul::Watch> m_checksWatch;
  Services m_services;
  CheckDigest m_digest;
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
  bool m_listed = false;
  bool m_complete = false;    // each service of the first list has been read
  QString m_servicesFailure;  // the list could not be read
  QString m_checksFailure;
  qint64 m_startedMs = 0;
  qint64 m_failedMs = 0;  // when the latest failure was seen
};

}  // namespace halftone::app

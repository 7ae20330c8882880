// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>
#include <map>
#include <memory>
#include <vector>

#include "app/feeds/liverequest.h"
#include "app/feeds/sessionrequests.h"

namespace halftone::app {

class ConsulConnection;
class PolicyFeed;
class SampleFeed;
class TrafficFeed;

// Requests that a service had lately, for what-if and completion: samples from the proxies' admin ports (a
// proxy keeps few, so they are gathered here, the newest kMaxLiveRequests); where a proxy keeps none, one
// request for each open session. Asks as long as it is there. GUI thread.
class ServiceSamples : public QObject {
  Q_OBJECT

 public:
  ServiceSamples(SampleFeed& feed, const QString& service);

  // Never null. A snapshot: it does not change.
  [[nodiscard]] const LiveRequests& requests() const { return m_requests; }
  // They are samples of requests; else one for each open session.
  [[nodiscard]] bool isSampled() const { return m_sessions == nullptr; }

 signals:
  void changed();

 private:
  // Where the proxies that are known to be of this service tell their samples.
  [[nodiscard]] QSet<QString> pages() const;
  void ask();
  void takeSamples(const QString& page, const QByteArray& body);
  void gather();
  void publish(const LiveRequests& requests);

  SampleFeed& m_feed;
  const QString m_service;
  std::shared_ptr<SessionRequests> m_sessions;  // until there are samples
  QTimer m_timer;
  QHash<QString, std::vector<LiveRequest>> m_byPage;  // by time
  LiveRequests m_requests = std::make_shared<const std::vector<LiveRequest>>();
};

// The live requests of each service that somebody wants: pages that want the same share them. GUI thread.
class SampleFeed {
 public:
  // All must outlive it and what it gives out.
  SampleFeed(const ConsulConnection& connection, const PolicyFeed& policies, const TrafficFeed& traffic);

  // Asking begins with the first who holds it and ends with the last. Null for no service.
  [[nodiscard]] std::shared_ptr<ServiceSamples> samples(const QString& service);
  [[nodiscard]] std::shared_ptr<SessionRequests> sessions(const QString& service);
  // What is known of a service without asking anew; never null.
  [[nodiscard]] LiveRequests known(const QString& service) const;

 private:
  friend class ServiceSamples;

  const ConsulConnection& m_connection;
  const PolicyFeed& m_policies;
  const TrafficFeed& m_traffic;
  QNetworkAccessManager m_network;
  std::map<QString, std::weak_ptr<ServiceSamples>> m_samples;
  std::map<QString, std::weak_ptr<SessionRequests>> m_sessions;
};

}  // namespace halftone::app

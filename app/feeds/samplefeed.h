// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <deque>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "backend/policy/model.h"
#include "backend/policy/request.h"

namespace halftone::app {

class ConsulConnection;
class PolicyFeed;
class SessionsFeed;
class TrafficFeed;

// One request that live traffic really had. Owns what policy::Request views.
struct LiveRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string client;  // address, empty if unknown
  std::string region;
  std::string version;  // that answered it
  std::string title;    // for lists: "GET /chat user=42"
  std::string time;     // as the proxy wrote it, ascending in its answer; empty if it did not
  friend bool operator==(const LiveRequest&, const LiveRequest&) = default;

  // `fields` keeps the views; both must outlive the request.
  [[nodiscard]] policy::Request view(std::vector<Field>& fields) const;
};
using LiveRequests = std::shared_ptr<const std::vector<LiveRequest>>;

// The samples of a proxy's answer to /v1/samples: {"samples":[{time, method, target, headers, client,
// version}]}; Protocol error for anything else. At most SampleFeed::kMaxRequests.
[[nodiscard]] Result<std::vector<LiveRequest>> readSamples(const QByteArray& json);
// The user of a request by the policy's identity (but of a JWT); empty if it has none.
[[nodiscard]] QString userOf(const LiveRequest& request, const policy::Policy& policy);
// What a session's upgrade must have looked like: its user where the policy looks for one first.
[[nodiscard]] LiveRequest requestOfUser(const std::string& user, const policy::Policy& policy);

// Requests that live traffic had lately (a proxy keeps few, so they are gathered here), for what-if and
// completion: samples from the proxies' admin ports; where a proxy keeps none, one request for each open
// session of the service. Asks only while some service is wanted. GUI thread.
class SampleFeed : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kMaxRequests = 40'000;

  SampleFeed(const ConsulConnection& connection, const PolicyFeed& policies, const TrafficFeed& traffic,
             QObject* parent = nullptr);
  ~SampleFeed() override;

  // Begins or ends asking for a service's traffic; one at a time, empty: none.
  void follow(const QString& service);
  [[nodiscard]] const QString& service() const { return m_service; }
  // Never null. A snapshot: it does not change.
  [[nodiscard]] const LiveRequests& requests() const { return m_requests; }
  // They are samples of requests; else one for each open session.
  [[nodiscard]] bool isSampled() const { return m_sampled; }

 signals:
  void changed();

 private:
  void ask();
  void takeSamples(const QString& admin, const QByteArray& body);
  void takeSessions();
  void publish(std::vector<LiveRequest> requests);

  const PolicyFeed& m_policies;
  const TrafficFeed& m_traffic;
  std::unique_ptr<SessionsFeed> m_sessions;
  QNetworkAccessManager m_network;
  QTimer m_timer;
  QString m_service;
  QHash<QString, std::vector<LiveRequest>> m_byProxy;
  LiveRequests m_requests = std::make_shared<const std::vector<LiveRequest>>();
  bool m_sampled = false;
};

// Names and values of attributes in live traffic, most frequent first.
class LiveValues {
 public:
  explicit LiveValues(LiveRequests requests) : m_requests(std::move(requests)) {}
  // `kind`: "header:", "cookie:", "query:"; others have no names.
  [[nodiscard]] QStringList names(const QString& kind) const;
  // `attribute` as in policies: "header:X-App", "path", "user" (by the policy's identity).
  [[nodiscard]] QStringList values(const QString& attribute, const policy::Policy& policy) const;

 private:
  LiveRequests m_requests;
};

}  // namespace halftone::app

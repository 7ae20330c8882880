// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <string>
#include <vector>

#include "app/feeds/liverequest.h"
#include "app/feeds/sessionorders.h"
#include "app/feeds/sessionsfeed.h"

namespace halftone::app {

struct SessionAccount;
class PolicyFeed;

// The requests that the open sessions of a service began with: at first as the user's would look like by the
// policy in force, and on asking as the session's node remembers it. GUI thread.
class SessionRequests : public QObject {
  Q_OBJECT

 public:
  using Known = std::function<void(const LiveRequest& request)>;

  // `policies` outlives it.
  SessionRequests(const consul::Endpoint& endpoint, const PolicyFeed& policies, const QString& service);

  // Never null. A snapshot: it does not change.
  [[nodiscard]] const LiveRequests& requests() const { return m_requests; }
  // Asks the node of the session at `number` of requests(). `known` is called later, or not at all: a node
  // that is gone or of an older version does not tell.
  void inquire(std::size_t number, Known known);

 signals:
  // At most once in three seconds.
  void changed();

 private:
  struct Origin {
    QString source;
    QString id;
    std::string user;
  };
  void take();
  [[nodiscard]] std::optional<policy::Policy> policyInForce() const;

  const PolicyFeed& m_policies;
  const QString m_service;
  SessionsFeed m_feed;
  SessionOrders m_inquiries;
  QTimer m_wait;
  std::vector<Origin> m_origins;  // as requests()
  LiveRequests m_requests = std::make_shared<const std::vector<LiveRequest>>();
};

// What a node remembers of a session's upgrade. Where it hides what tells the user (cookies, credentials and
// secret parameters are told by their length), the user stands where `policy` looks for one first.
[[nodiscard]] LiveRequest requestOfAccount(const SessionAccount& account, const std::string& user,
                                           const policy::Policy& policy);

}  // namespace halftone::app

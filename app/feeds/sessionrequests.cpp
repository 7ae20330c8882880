// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionrequests.h"

#include <algorithm>

#include "app/feeds/policyfeed.h"
#include "app/feeds/sessionaccount.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kRest{3};  // thousands of sessions change all the time

}  // namespace

LiveRequest requestOfAccount(const SessionAccount& account, const std::string& user,
                             const policy::Policy& policy) {
  LiveRequest request;
  request.client = account.client.toStdString();
  if (!account.target.isEmpty()) request.target = account.target.toStdString();
  for (const auto& [name, value] : account.fields)
    request.headers.emplace_back(name.toStdString(), value.toStdString());
  if (user.empty() || userOf(request, policy).toStdString() == user) return request;
  const LiveRequest known = requestOfUser(user, policy);
  const auto question = known.target.find('?');
  if (question != std::string::npos)
    request.target = request.target.substr(0, request.target.find('?')) + known.target.substr(question);
  for (const auto& [name, value] : known.headers) {
    if (sameHeader(name, QStringLiteral("Host"))) continue;
    const QString replaced = QString::fromStdString(name);
    std::erase_if(request.headers,
                  [&replaced](const auto& header) { return sameHeader(header.first, replaced); });
    request.headers.emplace_back(name, value);
  }
  return request;
}

SessionRequests::SessionRequests(const consul::Endpoint& endpoint, const PolicyFeed& policies,
                                 const QString& service)
    : m_policies(policies), m_service(service), m_feed(endpoint) {
  m_wait.setSingleShot(true);
  m_wait.setInterval(kRest);
  connect(&m_wait, &QTimer::timeout, this, &SessionRequests::take);
  connect(&m_feed, &SessionsFeed::changed, this, [this] {
    if (m_requests->empty()) return take();
    if (!m_wait.isActive()) m_wait.start();
  });
  m_feed.follow(service);
}

std::optional<policy::Policy> SessionRequests::policyInForce() const {
  const auto stored = m_policies.policy(m_service);
  if (!stored) {
    policy::Policy none;
    none.service = m_service.toStdString();
    return none;
  }
  auto policy = codec::readPolicy(stored->text);
  if (!policy) return std::nullopt;
  return *std::move(policy);
}

void SessionRequests::take() {
  const auto policy = policyInForce();
  if (!policy) return;
  std::vector<LiveRequest> requests;
  m_origins.clear();
  for (const SessionBook::Row& row : m_feed.book().rows()) {
    if (row.stale || requests.size() >= kMaxLiveRequests) continue;
    const ChatSession& session = *row.session;
    LiveRequest request = requestOfUser(session.user.toStdString(), *policy);
    request.version = session.version.toStdString();
    request.title = session.user.toStdString();
    requests.push_back(std::move(request));
    m_origins.push_back({session.source, session.id, session.user.toStdString()});
  }
  if (requests == *m_requests) return;
  m_requests = std::make_shared<const std::vector<LiveRequest>>(std::move(requests));
  emit changed();
}

void SessionRequests::inquire(std::size_t number, Known known) {
  if (number >= m_origins.size()) return;
  const Origin& origin = m_origins[number];
  const auto node = m_feed.instances().find(origin.source);
  if (node == m_feed.instances().end()) return;
  m_inquiries.inquire(
      node->second.admin, origin.id,
      [this, user = origin.user, known = std::move(known)](const std::optional<SessionAccount>& account) {
        const auto policy = policyInForce();
        if (account && account->hasRequest && policy) known(requestOfAccount(*account, user, *policy));
      });
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/crowd.h"

#include <algorithm>
#include <array>

namespace halftone::demo {

namespace {

using namespace std::chrono_literals;

constexpr auto kTick = 20ms;
constexpr double kMeanPauseMs = 1300;
constexpr int kChattersOfFive = 2;
constexpr std::array kTargets{"/api/version", "/api/version", "/", "/api/v1/history?room=lobby",
                              "/api/v2/history?room=lobby&limit=20"};

}  // namespace

Crowd::Crowd(net::SocketAddress proxy, QObject* parent)
    : QObject(parent), m_proxy(std::move(proxy)), m_random(std::random_device{}()) {
  m_proxyUrl.setScheme(QStringLiteral("http"));
  m_proxyUrl.setHost(QString::fromStdString(m_proxy.host()));
  m_proxyUrl.setPort(m_proxy.port());
  connect(&m_tick, &QTimer::timeout, this, &Crowd::sendDue);
  connect(&m_second, &QTimer::timeout, this, [this] {
    m_requestsPerSecond = static_cast<double>(m_requests - m_requestsBefore);
    m_requestsBefore = m_requests;
  });
  m_tick.start(kTick);
  m_second.start(1s);
}

Crowd::~Crowd() = default;

void Crowd::setUsers(int users) {
  const auto wanted = static_cast<std::size_t>(std::clamp(users, 0, kMaxUsers));
  while (m_visitors.size() < wanted) addVisitor();
  while (m_visitors.size() > wanted) {
    m_visitors.back()->gone = true;  // its entry in m_due is dropped when it comes up
    m_visitors.pop_back();
  }
  const std::size_t chatters = wanted * kChattersOfFive / 5;
  while (m_chatters.size() < chatters) {
    m_chatters.push_back(std::make_unique<Chatter>(m_proxyUrl, m_random(), &m_chat));
    m_chatters.back()->start();
  }
  m_chatters.resize(chatters);
}

Crowd::Numbers Crowd::numbers() const {
  return {static_cast<int>(m_visitors.size()),
          m_requestsPerSecond,
          m_requests,
          m_failed,
          m_chat.open,
          m_chat.reconnects};
}

void Crowd::addVisitor() {
  m_visitors.push_back(std::make_shared<Visitor>());
  scheduleNext(m_visitors.back());
}

void Crowd::sendDue() {
  const auto now = Clock::now();
  while (!m_due.empty() && m_due.top().at <= now) {
    const std::shared_ptr<Visitor> visitor = m_due.top().visitor;
    m_due.pop();
    if (!visitor->gone) request(visitor);
  }
}

void Crowd::request(const std::shared_ptr<Visitor>& visitor) {
  if (visitor->requestsLeft == 0) {
    visitor->profile = drawProfile(m_random);
    visitor->requestsLeft = std::uniform_int_distribution<int>(2, 6)(m_random);
  }
  --visitor->requestsLeft;
  net::ClientRequest request;
  request.to = m_proxy;
  request.target = kTargets[m_random() % kTargets.size()];
  request.fields = visitor->profile.fields();
  m_client.send(std::move(request), [this, visitor](const Result<net::HttpResponse>& response) {
    ++m_requests;
    if (!response || response->status >= 500) ++m_failed;
    if (!visitor->gone) scheduleNext(visitor);
  });
}

void Crowd::scheduleNext(const std::shared_ptr<Visitor>& visitor) {
  const double drawn = std::exponential_distribution<double>(1.0 / kMeanPauseMs)(m_random);
  const auto pause = std::chrono::milliseconds(static_cast<int>(std::min(drawn, kMeanPauseMs * 4)));
  m_due.push({Clock::now() + pause, visitor});
}

}  // namespace halftone::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QUrl>
#include <chrono>
#include <cstdint>
#include <memory>
#include <queue>
#include <random>
#include <vector>

#include "server/demo/chatter.h"
#include "server/demo/profile.h"
#include "server/net/httpclient.h"

namespace halftone::demo {

// Virtual users of the demo's service. Each sends HTTP requests through the proxy, a few to a visit, then
// somebody else takes its place; two of five also hold a chat session. Lives in one thread with an
// EpollDispatcher.
class Crowd : public QObject {
  Q_OBJECT
 public:
  static constexpr int kMaxUsers = 2000;

  struct Numbers {
    int users = 0;
    double requestsPerSecond = 0;  // over the last full second
    std::uint64_t requests = 0;    // answered or failed
    std::uint64_t failed = 0;      // no answer, or one with 5xx
    std::uint64_t sessions = 0;
    std::uint64_t reconnects = 0;
  };

  explicit Crowd(net::SocketAddress proxy, QObject* parent = nullptr);
  ~Crowd() override;
  void setUsers(int users);  // 0 to kMaxUsers, clamped
  [[nodiscard]] Numbers numbers() const;

 private:
  using Clock = std::chrono::steady_clock;
  struct Visitor {
    Profile profile;
    int requestsLeft = 0;
    bool gone = false;
  };
  struct Due {
    Clock::time_point at;
    std::shared_ptr<Visitor> visitor;
    friend bool operator>(const Due& a, const Due& b) { return a.at > b.at; }
  };

  void addVisitor();
  void sendDue();
  void request(const std::shared_ptr<Visitor>& visitor);
  void scheduleNext(const std::shared_ptr<Visitor>& visitor);

  net::SocketAddress m_proxy;
  QUrl m_proxyUrl;
  std::mt19937 m_random;
  std::vector<std::shared_ptr<Visitor>> m_visitors;
  std::vector<std::unique_ptr<Chatter>> m_chatters;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> m_due;
  ChatCounters m_chat;
  std::uint64_t m_requests = 0;
  std::uint64_t m_failed = 0;
  std::uint64_t m_requestsBefore = 0;
  double m_requestsPerSecond = 0;
  QTimer m_tick;
  QTimer m_second;
  net::HttpClient m_client;  // last: its pending requests end before what they touch
};

}  // namespace halftone::demo

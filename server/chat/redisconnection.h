// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSocketNotifier>
#include <QTimer>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backend/base/result.h"

struct redisAsyncContext;
struct redisReply;

namespace halftone::chat {

// Where Redis is: redis://[[USER]:PASSWORD@]HOST:PORT[/DATABASE].
struct RedisAddress {
  std::string host;
  int port = 6379;
  std::string user;  // of Redis 6 and newer; empty: its default user
  std::string password;
  int database = 0;

  [[nodiscard]] static std::optional<RedisAddress> parse(std::string_view url);
};

// One connection to Redis on the event loop of its thread (hiredis, asynchronous). It is made anew whenever
// it is lost; what was under way then is answered with null, since nobody knows whether it was done.
class RedisConnection {
 public:
  using Clock = std::chrono::steady_clock;
  using Reply = std::function<void(const redisReply* reply)>;  // null: the connection was lost
  struct Events {
    std::function<void()> connected;  // and logged in: commands may be given; for each new one
    std::function<void(const std::string& why)> lost;  // also if it could not be made
    std::function<void(std::string_view channel, std::string_view payload)> message;
    std::function<void(std::string_view channel)> subscribed;
  };

  RedisConnection(RedisAddress address, Events events);
  ~RedisConnection();
  RedisConnection(const RedisConnection&) = delete;
  RedisConnection& operator=(const RedisConnection&) = delete;

  void start();
  [[nodiscard]] bool isConnected() const { return m_isConnected; }
  // In the order in which they were given. Only while connected.
  void command(std::span<const std::string_view> words, Reply reply);
  // A connection that subscribes may give no other commands.
  void subscribe(std::string_view channel);
  void unsubscribe(std::string_view channel);

  [[nodiscard]] std::size_t underWay() const { return m_sent.size(); }
  [[nodiscard]] std::chrono::milliseconds oldest() const;  // how long the first of them has waited
  [[nodiscard]] std::chrono::milliseconds latency() const { return m_latency; }  // of the last answered

 private:
  struct Hooks;
  friend struct Hooks;
  void connectNow();
  void isMade();
  void isLoggedIn();
  void refused(const std::string& why);
  void isLost(const std::string& why);
  void watch();
  void dropNotifiers();

  RedisAddress m_address;
  Events m_events;
  redisAsyncContext* m_context = nullptr;
  QSocketNotifier* m_readable = nullptr;
  QSocketNotifier* m_writable = nullptr;
  bool m_isConnected = false;
  bool m_isEnding = false;
  std::string m_refusal;                 // why Redis does not let us in; told once the connection has ended
  std::chrono::milliseconds m_pause{0};  // before the next attempt
  QTimer m_retry;
  QTimer m_watchdog;
  std::deque<Clock::time_point> m_sent;
  std::chrono::milliseconds m_latency{0};
};

}  // namespace halftone::chat

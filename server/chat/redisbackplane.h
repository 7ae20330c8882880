// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <deque>
#include <initializer_list>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

#include "server/chat/backplane.h"
#include "server/chat/redisconnection.h"

namespace halftone::chat {

// What passes between nodes, from its JSON; nothing if it is none.
[[nodiscard]] std::optional<Passing> readPassing(std::string_view text);

// The backplane of nodes on many machines: Redis. Streams hold the rooms' logs, hashes the sessions
// (redisscripts.h). Each append is one script there, so numbers have no gaps; what others have appended is
// heard of by a channel and then read from the log, so that nothing depends on a channel that may lose. While
// Redis is away requests wait for kPatience, then they are refused. Lives in the data thread, which its
// answers come to.
//
// What it acknowledges survives as Redis keeps it: with `appendonly yes` and `appendfsync always` also kill
// -9 and the loss of power.
class RedisBackplane final : public Backplane {
 public:
  static constexpr std::chrono::milliseconds kPatience{3000};

  struct Settings {
    RedisAddress address;
    std::string node;
    std::string version;
    std::size_t keep = 10'000;                            // messages of a room
    std::chrono::seconds idLife = std::chrono::hours(6);  // of a client's id, for idempotence
  };
  explicit RedisBackplane(Settings settings);
  ~RedisBackplane() override;

  void setListener(BackplaneListener* listener) override { m_listener = listener; }
  void openRoom(const std::string& room, Done<RoomPosition> done) override;
  void closeRoom(const std::string& room) override;
  void append(Draft draft) override;
  void catchUp(const std::string& room, const RoomPosition& mark, CatchUpLimits limits,
               Done<CatchUp> done) override;
  void readHistory(const HistoryQuery& query, Done<HistoryPage> done) override;
  void putSession(const SessionRecord& record) override;
  void endSession(const SessionRecord& record) override;
  void pass(Passing passing) override;
  void endNode(const std::string& node) override;
  void redeemToken(const std::string& token, const std::string& user, const std::string& by,
                   Done<SessionRecord> done) override;
  [[nodiscard]] BackplaneHealth health() const override;
  [[nodiscard]] std::size_t queued() const override { return m_commands.underWay() + m_waiting.size(); }
  void close(std::function<void()> done) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Room {
    std::string epoch;
    std::uint64_t told = 0;  // the listener knows all up to here
    bool isReading = false;
    bool isMore = false;                      // something new was heard of while reading
    std::map<std::uint64_t, MessagePtr> own;  // said here, stored after what is still to be read
  };
  // What is to be done once Redis is there, or what to say if it stays away.
  struct Waiting {
    Clock::time_point since;
    std::function<void()> go;
    std::function<void(const Error&)> refuse;
  };

  void run(std::function<void()> go, std::function<void(const Error&)> refuse);
  void script(const char* text, std::initializer_list<std::string> keys,
              std::initializer_list<std::string> arguments, RedisConnection::Reply reply);
  void connected();
  void lost(const std::string& why);
  void look();  // now and then: who has waited too long, how it goes
  void heard(std::string_view channel, std::string_view payload);
  void appended(const Draft& draft, std::int64_t timeMs, const redisReply* reply);
  void deliver(Room& room, const MessagePtr& message);
  void read(const std::string& name);
  void wasRead(const std::string& name, const redisReply* reply);
  [[nodiscard]] std::vector<MessagePtr> messagesIn(const redisReply& list, const std::string& room,
                                                   const std::string& epoch) const;
  void takeNews(Room& room, const std::vector<MessagePtr>& messages);
  void putSession(const SessionRecord& record, bool hasEnded);
  [[nodiscard]] Room* find(const std::string& name);

  Settings m_settings;
  BackplaneListener* m_listener = nullptr;
  RedisConnection m_commands;
  RedisConnection m_news;
  std::unordered_map<std::string, Room> m_rooms;
  std::deque<Waiting> m_waiting;
  bool m_wasConnected = false;
  std::uint64_t m_stored = 0;
  QTimer m_timer;
  std::function<void()> m_closed;
  mutable std::mutex m_mutex;
  BackplaneHealth m_health;  // under m_mutex
};

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <unordered_map>

#include "server/chat/backplane.h"

namespace halftone::chat {

// The backplane of one process alone: logs in memory, bounded, gone with the process. For tests, for
// measuring beside servers that store nothing, and for a node that nobody else joins. Answers at once.
class MemoryBackplane final : public Backplane {
 public:
  // `node` and `version` are put on messages; a room keeps its last `keep` messages.
  MemoryBackplane(std::string node, std::string version, std::size_t keep);

  void setListener(BackplaneListener* listener) override { m_listener = listener; }
  void openRoom(const std::string& room, Done<RoomPosition> done) override;
  void closeRoom(const std::string& room) override;
  void append(Draft draft) override;
  void catchUp(const std::string& room, const RoomPosition& mark, CatchUpLimits limits,
               Done<CatchUp> done) override;
  void readHistory(const HistoryQuery& query, Done<HistoryPage> done) override;
  void putSession(const SessionRecord&) override {}
  void endSession(const SessionRecord& record) override;
  void pass(Passing) override {}                // there is no other node
  void endNode(const std::string&) override {}  // neither
  void redeemToken(const std::string& token, const std::string& user, const std::string& by,
                   Done<SessionRecord> done) override;
  [[nodiscard]] BackplaneHealth health() const override;
  [[nodiscard]] std::size_t queued() const override { return 0; }
  void close(std::function<void()> done) override { done(); }

 private:
  struct Log {
    RoomPosition position;
    std::deque<MessagePtr> messages;                           // the newest last, without gaps
    std::unordered_map<std::string, std::uint64_t> clientIds;  // "user id" -> seq, of the messages kept
  };
  struct Ended {
    std::chrono::steady_clock::time_point when;
    SessionRecord record;
  };
  Log& logOf(const std::string& room);
  void trim(Log& log) const;
  void forgetOldSessions();

  std::string m_node;
  std::string m_version;
  std::size_t m_keep;
  BackplaneListener* m_listener = nullptr;
  std::unordered_map<std::string, Log> m_logs;
  std::deque<Ended> m_ended;
  std::atomic<std::uint64_t> m_stored{0};
};

}  // namespace halftone::chat

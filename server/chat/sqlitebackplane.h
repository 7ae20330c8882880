// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>

#include "server/chat/backplane.h"
#include "server/chat/mailbox.h"
#include "server/chat/sqlitedatabase.h"

namespace halftone::chat {

// The backplane of the nodes of one machine: an SQLite file. All SQL runs in a thread of its own, so the
// event loop never waits for the disk. What gathers while one transaction is written makes up the next: a
// group commit by itself. Others' commits are noticed within kLookEvery.
//
//   data thread --commands--> [queue, mutex] --> store thread: BEGIN, others' messages, commands, COMMIT
//   data thread <-- mailbox <-- outcomes, in the order of the log, only after COMMIT
class SqliteBackplane final : public Backplane {
 public:
  static constexpr std::chrono::milliseconds kLookEvery{50};

  struct Settings {
    std::string path;
    StoreSync sync = StoreSync::Normal;
    std::string node;
    std::string version;
    std::size_t keep = 10'000;  // messages of a room
  };
  // In the data thread; waits until the file is open. `mailbox` is the data thread's and outlives this.
  [[nodiscard]] static Result<std::unique_ptr<SqliteBackplane>> create(Settings settings, Mailbox& mailbox);
  ~SqliteBackplane() override;

  void setListener(BackplaneListener* listener) override;
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
  [[nodiscard]] std::size_t queued() const override;
  void close(std::function<void()> done) override;

 private:
  class Thread;
  SqliteBackplane() = default;
  std::unique_ptr<Thread> m_thread;
};

}  // namespace halftone::chat

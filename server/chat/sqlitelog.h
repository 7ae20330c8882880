// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <variant>

#include "server/chat/backplane.h"
#include "server/chat/sqlitedatabase.h"

namespace halftone::chat {

// The rooms' logs in SQLite, and how far this node has read them. Works inside the transaction that its owner
// has begun; what it believes of the logs becomes true with committed(), and is taken back with rolledBack().
// Store thread only. Any error means that the transaction must be rolled back.
class SqliteLog {
 public:
  struct Origin {
    std::string node;
    std::string version;
    std::size_t keep = 10'000;  // messages of a room
  };
  struct WasStored {
    std::uint64_t seq = 0;
  };
  using Appended = std::variant<MessagePtr, WasStored>;
  using OnMessage = std::function<void(MessagePtr)>;

  [[nodiscard]] static Result<std::unique_ptr<SqliteLog>> create(SqliteDatabase& database, Origin origin);

  // What others have committed since the last look, for the open rooms, in order. First thing in a
  // transaction.
  [[nodiscard]] Result<void> readOthers(const OnMessage& onMessage);
  [[nodiscard]] Result<RoomPosition> open(const std::string& room);  // needs a writing transaction
  void close(const std::string& room);
  [[nodiscard]] Result<Appended> append(const Draft& draft);
  [[nodiscard]] Result<CatchUp> catchUp(const std::string& room, const RoomPosition& mark,
                                        const CatchUpLimits& limits);
  [[nodiscard]] Result<HistoryPage> history(const HistoryQuery& query);
  // Last thing in a writing transaction: the rooms' counters, and what is too old goes.
  [[nodiscard]] Result<void> writePositions();

  void committed();
  void rolledBack();

 private:
  struct Room {
    std::int64_t id = 0;
    std::string name;
    std::string epoch;
    std::uint64_t seq = 0;      // as committed and told
    std::uint64_t nextSeq = 0;  // as of this transaction
    bool isOpen = false;
  };
  SqliteLog(SqliteDatabase& database, Origin origin) : m_database(database), m_origin(std::move(origin)) {}
  [[nodiscard]] Result<void> prepare();
  [[nodiscard]] Result<Room*> load(const std::string& name, bool make);
  [[nodiscard]] Result<std::uint64_t> seqOf(const Room& room, const Draft& draft);
  [[nodiscard]] MessagePtr readMessage(const Statement& row, const Room& room) const;
  void forgetClosed();

  SqliteDatabase& m_database;
  Origin m_origin;
  std::unordered_map<std::string, Room> m_rooms;  // open ones, and those of this transaction
  std::unordered_map<std::int64_t, Room*> m_byId;
  std::int64_t m_lastRow = 0;      // all up to here was told
  std::int64_t m_nextLastRow = 0;  // as of this transaction

  Statement m_selectRoom, m_insertRoom, m_updateRoom;
  Statement m_insertMessage, m_selectByClient, m_selectOthers, m_selectOlder, m_selectMissed, m_selectOldest;
  Statement m_trim;
};

}  // namespace halftone::chat

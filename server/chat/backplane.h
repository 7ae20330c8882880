// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "backend/base/result.h"
#include "server/chat/message.h"

// What the nodes of one chat share: the rooms' logs and who is connected where.
namespace halftone::chat {

struct HistoryQuery {
  std::string room;
  std::uint64_t before = 0;  // messages with a smaller sequence number; 0: the newest
  int limit = 50;            // at least 1
};

struct HistoryPage {
  std::string epoch;                 // empty: there is no such room
  std::vector<MessagePtr> messages;  // ascending
  bool hasMore = false;              // older ones are kept
};

// What a client missed. Either all of it, or nothing and `recovered` is false.
struct CatchUp {
  RoomPosition position;  // every message up to here was given to the listener or is in `missed`
  bool recovered = false;
  std::vector<MessagePtr> missed;  // ascending, the first follows the client's mark
};

struct CatchUpLimits {
  std::size_t maxMessages = 2000;
  std::size_t maxBytes = 512 * 1024;  // of text
};

// Of the file system that the store's files are on, for those who are not the superuser.
struct DiskSpace {
  std::uint64_t freeBytes = 0;
  std::uint64_t totalBytes = 0;
};

// How the store does, for /health and /metrics.
struct BackplaneHealth {
  bool ok = true;                                // nothing has failed for some seconds
  std::string error;                             // of the last failure while not ok
  std::int64_t latencyMs = 0;                    // of the last commit, from the first waiting command on
  std::int64_t waitingMs = 0;                    // how long the oldest command not yet done has waited
  std::size_t queued = 0;                        // commands not yet done
  std::uint64_t stored = 0;                      // messages, since the start
  std::optional<DiskSpace> disk = std::nullopt;  // of a store that keeps files of its own
};

// Told what happens in the rooms open on this node. All calls come in the thread that made the backplane.
class BackplaneListener {
 public:
  virtual ~BackplaneListener() = default;
  // Every message of every open room, each once, in order within its room, from after the position that
  // openRoom gave; and every own message, even if its room was closed meanwhile. It is stored.
  virtual void messageStored(const MessagePtr& message) = 0;
  // The client's id was seen before: nothing was stored again, `seq` is that of the first time.
  virtual void messageWasStored(const Draft& draft, std::uint64_t seq) = 0;
  virtual void messageRefused(const Draft& draft, const Error& error) = 0;
  // Of an open room, from another node; once when the room is opened, for each node that has members in it.
  virtual void passed(const Passing& passing) = 0;
};

// The rooms' logs and the sessions. Lives in one thread with an EpollDispatcher and calls back there; calls
// of one backplane are answered in the order in which they were made. A `Done` may be called at once.
class Backplane {
 public:
  template <typename T>
  using Done = std::function<void(Result<T>)>;

  virtual ~Backplane() = default;
  virtual void setListener(BackplaneListener* listener) = 0;

  // Makes the room if there is none. From its position on the listener is told the room's messages.
  virtual void openRoom(const std::string& room, Done<RoomPosition> done) = 0;
  virtual void closeRoom(const std::string& room) = 0;
  virtual void append(Draft draft) = 0;
  // For an open room: what came after `mark`.
  virtual void catchUp(const std::string& room, const RoomPosition& mark, CatchUpLimits limits,
                       Done<CatchUp> done) = 0;
  virtual void readHistory(const HistoryQuery& query, Done<HistoryPage> done) = 0;

  // Keeps what others may see of a session; by id, the last one wins.
  virtual void putSession(const SessionRecord& record) = 0;
  // It has ended; for a while its token can still be redeemed.
  virtual void endSession(const SessionRecord& record) = 0;
  // Tells the nodes that have the room open. A room's members here are also kept for nodes that open it
  // later.
  virtual void pass(Passing passing) = 0;
  // That node is dead: its sessions have ended, its rooms are empty, which is passed to the others. Their
  // tokens can still be redeemed. A node that starts does the same for what its former process left.
  virtual void endNode(const std::string& node) = 0;
  // Uses up a resume token for the new session `by`: gives the session it was made for, if `user` is its
  // user. NotFound otherwise; any other error says nothing about the token, and `by` may ask again: where an
  // answer can be lost on its way, the same session gets it once more.
  virtual void redeemToken(const std::string& token, const std::string& user, const std::string& by,
                           Done<SessionRecord> done) = 0;

  [[nodiscard]] virtual BackplaneHealth health() const = 0;  // any thread
  [[nodiscard]] virtual std::size_t queued() const = 0;      // health().queued, cheaper
  // Does what was asked so far, then calls back. Nothing may be asked afterwards.
  virtual void close(std::function<void()> done) = 0;
};

}  // namespace halftone::chat

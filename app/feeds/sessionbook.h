// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/feeds/sessionmoves.h"
#include "backend/base/result.h"

namespace halftone::app {

// One live WebSocket session of a chat node, with what sorting and filtering need prepared. Immutable; shared
// between threads.
struct ChatSession {
  QString id;      // unique on its node
  QString source;  // the node's instance in Consul
  QString user;
  QString rooms;  // joined with ", "
  QString version;
  QString node;
  QString address;
  qint64 sinceMs = 0;       // ms since 1970 by our clock
  qint64 lastActiveMs = 0;  // likewise
  quint64 messages = 0;
  std::string key;       // unique over all nodes
  std::string haystack;  // see TableFilter: user, room, version, node, address, id
  std::string userKey, roomKey, versionKey, nodeKey;  // see naturalKey
};
using ChatSessionPtr = std::shared_ptr<const ChatSession>;

// One frame of a chat node's stream (resources/docs/streams.md).
struct SessionsFrame {
  QString node;
  QString version;
  QString epoch;
  bool full = false;
  quint64 open = 0;
  QString state;  // serving, maintenance, draining
  std::vector<SessionMove> moves;
  NodeDrift drift;
  std::vector<ChatSessionPtr> sessions;
  std::vector<QString> closed;
};

// What a node told of itself last.
struct NodeStatus {
  QString source;  // its instance in Consul
  QString node;
  QString version;
  QString state;
  quint64 open = 0;
  bool stale = false;
  std::vector<SessionMove> moves;  // the newest first
  NodeDrift drift;
};

// Reads a frame. `source` names the connection it came by, `nowMs` is our clock: times of a node whose clock
// is more than two seconds off are moved to ours. Pure; any thread. Protocol error for anything else;
// TooLarge for more than SessionBook::kMaxSessions.
[[nodiscard]] Result<SessionsFrame> readSessionsFrame(const QByteArray& json, const QString& source,
                                                      qint64 nowMs);

// The sessions of all nodes, merged from their frames. Not synchronised.
class SessionBook {
 public:
  static constexpr std::size_t kMaxSessions = 100'000;

  struct Row {
    ChatSessionPtr session;
    bool stale = false;
  };

  // False if the frame does not continue what is known (another process of the node, or changes before the
  // first full frame): the node's sessions are dropped and the reader has to ask for a full frame.
  bool apply(const QString& source, const SessionsFrame& frame);
  // What is known of the node is shown, but no longer live.
  void markStale(const QString& source);
  void drop(const QString& source);
  void clear();

  [[nodiscard]] std::size_t size() const { return m_size; }
  // Whether sessions were left out because of the limit.
  [[nodiscard]] bool truncated() const { return m_truncated; }
  // By node and session id.
  [[nodiscard]] std::vector<Row> rows() const;
  // By name.
  [[nodiscard]] std::vector<NodeStatus> nodes() const;
  // As in NodeStatus; empty if the node is not known.
  [[nodiscard]] QString stateOf(const QString& source) const;
  [[nodiscard]] bool knows(const QString& source) const { return m_nodes.contains(source); }

 private:
  struct Node {
    QString epoch;
    bool stale = false;
    NodeStatus status;
    std::map<QString, ChatSessionPtr> sessions;
  };
  std::map<QString, Node> m_nodes;
  std::size_t m_size = 0;
  bool m_truncated = false;
};

}  // namespace halftone::app

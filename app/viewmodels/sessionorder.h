// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <set>
#include <string>
#include <vector>

#include "app/feeds/sessionbook.h"
#include "app/viewmodels/sessionstable.h"

namespace halftone::app {

class SessionPlacement;

// What the operator wants done to open sessions. A value.
struct MoveWish {
  enum class Scope { Selection, Node, Version, Room, User, Everybody };
  enum class Mode { Pace, Deadline, Keep };

  Scope scope = Scope::Selection;
  QString target;                // the node's, version's, room's or user's name
  std::set<std::string> chosen;  // keys of sessions, for Selection
  int sharePercent = 100;        // 1 to 100: so many of them, at random
  bool elsewhere = false;        // only those that today's policy would place on another version
  Mode mode = Mode::Pace;
  int perSecond = 20;  // all nodes together
  int withinSeconds = 60;
  int jitterPercent = 25;
  bool closeNodes = false;  // of Node and Version: they take no new sessions from now on
  QString reason;           // of the close; empty: the node's own words
};

// An order to one node, as its admin API takes it (resources/docs/streams.md).
struct NodeOrder {
  QString source;  // the node's instance in Consul
  QString node;    // its name
  QByteArray verb;
  QString path;
  QByteArray body;
  quint64 sessions = 0;  // meant by it, by what is known now
};

// The sessions and nodes as they are known, and where the policy would place them (may be null).
struct SessionsKnown {
  const std::vector<SessionRow>& rows;
  const std::vector<NodeStatus>& nodes;
  const SessionPlacement* placement = nullptr;
};

// Whether today's policy would surely place it on another version.
[[nodiscard]] bool isMisplaced(const ChatSession& session, const SessionPlacement& placement);

// One for each node that has somebody to move; all end at about the same time. Without nodes: nobody is
// meant.
[[nodiscard]] std::vector<NodeOrder> moveOrders(const MoveWish& wish, const SessionsKnown& known);
// Likewise, to end the chosen sessions for good.
[[nodiscard]] std::vector<NodeOrder> kickOrders(const std::set<std::string>& chosen, const QString& reason,
                                                const SessionsKnown& known);

[[nodiscard]] quint64 sessionsOf(const std::vector<NodeOrder>& orders);
// How long a move of so many will take; -1: it cannot be told.
[[nodiscard]] qint64 durationMs(const MoveWish& wish, quint64 sessions);

}  // namespace halftone::app

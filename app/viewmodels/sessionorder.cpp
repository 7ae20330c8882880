// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionorder.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/viewmodels/sessionplacement.h"

namespace halftone::app {

namespace {

using nlohmann::json;
using Scope = MoveWish::Scope;

struct Meant {
  QString node;
  quint64 count = 0;
  json ids = json::array();
};

bool isMember(const ChatSession& session, const QString& room) {
  return session.rooms == room || session.rooms.split(QStringLiteral(", ")).contains(room);
}

bool isInScope(const MoveWish& wish, const ChatSession& session) {
  switch (wish.scope) {
    case Scope::Selection:
      return wish.chosen.contains(session.key);
    case Scope::Node:
      return session.node == wish.target;
    case Scope::Version:
      return session.version == wish.target;
    case Scope::Room:
      return isMember(session, wish.target);
    case Scope::User:
      return session.user == wish.target;
    case Scope::Everybody:
      return true;
  }
  return false;
}

// Nodes that count themselves know more of a session's request than we do.
const NodeDrift* driftOf(const SessionsKnown& known, const QString& source) {
  const auto node = std::find_if(known.nodes.begin(), known.nodes.end(),
                                 [&source](const NodeStatus& other) { return other.source == source; });
  return node != known.nodes.end() && node->drift.known ? &node->drift : nullptr;
}

std::map<QString, Meant> meantBy(const MoveWish& wish, const SessionsKnown& known) {
  std::map<QString, Meant> meant;
  for (const SessionRow& row : known.rows) {
    const ChatSession& session = *row.session;
    if (!isInScope(wish, session)) continue;
    Meant& node = meant[session.source];
    node.node = session.node;
    if (wish.elsewhere && !driftOf(known, session.source) &&
        !(known.placement && isMisplaced(session, *known.placement)))
      continue;
    ++node.count;
    node.ids.push_back(session.id.toStdString());
  }
  const bool wholeNodes =
      wish.scope != Scope::Selection && wish.scope != Scope::Room && wish.scope != Scope::User;
  for (auto& [source, node] : meant) {
    const NodeDrift* drift = driftOf(known, source);
    if (wish.elsewhere && drift && wholeNodes) node.count = drift->misplaced;
  }
  return meant;
}

json whereOf(const MoveWish& wish, const SessionsKnown& known, const QString& source, const Meant& meant) {
  json where = json::object();
  if (wish.scope == Scope::Room) where["room"] = wish.target.toStdString();
  if (wish.scope == Scope::User) where["user"] = wish.target.toStdString();
  if (wish.scope == Scope::Selection) where["sessions"] = meant.ids;
  if (wish.elsewhere) {
    if (driftOf(known, source)) {
      where["placedElsewhere"] = true;
    } else {
      where["sessions"] = meant.ids;
    }
  }
  if (wish.sharePercent < 100) where["share"] = wish.sharePercent / 100.0;
  return where;
}

void putMode(json& order, const MoveWish& wish, double partOfAll) {
  order["jitter"] = wish.jitterPercent / 100.0;
  switch (wish.mode) {
    case MoveWish::Mode::Pace:
      order["mode"] = "pace";
      order["perSecond"] = std::max(0.01, wish.perSecond * partOfAll);
      break;
    case MoveWish::Mode::Deadline:
      order["mode"] = "deadline";
      order["withinMs"] = qint64{1000} * wish.withinSeconds;
      break;
    case MoveWish::Mode::Keep:
      order["mode"] = "keep";
      break;
  }
  if (!wish.reason.isEmpty()) order["reason"] = wish.reason.toStdString();
}

QByteArray written(const json& object) {
  return QByteArray::fromStdString(object.dump(-1, ' ', false, json::error_handler_t::replace));
}

quint64 shareOf(quint64 count, int percent) {
  return static_cast<quint64>(std::llround(static_cast<double>(count) * percent / 100));
}

bool isClosed(const MoveWish& wish, const NodeStatus& node) {
  if (!wish.closeNodes) return false;
  return wish.scope == Scope::Node ? node.node == wish.target
                                   : wish.scope == Scope::Version && node.version == wish.target;
}

}  // namespace

bool isMisplaced(const ChatSession& session, const SessionPlacement& placement) {
  const SessionPlacement::Verdict verdict = placement.place(session.user);
  return verdict.sure && !verdict.version.empty() && verdict.version != placement.versionOf(session.source);
}

std::vector<NodeOrder> moveOrders(const MoveWish& wish, const SessionsKnown& known) {
  std::map<QString, Meant> meant = meantBy(wish, known);
  for (const NodeStatus& node : known.nodes) {
    if (isClosed(wish, node)) meant[node.source].node = node.node;
  }
  double total = 0;
  for (const auto& [source, node] : meant) total += static_cast<double>(node.count);
  std::vector<NodeOrder> orders;
  for (const auto& [source, node] : meant) {
    const bool closes = wish.closeNodes && (wish.scope == Scope::Node || wish.scope == Scope::Version);
    if (node.count == 0 && !closes) continue;
    json order = json::object();
    putMode(order, wish, total > 0 ? static_cast<double>(node.count) / total : 1);
    NodeOrder made{source, node.node, "POST", QStringLiteral("/v1/moves"), {}, node.count};
    if (closes) {
      // A drain is of all sessions: shares and choices are for moves.
      order["state"] = "draining";
      made.verb = "PUT";
      made.path = QStringLiteral("/v1/state");
    } else {
      made.sessions = shareOf(node.count, wish.sharePercent);
      order["where"] = whereOf(wish, known, source, node);
    }
    made.body = written(order);
    orders.push_back(std::move(made));
  }
  return orders;
}

std::vector<NodeOrder> kickOrders(const std::set<std::string>& chosen, const QString& reason,
                                  const SessionsKnown& known) {
  MoveWish wish;
  wish.chosen = chosen;
  std::vector<NodeOrder> orders;
  for (const auto& [source, node] : meantBy(wish, known)) {
    json order{{"where", {{"sessions", node.ids}}}};
    if (!reason.isEmpty()) order["reason"] = reason.toStdString();
    orders.push_back({source, node.node, "POST", QStringLiteral("/v1/kick"), written(order), node.count});
  }
  return orders;
}

quint64 sessionsOf(const std::vector<NodeOrder>& orders) {
  quint64 sum = 0;
  for (const NodeOrder& order : orders) sum += order.sessions;
  return sum;
}

qint64 durationMs(const MoveWish& wish, quint64 sessions) {
  if (wish.mode == MoveWish::Mode::Keep) return -1;
  if (wish.mode == MoveWish::Mode::Deadline) return qint64{1000} * wish.withinSeconds;
  return std::llround(1000.0 * static_cast<double>(sessions) / std::max(1, wish.perSecond));
}

}  // namespace halftone::app

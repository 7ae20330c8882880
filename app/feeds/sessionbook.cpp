// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionbook.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "app/feeds/jsonfields.h"
#include "app/feeds/searchtext.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr qint64 kClockSlackMs = 2000;
constexpr std::size_t kMaxRooms = 64;

QString roomsOf(const json& object) {
  const auto it = object.find("rooms");
  if (it == object.end() || !it->is_array()) return {};
  QStringList rooms;
  for (const json& room : *it) {
    if (!room.is_string() || static_cast<std::size_t>(rooms.size()) == kMaxRooms) continue;
    rooms << QString::fromStdString(room.get_ref<const std::string&>()).left(kMaxFieldText);
  }
  return rooms.join(QStringLiteral(", "));
}

ChatSessionPtr sessionOf(const json& object, const SessionsFrame& frame, const QString& source,
                         qint64 shiftMs) {
  auto session = std::make_shared<ChatSession>();
  session->id = textField(object, "id");
  session->source = source;
  session->user = textField(object, "user");
  session->rooms = roomsOf(object);
  session->address = textField(object, "address");
  session->version = frame.version;
  session->node = frame.node;
  session->sinceMs = integerField(object, "since") + shiftMs;
  session->lastActiveMs = integerField(object, "lastActive") + shiftMs;
  session->messages = countField(object, "messages");
  session->key = (source + QLatin1Char('/') + session->id).toStdString();
  session->haystack = searchText(
      {session->user, session->rooms, session->version, session->node, session->address, session->id});
  session->userKey = naturalKey(session->user);
  session->roomKey = naturalKey(session->rooms);
  session->versionKey = naturalKey(session->version);
  session->nodeKey = naturalKey(session->node);
  return session;
}

}  // namespace

Result<SessionsFrame> readSessionsFrame(const QByteArray& text, const QString& source, qint64 nowMs) {
  const json root = json::parse(text.begin(), text.end(), nullptr, false);
  if (!root.is_object() || textField(root, "type") != QLatin1String("sessions")) {
    return fail(ErrorCode::Protocol, source.toStdString(), "this is no frame of sessions");
  }
  SessionsFrame frame;
  frame.node = textField(root, "node");
  if (frame.node.isEmpty()) frame.node = source;
  frame.version = textField(root, "version");
  frame.epoch = textField(root, "epoch");
  frame.full = root.value("full", json()) == json(true);
  frame.open = countField(root, "open");
  const qint64 theirs = integerField(root, "time");
  const qint64 skew = theirs == 0 ? 0 : nowMs - theirs;
  const qint64 shift = std::abs(skew) > kClockSlackMs ? skew : 0;

  frame.state = textField(root, "state");
  if (const auto moves = root.find("moves"); moves != root.end()) frame.moves = readMoves(*moves, shift);
  if (const auto drift = root.find("drift"); drift != root.end()) frame.drift = readDrift(*drift);
  if (const auto list = root.find("sessions"); list != root.end() && list->is_array()) {
    if (list->size() > SessionBook::kMaxSessions) {
      return fail(ErrorCode::TooLarge, source.toStdString(), "a frame with more than 100,000 sessions");
    }
    frame.sessions.reserve(list->size());
    for (const json& object : *list) {
      if (!object.is_object()) continue;
      ChatSessionPtr session = sessionOf(object, frame, source, shift);
      if (!session->id.isEmpty()) frame.sessions.push_back(std::move(session));
    }
  }
  if (const auto list = root.find("closed"); list != root.end() && list->is_array()) {
    for (const json& id : *list) {
      if (id.is_string()) frame.closed.push_back(QString::fromStdString(id.get_ref<const std::string&>()));
    }
  }
  return frame;
}

bool SessionBook::apply(const QString& source, const SessionsFrame& frame) {
  const auto known = m_nodes.find(source);
  if (!frame.full && (known == m_nodes.end() || known->second.epoch != frame.epoch)) {
    drop(source);
    return false;
  }
  if (frame.full) drop(source);
  Node& node = m_nodes[source];
  node.epoch = frame.epoch;
  node.stale = false;
  node.status = {source, frame.node, frame.version, frame.state, frame.open, false, frame.moves, frame.drift};
  for (const QString& id : frame.closed) m_size -= node.sessions.erase(id);
  for (const ChatSessionPtr& session : frame.sessions) {
    const auto it = node.sessions.find(session->id);
    if (it != node.sessions.end()) {
      it->second = session;
    } else if (m_size < kMaxSessions) {
      node.sessions.emplace(session->id, session);
      ++m_size;
    } else {
      m_truncated = true;
    }
  }
  return true;
}

void SessionBook::markStale(const QString& source) {
  if (const auto it = m_nodes.find(source); it != m_nodes.end()) it->second.stale = true;
}

void SessionBook::drop(const QString& source) {
  const auto it = m_nodes.find(source);
  if (it == m_nodes.end()) return;
  m_size -= it->second.sessions.size();
  m_nodes.erase(it);
  m_truncated = false;
}

void SessionBook::clear() {
  m_nodes.clear();
  m_size = 0;
  m_truncated = false;
}

std::vector<NodeStatus> SessionBook::nodes() const {
  std::vector<NodeStatus> list;
  for (const auto& [source, node] : m_nodes) {
    list.push_back(node.status);
    list.back().stale = node.stale;
  }
  return list;
}

QString SessionBook::stateOf(const QString& source) const {
  const auto it = m_nodes.find(source);
  return it == m_nodes.end() ? QString() : it->second.status.state;
}

std::vector<SessionBook::Row> SessionBook::rows() const {
  std::vector<Row> rows;
  rows.reserve(m_size);
  for (const auto& [source, node] : m_nodes) {
    for (const auto& [id, session] : node.sessions) rows.push_back({session, node.stale});
  }
  return rows;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionframes.h"

#include <QDateTime>
#include <algorithm>
#include <utility>

#include "app/feeds/sessionsfeed.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {
constexpr std::chrono::milliseconds kShowEvery{100};
}

SessionFrames::SessionFrames(const SessionsFeed* feed, QObject* parent)
    : QAbstractListModel(parent), m_feed(feed) {
  m_show.setSingleShot(true);
  m_show.setInterval(kShowEvery);
  m_show.callOnTimeout(this, &SessionFrames::showPending);
  connect(&m_tail, &SessionTail::received, this, &SessionFrames::take);
  connect(&m_tail, &SessionTail::stateChanged, this, &SessionFrames::changed);
}

void SessionFrames::follow(ChatSessionPtr session) {
  m_session = std::move(session);
  m_room.clear();
  m_redacted = true;
  m_paused = false;
  emit scopesChanged();
  begin();
}

int SessionFrames::scope() const {
  return 1 + static_cast<int>(rooms().indexOf(m_room));
}

void SessionFrames::setScope(int scope) {
  const QString room = rooms().value(scope - 1);
  if (!m_session || std::exchange(m_room, room) == room) return;
  begin();
}

void SessionFrames::stop() {
  m_session = nullptr;
  begin();
}

void SessionFrames::setRedacted(bool redacted) {
  if (std::exchange(m_redacted, redacted) != redacted) begin();
}

void SessionFrames::setPaused(bool paused) {
  if (std::exchange(m_paused, paused) == paused) return;
  if (!paused) showPending();
  emit changed();
}

void SessionFrames::begin() {
  clear();
  if (!m_session) {
    m_tail.stop();
  } else if (m_room.isEmpty()) {
    const auto node = m_feed->instances().find(m_session->source);
    const std::string admin = node == m_feed->instances().end() ? std::string() : node->second.admin;
    m_tail.followSession(admin, m_session->id, m_redacted);
  } else {
    std::vector<std::string> admins;
    for (const auto& [source, node] : m_feed->instances()) {
      if (m_feed->book().knows(source)) admins.push_back(node.admin);
    }
    m_tail.followRoom(admins, m_room, m_redacted);
  }
  emit changed();
}

void SessionFrames::clear() {
  m_pending.clear();
  m_missed = 0;
  if (m_frames.empty()) return;
  beginResetModel();
  m_frames.clear();
  endResetModel();
  emit countChanged();
}

void SessionFrames::take(const TailFrame& frame) {
  if (frame.missed > 0) {
    m_missed += frame.missed;
    emit changed();
    return;
  }
  m_pending.push_back(frame);
  if (m_pending.size() > kMaxFrames) m_pending.erase(m_pending.begin(), m_pending.end() - kMaxFrames / 2);
  if (!m_paused && !m_show.isActive()) m_show.start();
}

void SessionFrames::showPending() {
  if (m_paused || m_pending.empty()) return;
  std::vector<TailFrame> added = std::exchange(m_pending, {});
  const int surplus = count() + static_cast<int>(added.size()) - kMaxFrames;
  if (const int leaving = std::min(surplus, count()); leaving > 0) {
    beginRemoveRows({}, 0, leaving - 1);
    m_frames.erase(m_frames.begin(), m_frames.begin() + leaving);
    endRemoveRows();
  }
  beginInsertRows({}, count(), count() + static_cast<int>(added.size()) - 1);
  std::move(added.begin(), added.end(), std::back_inserter(m_frames));
  endInsertRows();
  emit countChanged();
}

QString SessionFrames::title() const {
  if (!m_session) return {};
  return m_room.isEmpty() ? tr("Frames of %1").arg(m_session->user) : tr("Frames of room %1").arg(m_room);
}

QStringList SessionFrames::rooms() const {
  return m_session ? m_session->rooms.split(QStringLiteral(", "), Qt::SkipEmptyParts) : QStringList();
}

QStringList SessionFrames::scopes() const {
  return QStringList(tr("This session")) + rooms();
}

QString SessionFrames::state() const {
  if (!m_session) return {};
  QString text = tr("%1 of %2 nodes heard").arg(m_tail.heardCount()).arg(m_tail.nodeCount());
  if (!m_tail.failure().isEmpty()) text += QStringLiteral(" \u00b7 ") + m_tail.failure();
  if (m_missed > 0)
    text += QStringLiteral(" \u00b7 ") + tr("%1 frames were missed").arg(formatCount(m_missed));
  return text;
}

int SessionFrames::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : count();
}

QVariant SessionFrames::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) return {};
  const TailFrame& frame = m_frames[static_cast<std::size_t>(index.row())];
  switch (role) {
    case TimeRole:
      return QDateTime::fromMSecsSinceEpoch(frame.timeMs).toString(QStringLiteral("HH:mm:ss.zzz"));
    case DirectionRole:
      return frame.incoming ? QStringLiteral("in") : QStringLiteral("out");
    case UserRole:
      return frame.user;
    case KindRole:
      return frame.kind;
    case TextRole:
      return frame.text;
    default:
      return {};
  }
}

QHash<int, QByteArray> SessionFrames::roleNames() const {
  return {{TimeRole, "time"},
          {DirectionRole, "direction"},
          {UserRole, "user"},
          {KindRole, "kind"},
          {TextRole, "text"}};
}

}  // namespace halftone::app

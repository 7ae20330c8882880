// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionstable.h"

#include "app/viewmodels/figures.h"

namespace halftone::app {

SessionsTable::SessionsTable(QObject* parent)
    : FlatTableOf({{QT_TR_NOOP("User"), 120, false, true},
                   {QT_TR_NOOP("Room"), 130, false, true},
                   {QT_TR_NOOP("Version"), 80, false, false},
                   {QT_TR_NOOP("Node"), 100, false, true},
                   {QT_TR_NOOP("Since"), 100, true, false},
                   {QT_TR_NOOP("Messages"), 90, true, false},
                   {QT_TR_NOOP("Last activity"), 115, true, false}},
                  {QStringLiteral("user"), QStringLiteral("room"), QStringLiteral("version"),
                   QStringLiteral("node"), QStringLiteral("address"), QStringLiteral("id")},
                  parent) {}

QString SessionsTable::text(const SessionRow& row, int column) const {
  const ChatSession& session = *row.session;
  switch (column) {
    case User:
      return session.user;
    case Room:
      return session.rooms;
    case Version:
      return session.version;
    case Node:
      return session.node;
    case Since:
      return formatTime(session.sinceMs, m_nowMs);
    case Messages:
      return formatCount(session.messages);
    case LastActive:
      return formatAgo(session.lastActiveMs, m_nowMs);
    default:
      return {};
  }
}

SortKey SessionsTable::sortKey(const SessionRow& row, int column) const {
  const ChatSession& session = *row.session;
  switch (column) {
    case User:
      return SortKey::of(session.userKey);
    case Room:
      return SortKey::of(session.roomKey);
    case Version:
      return SortKey::of(session.versionKey);
    case Node:
      return SortKey::of(session.nodeKey);
    case Since:
      return SortKey::of(static_cast<double>(session.sinceMs));
    case Messages:
      return SortKey::of(static_cast<double>(session.messages));
    case LastActive:
      return SortKey::of(static_cast<double>(session.lastActiveMs));
    default:
      return {};
  }
}

QString SessionsTable::version(const SessionRow& row, int column) const {
  return column == Version ? row.session->version : QString();
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/sessionstable.h"

#include "app/viewmodels/figures.h"
#include "app/viewmodels/sessionplacement.h"

namespace halftone::app {

namespace {

// Places of the filter's fields behind those of the search text.
enum Field : std::size_t { Rule = 6, Misplaced, MessageCount, Idle, Age };

double secondsSince(qint64 ms, qint64 nowMs) {
  return static_cast<double>(nowMs - ms) / 1000;
}

std::string lowered(const std::string& text) {
  return QString::fromStdString(text).toLower().toStdString();
}

}  // namespace

SessionsTable::SessionsTable(QObject* parent)
    : FlatTableOf({{QT_TR_NOOP("User"), 120, false, true},
                   {QT_TR_NOOP("Room"), 130, false, true},
                   {QT_TR_NOOP("Version"), 80, false, false},
                   {QT_TR_NOOP("Node"), 100, false, true},
                   {QT_TR_NOOP("Since"), 100, true, false},
                   {QT_TR_NOOP("Messages"), 90, true, false},
                   {QT_TR_NOOP("Last activity"), 115, true, false}},
                  {QStringLiteral("user"),
                   QStringLiteral("room"),
                   QStringLiteral("version"),
                   QStringLiteral("node"),
                   QStringLiteral("address"),
                   QStringLiteral("id"),
                   {QStringLiteral("rule"), FilterKind::Computed},
                   {QStringLiteral("misplaced"), FilterKind::Computed},
                   {QStringLiteral("messages"), FilterKind::Number},
                   {QStringLiteral("idle"), FilterKind::Duration},
                   {QStringLiteral("since"), FilterKind::Duration}},
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

void SessionsTable::setPlacement(std::shared_ptr<const SessionPlacement> placement) {
  m_placement = std::move(placement);
  m_places.clear();
}

const SessionsTable::Place& SessionsTable::placeOf(const QString& user) const {
  const auto known = m_places.constFind(user);
  if (known != m_places.constEnd()) return *known;
  const SessionPlacement::Verdict verdict = m_placement->place(user);
  return *m_places.insert(user, {verdict.sure ? verdict.version : std::string(), lowered(verdict.rule)});
}

FilterValue SessionsTable::filterValue(const SessionRow& row, std::size_t field) const {
  const ChatSession& session = *row.session;
  switch (field) {
    case Rule:
      return {.text = m_placement ? placeOf(session.user).rule : std::string()};
    case Misplaced: {
      const std::string version = m_placement ? placeOf(session.user).version : std::string();
      if (version.empty()) return {.text = "unknown"};
      return {.text = version == m_placement->versionOf(session.source) ? "no" : "yes"};
    }
    case MessageCount:
      return {.number = static_cast<double>(session.messages)};
    case Idle:
      return {.number = secondsSince(session.lastActiveMs, m_nowMs)};
    case Age:
      return {.number = secondsSince(session.sinceMs, m_nowMs)};
    default:
      return {};
  }
}

QStringList SessionsTable::computedValues(const QString& field) const {
  if (field == QLatin1String("misplaced"))
    return {QStringLiteral("yes"), QStringLiteral("no"), QStringLiteral("unknown")};
  QStringList rules;
  if (field != QLatin1String("rule") || !m_placement) return rules;
  for (const policy::Rule& rule : m_placement->policy().rules) rules << QString::fromStdString(rule.name);
  return rules << QStringLiteral("default");
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <memory>
#include <string>

#include "app/feeds/sessionbook.h"
#include "app/viewmodels/flattable.h"

namespace halftone::app {

class SessionPlacement;

struct SessionRow {
  ChatSessionPtr session;
  bool stale = false;
  [[nodiscard]] std::string_view id() const { return session->key; }
  [[nodiscard]] std::string_view searchText() const { return session->haystack; }
  // A session is immutable: the same object is the same session as it was.
  friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

// The sessions as a table: user, rooms, version, node, since, messages, last activity. Filter fields: user,
// room, version, node, address, id; rule and misplaced (yes, no, unknown) by the placement; messages, idle
// and since (how long it is open).
class SessionsTable : public FlatTableOf<SessionRow> {
  Q_OBJECT

 public:
  enum Column { User, Room, Version, Node, Since, Messages, LastActive, ColumnCount };

  explicit SessionsTable(QObject* parent = nullptr);

  // By which `rule` and `misplaced` are told, from now on; null: no policy.
  void setPlacement(std::shared_ptr<const SessionPlacement> placement);
  // The time by which ages are shown and filtered, ms since 1970.
  void setNow(qint64 nowMs) { m_nowMs = nowMs; }

 protected:
  [[nodiscard]] QString text(const SessionRow& row, int column) const override;
  [[nodiscard]] SortKey sortKey(const SessionRow& row, int column) const override;
  [[nodiscard]] bool dimmed(const SessionRow& row) const override { return row.stale; }
  [[nodiscard]] QString version(const SessionRow& row, int column) const override;
  [[nodiscard]] QString columnTitle(const char* title) const override { return tr(title); }
  [[nodiscard]] FilterValue filterValue(const SessionRow& row, std::size_t field) const override;
  [[nodiscard]] QStringList computedValues(const QString& field) const override;

 private:
  // Where the policy places a user: the same for all the user's sessions.
  struct Place {
    std::string version;  // empty: nobody can tell
    std::string rule;
  };
  [[nodiscard]] const Place& placeOf(const QString& user) const;

  qint64 m_nowMs = 0;
  std::shared_ptr<const SessionPlacement> m_placement;
  mutable QHash<QString, Place> m_places;  // as far as the filter asked
};

}  // namespace halftone::app

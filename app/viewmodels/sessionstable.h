// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "app/feeds/sessionbook.h"
#include "app/viewmodels/flattable.h"

namespace halftone::app {

struct SessionRow {
  ChatSessionPtr session;
  bool stale = false;
  [[nodiscard]] std::string_view id() const { return session->key; }
  [[nodiscard]] std::string_view searchText() const { return session->haystack; }
  // A session is immutable: the same object is the same session as it was.
  friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

// The sessions as a table: user, rooms, version, node, since, messages, last activity. Filter fields: user,
// room, version, node, address, id.
class SessionsTable : public FlatTableOf<SessionRow> {
  Q_OBJECT

 public:
  enum Column { User, Room, Version, Node, Since, Messages, LastActive, ColumnCount };

  explicit SessionsTable(QObject* parent = nullptr);

  // The time by which ages are shown, ms since 1970.
  void setNow(qint64 nowMs) { m_nowMs = nowMs; }

 protected:
  [[nodiscard]] QString text(const SessionRow& row, int column) const override;
  [[nodiscard]] SortKey sortKey(const SessionRow& row, int column) const override;
  [[nodiscard]] bool dimmed(const SessionRow& row) const override { return row.stale; }
  [[nodiscard]] QString version(const SessionRow& row, int column) const override;
  [[nodiscard]] QString columnTitle(const char* title) const override { return tr(title); }

 private:
  qint64 m_nowMs = 0;
};

}  // namespace halftone::app

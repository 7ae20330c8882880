// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

class QSettings;

namespace halftone::app {

class FlatTable;
class Session;
struct Desk;

// What the operator had in front, from one start to the next and from one cluster to another: the page, each
// page's service, how far the charts look back, columns and order of tables, where panes are parted. Kept
// whenever the page changes, so that little is lost with a crash. What the settings have and cannot be is
// left alone. GUI thread.
class WindowMemory {
 public:
  // Both outlive this.
  WindowMemory(QSettings* settings, Session* session);
  // Keeps what was followed last; it must still be there.
  ~WindowMemory();
  WindowMemory(const WindowMemory&) = delete;
  WindowMemory& operator=(const WindowMemory&) = delete;

  // Turns the window to the page of last time.
  void restorePage();
  // Keeps how the desk of before was left, and puts it back on this one.
  void follow(Desk* desk);

 private:
  void keep();
  void restore();
  void keepTable(const QString& name, const FlatTable& table);
  void restoreTable(const QString& name, FlatTable* table);

  QSettings* m_settings;
  Session* m_session;
  Desk* m_desk = nullptr;
  QObject m_following;  // the session's changes until this ends
};

}  // namespace halftone::app

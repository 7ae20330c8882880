// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusConnection>
#include <QHash>
#include <QObject>
#include <QString>
#include <optional>

namespace halftone::app {

// Tells the desktop what the console tells (Desktop Notifications Specification 1.2), unless the operator is
// at the window anyway. Without a session bus or a service there nothing happens. GUI thread; waits for no
// answer.
class DesktopNotifier : public QObject {
  Q_OBJECT

 public:
  explicit DesktopNotifier(std::optional<QDBusConnection> bus, QObject* parent = nullptr);

  // `mark` as of a Notice: what is bad is urgent. `number` comes back by `clicked`.
  void tell(int number, const QString& mark, const QString& title, const QString& text);

 signals:
  void clicked(int number);

 private slots:
  void onAction(uint id, const QString& key);
  void onClosed(uint id, uint reason);

 private:
  std::optional<QDBusConnection> m_bus;
  QHash<uint, int> m_numbers;  // by the desktop's own
};

}  // namespace halftone::app

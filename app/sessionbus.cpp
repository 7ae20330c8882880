// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sessionbus.h"

#include <QFileInfo>
#include <QStandardPaths>

namespace halftone::app {

std::optional<QDBusConnection> sessionBus() {
  const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
                       QFileInfo::exists(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) +
                                         QStringLiteral("/bus"));
  if (!isThere) return std::nullopt;
  const QDBusConnection bus = QDBusConnection::sessionBus();
  return bus.isConnected() ? std::optional(bus) : std::nullopt;
}

}  // namespace halftone::app

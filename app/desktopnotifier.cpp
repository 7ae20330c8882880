// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktopnotifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCall>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QVariantMap>

namespace halftone::app {

namespace {

constexpr int kExpiresMs = 8000;

// Asked for without an address, libdbus would start a bus of its own.
bool hasSessionBus() {
  return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") ||
         QFileInfo::exists(QStandardPaths::writableLocation(QStandardPaths::RuntimeLocation) +
                           QStringLiteral("/bus"));
}

}  // namespace

void notifyDesktop(const QString& title, const QString& text) {
  if (QGuiApplication::applicationState() == Qt::ApplicationActive || !hasSessionBus()) return;
  const QDBusConnection bus = QDBusConnection::sessionBus();
  if (!bus.isConnected()) return;
  QDBusMessage call = QDBusMessage::createMethodCall(
      QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("/org/freedesktop/Notifications"),
      QStringLiteral("org.freedesktop.Notifications"), QStringLiteral("Notify"));
  // Its body may be markup: what comes from others is text.
  call.setArguments({QStringLiteral("Halftone"), 0U, QString(), title, text.toHtmlEscaped(), QStringList(),
                     QVariantMap(), kExpiresMs});
  (void)bus.asyncCall(call);
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktopnotifier.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QGuiApplication>
#include <QVariantMap>

namespace halftone::app {

namespace {

const QString kService = QStringLiteral("org.freedesktop.Notifications");
const QString kPath = QStringLiteral("/org/freedesktop/Notifications");
const QString kDefaultAction = QStringLiteral("default");  // a click on the notification itself
constexpr int kExpiresMs = 8000;
constexpr uchar kNormal = 1;
constexpr uchar kCritical = 2;

}  // namespace

DesktopNotifier::DesktopNotifier(std::optional<QDBusConnection> bus, QObject* parent)
    : QObject(parent), m_bus(std::move(bus)) {
  if (!m_bus) return;
  m_bus->connect(kService, kPath, kService, QStringLiteral("ActionInvoked"), this,
                 SLOT(onAction(uint, QString)));
  m_bus->connect(kService, kPath, kService, QStringLiteral("NotificationClosed"), this,
                 SLOT(onClosed(uint, uint)));
}

void DesktopNotifier::tell(int number, const QString& mark, const QString& title, const QString& text) {
  if (!m_bus || QGuiApplication::applicationState() == Qt::ApplicationActive) return;
  const QVariantMap hints{
      {QStringLiteral("urgency"), QVariant::fromValue(mark == QLatin1String("bad") ? kCritical : kNormal)}};
  QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kService, QStringLiteral("Notify"));
  // Its body may be markup: what comes from others is text.
  call.setArguments({QStringLiteral("Halftone"), 0U, QString(), title, text.toHtmlEscaped(),
                     QStringList{kDefaultAction, tr("Open")}, hints, kExpiresMs});
  auto* watcher = new QDBusPendingCallWatcher(m_bus->asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, number](QDBusPendingCallWatcher* done) {
    done->deleteLater();
    const QDBusPendingReply<uint> reply = *done;
    if (reply.isValid()) m_numbers.insert(reply.value(), number);
  });
}

void DesktopNotifier::onAction(uint id, const QString& key) {
  const auto number = m_numbers.constFind(id);
  if (key == kDefaultAction && number != m_numbers.constEnd()) emit clicked(*number);
}

void DesktopNotifier::onClosed(uint id, uint) {
  m_numbers.remove(id);
}

}  // namespace halftone::app

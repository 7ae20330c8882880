// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/systemtheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QEvent>
#include <QGuiApplication>
#include <QPalette>

namespace halftone::app {

namespace {

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kPath = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString kSpace = QStringLiteral("org.freedesktop.appearance");
const QString kKey = QStringLiteral("color-scheme");
constexpr uint kPrefersDark = 1;
constexpr uint kPrefersLight = 2;

bool hasDarkPalette() {
  constexpr int kMiddle = 128;
  return QGuiApplication::palette().color(QPalette::Window).lightness() < kMiddle;
}

}  // namespace

SystemTheme::SystemTheme(std::optional<QDBusConnection> bus, QObject* parent)
    : QObject(parent), m_dark(hasDarkPalette()) {
  qGuiApp->installEventFilter(this);
  if (!bus) return;
  qRegisterMetaType<QDBusVariant>();  // Qt 6.4 finds the slot's types by name
  bus->connect(kService, kPath, kInterface, QStringLiteral("SettingChanged"), this,
               SLOT(onSettingChanged(QString, QString, QDBusVariant)));
  QDBusMessage call = QDBusMessage::createMethodCall(kService, kPath, kInterface, QStringLiteral("Read"));
  call.setArguments({kSpace, kKey});
  auto* watcher = new QDBusPendingCallWatcher(bus->asyncCall(call), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
    done->deleteLater();
    const QDBusPendingReply<QDBusVariant> reply = *done;
    if (reply.isValid()) take(reply.value().variant());
  });
}

bool SystemTheme::eventFilter(QObject* watched, QEvent* event) {
  if (watched == qGuiApp && event->type() == QEvent::ApplicationPaletteChange) update();
  return false;
}

void SystemTheme::onSettingChanged(const QString& space, const QString& key, const QDBusVariant& value) {
  if (space == kSpace && key == kKey) take(value.variant());
}

void SystemTheme::take(const QVariant& scheme) {
  QVariant inner = scheme;
  // Read wraps its answer twice.
  if (inner.userType() == qMetaTypeId<QDBusVariant>()) inner = inner.value<QDBusVariant>().variant();
  const uint value = inner.toUInt();
  m_wish.reset();
  if (value == kPrefersDark || value == kPrefersLight) m_wish = value == kPrefersDark;
  update();
}

void SystemTheme::update() {
  const bool dark = m_wish.value_or(hasDarkPalette());
  if (std::exchange(m_dark, dark) != dark) emit darkChanged();
}

}  // namespace halftone::app

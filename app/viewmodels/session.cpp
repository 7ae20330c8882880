// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/session.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJSEngine>
#include <QKeyEvent>
#include <QQmlEngine>
#include <QVariant>

#include <utility>

namespace halftone::app {

namespace {
constexpr char kProperty[] = "halftoneSession";
}

Session::Session(QObject* parent) : QObject(parent) {}

Session* Session::create(QQmlEngine* engine, QJSEngine*) {
  auto* session = engine->property(kProperty).value<Session*>();
  QJSEngine::setObjectOwnership(session, QJSEngine::CppOwnership);
  return session;
}

void Session::provideTo(QQmlEngine* engine) {
  QCoreApplication::instance()->installEventFilter(this);
  engine->setProperty(kProperty, QVariant::fromValue(this));
}

void Session::setTheme(const QString& theme) {
  const bool known =
      theme == QLatin1String("system") || theme == QLatin1String("dark") || theme == QLatin1String("light");
  if (!known || m_theme == theme) return;
  const bool before = isDark();
  m_theme = theme;
  emit themeChanged();
  if (isDark() != before) emit darkChanged();
}

bool Session::isDark() const {
  return m_theme == QLatin1String("system") ? m_systemDark : m_theme == QLatin1String("dark");
}

void Session::setDark(bool dark) {
  setTheme(dark ? QStringLiteral("dark") : QStringLiteral("light"));
}

void Session::setSystemDark(bool dark) {
  const bool before = isDark();
  m_systemDark = dark;
  if (isDark() != before) emit darkChanged();
}

bool Session::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::ShortcutOverride:  // before a key press, which a shortcut takes for itself
    case QEvent::KeyPress: {
      const int key = static_cast<QKeyEvent*>(event)->key();
      if (key < Qt::Key_Shift || key > Qt::Key_ScrollLock) setByKeys(true);  // not a modifier alone
      break;
    }
    case QEvent::MouseButtonPress:
    case QEvent::TouchBegin:
    case QEvent::TabletPress:
      setByKeys(false);
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

void Session::setByKeys(bool byKeys) {
  if (std::exchange(m_byKeys, byKeys) != byKeys) emit byKeysChanged();
}

void Session::setLanguage(const QString& language) {
  if (m_language == language || (language != QLatin1String("en") && language != QLatin1String("zh"))) return;
  m_language = language;
  emit languageChanged();
}

void Session::setReadOnly(bool readOnly) {
  if (std::exchange(m_readOnly, readOnly) != readOnly) emit readOnlyChanged();
}

void Session::setPage(const QString& page) {
  if (m_page == page || !pages().contains(page)) return;
  m_page = page;
  emit pageChanged();
}

void Session::setCluster(const QString& name, bool production, bool readOnly) {
  m_cluster = name;
  m_production = production;
  setReadOnly(readOnly);
  emit clusterChanged();
}

QStringList Session::pages() const {
  return {QStringLiteral("overview"), QStringLiteral("traffic"),  QStringLiteral("explain"),
          QStringLiteral("health"),   QStringLiteral("sessions"), QStringLiteral("catalog"),
          QStringLiteral("kv"),       QStringLiteral("audit"),    QStringLiteral("demo")};
}

QString Session::titleOf(const QString& page) const {
  // The window's own words for its pages.
  const QString title =
      page == QLatin1String("kv") ? QStringLiteral("KV") : page.left(1).toUpper() + page.mid(1);
  return QCoreApplication::translate("Main", title.toUtf8().constData());
}

void Session::toggleLanguage() {
  setLanguage(m_language == QLatin1String("en") ? QStringLiteral("zh") : QStringLiteral("en"));
}

}  // namespace halftone::app

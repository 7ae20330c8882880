// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDBusConnection>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>

#include "app/desktopnotifier.h"
#include "app/systemtheme.h"

using namespace halftone::app;

// The settings portal of a desktop.
class Portal : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

 public slots:
  QDBusVariant Read(const QString& space, const QString& key) {
    const bool isScheme =
        space == QLatin1String("org.freedesktop.appearance") && key == QLatin1String("color-scheme");
    return QDBusVariant(QVariant::fromValue(QDBusVariant(isScheme ? scheme : 0U)));
  }

 signals:
  void SettingChanged(const QString& space, const QString& key, const QDBusVariant& value);

 public:
  void set(uint value) {
    scheme = value;
    emit SettingChanged(QStringLiteral("org.freedesktop.appearance"), QStringLiteral("color-scheme"),
                        QDBusVariant(value));
  }
  uint scheme = 0;
};

// The notifications of a desktop.
class Bubbles : public QObject {
  Q_OBJECT
  Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

 public slots:
  uint Notify(const QString&, uint, const QString&, const QString& title, const QString& body,
              const QStringList& actionNames, const QVariantMap& given, int) {
    titles << title;
    bodies << body;
    actions = actionNames;
    hints = given;
    return 40 + static_cast<uint>(titles.size());
  }

 signals:
  void ActionInvoked(uint id, const QString& key);
  void NotificationClosed(uint id, uint reason);

 public:
  QStringList titles;
  QStringList bodies;
  QStringList actions;
  QVariantMap hints;
};

// What the console hears from the desktop and tells it, on a session bus of the test's own.
class TestDesktop : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    m_daemon.start(QStringLiteral("dbus-daemon"), {QStringLiteral("--session"), QStringLiteral("--nofork"),
                                                   QStringLiteral("--print-address")});
    QTRY_VERIFY_WITH_TIMEOUT(m_daemon.canReadLine(), 10'000);
    m_address = QString::fromLatin1(m_daemon.readLine().trimmed());
    QDBusConnection desktop = connectAs(QStringLiteral("desktop"));
    QVERIFY(desktop.isConnected());
    QVERIFY(connectAs(QStringLiteral("console")).isConnected());
    const auto all = QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals;
    QVERIFY(desktop.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &m_portal, all));
    QVERIFY(desktop.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_bubbles, all));
    QVERIFY(desktop.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
    QVERIFY(desktop.registerService(QStringLiteral("org.freedesktop.Notifications")));
  }
  void cleanupTestCase() {
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
    QDBusConnection::disconnectFromBus(QStringLiteral("console"));
    m_daemon.terminate();
    QVERIFY(m_daemon.waitForFinished());
  }

  void thePortalsSchemeIsFollowedLive() {
    m_portal.scheme = 1;
    SystemTheme theme(connectAs(QStringLiteral("console")));
    QTRY_VERIFY(theme.isDark());
    QVERIFY(saidUntil([this] { m_portal.set(2); }, [&] { return !theme.isDark(); }));
    QVERIFY(saidUntil([this] { m_portal.set(1); }, [&] { return theme.isDark(); }));
  }
  void withoutAPreferenceThePaletteDecides() {
    m_portal.scheme = 1;
    SystemTheme theme(connectAs(QStringLiteral("console")));
    QTRY_VERIFY(theme.isDark());
    QVERIFY(saidUntil([this] { m_portal.set(0); }, [&] { return !theme.isDark(); }));
  }
  void withoutAPortalThePaletteIsFollowed() {
    const QPalette usual = QGuiApplication::palette();
    SystemTheme theme(std::nullopt);
    QVERIFY(!theme.isDark());
    QSignalSpy changed(&theme, &SystemTheme::darkChanged);
    QGuiApplication::setPalette(QPalette(QColor(30, 30, 30)));
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(theme.isDark());
    QGuiApplication::setPalette(usual);
    QTRY_VERIFY(!theme.isDark());
  }
  void whatIsBadIsUrgentAndAClickLeadsBack() {
    DesktopNotifier notifier(connectAs(QStringLiteral("console")));
    QSignalSpy clicked(&notifier, &DesktopNotifier::clicked);
    notifier.tell(7, QStringLiteral("bad"), QStringLiteral("chat-2 is lost"), QStringLiteral("<v1>"));
    QTRY_COMPARE(m_bubbles.titles, QStringList{QStringLiteral("chat-2 is lost")});
    QCOMPARE(m_bubbles.bodies, QStringList{QStringLiteral("&lt;v1&gt;")});
    QCOMPARE(m_bubbles.hints.value(QStringLiteral("urgency")).value<uchar>(), uchar{2});
    QCOMPARE(m_bubbles.actions.value(0), QStringLiteral("default"));
    QVERIFY(saidUntil([this] { emit m_bubbles.ActionInvoked(41, QStringLiteral("default")); },
                      [&] { return clicked.size() > 0; }));
    QCOMPARE(clicked[0][0].toInt(), 7);
    notifier.tell(8, QStringLiteral("ok"), QStringLiteral("published"), {});
    QTRY_COMPARE(m_bubbles.titles.size(), 2);
    QCOMPARE(m_bubbles.hints.value(QStringLiteral("urgency")).value<uchar>(), uchar{1});
  }

 private:
  // Says it until it is heard: with both ends in one process, libdbus may let a signal lie until the next
  // one.
  template <typename Say, typename Heard>
  [[nodiscard]] static bool saidUntil(Say say, Heard heard) {
    for (int time = 0; time < 100; ++time) {
      say();
      if (QTest::qWaitFor(heard, 100)) return true;
    }
    return false;
  }
  [[nodiscard]] QDBusConnection connectAs(const QString& name) const {
    return QDBusConnection::connectToBus(m_address, name);
  }

  QProcess m_daemon;
  QString m_address;
  Portal m_portal;
  Bubbles m_bubbles;
};

QTEST_MAIN(TestDesktop)
#include "tst_desktop.moc"

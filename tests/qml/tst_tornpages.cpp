// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTest>

#include "app/viewmodels/session.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;

namespace {

constexpr int kPatience = 15'000;

QByteArray policy(const QByteArray& service) {
  return "{\"apiVersion\":\"halftone/v1\",\"service\":\"" + service +
         "\",\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}},\"v2\":{\"select\":{\"version\":\"v2\"}}}"
         ","
         "\"stable\":\"v1\",\"default\":{\"split\":[{\"version\":\"v2\",\"weight\":25},"
         "{\"version\":\"v1\",\"weight\":75}],\"stickBy\":\"user\"}}";
}

}  // namespace

// Pages in windows of their own, on a real Consul, with mouse and keys.
class TornPagesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    QSettings().clear();
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)).removeRecursively();
    put("chat", "1");
    put("orders", "1");
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("traffic")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "count").toInt(), 2, kPatience);
  }
  void cleanup() {
    m_page = {};
    QTRY_VERIFY_WITH_TIMEOUT(torn("traffic") == nullptr, kPatience);
  }

  void aDraftOfATornWindowIsInTheMainWindowAtOnce() {
    QVERIFY(tear());
    editInTorn();
    QCOMPARE(draft(), m_draft);
    // And each window undoes the steps of the other.
    QTest::keyClick(m_page.window(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(draft(), QString());
    m_page.turnTo(torn("traffic"));
    QCOMPARE(draft(), QString());
  }
  void aDraftSurvivesTheEndOfItsWindow() {
    QVERIFY(tear());
    editInTorn();
    QVERIFY(closeTorn());
    QCOMPARE(draft(), m_draft);
  }
  void aDraftOfAServiceThatOnlyTheTornWindowShowedIsThereLater() {
    QVERIFY(tear());
    m_page.turnTo(torn("traffic"));
    choose(QStringLiteral("orders"));
    editInTorn();
    QCOMPARE(draft(), QString());  // of the main window, which shows another service
    QVERIFY(closeTorn());
    choose(QStringLiteral("orders"));
    QCOMPARE(draft(), m_draft);
  }
  void whatOneWindowPublishesIsNoConflictInTheOther() {
    QVERIFY(tear());
    editInTorn();
    m_page.turnTo(torn("traffic"));
    QVERIFY(m_page.click(QStringLiteral("publishButton")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("confirmPublishButton")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("confirmPublishButton")));
    QTRY_COMPARE_WITH_TIMEOUT(draft(), QString(), kPatience);
    m_page.turnTo(nullptr);
    QCOMPARE(draft(), QString());
    QVERIFY(!vm()->property("conflict").toBool());
    QTRY_VERIFY_WITH_TIMEOUT(vm()->property("headline").toString().contains(QStringLiteral("r2")), kPatience);
  }
  void anotherLanguageAndThemeAreInAllWindows() {
    QVERIFY(tear());
    const QColor dark = torn("traffic")->color();
    app::Session* session = m_page.console().session();
    session->setDark(false);
    QVERIFY(torn("traffic")->color() != dark);
    session->setLanguage(QStringLiteral("zh"));
    QVERIFY(torn("traffic")->title().contains(session->titleOf(QStringLiteral("traffic"))));
    m_page.turnTo(torn("traffic"));
    QCOMPARE(m_page.of(QStringLiteral("historyButton"), "text").toString(), QStringLiteral("历史"));
    session->setLanguage(QStringLiteral("en"));
    session->setDark(true);
  }
  void theKeysOfATornWindowAreItsOwn() {
    QVERIFY(tear());
    QQuickWindow* window = torn("traffic");
    window->requestActivate();
    QVERIFY(QTest::qWaitForWindowActive(window));
    m_page.turnTo(window);
    choose(QStringLiteral("orders"));
    // A link and a pin are of what it shows.
    QTest::keyClick(window, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("halftone://traffic/orders"));
    QTest::keyClick(window, Qt::Key_B, Qt::ControlModifier);
    m_page.turnTo(nullptr);
    QTRY_VERIFY(m_page.of(QStringLiteral("favourite_0"), "link")
                    .toString()
                    .startsWith(QStringLiteral("halftone://traffic/orders?cluster=127.0.0.1")));
    // The palette opens here, and while it is open no key turns a page.
    m_page.turnTo(window);
    QTest::keyClick(window, Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY(m_page.of(QStringLiteral("paletteInput"), "activeFocus").toBool());
    const app::Session* session = m_page.console().session();
    QTest::keyClick(window, Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(session->page(), QStringLiteral("traffic"));
    m_page.type(QStringLiteral("health"));
    m_page.press(Qt::Key_Return);
    QTRY_COMPARE(session->page(), QStringLiteral("health"));
    QVERIFY(QTest::qWaitForWindowActive(m_page.console().window()));
    m_page.turnTo(nullptr);
    QVERIFY(m_page.find(QStringLiteral("paletteInput")) == nullptr);
    QTest::keyClick(m_page.window(), Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(session->page(), QStringLiteral("traffic"));
  }
  void aTornWindowComesBackWithItsServiceAndItsDraft() {
    QVERIFY(tear());
    m_page.turnTo(torn("traffic"));
    choose(QStringLiteral("orders"));
    editInTorn();
    m_page.console().window()->close();
    m_page = {};
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("overview")));
    QTRY_VERIFY_WITH_TIMEOUT(torn("traffic") != nullptr, kPatience);
    m_page.turnTo(torn("traffic"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(),
                              QStringLiteral("orders"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(draft(), m_draft, kPatience);
  }

 private:
  void put(const QByteArray& service, const QByteArray& revision) {
    const QByteArray target = "/v1/kv/halftone/policies/" + service + "?flags=" + revision;
    QCOMPARE(test::exchange("PUT", m_consul.url(), target, policy(service)).status, 200);
  }
  static QQuickWindow* torn(const char* page) {
    for (QWindow* window : QGuiApplication::allWindows()) {
      if (window->objectName() == QStringLiteral("tornWindow_") + QLatin1String(page))
        return qobject_cast<QQuickWindow*>(window);
    }
    return nullptr;
  }
  [[nodiscard]] bool tear() {
    QTest::keyClick(m_page.window(), Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    if (!QTest::qWaitFor([] { return torn("traffic") != nullptr; }, kPatience)) return false;
    if (!QTest::qWaitForWindowExposed(torn("traffic"))) return false;
    m_page.turnTo(torn("traffic"));
    const bool shows = QTest::qWaitFor(
        [this] { return m_page.find(QStringLiteral("splitSlider_v2")) != nullptr; }, kPatience);
    m_page.turnTo(nullptr);
    return shows;
  }
  // Leaves the driver in the main window.
  void editInTorn() {
    m_page.turnTo(torn("traffic"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("splitSlider_v2")) != nullptr, kPatience);
    QVERIFY(m_page.drag(QStringLiteral("splitSlider_v2"), QPoint(60, 0)));
    m_draft = draft();
    QVERIFY(!m_draft.isEmpty());
    m_page.turnTo(nullptr);
  }
  [[nodiscard]] bool closeTorn() {
    QTest::keyClick(torn("traffic"), Qt::Key_W, Qt::ControlModifier);
    m_page.turnTo(nullptr);
    return QTest::qWaitFor([] { return torn("traffic") == nullptr; }, kPatience);
  }
  void choose(const QString& service) {
    QQuickItem* picker = m_page.find(QStringLiteral("servicePicker"));
    QVERIFY(picker != nullptr);
    picker->forceActiveFocus();
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "count").toInt(), 2, kPatience);
    const bool isFirst = service == QLatin1String("chat");
    m_page.press(isFirst ? Qt::Key_Home : Qt::Key_End);
    if (picker->property("currentText").toString() != service)
      m_page.press(isFirst ? Qt::Key_Up : Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(vm()->property("service").toString(), service, kPatience);
  }
  [[nodiscard]] QObject* vm() const {
    const bool isMain = m_page.window() == m_page.console().window();
    return m_page.of(isMain ? QStringLiteral("pageTraffic") : QStringLiteral("tornTraffic"), "vm")
        .value<QObject*>();
  }
  [[nodiscard]] QString draft() const { return vm()->property("draftText").toString(); }

  test::ConsulProcess m_consul;
  test::PageDriver m_page;
  QString m_draft;
};

HALFTONE_PAGE_TEST_MAIN(TornPagesTest)
#include "tst_tornpages.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QTest>

#include "app/feeds/clusterbook.h"
#include "app/viewmodels/session.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;

namespace {

constexpr int kPatience = 15'000;

QByteArray policyOf(const QByteArray& service) {
  return "{\"apiVersion\":\"halftone/v1\",\"service\":\"" + service +
         "\",\"stable\":\"v1\",\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}}},"
         "\"default\":{\"split\":[{\"version\":\"v1\",\"weight\":100}],\"stickBy\":\"user\"}}";
}

}  // namespace

// Ways through the console by keys and links: where the focus is, what the palette says, what the title
// names.
class NavigationTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QSettings().clear();
    QVERIFY(m_consul.start());
    for (const QByteArray service : {"billing", "chat"}) {
      const QByteArray target = "/v1/kv/halftone/policies/" + service + "?flags=1";
      QCOMPARE(test::exchange("PUT", m_consul.url(), target, policyOf(service)).status, 200);
    }
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("traffic")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(),
                              QStringLiteral("billing"), kPatience);
  }
  void cleanupTestCase() { m_page = {}; }

  void theTitleNamesServicePageAndCluster() {
    QCOMPARE(m_page.window()->title(),
             QStringLiteral("billing – Traffic – %1 – Halftone").arg(m_consul.url().authority()));
  }

  void thePageOfTheStartHasTheKeys() {
    QTRY_VERIFY_WITH_TIMEOUT(focused(QStringLiteral("ruleList")), kPatience);
  }

  void arrowsAndEnterWorkInTheOverviewAtOnce() {
    QTest::keyClick(m_page.window(), Qt::Key_1, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(focused(QStringLiteral("overviewServices")), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("overviewServices"), "count").toInt(), 2, kPatience);
    m_page.press(Qt::Key_Home);
    m_page.press(Qt::Key_Up);
    m_page.press(Qt::Key_Down);
    QVERIFY(m_page.find(QStringLiteral("overviewServicesRing")) != nullptr);
    const QString chosen = m_page.window()->property("subject").toString();
    QVERIFY(!chosen.isEmpty());
    m_page.press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(session()->page(), QStringLiteral("traffic"), kPatience);
    QCOMPARE(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(), chosen);
  }

  void thePageInFrontHasTheFocusInItsList() {
    const auto leadsTo = [this](const char* page, const char* list) {
      session()->setPage(QString::fromLatin1(page));
      return QTest::qWaitFor([&] { return focused(QString::fromLatin1(list)); }, kPatience);
    };
    QVERIFY(leadsTo("audit", "auditList"));
    QVERIFY(leadsTo("traffic", "ruleList"));
    QVERIFY(leadsTo("explain", "sampleList"));
    QVERIFY(leadsTo("sessions", "sessionsView"));
    QVERIFY(leadsTo("catalog", "catalogServices"));
    QVERIFY(leadsTo("kv", "kvTree"));
  }

  void controlFLeadsToTheFilterOfEachPage() {
    const auto leadsTo = [this](const char* page, const char* field) {
      session()->setPage(QString::fromLatin1(page));
      QTest::keyClick(m_page.window(), Qt::Key_F, Qt::ControlModifier);
      return QTest::qWaitFor([&] { return focused(QString::fromLatin1(field)); }, kPatience);
    };
    QVERIFY(leadsTo("audit", "auditFilter"));
    QVERIFY(leadsTo("explain", "sampleFilter"));
    QVERIFY(leadsTo("kv", "kvGoTo"));
    QVERIFY(leadsTo("sessions", "sessionsFilter"));
    QVERIFY(leadsTo("catalog", "catalogFilter"));
  }

  void downInTheCatalogsFilterTakesAnOfferAndLeavesTheServiceSelected() {
    session()->setPage(QStringLiteral("catalog"));
    QTest::keyClick(m_page.window(), Qt::Key_F, Qt::ControlModifier);
    const QString before = m_page.window()->property("subject").toString();
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("catalogFilter"), "offering").toBool(), kPatience);
    m_page.press(Qt::Key_Down);
    QCOMPARE(m_page.window()->property("subject").toString(), before);
    QCOMPARE(m_page.of(QStringLiteral("catalogFilterOffers"), "currentIndex").toInt(), 0);
  }

  void aLinkInThePaletteOpensItsPlace() {
    palette(QStringLiteral("halftone://traffic/chat"));
    m_page.press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(session()->page(), QStringLiteral("traffic"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(),
                              QStringLiteral("chat"), kPatience);
  }

  void thePaletteSaysSoWhenNothingFits() {
    palette(QStringLiteral("halftone://nowhere"));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("paletteNothing"), "text").toString().contains(QStringLiteral("no place")),
        kPatience);
    m_page.press(Qt::Key_Escape);
    QTRY_VERIFY(m_page.find(QStringLiteral("paletteInput")) == nullptr);
  }

  void aLinkToNoServiceIsToldInTheWindow() {
    session()->setPage(QStringLiteral("overview"));
    palette(QStringLiteral("halftone://traffic/nosuch"));
    m_page.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("placeProblem")) != nullptr, kPatience);
    QCOMPARE(m_page.of(QStringLiteral("placeProblemText"), "text").toString(),
             QStringLiteral("There is no service nosuch."));
    QCOMPARE(session()->page(), QStringLiteral("overview"));
    QVERIFY(m_page.click(QStringLiteral("placeProblemClose")));
    QTRY_VERIFY(m_page.find(QStringLiteral("placeProblem")) == nullptr);
  }

  void actionsOfAPageBringItToTheFront() {
    session()->setPage(QStringLiteral("overview"));
    palette(QStringLiteral("Health: back to live"));
    m_page.press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(session()->page(), QStringLiteral("health"), kPatience);
  }

  void aCopiedLinkCarriesItsCluster() {
    session()->setPage(QStringLiteral("traffic"));
    QTest::keyClick(m_page.window(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    const QString link = QGuiApplication::clipboard()->text();
    QVERIFY2(link.startsWith(QStringLiteral("halftone://traffic/chat?cluster=127.0.0.1")), qPrintable(link));
  }

  // The last of all: it ends in the other cluster.
  void aLinkOfAnotherClusterOffersToSwitchAndIsFollowedThere() {
    QSettings settings;
    app::Cluster prod;
    prod.name = QStringLiteral("prod");
    prod.addresses = {m_consul.url().toString()};
    QVERIFY(app::ClusterBook(&settings).save(prod, {}));
    settings.sync();
    session()->setPage(QStringLiteral("overview"));
    palette(QStringLiteral("halftone://traffic/chat?cluster=nowhere"));
    m_page.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("placeProblem")) != nullptr, kPatience);
    QVERIFY(m_page.find(QStringLiteral("placeProblemSwitch")) == nullptr);
    palette(QStringLiteral("halftone://traffic/chat?cluster=prod"));
    m_page.press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("placeProblemSwitch")) != nullptr, kPatience);
    QCOMPARE(session()->page(), QStringLiteral("overview"));
    QVERIFY(m_page.click(QStringLiteral("placeProblemSwitch")));
    QTRY_COMPARE_WITH_TIMEOUT(session()->cluster(), QStringLiteral("prod"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(session()->page(), QStringLiteral("traffic"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("servicePicker"), "currentText").toString(),
                              QStringLiteral("chat"), kPatience);
    QVERIFY(m_page.find(QStringLiteral("placeProblem")) == nullptr);
  }

 private:
  [[nodiscard]] app::Session* session() const { return m_page.console().session(); }
  [[nodiscard]] bool focused(const QString& name) const { return m_page.of(name, "activeFocus").toBool(); }
  void palette(const QString& text) {
    QTest::keyClick(m_page.window(), Qt::Key_K, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("paletteInput")) != nullptr, kPatience);
    m_page.type(text);
  }

  test::ConsulProcess m_consul;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(NavigationTest)
#include "tst_navigation.moc"

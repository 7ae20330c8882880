// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
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
const QString kNoPage;

}  // namespace

// What the console had in front is there again when it starts anew, on a real Consul, with mouse and keys.
class WindowMemoryTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    for (const char* name : {"mail", "web"})
      QCOMPARE(test::exchange("PUT", m_consul.url(), "/v1/agent/service/register",
                              QByteArray("{\"Name\":\"") + name + "\",\"Port\":25}")
                   .status,
               200);
  }
  void init() { QSettings().clear(); }
  void cleanup() { m_page = {}; }

  void aPageItsServiceAndWhatWasPartedComeBack() {
    QVERIFY(m_page.start(m_consul.url(), kNoPage));
    QCOMPARE(m_page.console().session()->page(), QStringLiteral("overview"));
    QVERIFY(m_page.click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("catalogService_mail")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("catalogService_mail")));
    QVERIFY(m_page.drag(QStringLiteral("catalogParting"), QPoint(90, 0)));
    QTRY_VERIFY_WITH_TIMEOUT(listWidth() > 380, kPatience);
    const int width = listWidth();
    again();
    QCOMPARE(m_page.console().session()->page(), QStringLiteral("catalog"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("catalogService_mail"), "highlighted").toBool(),
                             kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(listWidth(), width, kPatience);
  }
  void theClusterOfLastTimeIsReadOnlyWhereThatIsAskedFor() {
    QSettings settings;
    app::ClusterBook book(&settings);
    app::Cluster prod;
    prod.name = QStringLiteral("prod");
    prod.addresses = {m_consul.url().toString()};
    QVERIFY(book.save(prod, {}));
    book.setLast(prod.name);
    QVERIFY(m_page.startLast(true));
    QCOMPARE(m_page.console().session()->cluster(), prod.name);
    QVERIFY(m_page.console().session()->isReadOnly());
    // The second opening, with the keyring's token or without, holds to it.
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("statusConsul"), "text").toString().contains(QLatin1String("connected")),
        kPatience);
    QVERIFY(m_page.console().session()->isReadOnly());
    m_page = {};
    QVERIFY(m_page.startLast(false));
    QVERIFY(!m_page.console().session()->isReadOnly());
  }
  void aListedClusterIsWhatItIsMarkedAsByItsAddressToo() {
    QSettings settings;
    app::Cluster prod;
    prod.name = QStringLiteral("prod");
    prod.addresses = {m_consul.url().toString() + QLatin1Char('/')};
    prod.production = prod.readOnly = true;
    QVERIFY(app::ClusterBook(&settings).save(prod, {}));
    QVERIFY(m_page.start(m_consul.url(), kNoPage));
    QVERIFY(m_page.console().session()->isProduction() && m_page.console().session()->isReadOnly());
  }
  void columnsTheirOrderAndSpansComeBack() {
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("sessions")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionsHeader_2Edge")) != nullptr, kPatience);
    const int before = headerWidth(2);
    QVERIFY(m_page.drag(QStringLiteral("sessionsHeader_2Edge"), QPoint(60, 0)));
    QTRY_VERIFY_WITH_TIMEOUT(headerWidth(2) > before + 40, kPatience);
    const int wider = headerWidth(2);
    QVERIFY(m_page.click(QStringLiteral("sessionsHeader_3")));
    QTRY_VERIFY(m_page.of(QStringLiteral("sessionsHeader_3"), "sorted").toBool());
    const bool ascending = m_page.of(QStringLiteral("sessionsHeader_3"), "ascending").toBool();
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QVERIFY(m_page.click(QStringLiteral("healthSpan_900")));
    QTRY_VERIFY(m_page.of(QStringLiteral("healthSpan_900"), "checked").toBool());
    again();
    QCOMPARE(m_page.console().session()->page(), QStringLiteral("health"));
    QTRY_VERIFY(m_page.of(QStringLiteral("healthSpan_900"), "checked").toBool());
    QVERIFY(m_page.click(QStringLiteral("nav_sessions")));
    QTRY_COMPARE_WITH_TIMEOUT(headerWidth(2), wider, kPatience);
    QVERIFY(m_page.of(QStringLiteral("sessionsHeader_3"), "sorted").toBool());
    QCOMPARE(m_page.of(QStringLiteral("sessionsHeader_3"), "ascending").toBool(), ascending);
  }
  void thePageThatIsAskedForGoesBeforeTheOneOfLastTime() {
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("kv")));
    m_page = {};
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("audit")));
    QCOMPARE(m_page.console().session()->page(), QStringLiteral("audit"));
  }
  void nonsenseInTheSettingsIsHarmless() {
    QSettings settings;
    settings.setValue(QStringLiteral("memory/page"), QStringLiteral("nowhere"));
    settings.setValue(QStringLiteral("memory/services/catalog"), QStringLiteral("nosuch"));
    settings.setValue(QStringLiteral("memory/services/traffic"), QStringLiteral("nosuch"));
    settings.setValue(QStringLiteral("memory/health/range"), -7);
    settings.setValue(QStringLiteral("memory/traffic/span"), QStringLiteral("nan"));
    settings.setValue(QStringLiteral("memory/catalog/listWidth"), 1'000'000'000);
    settings.setValue(QStringLiteral("memory/tables/sessions/widths"),
                      QStringList{QStringLiteral("0"), QStringLiteral("x"), QStringLiteral("1000000000"),
                                  QStringLiteral("-5"), QStringLiteral("nan"), QString(), QString(),
                                  QStringLiteral("99999999999999")});
    settings.setValue(QStringLiteral("memory/tables/sessions/sort"), 99);
    settings.sync();
    QVERIFY(m_page.start(m_consul.url(), kNoPage));
    QCOMPARE(m_page.console().session()->page(), QStringLiteral("overview"));
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QTRY_VERIFY(m_page.of(QStringLiteral("healthSpan_60"), "checked").toBool());
    QVERIFY(m_page.click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("catalogService_mail")) != nullptr, kPatience);
    QCOMPARE(listWidth(), 340);
    // A service that is gone leaves the choice to the page.
    QTRY_VERIFY_WITH_TIMEOUT(oneServiceIsChosen(), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_sessions")));
    QTRY_VERIFY_WITH_TIMEOUT(headerWidth(2) > 40, kPatience);
    const QAbstractItemModel* table =
        m_page.of(QStringLiteral("sessionsTable"), "table").value<QAbstractItemModel*>();
    QCOMPARE(settings.value(QStringLiteral("memory/tables/sessions/widths")).toStringList().size(),
             table->columnCount());  // else none of them was looked at
    for (int column = 0; column < table->columnCount(); ++column)
      QVERIFY2(headerWidth(column) >= 40 && headerWidth(column) <= 2000, qPrintable(QString::number(column)));
    QVERIFY(table->property("sortColumn").toInt() < table->columnCount());
  }
  void whatIsInFrontIsKeptAtOnce() {
    QVERIFY(m_page.start(m_consul.url(), kNoPage));
    QVERIFY(m_page.click(QStringLiteral("nav_audit")));
    QCOMPARE(QSettings().value(QStringLiteral("memory/page")).toString(), QStringLiteral("audit"));
  }

 private:
  // As an operator does: closed, and started anew.
  void again() {
    QVERIFY(m_page.window()->close());
    m_page = {};
    QVERIFY(m_page.start(m_consul.url(), kNoPage));
  }
  [[nodiscard]] bool oneServiceIsChosen() const {
    const auto isChosen = [this](const char* name) {
      return m_page.of(QStringLiteral("catalogService_") + QLatin1String(name), "highlighted").toBool();
    };
    return isChosen("consul") || isChosen("mail") || isChosen("web");
  }
  [[nodiscard]] int listWidth() const { return m_page.of(QStringLiteral("catalogList"), "width").toInt(); }
  [[nodiscard]] int headerWidth(int column) const {
    return m_page.of(QStringLiteral("sessionsHeader_%1").arg(column), "width").toInt();
  }

  test::ConsulProcess m_consul;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(WindowMemoryTest)
#include "tst_windowmemory.moc"

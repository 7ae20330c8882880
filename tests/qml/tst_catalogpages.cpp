// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

#include "tests/qml/pagetest.h"
#include "tests/qml/twonodes.h"

using namespace halftone;

// Catalog, keys, clusters and the demo's page, whole.
class CatalogPagesTest : public QObject, private test::TwoNodes {
  Q_OBJECT

 private slots:
  void initTestCase() { startConsul(); }
  void init() { startConsole(); }
  void cleanup() { endConsole(); }

  void theCatalogShowsAnInstanceThatFails() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("catalogInstance_chat-2"), "kind").toString(),
                              QStringLiteral("ok"), kPatience);
    QCOMPARE(m_page->of(QStringLiteral("catalogService_chat"), "kind").toString(), QStringLiteral("ok"));
    put("/v1/agent/check/fail/service:chat-2?note=broken");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("catalogInstance_chat-2"), "kind").toString(),
                              QStringLiteral("bad"), kPatience);
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogService_chat"), "kind").toString(), QStringLiteral("bad"));
    QVERIFY(!m_page->of(QStringLiteral("catalogInstance_chat-2"), "flaps").toString().isEmpty());
  }

  void anInstanceOpensToItsChecks() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    const int closed = m_page->of(QStringLiteral("catalogRows"), "count").toInt();
    QVERIFY(m_page->click(QStringLiteral("catalogInstance_chat-1")));
    // The node's own check and the instance's.
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogRows"), "count").toInt(), closed + 2);
    QVERIFY(m_page->click(QStringLiteral("catalogInstance_chat-1")));
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogRows"), "count").toInt(), closed);
  }

  void theCatalogsFilterFindsByVersionAndName() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("catalogServices"), "count").toInt(), 2, kPatience);
    QVERIFY(m_page->click(QStringLiteral("catalogFilter")));
    m_page->type(QStringLiteral("version:v2"));
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogServices"), "count").toInt(), 1);
    QVERIFY(m_page->find(QStringLiteral("catalogService_chat")) != nullptr);
    m_page->press(Qt::Key_Escape);
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogServices"), "count").toInt(), 2);
    QVERIFY(m_page->click(QStringLiteral("catalogService_consul")));
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogInstance_consul")) != nullptr);
  }

  void aFilterExpressionIsConsulsAndItsErrorStandsAtTheField() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    QVERIFY(m_page->click(QStringLiteral("catalogExpression")));
    m_page->type(QStringLiteral("Service.Meta.version == v2"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) == nullptr, kPatience);
    QVERIFY(m_page->find(QStringLiteral("catalogInstance_chat-2")) != nullptr);
    m_page->press(Qt::Key_Escape);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    m_page->type(QStringLiteral("Service.Meta.ver"));
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogExpressionOffer_0")) != nullptr);
    QVERIFY(!m_page->of(QStringLiteral("catalogExpression"), "problem").toString().isEmpty());
    m_page->press(Qt::Key_Tab);
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogExpression"), "text").toString(),
                 QStringLiteral("Service.Meta.version "));
    m_page->type(QStringLiteral("== v2"));
    QCOMPARE(m_page->of(QStringLiteral("catalogExpression"), "problem").toString(), QString());
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) == nullptr, kPatience);
    m_page->press(Qt::Key_Escape);
    m_page->press(Qt::Key_Escape);
    QTRY_COMPARE(m_page->of(QStringLiteral("catalogExpression"), "text").toString(), QString());
    m_page->type(QStringLiteral("Nonsense == 1"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogExpressionError")) != nullptr, kPatience);
    QVERIFY(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr);
  }

  void maintenanceIsSwitchedFromAnInstancesMenu() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogMenu_chat-1")) != nullptr, kPatience);
    QVERIFY(m_page->click(QStringLiteral("catalogMenu_chat-1")));
    QVERIFY(m_page->click(QStringLiteral("catalogMaintenance")));
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogAwayDialogWhy")) != nullptr);
    m_page->type(QStringLiteral("disk"));
    QVERIFY(m_page->click(QStringLiteral("catalogAwayDialogYes")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("catalogInstance_chat-1"), "kind").toString(),
                              QStringLiteral("pause"), kPatience);
    QVERIFY(m_page->click(QStringLiteral("catalogMenu_chat-1")));
    QVERIFY(m_page->click(QStringLiteral("catalogMaintenance")));
    QVERIFY(m_page->click(QStringLiteral("catalogBackDialogYes")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("catalogInstance_chat-1"), "kind").toString(),
                              QStringLiteral("ok"), kPatience);
  }

  void severalInstancesAreCopiedAndSwitchedTogether() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-2")) != nullptr, kPatience);
    const int rows = m_page->of(QStringLiteral("catalogRows"), "count").toInt();
    QVERIFY(m_page->click(QStringLiteral("catalogInstance_chat-1"), Qt::ControlModifier));
    QVERIFY(m_page->click(QStringLiteral("catalogInstance_chat-2"), Qt::ControlModifier));
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogRest")) != nullptr);
    QCOMPARE(m_page->of(QStringLiteral("catalogRows"), "count").toInt(), rows);  // none opened
    QVERIFY(m_page->of(QStringLiteral("catalogInstance_chat-1"), "highlighted").toBool());

    m_page->press(Qt::Key_C, Qt::ControlModifier);
    const auto copied = [] { return QGuiApplication::clipboard()->text(); };
    QTRY_VERIFY_WITH_TIMEOUT(copied().startsWith(QLatin1Char('[')), kPatience);
    QCOMPARE(copied().count(QLatin1String("\"CreateIndex\"")) > 2, true);
    QVERIFY(copied().contains(QLatin1String("chat-1")) && copied().contains(QLatin1String("chat-2")));

    QVERIFY(m_page->click(QStringLiteral("catalogRest")));
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogRestDialogWhy")) != nullptr);
    m_page->type(QStringLiteral("disk"));
    QVERIFY(m_page->click(QStringLiteral("catalogRestDialogYes")));
    for (const char* name : {"catalogInstance_chat-1", "catalogInstance_chat-2"}) {
      QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QLatin1String(name), "kind").toString(), QStringLiteral("pause"),
                                kPatience);
    }
    // Still the same ones, and nothing more to take away.
    QTRY_VERIFY(m_page->find(QStringLiteral("catalogRest")) == nullptr);
    const auto* catalog = m_page->of(QStringLiteral("pageCatalog"), "vm").value<QObject*>();
    QVERIFY(catalog != nullptr);
    QCOMPARE(catalog->property("restCount").toInt(), 0);
    QCOMPARE(catalog->property("returnCount").toInt(), 2);
    QVERIFY(m_page->click(QStringLiteral("catalogReturn")));
    QVERIFY(m_page->click(QStringLiteral("catalogReturnDialogYes")));
    for (const char* name : {"catalogInstance_chat-1", "catalogInstance_chat-2"}) {
      QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QLatin1String(name), "kind").toString(), QStringLiteral("ok"),
                                kPatience);
    }
  }

  void keysWalkThroughInstancesAndSelect() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-2")) != nullptr, kPatience);
    const int rows = m_page->of(QStringLiteral("catalogRows"), "count").toInt();
    QVERIFY(m_page->click(QStringLiteral("catalogInstance_chat-1")));  // chosen, and open
    QTRY_VERIFY(m_page->of(QStringLiteral("catalogRows"), "count").toInt() > rows);
    m_page->press(Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("selectionText"), "text").toString(),
                 QStringLiteral("2 selected"));
    m_page->press(Qt::Key_Escape);
    QTRY_VERIFY(m_page->find(QStringLiteral("selectionText")) == nullptr);
    m_page->press(Qt::Key_A, Qt::ControlModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("selectionText"), "text").toString(),
                 QStringLiteral("2 selected"));
    QVERIFY(m_page->click(QStringLiteral("catalogMarkedCurl")));
    QVERIFY(m_page->click(QStringLiteral("catalogCurlRest")));
    const auto copied = [] { return QGuiApplication::clipboard()->text(); };
    QTRY_COMPARE(copied().count(QLatin1String("curl -s -X PUT '")), 2);
    QVERIFY2(copied().contains(QLatin1String("/v1/agent/service/maintenance/chat-2?enable=true'")),
             qPrintable(copied()));
    QVERIFY(m_page->click(QStringLiteral("catalogMarkedCurl")));
    QVERIFY(m_page->click(QStringLiteral("catalogCurlRead")));
    QVERIFY2(copied().startsWith(QLatin1String("curl -s '")) &&
                 copied().contains(QLatin1String("%20or%20Service.ID")),
             qPrintable(copied()));
  }

  void theNodesOfTheDataCentreShowWhatRunsOnThem() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QVERIFY(m_page->click(QStringLiteral("catalogView_nodes")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogNode_node-under-test")) != nullptr,
                             kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_consul")) != nullptr, kPatience);
  }

  void aKeyIsFoundEditedAndSaved() {
    put("/v1/kv/app/settings", "{\"on\": true}");
    QVERIFY(m_page->click(QStringLiteral("nav_kv")));
    QVERIFY(m_page->click(QStringLiteral("kvGoTo")));
    m_page->type(QStringLiteral("app/settings"));
    m_page->press(Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->of(QStringLiteral("kvEditorText"), "text").toString(),
                              QStringLiteral("{\"on\": true}"), kPatience);
    // The tree is read by requests of its own.
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("kvRow_app/settings")) != nullptr, kPatience);
    QVERIFY(m_page->click(QStringLiteral("kvEditorText")));
    m_page->press(Qt::Key_Home);
    m_page->type(QStringLiteral(" "));
    QVERIFY(m_page->click(QStringLiteral("kvSave")));
    QTRY_COMPARE_WITH_TIMEOUT(test::exchange("GET", m_consul.url(), "/v1/kv/app/settings?raw").body,
                              QByteArray(" {\"on\": true}"), kPatience);
  }

  void aPolicyOfTheStoreIsReviewedBeforeItIsPublished() {
    QVERIFY(m_page->click(QStringLiteral("nav_kv")));
    QVERIFY(m_page->click(QStringLiteral("kvGoTo")));
    m_page->press(Qt::Key_A, Qt::ControlModifier);
    m_page->type(QStringLiteral("halftone/policies/chat"));
    m_page->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page->of(QStringLiteral("kvEditorText"), "text").toString().contains(QLatin1String("stable")),
        kPatience);
    QVERIFY(m_page->click(QStringLiteral("kvEditorText")));
    m_page->press(Qt::Key_Home, Qt::ControlModifier);
    m_page->type(QStringLiteral(" "));
    QVERIFY(m_page->click(QStringLiteral("kvSave")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("kvPublishDialogWhy")) != nullptr, kPatience);
    const QByteArray target = "/v1/kv/halftone/policies/chat?raw";
    QCOMPARE(test::exchange("GET", m_consul.url(), target).body, QByteArray(kPolicy));  // nothing yet
    m_page->type(QStringLiteral("tidy"));
    m_page->press(Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(test::exchange("GET", m_consul.url(), target).body != QByteArray(kPolicy),
                             kPatience);
  }

  void anotherClusterIsNamedAndSwitchedTo() {
    test::ConsulProcess other;
    QVERIFY(other.start());
    (void)test::exchange("PUT", other.url(), "/v1/kv/only-there", "1");
    QVERIFY(m_page->click(QStringLiteral("clusterButton")));
    QVERIFY(m_page->click(QStringLiteral("connectionNew")));
    QVERIFY(m_page->click(QStringLiteral("connectionName")));
    m_page->type(QStringLiteral("other"));
    QVERIFY(m_page->click(QStringLiteral("connectionAddresses")));
    m_page->type(other.url().toString());
    QVERIFY(m_page->click(QStringLiteral("connectionProduction")));
    QVERIFY(m_page->click(QStringLiteral("connectionUse")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("productionFrame")) != nullptr, kPatience);
    QVERIFY(m_page->click(QStringLiteral("nav_kv")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("kvRow_only-there")) != nullptr, kPatience);
    QVERIFY(m_page->click(QStringLiteral("clusterButton")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("cluster_other")) != nullptr, kPatience);
  }

  void filesOfTlsAreLookedAtBeforeAClusterIsKept() {
    QVERIFY(m_page->click(QStringLiteral("clusterButton")));
    QVERIFY(m_page->click(QStringLiteral("connectionNew")));
    QVERIFY(m_page->click(QStringLiteral("connectionName")));
    m_page->type(QStringLiteral("secure"));
    QVERIFY(m_page->click(QStringLiteral("connectionAddresses")));
    m_page->type(QStringLiteral("https://127.0.0.1:8501"));
    QVERIFY(m_page->click(QStringLiteral("connectionAuthorities")));
    m_page->type(QStringLiteral("/nowhere/ca.pem"));
    const auto error = [this] { return m_page->of(QStringLiteral("connectionError"), "text").toString(); };
    QVERIFY(m_page->click(QStringLiteral("connectionSave")));
    QTRY_VERIFY_WITH_TIMEOUT(error().contains(QLatin1String("/nowhere/ca.pem")), kPatience);
    QVERIFY(m_page->find(QStringLiteral("cluster_secure")) == nullptr);
    QVERIFY(m_page->click(QStringLiteral("connectionAuthorities")));
    for (int i = 0; i < QStringLiteral("/nowhere/ca.pem").size(); ++i) m_page->press(Qt::Key_Backspace);
    QVERIFY(m_page->click(QStringLiteral("connectionCertificate")));
    m_page->type(QStringLiteral("/nowhere/client.pem"));
    QVERIFY(m_page->click(QStringLiteral("connectionSave")));
    QTRY_VERIFY_WITH_TIMEOUT(error().contains(QLatin1String("belong together")), kPatience);
    QVERIFY(m_page->click(QStringLiteral("connectionClose")));
  }

  void withoutADemoThePageSaysHowToStartOne() {
    QVERIFY(m_page->click(QStringLiteral("nav_demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("demoAbsent")) != nullptr, kPatience);
    QVERIFY(m_page->find(QStringLiteral("crowdSliderHandle")) == nullptr);
  }

  // Ends Consul: the last of all.
  void withoutConsulTheCatalogIsStaleAndSaysSo() {
    QVERIFY(m_page->click(QStringLiteral("nav_catalog")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr, kPatience);
    QVERIFY(m_page->find(QStringLiteral("pageState")) == nullptr);
    m_consul.stop();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->find(QStringLiteral("pageState")) != nullptr, kPatience);
    QVERIFY(m_page->find(QStringLiteral("catalogInstance_chat-1")) != nullptr);
  }
};

HALFTONE_PAGE_TEST_MAIN(CatalogPagesTest)
#include "tst_catalogpages.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QClipboard>
#include <QGuiApplication>
#include <QSettings>
#include <QTest>

#include "tests/app/streamserver.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;

namespace {

constexpr int kPatience = 15'000;

QString session(int number) {
  return QStringLiteral(R"({"id":"s%1","user":"u%1","rooms":["%2"],"messages":%3,"since":1,"lastActive":1})")
      .arg(number)
      .arg(number % 2 == 0 ? QStringLiteral("lobby") : QStringLiteral("games"))
      .arg(1000 - number);
}

QString frame(const QString& node, const QString& version, bool full, int from, int to) {
  QStringList sessions;
  for (int i = from; i < to; ++i) sessions << session(i);
  return QStringLiteral(
             R"({"type":"sessions","node":"%1","version":"%2","epoch":"e","full":%3,"sessions":[%4]})")
      .arg(node, version, full ? QStringLiteral("true") : QStringLiteral("false"),
           sessions.join(QLatin1Char(',')));
}

constexpr char kPolicy[] =
    R"({"apiVersion":"halftone/v1","service":"chat",
        "versions":{"v1":{"select":{"version":"v1"}},"v2":{"select":{"version":"v2"}}},"stable":"v1",
        "default":{"split":[{"version":"v2","weight":25},{"version":"v1","weight":75}],"stickBy":"user"}})";

}  // namespace

// The pages of sessions and of the catalog on a real Consul; the chat nodes' streams are the test's.
class TablePagesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    put("/v1/kv/halftone/policies/chat?flags=1", kPolicy);
  }
  void init() {
    QSettings().clear();  // what was in front in the test before
    m_one = std::make_unique<test::StreamServer>();
    m_two = std::make_unique<test::StreamServer>();
    QVERIFY(m_one->listen());
    QVERIFY(m_two->listen());
    m_one->greet(frame(QStringLiteral("chat-1"), QStringLiteral("v1"), true, 0, 30));
    m_two->greet(frame(QStringLiteral("chat-2"), QStringLiteral("v2"), true, 30, 40));
    enlist("chat-1", "v1", *m_one);
    enlist("chat-2", "v2", *m_two);
    m_page = std::make_unique<test::PageDriver>();
    QVERIFY(m_page->start(m_consul.url(), QStringLiteral("sessions")));
    QTRY_COMPARE_WITH_TIMEOUT(count(), QStringLiteral("40"), kPatience);
  }
  void cleanup() {
    m_page.reset();
    for (const QByteArray id : {"chat-1", "chat-2"}) put("/v1/agent/service/deregister/" + id);
  }

  void sessionsOfAllNodesStandInOneTable() {
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsView"), "rows").toInt(), 40);
    QCOMPARE(cell(0, 0), QStringLiteral("u0"));
    QCOMPARE(cell(0, 2), QStringLiteral("v1"));
    QCOMPARE(cell(39, 0), QStringLiteral("u39"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsVersion_v2"), "share").toString(), QStringLiteral("25.0 %"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsVersion_v2"), "wanted").toString(),
             QStringLiteral("25.00 %"));
  }

  void aClickOnAHeadSortsByItsColumn() {
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_5")));
    QTRY_COMPARE(cell(0, 5), QStringLiteral("1,000"));
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_5")));
    QTRY_COMPARE(cell(0, 5), QStringLiteral("961"));
    QVERIFY(m_page->click(QStringLiteral("sessionsHeader_0")));
    QTRY_COMPARE(cell(0, 0), QStringLiteral("u0"));
  }

  void draggingAHeadsEdgeResizesItsColumn() {
    const double before = m_page->of(QStringLiteral("sessionsHeader_2"), "width").toDouble();
    QVERIFY(m_page->drag(QStringLiteral("sessionsHeader_2Edge"), QPoint(60, 0)));
    const double after = m_page->of(QStringLiteral("sessionsHeader_2"), "width").toDouble();
    QVERIFY2(after > before + 20, qPrintable(QString::number(after)));
  }

  void theFilterWorksAsOneTypes() {
    QVERIFY(m_page->click(QStringLiteral("sessionsFilter")));
    m_page->type(QStringLiteral("room:lobby"));
    QTRY_COMPARE(count(), QStringLiteral("20 of 40"));
    m_page->type(QStringLiteral(" version:v2"));
    QTRY_COMPARE(count(), QStringLiteral("5 of 40"));
    m_page->type(QStringLiteral(" user:u38"));
    QTRY_COMPARE(count(), QStringLiteral("1 of 40"));
    QCOMPARE(cell(0, 0), QStringLiteral("u38"));
    QVERIFY(m_page->click(QStringLiteral("sessionsFilterClear")));
    QTRY_COMPARE(count(), QStringLiteral("40"));
    m_page->type(QStringLiteral("nobody"));
    QTRY_COMPARE(count(), QStringLiteral("0 of 40"));
    QVERIFY(!m_page->of(QStringLiteral("sessionsEmpty"), "text").toString().isEmpty());
    m_page->press(Qt::Key_Escape);
    QTRY_COMPARE(count(), QStringLiteral("40"));
  }

  void aClickOnAVersionShowsOnlyItsSessions() {
    QVERIFY(m_page->click(QStringLiteral("sessionsVersion_v2")));
    QTRY_COMPARE(count(), QStringLiteral("10 of 40"));
    QCOMPARE(m_page->of(QStringLiteral("sessionsFilter"), "text").toString(), QStringLiteral("version=v2"));
    QVERIFY(m_page->click(QStringLiteral("sessionsVersion_v2")));
    QTRY_COMPARE(count(), QStringLiteral("40"));
  }

  void arrowKeysWalkThroughTheRows() {
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    const int start = m_page->of(QStringLiteral("sessionsTable"), "table")
                          .value<QObject*>()
                          ->property("currentRow")
                          .toInt();
    QVERIFY(start > 0);
    m_page->press(Qt::Key_Down);
    QCOMPARE(current(), start + 1);
    m_page->press(Qt::Key_Home);
    QCOMPARE(current(), 0);
    m_page->press(Qt::Key_End);
    QCOMPARE(current(), 39);
  }

  void aSelectedRowOpensBesideTheTable() {
    QVERIFY(m_page->find(QStringLiteral("sessionPane")) == nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionPane")) != nullptr);
    const QString user = cell(current(), 0);
    QCOMPARE(m_page->of(QStringLiteral("sessionPaneUser"), "text").toString(), user);
    QVERIFY(!m_page->of(QStringLiteral("sessionPaneVerdict"), "text").toString().isEmpty());
    QVERIFY(m_page->click(QStringLiteral("sessionPaneClose")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionPane")) == nullptr);
  }

  void keysSelectMoreRowsAndTheirMoveIsProjected() {
    QVERIFY(m_page->find(QStringLiteral("sessionsMove")) == nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    m_page->press(Qt::Key_Home);
    QTest::keyClick(m_page->window(), Qt::Key_Down, Qt::ShiftModifier);
    QTest::keyClick(m_page->window(), Qt::Key_Down, Qt::ShiftModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsSelected"), "text").toString(),
                 QStringLiteral("3 selected"));
    QTest::keyClick(m_page->window(), Qt::Key_A, Qt::ControlModifier);
    QTRY_COMPARE(m_page->of(QStringLiteral("sessionsSelected"), "text").toString(),
                 QStringLiteral("40 selected"));
    QVERIFY(m_page->click(QStringLiteral("sessionsMove")));
    QTRY_COMPARE(m_page->of(QStringLiteral("moveEffect"), "text").toString(),
                 QStringLiteral("40 sessions on 2 nodes"));
    QVERIFY(m_page->of(QStringLiteral("moveProjection"), "text")
                .toString()
                .startsWith(QStringLiteral("Takes 2 s")));
  }

  void whatANodeDoesNotTakeIsSaidInTheDialog() {
    QVERIFY(m_page->click(QStringLiteral("sessionsView")));
    QTRY_VERIFY(m_page->find(QStringLiteral("sessionsKick")) != nullptr);
    QVERIFY(m_page->click(QStringLiteral("sessionsKick")));
    QTRY_VERIFY(m_page->find(QStringLiteral("kickConfirm")) != nullptr);
    // The test's nodes speak only their stream.
    QVERIFY(m_page->click(QStringLiteral("kickConfirm")));
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->of(QStringLiteral("kickError"), "text").toString().isEmpty(),
                             kPatience);
  }

  void aPausedTableStandsStillAndThenCatchesUp() {
    QVERIFY(m_page->click(QStringLiteral("sessionsPause")));
    m_one->send(frame(QStringLiteral("chat-1"), QStringLiteral("v1"), false, 100, 105));
    QTest::qWait(700);  // longer than a change takes to show
    QCOMPARE(count(), QStringLiteral("40"));
    QVERIFY(m_page->click(QStringLiteral("sessionsPause")));
    QTRY_COMPARE(count(), QStringLiteral("45"));
  }

  void sessionsOfADeadNodeGoWhenItsCheckFails() {
    m_two->die();
    put("/v1/agent/check/fail/service:chat-2");
    QTRY_COMPARE_WITH_TIMEOUT(count(), QStringLiteral("30"), kPatience);
  }

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

 private:
  void put(const QByteArray& target, const QByteArray& body = {}) {
    const auto reply = test::exchange("PUT", m_consul.url(), target, body);
    if (reply.status != 200) qInfo("%s: %d %s", target.constData(), reply.status, reply.body.constData());
  }
  void enlist(const QByteArray& id, const QByteArray& version, const test::StreamServer& server) {
    put("/v1/agent/service/register", R"({"ID":")" + id + R"(","Name":"chat","Port":1,"Meta":{"version":")" +
                                          version + R"(","admin":")" + server.admin().toUtf8() +
                                          R"("},"Check":{"TTL":"600s","Status":"passing"}})");
  }
  [[nodiscard]] QString count() const {
    return m_page->of(QStringLiteral("sessionsCount"), "text").toString();
  }
  [[nodiscard]] QAbstractItemModel* table() const {
    return m_page->of(QStringLiteral("sessionsTable"), "table").value<QAbstractItemModel*>();
  }
  [[nodiscard]] QString cell(int row, int column) const {
    return table()->index(row, column).data(Qt::DisplayRole).toString();
  }
  [[nodiscard]] int current() const { return table()->property("currentRow").toInt(); }

  test::ConsulProcess m_consul;
  std::unique_ptr<test::StreamServer> m_one;
  std::unique_ptr<test::StreamServer> m_two;
  std::unique_ptr<test::PageDriver> m_page;
};

HALFTONE_PAGE_TEST_MAIN(TablePagesTest)
#include "tst_tablepages.moc"

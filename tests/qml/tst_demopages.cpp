// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QImage>
#include <QJSValue>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/viewmodels/healthviewmodel.h"
#include "tests/e2e/demoprocess.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using nlohmann::json;

namespace {
constexpr int kPatience = 20'000;
}

// The pages of the demo, of health and of sessions on the real demo, registered in a real Consul.
class DemoPagesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    QVERIFY(m_demo.start({QStringLiteral("--consul"), m_consul.url().toString(), QStringLiteral("--users"),
                          QStringLiteral("60")}));
    QVERIFY(m_page.start(m_consul.url(), QStringLiteral("demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("demoProcess_chat-1")) != nullptr, kPatience);
  }
  void cleanupTestCase() { QVERIFY(m_demo.stop()); }

  void theCrowdGrowsWhenItsSliderIsLetGo() {
    QCOMPARE(m_page.of(QStringLiteral("crowdSlider"), "inForce").toInt(), 60);
    const double track = m_page.of(QStringLiteral("crowdSliderHandle"), "availableWidth").toDouble();
    const QQuickItem* handle = m_page.of(QStringLiteral("crowdSliderHandle"), "handle").value<QQuickItem*>();
    QVERIFY(handle != nullptr);
    const_cast<QQuickItem*>(handle)->setObjectName(QStringLiteral("crowdKnob"));
    QVERIFY(m_page.drag(QStringLiteral("crowdKnob"), QPoint(static_cast<int>(track * 0.05), 0)));
    const int asked = m_page.of(QStringLiteral("crowdSlider"), "value").toInt();
    QVERIFY(asked > 60);
    QTRY_COMPARE_WITH_TIMEOUT(state().at("crowd").at("users").get<int>(), asked, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("crowdSlider"), "inForce").toInt(), asked, kPatience);
    QTRY_VERIFY(!m_page.of(QStringLiteral("crowdSlider"), "asking").toBool());
  }

  void keysMoveASliderToo() {
    QVERIFY(m_page.click(QStringLiteral("faultLatency_v2Handle")));
    m_page.press(Qt::Key_Home);
    for (int i = 0; i < 5; ++i) m_page.press(Qt::Key_Right);
    QTRY_COMPARE_WITH_TIMEOUT(fault("v2", "latencyMs"), 50.0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("faultLatency_v2"), "inForce").toInt(), 50, kPatience);
  }

  void anErrorRateIsInjectedAndTakenBack() {
    QVERIFY(m_page.click(QStringLiteral("faultErrorRate_v2Handle")));  // the middle
    QTRY_COMPARE_WITH_TIMEOUT(fault("v2", "errorRate"), 0.5, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("faultErrorRate_v2"), "inForce").toInt(), 50,
                              kPatience);
    QVERIFY(m_page.click(QStringLiteral("faultClear_v2")));
    QTRY_COMPARE_WITH_TIMEOUT(fault("v2", "errorRate"), 0.0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("faultLatency_v2"), "inForce").toInt(), 0, kPatience);
  }

  void twoFaultsAskedForInOneBreathBothHold() {
    QVERIFY(m_page.click(QStringLiteral("faultErrorRate_v1Handle")));
    QVERIFY(m_page.click(QStringLiteral("faultLatency_v1Handle")));
    QTRY_COMPARE_WITH_TIMEOUT(fault("v1", "latencyMs"), 1000.0, kPatience);
    QCOMPARE(fault("v1", "errorRate"), 0.5);
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("faultErrorRate_v1"), "inForce").toInt(), 50,
                              kPatience);
    QVERIFY(m_page.click(QStringLiteral("faultClear_v1")));
    QTRY_COMPARE_WITH_TIMEOUT(fault("v1", "latencyMs"), 0.0, kPatience);
  }

  void healthShowsTheTrafficOfBothVersions() {
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QTRY_VERIFY(m_page.of(QStringLiteral("healthCharts"), "activeFocus").toBool());
    QTRY_VERIFY_WITH_TIMEOUT(number(m_page.of(QStringLiteral("healthRow_v1"), "requests")) > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthRow_v2")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("healthRow_v1"), "p99").toString().endsWith(QStringLiteral("ms")),
        kPatience);
    QVERIFY(m_page.click(QStringLiteral("healthSpan_300")));
    QTRY_COMPARE(m_page.of(QStringLiteral("healthErrors"), "span").toInt(), 300);
  }

  // Not by who has more traffic: a release past its half would be judged the wrong way round.
  void theStableVersionIsWhatOthersAreComparedWith() {
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    const auto* page = m_page.of(QStringLiteral("pageHealth"), "vm").value<app::HealthViewModel*>();
    QTRY_COMPARE_WITH_TIMEOUT(page->baseline(), QStringLiteral("v1"), kPatience);
    QCOMPARE(page->candidate(), QStringLiteral("v2"));
    const QByteArray key = "/v1/kv/halftone/policies/chat";
    const QByteArray before = test::exchange("GET", m_consul.url(), key + "?raw").body;
    auto policy = json::parse(before.toStdString());
    policy["stable"] = "v2";
    QCOMPARE(test::exchange("PUT", m_consul.url(), key, QByteArray::fromStdString(policy.dump())).status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(page->baseline(), QStringLiteral("v2"), kPatience);
    QCOMPARE(page->candidate(), QStringLiteral("v1"));
    QCOMPARE(test::exchange("PUT", m_consul.url(), key, before).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(page->baseline(), QStringLiteral("v1"), kPatience);
  }
  void theHealthChartsZoomAndMoveTogether() {
    QVERIFY(m_page.click(QStringLiteral("healthSpan_300")));
    QQuickItem* plot = m_page.find(QStringLiteral("healthLatencyPlot"));
    QVERIFY(plot != nullptr);
    const QPointF middle = plot->mapToScene(QPointF(plot->width() / 2, plot->height() / 2));
    QWheelEvent notch(middle, m_page.window()->mapToGlobal(middle), {}, QPoint(0, 120), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(m_page.window(), &notch);
    for (const char* chart :
         {"healthRequests", "healthErrors", "healthLatency", "healthSessions", "healthResumed"})
      QTRY_COMPARE(m_page.of(QLatin1String(chart), "span").toInt(), 240);
    QVERIFY(m_page.drag(QStringLiteral("healthLatencyPlot"), QPoint(80, 0)));
    QTRY_VERIFY(m_page.find(QStringLiteral("healthBackToLive")) != nullptr);
    QCOMPARE(m_page.of(QStringLiteral("healthRequests"), "end"),
             m_page.of(QStringLiteral("healthErrors"), "end"));
    // Opened again, it takes keys without Tab or a click.
    QVERIFY(m_page.click(QStringLiteral("nav_demo")));
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    m_page.press(Qt::Key_Minus);
    QTRY_COMPARE(m_page.of(QStringLiteral("healthErrors"), "span").toInt(), 480);
    m_page.press(Qt::Key_Home);
    QTRY_COMPARE(m_page.of(QStringLiteral("healthErrors"), "span").toInt(), 300);
    QTRY_VERIFY(m_page.find(QStringLiteral("healthBackToLive")) == nullptr);
  }

  void aThresholdIsSetAndTakenAway() {
    QVERIFY(m_page.click(QStringLiteral("healthLatencyThreshold")));
    QTRY_VERIFY(m_page.find(QStringLiteral("healthLatencyThresholdField")) != nullptr);
    QTRY_VERIFY(m_page.find(QStringLiteral("healthLatencyThresholdField"))->hasActiveFocus());
    m_page.type(QStringLiteral("250"));
    m_page.press(Qt::Key_Return);
    auto* chart = health()->latency();
    QTRY_COMPARE(chart->thresholdText(), QStringLiteral("250"));
    QVERIFY(!chart->setThresholdText(QStringLiteral("-1")));
    QVERIFY(!chart->setThresholdText(QStringLiteral("soon")));
    QCOMPARE(chart->thresholdText(), QStringLiteral("250"));
    QVERIFY(chart->setThresholdText({}));
  }

  void theVersionsAreCompared() {
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("healthVerdict"), "text").toString().contains(QStringLiteral("v2")),
        kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(health()->versionNames().size(), 2, kPatience);
  }

  void whatIsShownIsWrittenAsPictureDrawingAndNumbers() {
    QTRY_VERIFY_WITH_TIMEOUT(!m_page.of(QStringLiteral("healthRequestsPlot"), "empty").toBool(), kPatience);
    const QVariantList charts =
        m_page.of(QStringLiteral("healthExport"), "charts").value<QJSValue>().toVariant().toList();
    QCOMPARE(charts.size(), 5);
    QTemporaryDir folder;
    const auto write = [&](const char* name) {
      return health()->exportTo(QUrl::fromLocalFile(folder.filePath(QLatin1String(name))), charts);
    };
    const auto bytes = [&](const char* name) {
      QFile file(folder.filePath(QLatin1String(name)));
      return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QVERIFY(write("a.png"));
    QVERIFY(QImage(folder.filePath(QStringLiteral("a.png"))).width() > 1000);
    QVERIFY(write("a.svg"));
    QVERIFY(bytes("a.svg").contains("<svg") && bytes("a.svg").contains("<polyline"));
    QVERIFY(!bytes("a.svg").contains("data:image"));
    QVERIFY(write("a.csv"));
    QVERIFY(bytes("a.csv").startsWith("time,chart,unit,line,version,value\r\n"));
    QVERIFY(bytes("a.csv").contains(",Requests per second,,v1,v1,"));
    QVERIFY(!write("missing/a.png"));
    QVERIFY(health()->exportFailed());
    QVERIFY(health()->exportText().contains(QStringLiteral("missing/a.png")));
    health()->forgetExport();
  }

  void theCursorIsTheSameInEveryChart() {
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthRequestsPlot")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("healthSpan_60")));
    // There is nothing to read before the first seconds of data have reached the pointer.
    const auto cursor = [this] {
      const bool moved = m_page.hover(QStringLiteral("healthRequestsPlot"), 0.9);
      return moved ? m_page.of(QStringLiteral("healthLatency"), "cursorTime").toDouble() : qQNaN();
    };
    QTRY_VERIFY_WITH_TIMEOUT(std::isfinite(cursor()), kPatience);
    QCOMPARE(m_page.of(QStringLiteral("healthSessions"), "cursorTime").toDouble(),
             m_page.of(QStringLiteral("healthRequests"), "cursorTime").toDouble());
  }

  void sessionsOfTheCrowdAreListed() {
    QVERIFY(m_page.click(QStringLiteral("nav_sessions")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("sessionsView"), "rows").toInt() > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionsVersion_v1")) != nullptr, kPatience);
  }

  void aKilledNodeTurnsRedEverywhereAndComesBack() {
    QVERIFY(m_page.click(QStringLiteral("nav_demo")));
    QTRY_VERIFY(m_page.find(QStringLiteral("demoKill_chat-3")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("demoKill_chat-3")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("demoProcess_chat-3"), "kind").toString(),
                              QStringLiteral("bad"), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_catalog")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("catalogInstance_chat-3"), "kind").toString(),
                              QStringLiteral("bad"), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_demo")));
    QTRY_VERIFY(m_page.find(QStringLiteral("demoStart_chat-3")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("demoStart_chat-3")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("demoProcess_chat-3"), "kind").toString(),
                              QStringLiteral("ok"), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_catalog")));
    QTRY_COMPARE_WITH_TIMEOUT(m_page.of(QStringLiteral("catalogInstance_chat-3"), "kind").toString(),
                              QStringLiteral("ok"), kPatience);
  }

 private:
  [[nodiscard]] app::HealthViewModel* health() const {
    return m_page.of(QStringLiteral("healthExport"), "vm").value<app::HealthViewModel*>();
  }
  [[nodiscard]] json state() const {
    return json::parse(test::exchange("GET", m_demo.admin(), "/v1/demo").body.toStdString(), nullptr, false);
  }
  // What is injected in a version; -1 if the demo does not say.
  [[nodiscard]] double fault(const char* version, const char* kind) const {
    const json now = state();
    for (const json& entry : now.at("faults")) {
      if (entry.at("version") == version) return entry.at(kind).get<double>();
    }
    return -1;
  }
  [[nodiscard]] static double number(const QVariant& text) {
    return text.toString().remove(QLatin1Char(',')).toDouble();
  }

  test::ConsulProcess m_consul;
  test::DemoProcess m_demo;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(DemoPagesTest)
#include "tst_demopages.moc"

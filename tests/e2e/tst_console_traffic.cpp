// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "tests/e2e/consoledriver.h"
#include "tests/e2e/screen.h"
#include "tests/qml/pagetest.h"
#include "tests/support/http.h"

using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr int kPublishWithinMs = 2000;
constexpr int kFirstPageWithinMs = 10'000;
constexpr double kWantedPercent = 30;

}  // namespace

// An operator moves traffic by hand, on the running demo: by the sliders, by rules, against others, and back
// again.
class TestConsoleTraffic : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_console.start()); }
  void theFirstPageIsLiveWithinTenSeconds();
  void draggingAndPublishingMovesRealTraffic();
  void aRuleIsEditedMovedAndUndoneByHand();
  void aConflictIsMergedAndRolledBackByHand();
  void cleanupTestCase() { QVERIFY(m_console.stop()); }

 private:
  [[nodiscard]] int ofV2(const char* role) const {
    return m_console.ofSplit(QStringLiteral("v2"), role).toInt();
  }
  [[nodiscard]] int revision() { return revisionInForce(m_console.demo().proxyAdmin()); }
  [[nodiscard]] QObject* traffic() const { return m_console.viewModel(QStringLiteral("Traffic")); }
  [[nodiscard]] QString rule(int row) const {
    return m_console.textOf(QStringLiteral("ruleWords_%1").arg(row));
  }

  ConsoleDriver m_console;
};

void TestConsoleTraffic::theFirstPageIsLiveWithinTenSeconds() {
  QElapsedTimer sinceWindow;
  sinceWindow.start();
  QVERIFY(m_console.openPage(QStringLiteral("Traffic")));
  QTRY_VERIFY_WITH_TIMEOUT(m_console.item(QStringLiteral("splitSlider_v2")) != nullptr, kFirstPageWithinMs);
  QTRY_VERIFY_WITH_TIMEOUT(m_console.ofSplit(QStringLiteral("v2"), "measured").toDouble() >= 0,
                           kFirstPageWithinMs);
  QVERIFY2(sinceWindow.elapsed() < kFirstPageWithinMs, qPrintable(QString::number(sinceWindow.elapsed())));
  QCOMPARE(ofV2("weight"), 500);
  QCOMPARE(m_console.ofSplit(QStringLiteral("v1"), "weight").toInt(), 9500);
}

void TestConsoleTraffic::draggingAndPublishingMovesRealTraffic() {
  QQuickItem* slider = m_console.item(QStringLiteral("splitSlider_v2"));
  QVERIFY(slider != nullptr);
  auto* handle = slider->property("handle").value<QQuickItem*>();
  QVERIFY(handle != nullptr);
  const double track = slider->property("availableWidth").toDouble() - handle->width();
  const QPointF from = onScreen(handle);
  QVERIFY(drag(from, from + QPointF((kWantedPercent - 5) / 100 * track, 0)));
  const int wanted = ofV2("weight");
  QVERIFY2(std::abs(wanted - kWantedPercent * 100) < 100, qPrintable(QString::number(wanted)));
  QCOMPARE(m_console.ofSplit(QStringLiteral("v1"), "weight").toInt(), 10'000 - wanted);

  const int before = revision();
  const json crowdBefore = fetch(m_console.demo().admin(), "/v1/demo").at("crowd");
  QVERIFY(m_console.click(QStringLiteral("publishButton")));
  QTRY_VERIFY(m_console.item(QStringLiteral("confirmPublishButton")) != nullptr);
  QVERIFY(waitUntilStill(m_console.item(QStringLiteral("confirmPublishButton"))));
  QVERIFY(m_console.savePicture(QStringLiteral("review-dark")));
  QVERIFY(click(m_console.item(QStringLiteral("confirmPublishButton"))));
  QElapsedTimer sincePublish;
  sincePublish.start();
  QTRY_VERIFY_WITH_TIMEOUT(revision() == before + 1, 10'000);
  QVERIFY2(sincePublish.elapsed() < kPublishWithinMs, qPrintable(QString::number(sincePublish.elapsed())));

  // The needle follows: the crowd's users in a window of seconds are a sample of some hundreds.
  QTRY_VERIFY_WITH_TIMEOUT(ofV2("inForce") == wanted, 5'000);
  QTRY_VERIFY_WITH_TIMEOUT(
      std::abs(m_console.ofSplit(QStringLiteral("v2"), "measured").toDouble() - wanted / 10'000.0) < 0.05,
      60'000);
  const json crowd = fetch(m_console.demo().admin(), "/v1/demo").at("crowd");
  QCOMPARE(crowd.at("failed").get<int>(), crowdBefore.at("failed").get<int>());
  QVERIFY(crowd.at("requests").get<int>() > crowdBefore.at("requests").get<int>());
}

void TestConsoleTraffic::aRuleIsEditedMovedAndUndoneByHand() {
  QVERIFY(m_console.openPage(QStringLiteral("Traffic")));
  QTRY_VERIFY(rule(1).contains(QLatin1String("user")));
  const QString before = rule(1);
  QVERIFY(m_console.click(QStringLiteral("ruleWords_1")));
  QVERIFY(m_console.press(QStringLiteral("Return")));
  QVERIFY(m_console.click(QStringLiteral("conditionValue_0")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+a")));
  QVERIFY(m_console.type(QStringLiteral("1500")));
  const auto text = [this] {
    return traffic()->property("editor").value<QObject*>()->property("text").toString();
  };
  QTRY_VERIFY(text().contains(QLatin1String("1500")));
  QVERIFY(m_console.savePicture(QStringLiteral("rule-dark")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+Return")));
  QTRY_VERIFY(rule(1).contains(QLatin1String("1500")));

  QTRY_VERIFY(m_console.item(QStringLiteral("conditionValue_0")) == nullptr);
  QQuickItem* grip = m_console.item(QStringLiteral("ruleGrip_1"));
  QVERIFY(grip != nullptr);
  QVERIFY(drag(onScreen(grip), onScreen(grip) + QPointF(0, 2 * grip->height())));
  QTRY_VERIFY(rule(3).contains(QLatin1String("1500")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+z")));
  QTRY_VERIFY(rule(1).contains(QLatin1String("1500")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+z")));
  QTRY_COMPARE(rule(1), before);
  QVERIFY(!traffic()->property("changed").toBool());
}

void TestConsoleTraffic::aConflictIsMergedAndRolledBackByHand() {
  QVERIFY(m_console.openPage(QStringLiteral("Traffic")));
  QVERIFY(m_console.click(QStringLiteral("defaultRow")));
  const int mine = ofV2("weight") + 100;
  QTRY_VERIFY(m_console.item(QStringLiteral("splitSlider_v2")) != nullptr);
  m_console.item(QStringLiteral("splitSlider_v2"))->forceActiveFocus();
  QVERIFY(m_console.press(QStringLiteral("Right")));
  QTRY_COMPARE(ofV2("weight"), mine);

  // Somebody else publishes another split of the default.
  json policy = fetch(m_console.demo().consul(), "/v1/kv/halftone/policies/chat?raw");
  policy["default"]["split"] =
      json::array({{{"version", "v2"}, {"weight", 10}}, {{"version", "v1"}, {"weight", 90}}});
  const int before = revision();
  QCOMPARE(exchange("PUT", m_console.demo().consul(),
                    "/v1/kv/halftone/policies/chat?flags=" + QByteArray::number(before + 1),
                    QByteArray::fromStdString(policy.dump()))
               .status,
           200);
  QVERIFY(m_console.click(QStringLiteral("mergeButton")));
  QVERIFY(m_console.click(QStringLiteral("mergeAllMineButton")));
  QVERIFY(m_console.savePicture(QStringLiteral("merge-dark")));
  QVERIFY(m_console.click(QStringLiteral("acceptMergeButton")));
  QTRY_VERIFY(!traffic()->property("conflict").toBool());
  QVERIFY(m_console.click(QStringLiteral("publishButton")));
  QVERIFY(m_console.click(QStringLiteral("confirmPublishButton")));
  QTRY_VERIFY_WITH_TIMEOUT(revision() == before + 2, 10'000);
  QTRY_COMPARE(ofV2("inForce"), mine);

  // The publish is taken back with one click, within its five seconds.
  QVERIFY(m_console.click(QStringLiteral("takeBackButton")));
  QTRY_VERIFY_WITH_TIMEOUT(revision() == before + 3, 10'000);
  QTRY_COMPARE(ofV2("inForce"), 1000);

  // And what was in force is brought back from the history.
  QVERIFY(m_console.click(QStringLiteral("historyButton")));
  QVERIFY(m_console.click(QStringLiteral("historyRow_%1").arg(before + 2)));
  QTRY_VERIFY(m_console.item(QStringLiteral("rollBackButton"))->isEnabled());
  QVERIFY(m_console.savePicture(QStringLiteral("history-dark")));
  QVERIFY(m_console.click(QStringLiteral("rollBackButton")));
  QTRY_VERIFY_WITH_TIMEOUT(revision() == before + 4, 10'000);
  QTRY_COMPARE(ofV2("inForce"), mine);
}

HALFTONE_PAGE_TEST_MAIN(TestConsoleTraffic)
#include "tst_console_traffic.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>

#include "app/feeds/clock.h"
#include "app/recording/flight.h"
#include "app/recording/flightrecorder.h"
#include "tests/e2e/demoprocess.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"

using namespace halftone;

namespace {
constexpr int kPatience = 30'000;
const QString kMonthAgo = QStringLiteral("30 d 0 h ago");

QString dash() {
  return QStringLiteral("\u2013");
}

double number(const QVariant& text) {
  return text.toString().remove(QLatin1Char(',')).section(QLatin1Char(' '), 0, 0).toDouble();
}
}  // namespace

// A flight of the running demo, recorded and then replayed when the demo is no more.
class ReplayTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_folder.isValid());
    m_file = m_folder.filePath(QStringLiteral("demo.flight"));
    test::DemoProcess demo;
    QVERIFY(demo.start({QStringLiteral("--users"), QStringLiteral("40")}));
    consul::Endpoint endpoint;
    endpoint.url = demo.consul();
    app::FlightRecorder recorder(endpoint);
    const auto started = recorder.start(m_file);
    QVERIFY2(started.has_value(), started ? "" : started.error().toString().c_str());
    const auto framesSoFar = [this] {
      const auto flight = app::readFlight(m_file);
      if (!flight) return qsizetype{0};
      return static_cast<qsizetype>(
          std::count_if(flight->events.begin(), flight->events.end(), [](const auto& event) {
            return event.kind == app::FlightEvent::Kind::Frame && event.text.contains("\"type\":\"traffic\"");
          }));
    };
    QTRY_VERIFY_WITH_TIMEOUT(framesSoFar() >= 25, kPatience);
    recorder.stop();
    QVERIFY(demo.stop());
    const auto flight = app::readFlight(m_file);
    QVERIFY(flight.has_value());
    m_flight = *flight;
  }
  void cleanup() {
    m_page = {};
    QCOMPARE(app::clockSpeed(), 1.0);  // the wall's again
  }

  void theSameFiguresShowAgain() {
    open(QStringLiteral("health"));
    QVERIFY(m_page.find(QStringLiteral("replayBar")) != nullptr);
    QVERIFY(
        m_page.of(QStringLiteral("replayTitle"), "text").toString().startsWith(QStringLiteral("Replay of ")));
    QVERIFY(m_page.click(QStringLiteral("replayPlay")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthRow_v1")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(number(m_page.of(QStringLiteral("healthRow_v1"), "requests")) > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthRow_v2")) != nullptr, kPatience);
    QVERIFY(app::nowMs() <= m_flight.endMs() + 1000);
  }
  void everyPageHasItsContent() {
    open(QStringLiteral("overview"));
    QVERIFY(m_page.click(QStringLiteral("replayPlay")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageOverview")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_sessions")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageSessions")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_demo")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("demoProcess_chat-1")) != nullptr, kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_traffic")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageTraffic")) != nullptr, kPatience);
    QVERIFY(m_page.find(QStringLiteral("readOnlyChip")) != nullptr);
    QVERIFY(m_page.find(QStringLiteral("recordButton")) == nullptr);
  }
  void aSeekGoesThereAndAPauseStands() {
    open(QStringLiteral("health"));
    QQuickItem* slider = m_page.find(QStringLiteral("replayPosition"));
    QVERIFY(slider != nullptr);
    QVERIFY(m_page.click(QStringLiteral("replayPosition")));  // the middle
    const qint64 middle = (m_flight.startMs() + m_flight.endMs()) / 2;
    QTRY_VERIFY_WITH_TIMEOUT(std::abs(app::nowMs() - middle) < (m_flight.endMs() - m_flight.startMs()) / 8,
                             kPatience);
    QCOMPARE(app::clockSpeed(), 0.0);
    const qint64 there = app::nowMs();
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthVerdict")) != nullptr, kPatience);
    QCOMPARE(app::nowMs(), there);
    // The past up to there is drawn without being played.
    QTRY_VERIFY_WITH_TIMEOUT(!m_page.of(QStringLiteral("healthRequestsPlot"), "empty").toBool(), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(number(m_page.of(QStringLiteral("healthRow_v1"), "requests")) > 0, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("healthRow_v1"), "p99").toString() != dash(),
                             kPatience);
  }
  // The page empties and fills again under the layouts that hold it.
  void seekingToTheStartAndBackKeepsThePageWhole() {
    open(QStringLiteral("health"));
    const QQuickItem* slider = m_page.find(QStringLiteral("replayPosition"));
    QVERIFY(slider != nullptr);
    const auto seek = [&](double share) {
      const QPointF place = slider->mapToScene(QPointF(slider->width() * share, slider->height() / 2));
      QTest::mouseClick(m_page.window(), Qt::LeftButton, {}, place.toPoint());
    };
    for (int turn = 0; turn < 2; ++turn) {
      seek(0.9);
      QTRY_VERIFY_WITH_TIMEOUT(!m_page.of(QStringLiteral("healthRequestsPlot"), "empty").toBool(), kPatience);
      QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("healthRow_v1")) != nullptr, kPatience);
      seek(0.01);
      QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("healthRequestsPlot"), "empty").toBool(), kPatience);
      (void)m_page.window()->grabWindow();
    }
  }
  void aSeekKeepsWhatTheOperatorLooksAt() {
    open(QStringLiteral("sessions"));
    QVERIFY(m_page.click(QStringLiteral("sessionsFilter")));
    m_page.type(QStringLiteral("version:v1"));
    const auto filter = [this] { return m_page.of(QStringLiteral("sessionsFilter"), "text").toString(); };
    QTRY_COMPARE_WITH_TIMEOUT(filter(), QStringLiteral("version:v1"), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_health")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageHealth")) != nullptr, kPatience);
    const auto* before = m_page.of(QStringLiteral("pageHealth"), "vm").value<QObject*>();
    QVERIFY(m_page.click(QStringLiteral("replayPosition")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("pageHealth"), "vm").value<QObject*>() != before,
                             kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_sessions")));
    QTRY_COMPARE_WITH_TIMEOUT(filter(), QStringLiteral("version:v1"), kPatience);
  }
  // As one looks at it a month later; here the flight is moved, since the clock cannot be.
  void timesAreToldAsOfTheFlight() {
    constexpr qint64 kMonthMs = 30LL * 24 * 3600 * 1000;
    const QString file = m_folder.filePath(QStringLiteral("later.flight"));
    app::FlightWriter writer;
    QVERIFY(writer.open(file).has_value());
    for (app::FlightEvent event : m_flight.events) {
      event.timeMs += kMonthMs;
      QVERIFY(writer.add(event));
    }
    writer.close();
    QVERIFY(m_page.startReplay(file, QStringLiteral("overview")));
    QVERIFY(m_page.click(QStringLiteral("replayPosition")));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_page.of(QStringLiteral("overviewRow_chat"), "published").toString().contains(kMonthAgo), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_traffic")));
    const auto headline = [this] {
      return m_page.of(QStringLiteral("pageTraffic"), "vm")
          .value<QObject*>()
          ->property("headline")
          .toString();
    };
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("pageTraffic")) != nullptr, kPatience);
    QTRY_VERIFY2_WITH_TIMEOUT(headline().contains(kMonthAgo), qPrintable(headline()), kPatience);
    QVERIFY(m_page.click(QStringLiteral("nav_audit")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("auditRow_0")) != nullptr, kPatience);
    // Not of the day that the flight shows: with its date.
    QVERIFY(m_page.of(QStringLiteral("auditRow_0"), "time").toString().contains(QLatin1Char('-')));
  }
  void aFileThatIsNoFlightIsNamed() {
    QFile file(m_folder.filePath(QStringLiteral("noise.flight")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("noise");
    file.close();
    const auto options = app::parseOptions({QStringLiteral("--replay"), file.fileName()});
    QVERIFY(options.has_value());
    app::Application console(*options);
    QVERIFY(!console.start());
    QVERIFY(console.problem().contains(file.fileName()));
  }

 private:
  void open(const QString& page) { QVERIFY(m_page.startReplay(m_file, page)); }

  QTemporaryDir m_folder;
  QString m_file;
  app::Flight m_flight;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(ReplayTest)
#include "tst_replay.moc"

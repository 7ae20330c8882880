// SPDX-License-Identifier: GPL-3.0-or-later
// How fast the console is, in figures: its start, its rest, a slider's drag beside live charts, big live
// tables under a wheel, its memory. Starts a demo of its own. Under an X server, drawn by software:
//
//   QT_QUICK_BACKEND=software HALFTONE_BIN_DIR=build/release/bin
//     xvfb-run -a -s "-screen 0 1680x1050x24"
//     build/release/bench/console_bench [start|idle|drag|table|sessions|memory]...
//
// Without a word: all. Each is repeated; the best is what the console costs, the rest is the machine.
#include <QApplication>
#include <QElapsedTimer>
#include <QProcess>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "app/application.h"
#include "app/feeds/trafficseries.h"
#include "app/viewmodels/session.h"
#include "tests/bench/app/dragscene.h"
#include "tests/bench/app/measures.h"
#include "tests/bench/app/sessionscene.h"
#include "tests/bench/app/tablescene.h"
#include "tests/e2e/demoprocess.h"

using namespace halftone;

namespace {

constexpr std::chrono::milliseconds kPatience{30'000};
constexpr int kStarts = 7;
constexpr int kDrags = 3;
constexpr std::chrono::seconds kDragTime{6};
constexpr int kScrolls = 3;
constexpr int kRests = 3;
constexpr std::chrono::seconds kRestTime{10};
constexpr std::chrono::seconds kSettleTime{4};
constexpr int kDaySeconds = 24 * 3600;

app::Options optionsFor(const QUrl& consul, const QUrl& proxyAdmin, const QString& page) {
  app::Options options;
  options.consul.url = consul;
  options.proxyAdmin = proxyAdmin;
  options.dark = true;
  options.language = QStringLiteral("en");
  options.page = page;
  return options;
}

// In a process of its own: prints when the window was shown, and when the Overview told the service's figures
// and the Traffic page could be worked on.
int startOnce(const QUrl& consul, const QUrl& proxyAdmin) {
  app::Application console(optionsFor(consul, proxyAdmin, QStringLiteral("overview")));
  if (!console.start()) return 1;
  double shown = 0;
  QObject::connect(console.window(), &QQuickWindow::frameSwapped, console.window(), [&shown] {
    if (shown == 0) shown = bench::millisecondsSinceStart();
  });
  const auto isUseful = [&console] {
    const QQuickItem* row = bench::find(console.window()->contentItem(), QStringLiteral("overviewRow_chat"));
    return row != nullptr && row->property("revision").toString().startsWith(QLatin1Char('r'));
  };
  if (!bench::runUntil([&] { return shown > 0 && isUseful(); }, kPatience)) return 1;
  bool isDrawn = false;
  QObject::connect(console.window(), &QQuickWindow::frameSwapped, console.window(),
                   [&isDrawn] { isDrawn = true; });
  console.window()->update();
  if (!bench::runUntil([&] { return isDrawn; }, kPatience)) return 1;
  std::printf("%.0f %.0f\n", shown, bench::millisecondsSinceStart());
  return 0;
}

bool measureStart(const test::DemoProcess& demo) {
  std::vector<double> shown;
  std::vector<double> useful;
  for (int i = 0; i < kStarts; ++i) {
    QProcess child;
    child.start(QCoreApplication::applicationFilePath(),
                {QStringLiteral("--start-once"), demo.consul().toString(), demo.proxyAdmin().toString()});
    if (!child.waitForFinished(static_cast<int>(kPatience.count())) || child.exitCode() != 0) return false;
    const QByteArrayList words = child.readAllStandardOutput().trimmed().split(' ');
    shown.push_back(words.value(0).toDouble());
    useful.push_back(words.value(1).toDouble());
  }
  std::sort(shown.begin(), shown.end());
  std::sort(useful.begin(), useful.end());
  std::printf("start: window shown after %.0f ms (median %.0f), useful after %.0f ms (median %.0f), of %d\n",
              shown.front(), bench::at(shown, 0.5), useful.front(), bench::at(useful, 0.5), kStarts);
  return true;
}

void print(const char* what, const bench::FrameTimes& times) {
  std::printf(
      "%s: %.1f frames/s; between frames p50 %.1f ms, p95 %.1f, p99 %.1f, longest %.1f; CPU %.0f %%\n", what,
      static_cast<double>(times.frames.size()) / times.seconds, bench::at(times.frames, 0.5),
      bench::at(times.frames, 0.95), bench::at(times.frames, 0.99), times.frames.back(),
      100 * times.cpuShare);
}

bool measureDrag() {
  for (int i = 0; i < kDrags; ++i) {
    const bench::FrameTimes drag = bench::dragBesideCharts(12, 10, kDragTime);
    if (drag.frames.empty()) return false;
    print("drag, 12 charts of 6 series at 10 Hz", drag);
  }
  return true;
}

bool measureTable() {
  for (int i = 0; i < kScrolls; ++i) {
    const bench::FrameTimes scrolled = bench::scrollLiveTable(50'000, 1000);
    if (scrolled.frames.empty()) return false;
    print("table, 50,000 rows, 1,000 changes a second, scrolled", scrolled);
  }
  const bench::TableActions took = bench::actOnTable(50'000);
  std::printf("table, 50,000 rows: sort by a number %.1f ms, by name %.1f, turn round %.1f, filter %.1f\n",
              took.sortByNumber, took.sortByName, took.turnRound, took.filter);
  return true;
}

bool measureSessions() {
  for (int i = 0; i < kScrolls; ++i) {
    const bench::SessionsResult result = bench::scrollLiveSessions(20'000, 1000);
    if (result.scrolled.frames.empty()) return false;
    std::printf("sessions, 20,000 of 4 nodes: full after %.2f s, RSS %.0f MB (%.0f MB before)\n",
                result.fullAfterSeconds, result.megabytes, result.megabytesBefore);
    print("  1,000 changes a second, scrolled", result.scrolled);
  }
  return true;
}

bool measureRest(const test::DemoProcess& demo) {
  app::Application console(optionsFor(demo.consul(), demo.proxyAdmin(), QStringLiteral("audit")));
  if (!console.start() || !QTest::qWaitForWindowExposed(console.window())) return false;
  for (const char* page : {"audit", "catalog", "kv", "overview"}) {
    console.session()->setPage(QString::fromLatin1(page));
    bench::runFor(kSettleTime);
    double best = 1;
    for (int i = 0; i < kRests; ++i) {
      const double before = bench::cpuSeconds();
      QElapsedTimer clock;
      clock.start();
      bench::runFor(kRestTime);
      best =
          std::min(best, (bench::cpuSeconds() - before) / (static_cast<double>(clock.nsecsElapsed()) / 1e9));
    }
    std::printf("rest on %s: %.1f %% of a core (best of %d times %d s)\n", page, 100 * best, kRests,
                static_cast<int>(kRestTime.count()));
  }
  std::printf("RSS of the console with its pages open %.0f MB\n", bench::rssMegabytes());
  return true;
}

// A day of one service's frames, as they come: ten a second of six versions.
void playDay(app::TrafficSeries& series) {
  telemetry::TrafficFrame before;
  before.node = "proxy-1";
  before.service = "chat";
  before.epoch = "e";
  for (int version = 1; version <= 6; ++version) {
    telemetry::VersionTraffic traffic;
    traffic.version = "v" + std::to_string(version);
    before.versions.push_back(traffic);
  }
  for (int second = 0; second < kDaySeconds; ++second) {
    telemetry::TrafficFrame after = before;
    after.timeMs = before.timeMs + 1000;
    std::map<QString, double> tunnels;
    for (telemetry::VersionTraffic& version : after.versions) {
      version.requests += 50;
      for (int i = 0; i < 50; ++i)
        version.latency.record(std::chrono::microseconds(2000 + (second * 31 + i * 97) % 60'000));
      tunnels[QString::fromStdString(version.version)] = 100;
    }
    series.addTraffic(before, after);
    series.closeSecond(second, true, tunnels);
    before = std::move(after);
  }
}

void measureMemory() {
  const double before = bench::rssMegabytes();
  std::vector<app::TrafficSeries> services(5);
  for (app::TrafficSeries& series : services) playDay(series);
  std::printf(
      "memory: RSS %.0f MB after 24 simulated hours of 5 services with 6 versions each (%.0f MB before)\n",
      bench::rssMegabytes(), before);
}

}  // namespace

int main(int argc, char* argv[]) {
  QStandardPaths::setTestModeEnabled(true);
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  QApplication application(argc, argv);
  app::Application::prepare(application);
  const QStringList words = QCoreApplication::arguments().mid(1);
  if (words.value(0) == QLatin1String("--start-once"))
    return startOnce(QUrl(words.value(1)), QUrl(words.value(2)));
  const auto wants = [&words](const char* what) {
    return words.isEmpty() || words.contains(QLatin1String(what));
  };
  test::DemoProcess demo;
  const bool wantsDemo = wants("start") || wants("idle");
  if (wantsDemo && !demo.start({QStringLiteral("--users"), QStringLiteral("300")})) return 1;
  bool isWell = true;
  if (wants("start")) isWell = measureStart(demo) && isWell;
  if (wants("idle")) isWell = measureRest(demo) && isWell;
  if (wants("drag")) isWell = measureDrag() && isWell;
  if (wants("table")) isWell = measureTable() && isWell;
  if (wants("sessions")) isWell = measureSessions() && isWell;
  if (wants("memory")) measureMemory();
  if (wantsDemo) isWell = demo.stop() && isWell;
  return isWell ? 0 : 1;
}

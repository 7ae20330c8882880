// SPDX-License-Identifier: GPL-3.0-or-later
// How the console takes a large catalog: starts the whole console on its Catalog page without a screen and
// prints the time to the first screen that shows it, the memory, and how long a check's change takes to show.
// Fill the Consul or the registry before (fill.py beside this). Changes one check of that Consul, and puts it
// back.
//
//   catalog_consolebench --consul http://127.0.0.1:8500 [--rounds 10]
#include <QApplication>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QQuickItem>
#include <QQuickWindow>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <vector>

#include "app/application.h"
#include "tests/support/http.h"

using namespace halftone;

namespace {

constexpr int kPatienceMs = 30'000;

// Resident memory in MB: VmRSS, or the highest so far, VmHWM.
double memory(const char* what) {
  QFile status(QStringLiteral("/proc/self/status"));
  if (!status.open(QIODevice::ReadOnly)) return 0;
  for (const QByteArray& line : status.readAll().split('\n')) {
    if (line.startsWith(what))
      return line.mid(line.indexOf(':') + 1).trimmed().split(' ').first().toDouble() / 1024;
  }
  return 0;
}

QQuickItem* findItem(QQuickItem* root, const QString& name) {
  if (root->objectName() == name) return root;
  for (QQuickItem* child : root->childItems()) {
    if (QQuickItem* found = findItem(child, name)) return found;
  }
  return nullptr;
}

// A check of an external node, as the catalog knows it.
QJsonObject aCheck(const QUrl& consul) {
  const auto reply =
      test::exchange("GET", consul, "/v1/health/state/critical", {}, {}, std::chrono::seconds(30));
  for (const auto value : QJsonDocument::fromJson(reply.body).array()) {
    const QJsonObject check = value.toObject();
    if (check[QLatin1String("Node")].toString().startsWith(QLatin1String("bench-"))) return check;
  }
  return {};
}

bool setStatus(const QUrl& consul, const QJsonObject& check, const QString& status) {
  const QJsonObject body{
      {QStringLiteral("Node"), check[QLatin1String("Node")]},
      {QStringLiteral("SkipNodeUpdate"), true},
      {QStringLiteral("Check"), QJsonObject{{QStringLiteral("Node"), check[QLatin1String("Node")]},
                                            {QStringLiteral("CheckID"), check[QLatin1String("CheckID")]},
                                            {QStringLiteral("Name"), check[QLatin1String("Name")]},
                                            {QStringLiteral("ServiceID"), check[QLatin1String("ServiceID")]},
                                            {QStringLiteral("Status"), status}}}};
  return test::exchange("PUT", consul, "/v1/catalog/register", QJsonDocument(body).toJson(), {},
                        std::chrono::seconds(10))
             .status == 200;
}

}  // namespace

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QElapsedTimer clock;
  clock.start();
  QApplication application(argc, argv);
  app::Application::prepare(application);
  QCommandLineParser parser;
  parser.addOptions({{QStringLiteral("consul"), QStringLiteral("Consul's HTTP API."), QStringLiteral("URL"),
                      QStringLiteral("http://127.0.0.1:8500")},
                     {QStringLiteral("rounds"), QStringLiteral("Changes to measure."), QStringLiteral("N"),
                      QStringLiteral("10")}});
  parser.addHelpOption();
  parser.process(application);
  const QUrl url(parser.value(QStringLiteral("consul")));

  app::Options options;
  options.consul.url = url;
  options.page = QStringLiteral("catalog");
  options.dark = true;
  options.language = QStringLiteral("en");
  app::Application console(options);
  if (!console.start()) return 1;
  const qint64 window = clock.elapsed();

  const auto list = [&] {
    return findItem(console.window()->contentItem(), QStringLiteral("catalogServices"));
  };
  const auto count = [&] { return list() == nullptr ? 0 : list()->property("count").toInt(); };
  const auto state = [&] {
    QQuickItem* bar = findItem(console.window()->contentItem(), QStringLiteral("pageState"));
    return bar == nullptr || bar->isVisible();
  };
  if (!QTest::qWaitFor([&] { return count() > 1 && !state(); }, kPatienceMs)) {
    std::fprintf(stderr, "the catalog does not show\n");
    return 1;
  }
  (void)console.window()->grabWindow();
  std::printf("window %lld ms, catalog on the screen %lld ms after the start: %d services\n",
              static_cast<long long>(window), static_cast<long long>(clock.elapsed()), count());
  QTest::qWait(3000);
  std::printf("memory %.0f MB, at most %.0f MB\n", memory("VmRSS"), memory("VmHWM"));

  const QJsonObject check = aCheck(url);
  if (check.isEmpty()) {
    std::fprintf(stderr, "no critical check on a bench- node: filled by fill.py?\n");
    return 1;
  }
  // Only its service in the list, so that its row is on the screen.
  const QString service = check[QLatin1String("ServiceName")].toString();
  QQuickItem* filter = findItem(console.window()->contentItem(), QStringLiteral("catalogFilter"));
  QMetaObject::invokeMethod(filter, "edited", Q_ARG(QString, QStringLiteral("service=") + service));
  const auto shown = [&](const char* property) {
    QQuickItem* row = findItem(console.window()->contentItem(), QStringLiteral("catalogService_") + service);
    return row == nullptr ? QString() : row->property(property).toString();
  };
  const auto health = [&] { return shown("health"); };
  // Its number of instances: the row was read, and is no longer of the failing checks alone.
  if (!QTest::qWaitFor([&] { return count() == 1 && !shown("instances").isEmpty(); }, kPatienceMs)) {
    std::fprintf(stderr, "the row of %s does not show\n", qPrintable(service));
    return 1;
  }
  std::vector<qint64> times;
  for (int round = 0; round < parser.value(QStringLiteral("rounds")).toInt(); ++round) {
    const QString before = health();
    QElapsedTimer change;
    change.start();
    if (!setStatus(url, check, round % 2 == 0 ? QStringLiteral("passing") : QStringLiteral("critical")))
      return 1;
    if (!QTest::qWaitFor([&] { return health() != before; }, kPatienceMs)) {
      std::fprintf(stderr, "a changed check does not show\n");
      return 1;
    }
    times.push_back(change.elapsed());
    QTest::qWait(500);
  }
  (void)setStatus(url, check, QStringLiteral("critical"));
  std::sort(times.begin(), times.end());
  if (!times.empty()) {
    std::printf("a check's change shows after %lld ms (median of %zu), at most %lld ms\n",
                static_cast<long long>(times[times.size() / 2]), times.size(),
                static_cast<long long>(times.back()));
  }
  std::printf("memory at the end %.0f MB, at most %.0f MB\n", memory("VmRSS"), memory("VmHWM"));
  return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/telemetry/prometheus.h"
#include "backend/telemetry/trafficframe.h"

using namespace halftone::telemetry;

namespace {

TrafficFrame exampleFrame() {
  TrafficFrame frame;
  frame.node = "proxy-1";
  frame.service = "chat";
  frame.epoch = "5f2c";
  frame.timeMs = 1'763'800'000'123;
  frame.policy = {123, 2, "ok", ""};
  VersionTraffic v1;
  v1.version = "v1";
  v1.requests = 100;
  v1.errors = 1;
  v1.status = {0, 98, 0, 1, 1};
  v1.inFlight = 3;
  v1.tunnels = 12;
  v1.latency.add(57, 12);
  v1.latency.add(58, 88);
  frame.versions.push_back(v1);
  frame.decisions.push_back({"default", "v1", 95});
  frame.instances.push_back({"chat-1", "v1", "127.0.0.1:9001", "passing", 50, 0, 1, 6});
  frame.unrouted = 18'446'744'073'709'551'615U;
  return frame;
}

}  // namespace

class TrafficFrameTest : public QObject {
  Q_OBJECT
 private slots:
  void frameReadsBackAsItWasWritten();
  void frameIsWrittenAsTheStreamPageShows();
  void unknownKeysAreIgnored();
  void badFramesAreRefused_data();
  void badFramesAreRefused();
  void namesThatAreNoUtf8DoNotThrow();
  void prometheusNamesEachVersion();
  void prometheusHistogramCountsExactly();
  void prometheusEscapesLabels();
};

void TrafficFrameTest::frameReadsBackAsItWasWritten() {
  const TrafficFrame frame = exampleFrame();
  const auto again = readTrafficFrame(writeTrafficFrame(frame));
  QVERIFY(again);
  QVERIFY(*again == frame);
}

void TrafficFrameTest::frameIsWrittenAsTheStreamPageShows() {
  TrafficFrame frame = exampleFrame();
  frame.unrouted = 0;
  QCOMPARE(QByteArray::fromStdString(writeTrafficFrame(frame)),
           QByteArray(
               R"({"type":"traffic","node":"proxy-1","service":"chat","epoch":"5f2c","time":1763800000123,)"
               R"("policy":{"index":123,"revision":2,"state":"ok","error":""},)"
               R"("versions":[{"version":"v1","requests":100,"errors":1,"status":[0,98,0,1,1],"inFlight":3,)"
               R"("tunnels":12,"latency":[[57,12],[58,88]]}],)"
               R"("decisions":[{"rule":"default","version":"v1","count":95}],)"
               R"("instances":[{"id":"chat-1","version":"v1","address":"127.0.0.1:9001","state":"passing",)"
               R"("requests":50,"errors":0,"inFlight":1,"tunnels":6}],"unrouted":0})"));
}

void TrafficFrameTest::unknownKeysAreIgnored() {
  std::string text = writeTrafficFrame(exampleFrame());
  text.insert(1, R"("later":{"a":[1]},)");
  QVERIFY(readTrafficFrame(text));
}

void TrafficFrameTest::badFramesAreRefused_data() {
  QTest::addColumn<QByteArray>("from");
  QTest::addColumn<QByteArray>("to");
  QTest::newRow("no JSON") << QByteArray("{\"type\"") << QByteArray("{type");
  QTest::newRow("other type") << QByteArray("\"traffic\"") << QByteArray("\"sessions\"");
  QTest::newRow("missing field") << QByteArray("\"node\"") << QByteArray("\"nod\"");
  QTest::newRow("negative counter") << QByteArray("\"requests\":100") << QByteArray("\"requests\":-100");
  QTest::newRow("fraction") << QByteArray("\"requests\":100") << QByteArray("\"requests\":1.5");
  QTest::newRow("short status") << QByteArray("[0,98,0,1,1]") << QByteArray("[0,98,0,1]");
  QTest::newRow("bucket out of range") << QByteArray("[57,12]") << QByteArray("[1728,12]");
  QTest::newRow("bucket is no pair") << QByteArray("[57,12]") << QByteArray("[57]");
  QTest::newRow("policy is text") << QByteArray("\"policy\":{") << QByteArray("\"policy\":\"x\",\"p\":{");
  QTest::newRow("rows are an object")
      << QByteArray("\"decisions\":[") << QByteArray("\"d\":[],\"decisions\":{},\"x\":[");
}

void TrafficFrameTest::badFramesAreRefused() {
  QFETCH(QByteArray, from);
  QFETCH(QByteArray, to);
  QByteArray text = QByteArray::fromStdString(writeTrafficFrame(exampleFrame()));
  QVERIFY(text.contains(from));
  text.replace(from, to);
  const auto result = readTrafficFrame(text.toStdString());
  QVERIFY(!result);
  QVERIFY(result.error().code == halftone::ErrorCode::Protocol);
}

void TrafficFrameTest::namesThatAreNoUtf8DoNotThrow() {
  TrafficFrame frame = exampleFrame();
  frame.versions[0].version = "v\xff";
  QVERIFY(readTrafficFrame(writeTrafficFrame(frame)));
}

void TrafficFrameTest::prometheusNamesEachVersion() {
  const std::string page = writePrometheus(exampleFrame());
  const auto has = [&](const char* line) { return page.find(line) != std::string::npos; };
  QVERIFY(has("# TYPE halftone_proxy_requests_total counter\n"));
  QVERIFY(has("\nhalftone_proxy_requests_total{service=\"chat\",version=\"v1\"} 100\n"));
  QVERIFY(has("\nhalftone_proxy_responses_total{service=\"chat\",version=\"v1\",class=\"2xx\"} 98\n"));
  QVERIFY(has("\nhalftone_proxy_decisions_total{service=\"chat\",rule=\"default\",version=\"v1\"} 95\n"));
  QVERIFY(has("\nhalftone_proxy_policy_state{service=\"chat\",state=\"ok\"} 1\n"));
}

void TrafficFrameTest::prometheusHistogramCountsExactly() {
  TrafficFrame frame = exampleFrame();
  frame.versions[0].latency = {};
  frame.versions[0].latency.record(std::chrono::microseconds{1'023});
  frame.versions[0].latency.record(std::chrono::microseconds{1'024});
  const std::string page = writePrometheus(frame);
  const auto has = [&](const char* line) { return page.find(line) != std::string::npos; };
  QVERIFY(has("_bucket{service=\"chat\",version=\"v1\",le=\"0.000512\"} 0\n"));
  QVERIFY(has("_bucket{service=\"chat\",version=\"v1\",le=\"0.001024\"} 1\n"));
  QVERIFY(has("_bucket{service=\"chat\",version=\"v1\",le=\"67.108864\"} 2\n"));
  QVERIFY(has("_bucket{service=\"chat\",version=\"v1\",le=\"+Inf\"} 2\n"));
  QVERIFY(has("_count{service=\"chat\",version=\"v1\"} 2\n"));
}

void TrafficFrameTest::prometheusEscapesLabels() {
  TrafficFrame frame = exampleFrame();
  frame.decisions = {{"say \"hi\"\n\\", "v1", 1}};
  const std::string page = writePrometheus(frame);
  const std::string expected = "rule=\"say \\\"hi\\\"\\n\\\\\"";
  QVERIFY(page.find(expected) != std::string::npos);
}

QTEST_GUILESS_MAIN(TrafficFrameTest)
#include "tst_trafficframe.moc"

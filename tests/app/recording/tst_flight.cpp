// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QtEndian>
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/history/healthhistory.h"
#include "app/recording/flight.h"
#include "app/recording/flightpast.h"
#include "app/recording/flightreplay.h"
#include "app/recording/flightworld.h"

using namespace halftone;
using namespace halftone::app;
using nlohmann::json;
using Kind = FlightEvent::Kind;

namespace {

constexpr qint64 kStart = 1'763'800'000'000;
const QString kAdmin = QStringLiteral("http://127.0.0.1:9101");

FlightEvent heard(qint64 after, Kind kind, const QString& name, const QByteArray& text = {}) {
  return {kStart + after, kind, name, text};
}

QByteArray healthOf(const char* status) {
  json entry;
  entry["Node"] = {{"Node", "web-1"}, {"Address", "10.0.0.1"}};
  entry["Service"] = {{"ID", "chat-1"}, {"Service", "chat"}, {"Meta", {{"admin", kAdmin.toStdString()}}}};
  entry["Checks"] =
      json::array({{{"Node", "web-1"}, {"CheckID", "c1"}, {"ServiceID", "chat-1"}, {"Status", status}}});
  return QByteArray::fromStdString(json::array({entry}).dump());
}

QByteArray block(const QByteArray& packed) {
  QByteArray bytes(4, '\0');
  qToBigEndian(static_cast<quint32>(packed.size()), bytes.data());
  return bytes + packed;
}

}  // namespace

class FlightTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("a.flight"));
  }

  void aFlightReadsAsItWasWritten() {
    const std::vector<FlightEvent> events = sample();
    QVERIFY(write(events));
    const auto flight = readFlight(m_file);
    QVERIFY2(flight.has_value(), flight ? "" : flight.error().toString().c_str());
    QVERIFY(flight->events == events);
    QVERIFY(!flight->cutOff);
    QCOMPARE(flight->startMs(), kStart);
  }
  void whatWasWrittenBeforeACrashIsRead() {
    FlightWriter writer;
    QVERIFY(writer.open(m_file).has_value());
    QVERIFY(writer.add(sample()[0]));
    QVERIFY(writer.flush());
    QVERIFY(writer.add(sample()[1]));
    writer.close();
    QFile file(m_file);
    QVERIFY(file.resize(file.size() - 3));
    const auto flight = readFlight(m_file);
    QVERIFY(flight.has_value());
    QVERIFY(flight->cutOff);
    QCOMPARE(flight->events.size(), 1U);
  }
  void aFlightThatIsNoneIsRefusedByNameAndPlace_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("place");
    const QByteArray head("halftone-flight 1\n");
    const QByteArray good("{\"t\":1763800000000,\"k\":\"lost\",\"n\":\"a\"}\n");
    QTest::newRow("empty") << QByteArray() << QString();
    QTest::newRow("another file") << QByteArray("SQLite format 3") << QString();
    QTest::newRow("a later format") << QByteArray("halftone-flight 2\n") << QString();
    QTest::newRow("no event") << head << QString();
    QTest::newRow("noise in a block")
        << head + block(QByteArray("\0\0\0\x10garbage", 11)) << QStringLiteral("block 1");
    QTest::newRow("a block that says it is huge")
        << head + block(QByteArray("\x7f\xff\xff\xff", 4) + QByteArray("x")) << QStringLiteral("block 1");
    QByteArray bomb = qCompress(QByteArray(4'000'000, 'x'));
    qToBigEndian<quint32>(100, bomb.data());
    QTest::newRow("a block that is more than it says") << head + block(bomb) << QStringLiteral("block 1");
    QTest::newRow("a line that is no JSON")
        << head + block(qCompress(good + "nonsense\n")) << QStringLiteral("block 1, line 2");
    QTest::newRow("an unknown kind") << head + block(qCompress(good)) +
                                            block(
                                                qCompress("{\"t\":1763800000000,\"k\":\"x\",\"n\":\"a\"}\n"))
                                     << QStringLiteral("block 2, line 1");
    QTest::newRow("a time before all clocks")
        << head + block(qCompress("{\"t\":5,\"k\":\"lost\",\"n\":\"a\"}\n"))
        << QStringLiteral("block 1, line 1");
    QTest::newRow("a time far away")
        << head + block(qCompress(good + "{\"t\":9763800000000,\"k\":\"lost\",\"n\":\"a\"}\n"))
        << QStringLiteral("block 1, line 2");
  }
  void aFlightThatIsNoneIsRefusedByNameAndPlace() {
    QFETCH(QByteArray, bytes);
    QFETCH(QString, place);
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const auto flight = readFlight(m_file);
    QVERIFY(!flight.has_value());
    const QString error = QString::fromStdString(flight.error().toString());
    QVERIFY2(error.contains(m_file) && error.contains(place), qPrintable(error));
  }
  void aFileThatIsNotThereIsNamed() {
    const auto flight = readFlight(m_file);
    QVERIFY(!flight.has_value());
    QCOMPARE(flight.error().code, ErrorCode::Io);
    QCOMPARE(QString::fromStdString(flight.error().place), m_file);
  }
  void theWriterStopsAtItsLimitAndWhatItWroteIsGood() {
    FlightLimits limits;
    limits.events = 2;
    FlightWriter writer(limits);
    QVERIFY(writer.open(m_file).has_value());
    QVERIFY(writer.add(sample()[0]));
    QVERIFY(writer.add(sample()[1]));
    QVERIFY(!writer.add(sample()[2]));
    QVERIFY(!writer.error().isEmpty());
    writer.close();
    const auto flight = readFlight(m_file);
    QVERIFY(flight.has_value());
    QCOMPARE(flight->events.size(), 2U);
  }

  void theWorldAnswersAsConsulDid() {
    FlightWorld world(sample());
    world.setAddress(kAdmin, QStringLiteral("http://127.0.0.1:1234"));
    for (const FlightEvent& happened : sample()) world.apply(happened);
    QCOMPARE(world.get(QStringLiteral("/v1/catalog/services"), {}).body, QByteArray("{\"chat\":[]}"));
    const json health =
        json::parse(world.get(QStringLiteral("/v1/health/service/chat"), {}).body.toStdString());
    QCOMPARE(health[0]["Service"]["Meta"]["admin"], "http://127.0.0.1:1234");
    QCOMPARE(world.get(QStringLiteral("/v1/health/service/none"), {}).body, QByteArray("[]"));
    const json any = json::parse(world.get(QStringLiteral("/v1/health/state/any"), {}).body.toStdString());
    QCOMPARE(any.size(), 1U);
    QCOMPARE(world.get(QStringLiteral("/v1/health/state/critical"), {}).body, QByteArray("[]"));
    const json node = json::parse(world.get(QStringLiteral("/v1/catalog/node/web-1"), {}).body.toStdString());
    QVERIFY(node["Services"].contains("chat-1"));
    QCOMPARE(world.get(QStringLiteral("/v1/agent/connect/ca/roots"), {}).status, 404);
  }
  void aRoleThatIsNotPlayedHasNoAddress() {
    FlightWorld world({});
    for (const FlightEvent& happened : sample()) world.apply(happened);
    const json health =
        json::parse(world.get(QStringLiteral("/v1/health/service/chat"), {}).body.toStdString());
    QCOMPARE(health[0]["Service"]["Meta"]["admin"], "");
  }
  void keysAreReadWholeByPrefixAndByName() {
    FlightWorld world(sample());
    for (const FlightEvent& happened : sample()) world.apply(happened);
    const auto one = world.get(QStringLiteral("/v1/kv/halftone/policies/chat"), {});
    QCOMPARE(one.status, 200);
    QCOMPARE(json::parse(one.body.toStdString())[0]["Value"], "e30=");
    QCOMPARE(world.get(QStringLiteral("/v1/kv/halftone/policies/chat"), QStringLiteral("raw")).body,
             QByteArray("{}"));
    QCOMPARE(world.get(QStringLiteral("/v1/kv/halftone/"), QStringLiteral("keys&separator=/")).body,
             QByteArray("[\"halftone/audit/\",\"halftone/policies/\"]"));
    QCOMPARE(world.get(QStringLiteral("/v1/kv/none"), QStringLiteral("recurse")).status, 404);
    const quint64 before = one.index;
    world.apply(heard(9, Kind::Keys, QString(), "{\"set\":[],\"gone\":[\"halftone/policies/chat\"]}"));
    QCOMPARE(world.get(QStringLiteral("/v1/kv/halftone/policies/chat"), {}).status, 404);
    QVERIFY(world.get(QStringLiteral("/v1/kv/halftone/policies/chat"), {}).index > before);
  }
  void aTransactionOfReadsIsAnsweredAndNoOther() {
    FlightWorld world(sample());
    for (const FlightEvent& happened : sample()) world.apply(happened);
    const auto read = world.transact("[{\"KV\":{\"Verb\":\"get\",\"Key\":\"halftone/audit/1\"}}]");
    QCOMPARE(read.status, 200);
    QCOMPARE(json::parse(read.body.toStdString())["Results"][0]["KV"]["Value"], "e30=");
    QCOMPARE(world.transact("[{\"KV\":{\"Verb\":\"get\",\"Key\":\"none\"}}]").status, 409);
    QCOMPARE(world.transact("[{\"KV\":{\"Verb\":\"set\",\"Key\":\"a\",\"Value\":\"\"}}]").status, 403);
    for (const char* noise : {"", "{}", "[1]", "[{\"KV\":3}]"}) QVERIFY(world.transact(noise).status >= 400);
  }
  void whoConnectsLateHearsTheLastFullFrameAndTheChangesSince() {
    FlightWorld world(sample());
    world.apply(heard(0, Kind::Frame, kAdmin, "{\"type\":\"sessions\",\"full\":true,\"a\":1}"));
    world.apply(heard(1, Kind::Frame, kAdmin, "{\"type\":\"sessions\",\"full\":false}"));
    world.apply(heard(2, Kind::Frame, kAdmin, "{\"type\":\"sessions\",\"full\":true,\"a\":2}"));
    world.apply(heard(3, Kind::Frame, kAdmin, "{\"type\":\"sessions\",\"full\":false,\"b\":3}"));
    const std::vector<QByteArray> frames = world.roles().value(kAdmin).frames;
    QCOMPARE(frames.size(), 2U);
    QVERIFY(frames[0].contains("\"a\":2"));
    world.apply(heard(4, Kind::Frame, kAdmin, "{\"type\":\"traffic\"}"));
    QCOMPARE(world.roles().value(kAdmin).frames.size(), 1U);
    world.apply(heard(5, Kind::Lost, kAdmin));
    QVERIFY(!world.roles().value(kAdmin).isOpen);
  }
  // Whoever walks what it nests would end the process.
  void eventsThatNestDeeplyAreRefused() {
    const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']');
    FlightWorld world(sample());
    world.apply(heard(0, Kind::Keys, QString(), "{\"set\":[{\"Key\":\"a\",\"Value\":" + deep + "}]}"));
    QCOMPARE(world.get(QStringLiteral("/v1/kv/a"), {}).status, 404);
    const QByteArray entry = "{\"Node\":{\"Node\":\"web-1\",\"x\":" + deep +
                             "},\"Service\":{\"ID\":\"a\"},\"Checks\":[{\"x\":" + deep + "}]}";
    for (const QByteArray& body : {deep, '[' + entry + ']'}) {
      world.apply(heard(0, Kind::Consul, QStringLiteral("/v1/health/service/chat"), body));
      QCOMPARE(world.get(QStringLiteral("/v1/health/service/chat"), {}).body, QByteArray("[]"));
      QCOMPARE(world.get(QStringLiteral("/v1/health/state/any"), {}).body, QByteArray("[]"));
      QCOMPARE(world.get(QStringLiteral("/v1/catalog/node/web-1"), {}).body, QByteArray("null"));
      QCOMPARE(world.get(QStringLiteral("/v1/health/node/web-1"), {}).body, QByteArray("[]"));
    }
    QCOMPARE(world.transact("[{\"KV\":" + deep + "}]").status, 400);
  }

  // Walked second by second, each of so many services, it takes minutes.
  void aGapOfDaysIsFilledAtOnce() {
    constexpr qint64 kDays = 8LL * 24 * 3600 * 1000;
    std::vector<FlightEvent> events;
    for (const qint64 after : {qint64{0}, qint64{1000}, kDays}) {
      for (int i = 0; i < 100; ++i)
        events.push_back(heard(after, Kind::Frame, QString::number(i), trafficOf(i, after)));
    }
    const TrafficPast past = filled(std::move(events));
    QCOMPARE(past.series.size(), 100U);
    const TrafficSeries& series = past.series.at(QStringLiteral("s7"));
    QCOMPARE(series.times().size(), static_cast<std::size_t>(TrafficSeries::kSeconds));
    const double end = static_cast<double>((kStart + kDays) / 1000);
    QCOMPARE(series.times().back(), end);
    QCOMPARE(series.times().front(), end - TrafficSeries::kSeconds + 1);
    const std::vector<double>& requests = series.versions().at(QStringLiteral("v1")).requests;
    QCOMPARE(requests.back(), 0.0);  // a frame after a gap tells no rate
    QVERIFY(std::all_of(requests.begin(), requests.end() - 1, [](double rate) { return std::isnan(rate); }));
  }
  void aShortGapLeavesWhatWasBeforeIt() {
    std::vector<FlightEvent> events;
    for (const qint64 after : {0, 1000, 60'000, 61'000})
      events.push_back(heard(after, Kind::Frame, kAdmin, trafficOf(1, after)));
    const TrafficPast past = filled(std::move(events));
    const TrafficSeries& series = past.series.at(QStringLiteral("s1"));
    QCOMPARE(series.times().size(), 62U);
    const std::vector<double>& requests = series.versions().at(QStringLiteral("v1")).requests;
    QCOMPARE(requests[1], 1000.0);
    QCOMPARE(requests[61], 1000.0);
    QVERIFY(std::isnan(requests[30]));
  }
  void aFlightBringsOnlySoManyServicesAndRoles() {
    const int limit = static_cast<int>(FlightPast::kMaxServices);
    std::vector<FlightEvent> ofOneRole;
    std::vector<FlightEvent> ofManyRoles;
    for (int i = 0; i < limit + 20; ++i) {
      ofOneRole.push_back(heard(0, Kind::Frame, kAdmin, trafficOf(i, 0)));
      ofManyRoles.push_back(heard(0, Kind::Frame, QString::number(i), trafficOf(1, 0)));
    }
    QCOMPARE(filled(std::move(ofOneRole)).series.size(), FlightPast::kMaxServices);
    QCOMPARE(filled(std::move(ofManyRoles)).newest.size(), 100U);
  }

  void resumesAndFaultsBeforeASeekAreKnown() {
    const QByteArray health =
        "[{\"Node\":{\"Node\":\"n\"},\"Service\":{\"ID\":\"c1\",\"Service\":\"s1\",\"Port\":1,\"Meta\":{"
        "\"version\":\"v1\",\"admin\":\"127.0.0.1:9001\"}},\"Checks\":[]}]";
    const QString metrics = QStringLiteral("127.0.0.1:9001 /metrics");
    const QString faults = QStringLiteral("127.0.0.1:9001 /v1/faults");
    std::vector<FlightEvent> events{heard(0, Kind::Consul, QStringLiteral("/v1/health/service/s1"), health),
                                    heard(1, Kind::Page, metrics, "halftone_chat_rooms_recovered_total 5\n"),
                                    heard(2, Kind::Page, faults, "{\"errorRate\":0,\"latencyMs\":0}")};
    for (qint64 after = 100; after < 4000; after += 1000)
      events.push_back(heard(after, Kind::Frame, kAdmin, trafficOf(1, after)));
    events.push_back(heard(4001, Kind::Page, metrics, "halftone_chat_rooms_recovered_total 9\n"));
    events.push_back(heard(4002, Kind::Page, faults, "{\"errorRate\":0.5,\"latencyMs\":0}"));
    events.push_back(heard(4100, Kind::Frame, kAdmin, trafficOf(1, 4100)));
    FlightReplay replay(Flight{QStringLiteral("a.flight"), std::move(events), false});
    replay.seek(replay.flight().endMs());
    HealthHistory history{QString()};
    QSignalSpy answered(&history, &HealthHistory::answered);
    (void)replay.fill(&history);
    HistoryQuestion question;
    question.service = QStringLiteral("s1");
    question.from = static_cast<double>(kStart) / 1000 - 60;
    question.to = question.now = static_cast<double>(kStart) / 1000 + 60;
    history.ask(question);
    QVERIFY(answered.wait(10'000));
    const auto answer = answered[0][0].value<std::shared_ptr<const HistoryAnswer>>();
    QCOMPARE(answer->totals.at(QStringLiteral("v1")).resumed, 4U);
    QCOMPARE(answer->marks.size(), 1U);
    QCOMPARE(answer->marks[0].kind, QStringLiteral("fault"));
    QCOMPARE(answer->marks[0].detail, QStringLiteral("50 0"));
  }
  void noiseInEventsDoesNoHarm() {
    FlightWorld world(sample());
    for (const char* text : {"", "[", "null", "{\"set\":3}", "{\"set\":[1,{}],\"gone\":[null]}"}) {
      world.apply(heard(0, Kind::Keys, QString(), text));
      world.apply(heard(0, Kind::Consul, QStringLiteral("/v1/health/service/chat"), text));
      QCOMPARE(world.get(QStringLiteral("/v1/health/service/chat"), {}).status, 200);
      QCOMPARE(world.get(QStringLiteral("/v1/health/state/any"), {}).status, 200);
      QCOMPARE(world.get(QStringLiteral("/v1/catalog/node/web-1"), {}).status, 200);
    }
  }

 private:
  // A proxy's frame of the service "s1", `after` the start: a request each millisecond.
  static QByteArray trafficOf(int service, qint64 after) {
    telemetry::TrafficFrame frame;
    frame.timeMs = kStart + after;
    frame.node = "p" + std::to_string(service);
    frame.service = "s" + std::to_string(service);
    frame.epoch = "e1";
    telemetry::VersionTraffic version;
    version.version = "v1";
    version.requests = static_cast<std::uint64_t>(after);
    frame.versions = {version};
    return QByteArray::fromStdString(telemetry::writeTrafficFrame(frame));
  }
  // What a replay of these knows at its end.
  static TrafficPast filled(std::vector<FlightEvent> events) {
    FlightReplay replay(Flight{QStringLiteral("a.flight"), std::move(events), false});
    replay.seek(replay.flight().endMs());
    HealthHistory history{QString()};
    return replay.fill(&history);
  }
  static std::vector<FlightEvent> sample() {
    return {heard(0, Kind::Consul, QStringLiteral("/v1/catalog/services"), "{\"chat\":[]}"),
            heard(1, Kind::Consul, QStringLiteral("/v1/health/service/chat"), healthOf("passing")),
            heard(2, Kind::Keys, QString(),
                  "{\"set\":[{\"Key\":\"halftone/policies/chat\",\"Value\":\"e30=\",\"Flags\":1},"
                  "{\"Key\":\"halftone/audit/1\",\"Value\":\"e30=\"}],\"gone\":[]}"),
            heard(3, Kind::Opened, kAdmin),
            heard(4, Kind::Frame, kAdmin, "{\"type\":\"x\",\"s\":\"\xc3\xa9\"}")};
  }
  bool write(const std::vector<FlightEvent>& events) {
    FlightWriter writer;
    if (!writer.open(m_file)) return false;
    for (const FlightEvent& happened : events) {
      if (!writer.add(happened)) return false;
    }
    writer.close();
    return true;
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_file;
};

QTEST_GUILESS_MAIN(FlightTest)
#include "tst_flight.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The small parts: durations, base64, JSON bodies, paths, UUIDs, thresholds, records.
#include <QTest>
#include <nlohmann/json.hpp>

#include "server/registry/checkrunner.h"
#include "server/registry/duration.h"
#include "server/registry/encode.h"
#include "server/registry/identifiers.h"
#include "server/registry/jsonreader.h"
#include "server/registry/records.h"
#include "server/registry/router.h"

using namespace halftone;
using namespace halftone::registry;
using namespace std::chrono_literals;

class TestValues : public QObject {
  Q_OBJECT

 private slots:
  void durationsAreReadAndWrittenAsGoDoes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("nanoseconds");
    QTest::addColumn<QString>("written");
    QTest::newRow("seconds") << "10s" << qint64(10'000'000'000) << "10s";
    QTest::newRow("mixed") << "1h2m3.5s" << qint64(3'723'500'000'000) << "1h2m3.5s";
    QTest::newRow("fraction") << "1.5h" << qint64(5'400'000'000'000) << "1h30m0s";
    QTest::newRow("milliseconds") << "250ms" << qint64(250'000'000) << "250ms";
    QTest::newRow("micro") << "1us" << qint64(1'000) << QStringLiteral("1\u00b5s");
    QTest::newRow("nano") << "7ns" << qint64(7) << "7ns";
    QTest::newRow("negative") << "-2s" << qint64(-2'000'000'000) << "-2s";
    QTest::newRow("zero") << "0" << qint64(0) << "0s";
  }
  void durationsAreReadAndWrittenAsGoDoes() {
    QFETCH(QString, text);
    QFETCH(qint64, nanoseconds);
    QFETCH(QString, written);
    const auto parsed = parseDuration(text.toStdString());
    QVERIFY(parsed.has_value());
    QCOMPARE(static_cast<qint64>(parsed->count()), nanoseconds);
    QCOMPARE(QString::fromStdString(formatDuration(*parsed)), written);
  }

  void badDurationsAreRefusedInGosWords_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("error");
    QTest::newRow("no unit") << "10"
                             << "time: missing unit in duration \"10\"";
    QTest::newRow("nothing") << ""
                             << "time: invalid duration \"\"";
    QTest::newRow("words") << "zz"
                           << "time: invalid duration \"zz\"";
    QTest::newRow("unit") << "1y"
                          << "time: unknown unit \"y\" in duration \"1y\"";
    QTest::newRow("dot") << "."
                         << "time: invalid duration \".\"";
    QTest::newRow("too long") << "999999999999999h"
                              << "time: invalid duration \"999999999999999h\"";
  }
  void badDurationsAreRefusedInGosWords() {
    QFETCH(QString, text);
    QFETCH(QString, error);
    const auto parsed = parseDuration(text.toStdString());
    QVERIFY(!parsed.has_value());
    QCOMPARE(QString::fromStdString(parsed.error().message), error);
  }

  void base64GoesBothWays() {
    for (int size = 0; size < 70; ++size) {
      std::string bytes;
      for (int i = 0; i < size; ++i) bytes += static_cast<char>(i * 37 + size);
      const std::string text = base64(bytes);
      QCOMPARE(QByteArray::fromStdString(bytes).toBase64().toStdString(), text);
      QCOMPARE(fromBase64(text).value_or("?"), bytes);
    }
    for (const char* bad : {"!!", "eA", "eA=", "e===", "e=A=", "====", "eA==eA=="}) {
      QVERIFY2(!fromBase64(bad).has_value(), bad);
    }
  }

  void fieldNamesAreReadWithoutCaseAndUnknownOnesRefused() {
    std::string name;
    int port = 0;
    std::uint64_t flags = 0;
    const auto json = parseBody(R"({"nAme":"x","PORT":7,"flags":18446744073709551615,"Name":null} trailing)");
    QVERIFY(json.has_value());
    JsonReader reader;
    QVERIFY(reader.object(*json, "", {{"Name", &name}, {"Port", &port}, {"Flags", &flags}}));
    QCOMPARE(name, std::string("x"));
    QCOMPARE(port, 7);
    QCOMPARE(flags, std::numeric_limits<std::uint64_t>::max());
    JsonReader other;
    QVERIFY(!other.object(*json, "", {{"Name", &name}}));
    QCOMPARE(other.error(), std::string("json: unknown field \"PORT\""));
  }

  void hostileBodiesAreRefused() {
    QVERIFY(!parseBody("").has_value());
    QVERIFY(!parseBody("   ").has_value());
    QVERIFY(!parseBody(std::string(100'000, '[')).has_value());
    QVERIFY(!parseBody("{\"a\":\"\xff\xfe\"}").has_value());
    QVERIFY(!parseBody("nul").has_value());
    QVERIFY(parseBody("{\"a\":\"[[[[[[\"}").has_value());
    int port = 0;
    JsonReader reader;
    const auto json = parseBody(R"({"Port":99999999999})");
    QVERIFY(json.has_value());
    QVERIFY(!reader.object(*json, "", {{"Port", &port}}));
  }

  void pathsAreCleaned() {
    QCOMPARE(cleanPath("/v1/kv/a"), std::string("/v1/kv/a"));
    QCOMPARE(cleanPath("/v1/kv//a/"), std::string("/v1/kv/a/"));
    QCOMPARE(cleanPath("/v1/./kv/../x"), std::string("/v1/x"));
    QCOMPARE(cleanPath("/../.."), std::string("/"));
    QCOMPARE(cleanPath(""), std::string("/"));
  }

  void theLongestRouteWins() {
    QCOMPARE(findRoute("/v1/agent/service/register")->methods[0].name, std::string_view("PUT"));
    QCOMPARE(findRoute("/v1/agent/service/web")->methods[0].name, std::string_view("GET"));
    QVERIFY(findRoute("/v1/kv") == nullptr);
  }

  void anEventsIndexIsMadeOfItsId() {
    QCOMPARE(foldUuid("00000000-0000-0001-0000-000000000003"), std::uint64_t{2});
    QCOMPARE(makeUuid().size(), 36U);
    QVERIFY(makeUuid() != makeUuid());
    QVERIFY(checkNodeId(makeUuid()).has_value());
  }

  void theFirstResultCountsAtOnceThenSeveralInARow() {
    Threshold threshold(2, 3);
    QVERIFY(threshold.accept(kPassing));
    QVERIFY(!threshold.accept(kCritical));
    QVERIFY(!threshold.accept(kCritical));
    QVERIFY(threshold.accept(kCritical));
    QVERIFY(!threshold.accept(kPassing));
    QVERIFY(!threshold.accept(kCritical));
    QVERIFY(!threshold.accept(kPassing));
    QVERIFY(threshold.accept(kPassing));
  }

  void recordsSurviveTheDatabase() {
    LocalCheck local;
    local.spec.id = "c";
    local.spec.http = "http://127.0.0.1/";
    local.spec.header = {{"X", {"a", "b"}}};
    local.spec.interval = 5s;
    local.spec.args = {"a b", "c"};
    local.check.id = "c";
    local.check.status = kWarning;
    local.check.created = std::numeric_limits<Index>::max();
    const auto back = fromRecord<LocalCheck>(toRecord(local));
    QVERIFY(back.has_value());
    QCOMPARE(back->spec.http, local.spec.http);
    QVERIFY(back->spec.header == local.spec.header);
    QVERIFY(back->spec.interval == local.spec.interval);
    QCOMPARE(back->check.created, local.check.created);
    QVERIFY(!fromRecord<Node>("[]").has_value());
    QVERIFY(!fromRecord<Node>("{\"name\":7}").has_value());
    QVERIFY(!fromRecord<Node>("{").has_value());
  }
};

QTEST_GUILESS_MAIN(TestValues)
#include "tst_values.moc"

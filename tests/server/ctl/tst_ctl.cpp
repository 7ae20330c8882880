// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <random>

#include "backend/codec/policyjson.h"
#include "tests/backend/geo/databasewriter.h"
#include "tests/backend/policy/builders.h"

using namespace halftone;
using test::policyText;
using test::ruleText;

namespace {

struct Run {
  int code = -1;
  QByteArray out;
  QByteArray err;
};

Run ctl(const QStringList& arguments, const QByteArray& input = {}) {
  QProcess process;
  process.start(qEnvironmentVariable("HALFTONE_BIN_DIR") + QStringLiteral("/halftonectl"), arguments);
  process.write(input);
  process.closeWriteChannel();
  Run run;
  if (!process.waitForFinished(60000) || process.exitStatus() != QProcess::NormalExit) return run;
  run.code = process.exitCode();
  run.out = process.readAllStandardOutput();
  run.err = process.readAllStandardError();
  return run;
}

}  // namespace

// The real program, by its words, files and exit codes.
class TestCtl : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() { QVERIFY(m_folder.isValid()); }

  void checkIsSilentOnAGoodPolicy() {
    const Run run =
        ctl({"policy", "check", file("good.json", policyText(ruleText("it", "{'attr':'user','is':'a'}")))});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out, QByteArray());
    QCOMPARE(run.err, QByteArray());
  }
  void checkPrintsEveryErrorOnALine() {
    const Run run =
        ctl({"policy", "check",
             file("bad.json", policyText("{'name':'a','when':[],'split':[{'version':'v2','weight':99.5}]}",
                                         "'salz':'x',"))});
    QCOMPARE(run.code, 1);
    const QList<QByteArray> lines = run.out.split('\n');
    QCOMPARE(lines.size(), 4);
    QCOMPARE(lines[0], QByteArray("/salz: unknown key; did you mean \"salt\"?"));
    QVERIFY(lines[1].startsWith("/rules/0/when: is empty"));
    QCOMPARE(lines[2], QByteArray("/rules/0/split: weights sum to 99.5, not 100"));
  }
  void checkTellsWhereTextIsNoJson() {
    const Run run = ctl({"policy", "check", "-"}, "{\n 1}");
    QCOMPARE(run.code, 1);
    QVERIFY(run.out.startsWith("line 2, column 2: "));
  }
  void checkWarnsWithoutRefusing() {
    const Run run = ctl({"policy", "check", file("warn.json", policyText(""))});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out, QByteArray());
    QVERIFY(run.err.startsWith("warning: /versions/v2: no split uses"));
  }
  void decidePrintsTheDecisionOfTheDocument() {
    const Run run = ctl(
        {"policy", "decide", example(), "--request",
         file(
             "r.json",
             R"({"method":"GET","target":"/chat?user=7","headers":[["Host","a"],["X-User-ID","1007"]],"client":"10.0.0.9"})")});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out, QByteArray("{\"version\":\"v1\",\"rule\":\"staging "
                                 "users\",\"bucket\":8572,\"sticky\":true,\"fallback\":false}\n"));
  }
  void decideLeavesTheBucketOutWhereNoneWasUsed() {
    const Run run =
        ctl({"policy", "decide", example(), "--request", "-"}, R"({"headers":[["X-App-Version","beta"]]})");
    QCOMPARE(
        run.out,
        QByteArray("{\"version\":\"v2\",\"rule\":\"beta clients\",\"sticky\":true,\"fallback\":false}\n"));
  }
  void decideAnswersInOrderAndLosesNothingByABadLine() {
    const QString requests =
        file("rs.jsonl",
             "{\"headers\":[[\"X-User-ID\",\"1007\"]]}\nno "
             "json\n{\"client\":\"nowhere\"}\n{\"headers\":[[\"X-App-Version\",\"beta\"]]}\n");
    const Run run = ctl({"policy", "decide", example(), "--requests", requests});
    QCOMPARE(run.code, 1);
    const QList<QByteArray> lines = run.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 4);
    QVERIFY(lines[0].contains("staging users"));
    QVERIFY(lines[1].startsWith("{\"error\":\""));
    QVERIFY(lines[2].startsWith("{\"error\":\"/client: "));
    QVERIFY(lines[3].contains("beta clients"));
    QVERIFY(run.err.contains("line 2: "));
    QVERIFY(run.err.contains("line 3: /client: "));
  }
  void decideAsksTheDatabaseForTheRegion() {
    using W = test::DatabaseWriter;
    W writer;
    writer.add("1.2.3.0/24", W::map(1) + W::text("subdivisions") + W::list(W::named("Beijing")));
    const QString database = file("geo.mmdb", writer.write().toStdString());
    const QString policy =
        file("region.json", policyText(ruleText("north", "{'attr':'region','is':'Beijing'}")));
    const QByteArray requests =
        "{\"client\":\"1.2.3.4\"}\n{\"client\":\"1.2.4.4\"}\n"
        "{\"client\":\"1.2.3.4\",\"headers\":[[\"X-Region\",\"Shanghai\"]]}\n";
    const Run run = ctl({"policy", "decide", policy, "--requests", "-", "--geoip", database}, requests);
    QVERIFY2(run.code == 0, run.err.constData());
    const QList<QByteArray> lines = run.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].contains("north"));
    QVERIFY(lines[1].contains("default"));
    QVERIFY2(lines[2].contains("default"), "the header counts before the database");
    QCOMPARE(ctl({"policy", "decide", policy, "--requests", "-", "--geoip", policy}, requests).code, 1);
  }
  void decideAgreesWithTheLibraryOnManyRequests() {
    QByteArray requests;
    for (int i = 0; i < 1000; ++i)
      requests += "{\"headers\":[[\"X-User-ID\",\"" + QByteArray::number(i * 7) + "\"]]}\n";
    const Run run = ctl({"policy", "decide", example(), "--requests", "-"}, requests);
    QCOMPARE(run.code, 0);
    const QList<QByteArray> lines = run.out.trimmed().split('\n');
    QCOMPARE(lines.size(), 1000);
    const auto table = test::tableOf(exampleText());
    for (int i = 0; i < 1000; ++i) {
      test::TestRequest request;
      request.headers = {{"X-User-ID", std::to_string(i * 7)}};
      const auto decision = table->decide(request.view(), {}, 0);
      QVERIFY(lines[i].startsWith(
          QByteArray("{\"version\":\"").append(table->versionName(decision.version).data()).append('"')));
      QVERIFY(lines[i].contains(QByteArray("\"bucket\":").append(QByteArray::number(*decision.bucket))));
    }
  }
  void claimsRegionAndTrustedProxiesCount() {
    const QString policy =
        file("more.json", policyText(ruleText("jwt", "{'attr':'jwt:sub','is':'alice'}") + "," +
                                     ruleText("region", "{'attr':'region','is':'Beijing'}") + "," +
                                     ruleText("ip", "{'attr':'ip','is':'1.1.1.1'}")));
    QVERIFY(ctl({"policy", "decide", policy, "--request", "-"}, R"({"claims":{"sub":"alice"}})")
                .out.contains("\"jwt\""));
    QVERIFY(ctl({"policy", "decide", policy, "--request", "-"}, R"({"region":"Beijing"})")
                .out.contains("\"region\""));
    const QByteArray forwarded = R"({"client":"10.0.0.1","headers":[["X-Forwarded-For","1.1.1.1"]]})";
    QVERIFY(ctl({"policy", "decide", policy, "--request", "-"}, forwarded).out.contains("\"default\""));
    QVERIFY(ctl({"policy", "decide", policy, "--request", "-", "--trusted", "10.0.0.0/8"}, forwarded)
                .out.contains("\"ip\""));
  }
  void explainTellsEachRuleInBothLanguages() {
    const Run run = ctl({"policy", "decide", example(), "--request", "-", "--explain"},
                        R"({"headers":[["X-User-ID","1007"]]})");
    QCOMPARE(run.code, 0);
    QVERIFY(
        run.out.startsWith("{\"version\":\"v1\",\"rule\":\"staging "
                           "users\",\"bucket\":8572,\"sticky\":true,\"fallback\":false,"));
    QVERIFY(run.out.contains("\"seen\":null"));
    QVERIFY(run.out.contains("the request has no header:X-App-Version"));
    QVERIFY(run.out.contains("请求中没有"));
    const Run chinese = ctl({"policy", "decide", example(), "--request", "-", "--lang", "zh"},
                            R"({"headers":[["X-User-ID","1007"]]})");
    QCOMPARE(chinese.out.count('\n'), 3);
  }
  void anUnavailableVersionFallsBack() {
    const QByteArray beta = R"({"headers":[["X-App-Version","beta"]]})";
    QCOMPARE(
        ctl({"policy", "decide", example(), "--request", "-", "--unavailable", "v2"}, beta).out,
        QByteArray("{\"version\":\"v1\",\"rule\":\"beta clients\",\"sticky\":true,\"fallback\":true}\n"));
    QCOMPARE(
        ctl({"policy", "decide", example(), "--request", "-", "--unavailable=v2", "--unavailable=v1"}, beta)
            .out,
        QByteArray("{\"version\":null,\"rule\":\"beta clients\",\"sticky\":true,\"fallback\":false}\n"));
  }
  void aBadPolicyDecidesNothing() {
    const Run run = ctl({"policy", "decide", file("bad2.json", "{}"), "--request", "-"}, "{}");
    QCOMPARE(run.code, 1);
    QCOMPARE(run.out, QByteArray());
    QVERIFY(run.err.contains("/service: is missing"));
  }
  void compareCountsWhatChanges() {
    const QString before = file("old.json", policyText(""));
    const QString after = file("new.json", policyText(ruleText("seven", "{'attr':'user','is':'7'}")));
    const QByteArray requests =
        "{\"headers\":[[\"X-User-ID\",\"7\"]]}\n{\"headers\":[[\"X-User-ID\",\"7\"]]}\n{\"headers\":[[\"X-"
        "User-ID\",\"8\"]]}\n";
    const Run text = ctl({"policy", "compare", before, after, "--requests", "-"}, requests);
    QCOMPARE(text.code, 0);
    QVERIFY(text.out.contains("requests: 3, of which 2 (66.67 %) change version"));
    QVERIFY(text.out.contains("users:    2, of which 1 (50.00 %) change version"));
    QVERIFY(text.out.contains("seven (default)"));
    const Run jsonRun = ctl({"policy", "compare", before, after, "--requests", "-", "--json"}, requests);
    QVERIFY(jsonRun.out.contains("\"changedRequests\": 2"));
    QVERIFY(jsonRun.out.contains("\"GET / user=7\""));
  }
  void schemaIsPrinted() {
    const Run run = ctl({"policy", "schema"});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.out, QByteArray(codec::policySchema()));
  }
  void wrongCommandLinesEndWithTwo_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("none") << QStringList{};
    QTest::newRow("unknown command") << QStringList{"policy", "chek"};
    QTest::newRow("no file") << QStringList{"policy", "check"};
    QTest::newRow("two files") << QStringList{"policy", "check", "a", "b"};
    QTest::newRow("unknown option") << QStringList{"policy", "check", "a", "--token", "x"};
    QTest::newRow("no request") << QStringList{"policy", "decide", "a"};
    QTest::newRow("both") << QStringList{"policy", "decide", "a", "--request", "b", "--requests", "c"};
    QTest::newRow("value missing") << QStringList{"policy", "decide", "a", "--request"};
    QTest::newRow("bad block") << QStringList{"policy", "decide", "a", "--request", "b", "--trusted", "home"};
    QTest::newRow("bad URL") << QStringList{"policy", "get", "chat", "--consul", "ftp://x"};
  }
  void wrongCommandLinesEndWithTwo() {
    QFETCH(QStringList, arguments);
    const Run run = ctl(arguments);
    QCOMPARE(run.code, 2);
    QCOMPARE(run.out, QByteArray());
    QVERIFY(!run.err.isEmpty());
  }
  void helpGoesToStandardOutput() {
    const Run run = ctl({"policy", "decide", "--help"});
    QCOMPARE(run.code, 0);
    QVERIFY(run.out.contains("policy decide"));
  }
  void aMissingFileIsAFailure() {
    QCOMPARE(ctl({"policy", "check", m_folder.filePath("none")}).code, 1);
    QCOMPARE(ctl({"policy", "decide", example(), "--request", m_folder.filePath("none")}).code, 1);
    QCOMPARE(ctl({"policy", "decide", example(), "--requests", m_folder.filePath("none")}).code, 1);
  }
  void nobodyAtTheUrlIsAFailure() {
    QCOMPARE(ctl({"policy", "get", "chat", "--consul", "http://127.0.0.1:1"}).code, 1);
  }

 private:
  static std::string exampleText() {
    return policyText(ruleText("beta clients", "{'attr':'header:X-App-Version','is':'beta'}") + "," +
                          test::json("{'name':'staging "
                                     "users','when':[{'attr':'user','range':[1000,1999]}],'split':[{'version'"
                                     ":'v2','weight':80},{'version':'v1','weight':20}]},"
                                     "{'name':'all','when':[{'attr':'path','exists':true}],'split':[{'"
                                     "version':'v2','weight':5},{'version':'v1','weight':95}]}"),
                      "'salt':'chat-2026-11',");
  }
  QString example() { return file("example.json", exampleText()); }
  QString file(const QString& name, const std::string& text) {
    QFile out(m_folder.filePath(name));
    if (!out.open(QIODevice::WriteOnly)) qFatal("cannot write");
    out.write(text.data(), static_cast<qint64>(text.size()));
    return out.fileName();
  }
  QTemporaryDir m_folder;
};

QTEST_GUILESS_MAIN(TestCtl)
#include "tst_ctl.moc"

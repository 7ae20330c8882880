// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>

#include "tests/backend/policy/builders.h"

using namespace halftone;
using policy::Availability;
using policy::Decision;
using test::policyText;
using test::ruleText;
using test::tableOf;
using test::TestRequest;

namespace {

TestRequest user(const std::string& id) {
  TestRequest request;
  request.headers = {{"X-User-ID", id}};
  return request;
}

std::string halves(const std::string& more) {
  return "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{},'v2':{}},'stable':'v1'," + more +
         "'default':{'split':[{'version':'v2','weight':50},{'version':'v1','weight':50}]}}";
}

std::string halvesStickingBy(const std::string& key) {
  return "{'apiVersion':'halftone/"
         "v1','service':'chat','versions':{'v1':{},'v2':{}},'stable':'v1','default':{'stickBy':'" +
         key + "','split':[{'version':'v2','weight':50},{'version':'v1','weight':50}]}}";
}

Availability without(int version) {
  return Availability{~(std::uint64_t{1} << version)};
}

}  // namespace

class TestDecide : public QObject {
  Q_OBJECT
 private slots:
  void theFirstMatchWins() {
    const std::string any = "{'attr':'user','exists':true}";
    const auto table = tableOf(policyText(ruleText("none", "{'attr':'user','is':'x'}") + "," +
                                          ruleText("first", any) + "," + ruleText("second", any)));
    QCOMPARE(table->ruleName(table->decide(user("a").view(), {}, 0).rule), std::string_view("first"));
    QCOMPARE(table->decide(TestRequest().view(), {}, 0).rule, Decision::kDefaultRule);
    QCOMPARE(table->ruleName(Decision::kDefaultRule), std::string_view("default"));
  }
  void aRuleSwitchedOffIsSkipped() {
    const auto table =
        tableOf(policyText("{'name':'off','enabled':false,'when':[{'attr':'path','prefix':'/"
                           "'}],'split':[{'version':'v2','weight':100}]}"));
    QCOMPARE(table->decide(user("a").view(), {}, 0).rule, Decision::kDefaultRule);
    const auto explanation = table->explain(user("a").view(), {}, 0);
    QCOMPARE(explanation.tried.size(), std::size_t{1});
    QVERIFY(!explanation.tried[0].enabled);
    QVERIFY(!explanation.tried[0].matched);
  }
  void versionsTakeBucketsInTheSplitsOrder() {
    const auto table = tableOf(halves(""));
    for (const char* id : {"1", "42", "alice", "1000", "用户"}) {
      const Decision decision = table->decide(user(id).view(), {}, 0);
      QCOMPARE(*decision.bucket, policy::bucketOf("chat", id));
      QCOMPARE(table->versionName(decision.version), std::string_view(*decision.bucket < 5000 ? "v2" : "v1"));
      QVERIFY(decision.sticky);
    }
  }
  void saltsComeFromTheRuleThenThePolicyThenTheService() {
    const std::string split = "'split':[{'version':'v2','weight':50},{'version':'v1','weight':50}]";
    const auto table = tableOf(
        "{'apiVersion':'halftone/"
        "v1','service':'chat','salt':'pepper','versions':{'v1':{},'v2':{}},'stable':'v1','rules':["
        "{'name':'own','salt':'mine','when':[{'attr':'path','is':'/own'}]," +
        split +
        "},"
        "{'name':'shared','when':[{'attr':'path','is':'/shared'}]," +
        split +
        "}],"
        "'default':{'salt':'last'," +
        split + "}}");
    const auto bucketAt = [&](const char* path) {
      TestRequest request = user("alice");
      request.target = path;
      return *table->decide(request.view(), {}, 0).bucket;
    };
    QCOMPARE(bucketAt("/own"), policy::bucketOf("mine", "alice"));
    QCOMPARE(bucketAt("/shared"), policy::bucketOf("pepper", "alice"));
    QCOMPARE(bucketAt("/"), policy::bucketOf("last", "alice"));
  }
  void oneVersionWithAllTheWeightNeedsNoBucket() {
    for (const char* split :
         {"{'version':'v1','weight':100}", "{'version':'v2','weight':0},{'version':'v1','weight':100}",
          "{'version':'v1','weight':40},{'version':'v1','weight':60}"}) {
      const auto table = tableOf(
          "{'apiVersion':'halftone/"
          "v1','service':'chat','versions':{'v1':{},'v2':{}},'stable':'v1','default':{'stickBy':'none','"
          "split':[" +
          std::string(split) + "]}}");
      const Decision decision = table->decide(TestRequest().view(), {}, 7);
      QVERIFY(!decision.bucket);
      QVERIFY(decision.sticky);
      QCOMPARE(table->versionName(decision.version), std::string_view("v1"));
    }
  }
  void canaryAtZeroWeightReceivesNobody() {
    const auto table = tableOf(
        "{'apiVersion':'halftone/"
        "v1','service':'chat','versions':{'v1':{},'v2':{},'v3':{}},'stable':'v1','default':{'split':["
        "{'version':'v2','weight':0},{'version':'v1','weight':50},{'version':'v3','weight':50}]}}");
    for (int i = 0; i < 10000; ++i)
      QVERIFY(table->decide(user(std::to_string(i)).view(), {}, 0).version != 1);
  }
  void eachStickyKeyIsFound_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    QTest::newRow("user") << "user"
                          << "u7";
    QTest::newRow("ip") << "ip"
                        << "10.0.0.9";
    QTest::newRow("header") << "header:x-Room"
                            << "blue";
    QTest::newRow("cookie") << "cookie:uid"
                            << "c7";
    QTest::newRow("query") << "query:q"
                           << "a b";
    QTest::newRow("session") << "session"
                             << "s7";
  }
  void eachStickyKeyIsFound() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    const auto table = tableOf(halvesStickingBy(key.toStdString()));
    TestRequest request;
    request.target = "/?q=a+b";
    request.headers = {{"X-User-ID", "u7"}, {"X-Room", "blue"}, {"Cookie", "uid=c7; halftone-chat=s7"}};
    const Decision decision = table->decide(request.view(), {}, 1);
    QCOMPARE(*decision.bucket, policy::bucketOf("chat", value.toStdString()));
    QVERIFY(decision.sticky);
    QCOMPARE(table->needsSessionCookie(), key == QStringLiteral("session"));
    TestRequest empty;
    empty.client.clear();
    empty.target = "/?q=";
    empty.headers = {{"X-User-ID", ""}, {"X-Room", " "}, {"Cookie", "uid=; halftone-chat="}};
    const Decision random = table->decide(empty.view(), {}, 1234567);
    QCOMPARE(*random.bucket, 4567);
    QVERIFY(!random.sticky);
  }
  void aSessionJustMadeCountsBeforeTheCookie() {
    const auto table = tableOf(halvesStickingBy("session"));
    TestRequest request;
    request.sessionKey = "fresh";
    request.headers = {{"Cookie", "halftone-chat=old"}};
    QCOMPARE(*table->decide(request.view(), {}, 0).bucket, policy::bucketOf("chat", "fresh"));
  }
  void stickingByNothingIsRandomAndNotSticky() {
    const auto table = tableOf(halvesStickingBy("none"));
    const Decision decision = table->decide(user("a").view(), {}, 20001);
    QCOMPARE(*decision.bucket, 1);
    QVERIFY(!decision.sticky);
    QCOMPARE(decision.stickBy, policy::StickyKey::Kind::None);
  }
  void aRuleWithoutStickByGoesByUserWhateverTheDefaultSays() {
    const auto table = tableOf(
        "{'apiVersion':'halftone/v1','service':'chat','versions':{'v1':{},'v2':{}},'stable':'v1','rules':["
        "{'name':'it','when':[{'attr':'path','exists':true}],'split':[{'version':'v2','weight':50},{'version'"
        ":'v1','weight':50}]}],"
        "'default':{'stickBy':'ip','split':[{'version':'v1','weight':100}]}}");
    QCOMPARE(*table->decide(user("alice").view(), {}, 0).bucket, 2265);
  }
  void anUnavailableVersionFallsBackToStable() {
    const auto table = tableOf(policyText(ruleText("it", "{'attr':'user','exists':true}")));
    const Decision fallback = table->decide(user("a").view(), without(1), 0);
    QCOMPARE(fallback.version, 0);
    QVERIFY(fallback.fallback);
    QCOMPARE(fallback.rule, 0);
    QCOMPARE(table->decide(user("a").view(), Availability{0}, 0).version, Decision::kNoVersion);
    QCOMPARE(table->decide(TestRequest().view(), without(0), 0).version, Decision::kNoVersion);
  }
  void anUnavailableVersionMayFailInstead() {
    const auto table =
        tableOf(policyText(ruleText("it", "{'attr':'user','exists':true}"), "'whenUnavailable':'fail',"));
    const Decision decision = table->decide(user("a").view(), without(1), 0);
    QCOMPARE(decision.version, Decision::kNoVersion);
    QVERIFY(!decision.fallback);
  }
  void sixtyFourVersionsAreServed() {
    std::string versions;
    for (int i = 0; i < 64; ++i) versions += (i > 0 ? ",'n" : "'n") + std::to_string(i) + "':{}";
    const auto table = tableOf("{'apiVersion':'halftone/v1','service':'chat','versions':{" + versions +
                               "},'stable':'n0','default':{'split':[{'version':'n63','weight':100}]}}");
    QCOMPARE(table->decide(TestRequest().view(), {}, 0).version, 63);
    QVERIFY(table->decide(TestRequest().view(), without(63), 0).fallback);
  }
  void labelsSelectInstances() {
    policy::Version version;
    version.select = {{"version", "v2"}, {"build", "2026-*"}};
    QVERIFY(policy::selects(version, {{"version", "v2"}, {"build", "2026-11"}}, {}));
    QVERIFY(!policy::selects(version, {{"version", "v2"}, {"build", "2025-11"}}, {}));
    QVERIFY(!policy::selects(version, {{"version", "v2"}}, {}));
    QVERIFY(policy::selects(version, {{"version", "v2"}}, {"canary", "build=2026-11"}));
    QVERIFY(!policy::selects(version, {{"version", "v1"}},
                             {"version=v2", "build=2026-1"}));  // Meta goes before tags
    QVERIFY(!policy::selects(version, {{"version", "v2*"}}, {"build=2026-"}));
    QVERIFY(policy::selects(policy::Version{}, {}, {}));
    version.select = {{"any", "*"}};
    QVERIFY(policy::selects(version, {{"any", ""}}, {}));
    QVERIFY(!policy::selects(version, {}, {"any"}));
  }
  void theExplanationTellsWhatFailedAndWhatWasSeen() {
    const auto table = tableOf(
        policyText(ruleText("beta", "{'attr':'user','exists':true},{'attr':'header:X-App','is':'beta'}") +
                   "," + ruleText("gone", "{'attr':'cookie:c','is':'x'}") + "," +
                   ruleText("it", "{'attr':'path','prefix':'/'}")));
    TestRequest request = user("a");
    request.headers.emplace_back("x-app", "alpha");
    const auto explanation = table->explain(request.view(), {}, 0);
    QCOMPARE(explanation.tried.size(), std::size_t{3});
    QCOMPARE(explanation.tried[0].pointer, std::string("/rules/0/when/1"));
    QCOMPARE(explanation.tried[0].condition, std::string("header:X-App is beta"));
    QCOMPARE(explanation.tried[0].seen, std::optional<std::string>("alpha"));
    QVERIFY(!explanation.tried[1].seen);
    QVERIFY(explanation.tried[2].matched);
    QCOMPARE(explanation.decision.rule, 2);
  }
  // The indexes must never lose a rule that a walk through all rules (`explain`) would find.
  void theIndexedTableAgreesWithTheWalk() {
    std::mt19937 random(20261122);
    int matches = 0;
    for (int round = 0; round < 150; ++round) {
      const auto table = tableOf(policyText(randomRules(random)));
      for (int i = 0; i < 40; ++i) {
        TestRequest request = randomRequest(random);
        const policy::Request view = request.view();
        const int decided = table->decide(view, {}, 0).rule;
        QCOMPARE(decided, table->explain(view, {}, 0).decision.rule);
        matches += decided >= 0 ? 1 : 0;
      }
    }
    QVERIFY(matches > 1000);
  }
  // More distinct attributes than a request remembers.
  void manyDistinctAttributesAllWork() {
    std::string rules;
    for (int i = 0; i < 300; ++i) {
      const std::string n = std::to_string(i);
      const std::string kind = i % 3 == 0 ? "header:X-N" : i % 3 == 1 ? "cookie:n" : "query:n";
      rules += (i > 0 ? "," : "") + ruleText("r" + n, "{'attr':'" + kind + n + "','is':'yes'}");
    }
    const auto table = tableOf(policyText(rules));
    for (int i = 0; i < 300; ++i) {
      TestRequest request;
      const std::string n = std::to_string(i);
      if (i % 3 == 0) request.headers = {{"Host", "a"}, {"x-n" + n, "yes"}};
      if (i % 3 == 1) request.headers = {{"Cookie", "a=1; n" + n + "=yes"}};
      if (i % 3 == 2) request.target = "/?a=1&n" + n + "=%79es";
      QCOMPARE(table->decide(request.view(), {}, 0).rule, i);
    }
  }
  void overlappingRangesPrefixesAndBlocksFindTheFirst() {
    std::string rules;
    const auto add = [&rules](const std::string& name, const std::string& condition) {
      rules += (rules.empty() ? "" : ",") + ruleText(name, condition);
    };
    for (int i = 0; i < 50; ++i)
      add("range",
          "{'attr':'user','range':[" + std::to_string(i * 10) + "," + std::to_string(1000 - i * 10) + "]}");
    for (const char* prefix : {"/a/b/c", "/a/b", "/a/x", "/a", ""})
      add("prefix", std::string("{'attr':'path','prefix':'") + prefix + "'}");
    const auto table = tableOf(policyText(rules));
    const auto ruleAt = [&](const char* id, const char* path) {
      TestRequest request = user(id);
      request.target = path;
      return table->decide(request.view(), {}, 0).rule;
    };
    QCOMPARE(ruleAt("495", "/"), 0);
    QCOMPARE(ruleAt("0", "/"), 0);
    QCOMPARE(ruleAt("1001", "/a/b/c/d"), 50);
    QCOMPARE(ruleAt("1001", "/a/b/x"), 51);
    QCOMPARE(ruleAt("1001", "/a/z"), 53);
    QCOMPARE(ruleAt("1001", "*"), 54);
  }
  void requestsBeyondAGatewaysLimitsStillGetTheirAnswer() {
    TestRequest request;
    for (int i = 0; i < 40; ++i)
      request.headers.emplace_back("X-Big", std::string(4000, static_cast<char>('a' + i % 26)));
    request.target = "/?q=" + std::string(100000, '+');
    const auto table =
        tableOf(policyText(ruleText("it",
                                    "{'attr':'header:X-Big','suffix':'nn'},{'attr':'query:q','contains':'   "
                                    "'},{'attr':'header:X-Big','contains':', b'}")));
    QCOMPARE(table->decide(request.view(), {}, 0).rule, 0);
  }

 private:
  static std::string randomCondition(std::mt19937& random, int depth) {
    const auto pick = [&random](std::initializer_list<const char*> words) {
      return std::string(*(words.begin() + random() % words.size()));
    };
    const unsigned kind = random() % (depth > 2 ? 8 : 10);
    if (kind == 8) return "{'not':" + randomCondition(random, depth + 1) + "}";
    if (kind == 9)
      return "{'any':[" + randomCondition(random, depth + 1) + "," + randomCondition(random, depth + 1) +
             "]}";
    const std::string attribute = pick(
        {"header:X-A", "header:X-B", "cookie:a", "query:a", "user", "path", "region", "method", "device.os"});
    const std::string low = std::to_string(random() % 8);
    const std::string value = pick({"1", "2", "3", "4", "5", "6", "/1", "GET", "iOS"});
    const std::string start = "{'attr':'" + attribute + "',";
    switch (kind) {
      case 0:
        return start + "'is':['" + value + "','" + low + "']}";
      case 1:
        return start + "'range':[" + low + "," + std::to_string(random() % 4 + 8) + "]}";
      case 2:
        return start + "'prefix':'" + pick({"", "/", "1", "/1", "2"}) + "'}";
      case 3:
        return "{'attr':'ip','in':['10.0." + low + ".0/" + pick({"16", "22", "23", "24"}) +
               "','2001:db8::/32']}";
      case 4:
        return start + "'exists':" + pick({"true", "false"}) + "}";
      case 5:
        return start + "'" + pick({"suffix", "contains", "atLeast", "below"}) + "':'" + low + "'}";
      case 6:
        return start + "'percent':" + pick({"0", "12.5", "50", "100"}) + "}";
      default:
        return start + "'is':'" + value + "'}";
    }
  }
  static std::string randomRules(std::mt19937& random) {
    std::string rules;
    const unsigned count = 1 + random() % 20;
    for (unsigned i = 0; i < count; ++i) {
      std::string conditions = randomCondition(random, 0);
      for (unsigned more = random() % 3; more > 0; --more) conditions += "," + randomCondition(random, 0);
      rules += (i > 0 ? "," : "") + ruleText("r" + std::to_string(i), conditions);
    }
    return rules;
  }
  static TestRequest randomRequest(std::mt19937& random) {
    TestRequest request;
    const auto digit = [&random] { return std::to_string(random() % 10); };
    for (const char* name : {"X-A", "x-b", "X-User-ID", "X-Region", "X-A"})
      if (random() % 3 == 0) request.headers.emplace_back(name, digit());
    if (random() % 2 == 0) request.headers.emplace_back("Cookie", "b=1; a=" + digit());
    if (random() % 4 == 0) request.headers.emplace_back("User-Agent", "X (iPhone; iOS 16.4)");
    request.target = "/" + digit() + (random() % 2 == 0 ? "?b=1&a=" + digit() : "");
    request.client = random() % 5 == 0 ? "2001:db8::" + digit() : "10.0." + digit() + "." + digit();
    return request;
  }
};

QTEST_APPLESS_MAIN(TestDecide)
#include "tst_decide.moc"

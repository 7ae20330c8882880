// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <ctime>

#include "backend/policy/implies.h"
#include "tests/backend/policy/builders.h"

using namespace halftone;
using test::policyText;
using test::ruleText;

namespace {

// The messages of lint on two rules with these conditions that speak of the second rule as unreachable.
bool secondIsUnreachable(const std::string& first, const std::string& second) {
  for (const auto& finding :
       policy::lint(test::policyOf(policyText(ruleText("a", first) + "," + ruleText("b", second)))))
    if (finding.pointer == "/rules/1" && finding.message.find("never be reached") != std::string::npos)
      return true;
  return false;
}

std::string on(const std::string& attribute, const std::string& operand) {
  return "{'attr':'" + attribute + "'," + operand + "}";
}

bool warns(const std::string& text, const std::string& pointer, const std::string& part) {
  for (const auto& finding : policy::lint(test::policyOf(text)))
    if (finding.pointer == pointer && finding.message.find(part) != std::string::npos) return true;
  return false;
}

}  // namespace

class TestLint : public QObject {
  Q_OBJECT
 private slots:
  void coveredRulesAreFound_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<bool>("covered");
    const auto row = [](const std::string& first, const std::string& second, bool covered) {
      QTest::addRow("%s covers %s", first.c_str(), second.c_str())
          << QString::fromStdString(first) << QString::fromStdString(second) << covered;
    };
    const std::string beta = on("header:X", "'is':'beta'");
    row(beta, beta, true);
    row(beta, on("header:x", "'is':'beta'"), true);
    row(beta, on("header:Y", "'is':'beta'"), false);
    row(on("user", "'is':['a','b']"), on("user", "'is':'a'"), true);
    row(on("user", "'is':'a'"), on("user", "'is':['a','b']"), false);
    row(on("host", "'is':'A.b'"), on("host", "'is':'a.B'"), true);
    row(beta, beta + "," + on("user", "'is':'a'"), true);
    row(beta + "," + on("user", "'is':'a'"), beta, false);
    row(on("path", "'prefix':'/a'"), on("path", "'prefix':'/a/b'"), true);
    row(on("path", "'prefix':'/a/b'"), on("path", "'prefix':'/a'"), false);
    row(on("path", "'prefix':'/a'"), on("path", "'is':['/a','/a/c']"), true);
    row(on("path", "'suffix':'.js'"), on("path", "'suffix':'.min.js'"), true);
    row(on("path", "'contains':'b'"), on("path", "'prefix':'/abc'"), true);
    row(on("user", "'range':[0,100]"), on("user", "'range':[10,20]"), true);
    row(on("user", "'range':[0,100]"), on("user", "'range':[10,101]"), false);
    row(on("user", "'range':[0,100]"), on("user", "'is':['5','007']"), true);
    row(on("user", "'range':[0,100]"), on("user", "'is':['5','x']"), false);
    row(on("ip", "'in':['10.0.0.0/8']"), on("ip", "'in':['10.1.0.0/16','10.2.3.4']"), true);
    row(on("ip", "'in':['10.0.0.0/9','10.128.0.0/9']"), on("ip", "'in':['10.0.0.0/8']"), true);
    row(on("ip", "'in':['10.0.0.0/9']"), on("ip", "'in':['10.0.0.0/8']"), false);
    row(on("ip", "'in':['::/0']"), on("ip", "'in':['10.0.0.0/8']"), false);
    row(on("ip", "'in':['0.0.0.0/0']"), on("ip", "'in':['10.0.0.0/8']"), true);
    row(on("device.osVersion", "'atLeast':'15'"), on("device.osVersion", "'atLeast':'16.1'"), true);
    row(on("device.osVersion", "'below':'15'"), on("device.osVersion", "'below':'14'"), true);
    row(on("device.osVersion", "'atLeast':'15'"), on("device.osVersion", "'below':'14'"), false);
    row(on("user", "'exists':true"), on("user", "'matches':'a+'"), true);
    row(on("user", "'exists':true"), on("user", "'exists':false"), false);
    row(on("user", "'matches':'a+'"), on("user", "'is':'aaa'"), true);
    row(on("user", "'matches':'a+'"), on("user", "'matches':'a+'"), true);
    row(on("user", "'percent':50"), on("user", "'percent':20"), true);
    row(on("user", "'percent':20"), on("user", "'percent':50"), false);
    row("{'any':[" + on("user", "'is':'a'") + "," + on("user", "'is':'b'") + "]}", on("user", "'is':'b'"),
        true);
    row(on("user", "'is':['a','b']"),
        "{'any':[" + on("user", "'is':'a'") + "," + on("user", "'is':'b'") + "]}", true);
    row("{'not':" + on("user", "'is':'a'") + "}", on("user", "'is':'b'"), true);
    row("{'not':" + on("user", "'is':'a'") + "}", on("user", "'is':['a','b']"), false);
    row("{'not':" + on("user", "'range':[0,9]") + "}", on("user", "'range':[10,20]"), true);
    row("{'not':" + on("user", "'is':'a'") + "}", on("user", "'exists':false"), true);
    row("{'not':" + on("user", "'exists':false") + "}", on("user", "'exists':true"), true);
    row(on("user", "'exists':true"), "{'not':" + on("user", "'exists':false") + "}", true);
    row(on("path", "'prefix':''"), on("path", "'contains':'x'"), true);
    row(on("method", "'is':'get'"), on("method", "'is':'GET'"), true);
    row(on("method", "'prefix':'G'"), on("method", "'is':'GET'"), false);
  }
  void coveredRulesAreFound() {
    QFETCH(QString, first);
    QFETCH(QString, second);
    QFETCH(bool, covered);
    QCOMPARE(secondIsUnreachable(first.toStdString(), second.toStdString()), covered);
  }
  void rulesOfEqualConditionsAreToldAsSuch() {
    const std::string a = on("user", "'is':['a','b']");
    QVERIFY(warns(policyText(ruleText("one", a) + "," + ruleText("two", on("user", "'is':['b','a']"))),
                  "/rules/1", "has the conditions of"));
    QVERIFY(warns(policyText(ruleText("one", a) + "," + ruleText("two", on("user", "'is':'b'"))), "/rules/1",
                  "matches all that it matches"));
  }
  void aRuleSwitchedOffCoversNothing() {
    const std::string off =
        "{'name':'off','enabled':false,'when':[{'attr':'path','prefix':'/"
        "'}],'split':[{'version':'v2','weight':100}]}";
    QVERIFY(!warns(policyText(off + "," + ruleText("two", on("path", "'is':'/x'"))), "/rules/1",
                   "never be reached"));
  }
  void doubtfulPartsAreNamed() {
    QVERIFY(
        warns(policyText(ruleText("x", on("user", "'is':'a'")) + "," + ruleText("x", on("user", "'is':'b'"))),
              "/rules/1/name", "also that of /rules/0"));
    QVERIFY(warns(policyText(""), "/versions/v2", "no split uses"));
    QVERIFY(warns(policyText("{'name':'z','when':[{'attr':'user','is':'a'}],'split':[{'version':'v2','weight'"
                             ":0},{'version':'v1','weight':100}]}"),
                  "/rules/0/split/0/weight", "is 0"));
    QVERIFY(warns(policyText(ruleText("x", on("header:X", "'matches':'a\\\\nb'"))), "/rules/0/when/0/matches",
                  "can never match"));
    QVERIFY(
        warns("{'apiVersion':'halftone/"
              "v1','service':'s','versions':{'v1':{}},'stable':'v1','default':{'split':[{'version':'v1','"
              "weight':100}]}}",
              "/versions/v1", "every instance"));
  }
  void aCleanPolicyHasNoWarnings() {
    QVERIFY(policy::lint(test::policyOf(policyText(ruleText("one", on("user", "'is':'a'")) + "," +
                                                   ruleText("two", on("user", "'is':'b'")))))
                .empty());
  }
  void patternsThatNoHeaderMatches_data() {
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("never");
    const auto row = [](const char* pattern, bool never) {
      QTest::addRow("%s", pattern) << pattern << never;
    };
    row("a\\nb", true);
    row("(\\r\\n)+x", true);
    row("[\\x00-\\x08]a", true);
    row("\\x00", true);
    row(" beta", true);
    row("beta ", true);
    row("a$b", true);
    row("a^b", true);
    row("(a|\\n)b", false);
    row("(\\f|\\n)b", true);
    row("a\\n?b", false);
    row("a\\n*", false);
    row("a\\n{0,3}b", false);
    row("a\\n{2}b", true);
    row("[^a]b", false);
    row("beta", false);
    row("^beta$", false);
    row("(?s).*\\n.*", false);  // flags are beyond this reader: nothing is said
    row("[\\t ]x", false);
    row(" ?beta", false);
    row("", false);
    row("\\pN+", false);
    row("[[:cntrl:]]", false);
    row("a{", false);
    row("(", false);
  }
  void patternsThatNoHeaderMatches() {
    QFETCH(QString, pattern);
    QFETCH(bool, never);
    QCOMPARE(policy::canNeverMatchHeader(pattern.toStdString()), never);
  }
  void thousandsOfRulesAreLintedInBoundedTime() {
    std::string rules;
    for (int i = 0; i < 5000; ++i)
      rules += (i > 0 ? "," : "") +
               ruleText("r" + std::to_string(i), on("user", "'range':[" + std::to_string(i * 10) + "," +
                                                                std::to_string(i * 10 + 9) + "]"));
    const policy::Policy policy = test::policyOf(policyText(rules));
    const std::clock_t start = std::clock();  // processor time: a busy machine fails nobody
    (void)policy::lint(policy);
    QVERIFY((std::clock() - start) / CLOCKS_PER_SEC < 20);
  }
};

QTEST_APPLESS_MAIN(TestLint)
#include "tst_lint.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <ctime>

#include "backend/codec/jsontree.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"
#include "tests/backend/codec/examples.h"
#include "tests/backend/policy/builders.h"

using namespace halftone;
using test::json;

namespace {

std::vector<policy::Finding> errorsOf(const std::string& text) {
  const auto policy = codec::readPolicy(json(text));
  return policy ? std::vector<policy::Finding>{} : policy.error();
}

std::string shown(const std::vector<policy::Finding>& findings) {
  std::string text;
  for (const auto& finding : findings) text += finding.pointer + ": " + finding.message + "\n";
  return text;
}

bool says(const std::vector<policy::Finding>& findings, const std::string& pointer, const std::string& part) {
  return std::any_of(findings.begin(), findings.end(), [&](const policy::Finding& finding) {
    return finding.pointer == pointer && finding.message.find(part) != std::string::npos;
  });
}

}  // namespace

class TestPolicyJson : public QObject {
  Q_OBJECT
 private slots:
  void goodPoliciesReadBackEqual() {
    for (const char* text : test::kGoodPolicies) {
      const auto first = codec::readPolicy(json(text));
      QVERIFY2(first.has_value(), (std::string(text) + "\n" + shown(errorsOf(text))).c_str());
      const std::string written = codec::writePolicy(*first);
      const auto second = codec::readPolicy(written);
      QVERIFY2(second.has_value(), written.c_str());
      QVERIFY2(*first == *second, written.c_str());
      QCOMPARE(codec::writePolicy(*second), written);
    }
  }
  void badPoliciesAreRefusedWithAPointer_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(test::kBadPolicies)); ++i)
      QTest::newRow(test::kBadPolicies[i].name) << i;
  }
  void badPoliciesAreRefusedWithAPointer() {
    QFETCH(int, index);
    const test::BadExample& example = test::kBadPolicies[index];
    const auto findings = errorsOf(example.json);
    QVERIFY2(says(findings, example.pointer, example.message), shown(findings).c_str());
  }
  void oneMistakeIsOneFinding_data() { badPoliciesAreRefusedWithAPointer_data(); }
  void oneMistakeIsOneFinding() {
    QFETCH(int, index);
    const test::BadExample& example = test::kBadPolicies[index];
    const auto findings = errorsOf(example.json);
    // A misspelt key leaves the right one missing: two findings for one slip, and "two wrong" examples.
    QVERIFY2(findings.size() <= 3, shown(findings).c_str());
    for (const auto& finding : findings)
      QVERIFY2(finding.message.find("sum to 0") == std::string::npos, shown(findings).c_str());
  }
  void allErrorsComeAtOnce() {
    const auto findings = errorsOf(
        "{'apiVersion':'v9','service':'chat','versions':{'v1':{'x':1}},'stable':'v2','rules':["
        "{'name':'a','when':[{'attr':'usr','is':'a'},{'attr':'user','range':[2,1]}],'split':[{'version':'v1',"
        "'weight':99.5}]},"
        "{'name':'b','when':[],'split':[{'version':'v7','weight':100}],'stickBy':'ipp'}],'default':{'split':["
        "{'version':'v1','weight':10}]}}");
    for (const char* pointer : {"/apiVersion", "/versions/v1/x", "/stable", "/rules/0/when/0/attr",
                                "/rules/0/when/1/range", "/rules/0/split", "/rules/1/when",
                                "/rules/1/split/0/version", "/rules/1/stickBy", "/default/split"})
      QVERIFY2(says(findings, pointer, ""), pointer);
    QCOMPARE(findings.size(), std::size_t{10});
  }
  void everyWeightOfTwoDecimalsIsExact() {
    for (int i = 0; i <= 10000; ++i)
      QCOMPARE(codec::hundredthsOf(BasisPoints(i).toString()), std::optional(i));
    QCOMPARE(codec::hundredthsOf("33.330"), std::optional(3333));
    QCOMPARE(codec::hundredthsOf("3.333e1"), std::optional(3333));
    QCOMPARE(codec::hundredthsOf("1E2"), std::optional(10000));
    QCOMPARE(codec::hundredthsOf("-0"), std::optional(0));
    QCOMPARE(codec::hundredthsOf("0e999999"), std::optional(0));
    for (const char* text : {"33.333", "1e-3", "1e99", "99.999999999999999999999", "1e99999999999999999999"})
      QVERIFY2(!codec::hundredthsOf(text), text);
  }
  void textThatIsNoJsonHasLineAndColumn_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");
    QTest::newRow("empty") << QByteArray("") << "line 1, column 1: ";
    QTest::newRow("word") << QByteArray("{\n  \"a\": tru\n}") << "line 2, column 11: ";
    QTest::newRow("comma") << QByteArray("{\"a\":1,}") << "line 1, column 8: ";
    QTest::newRow("after Chinese") << QByteArray("{\"用户\":1,]") << "line 1, column 9: ";
    QTest::newRow("rest") << QByteArray("{} x") << "line 1, column 4: ";
    QTest::newRow("no UTF-8") << QByteArray("{\"a\":\"\xff\"}") << "line 1, column 7: ";
    QTest::newRow("huge number") << QByteArray("{\"a\":1e999}") << "line 1, column ";
  }
  void textThatIsNoJsonHasLineAndColumn() {
    QFETCH(QByteArray, text);
    QFETCH(QString, place);
    const auto policy = codec::readPolicy(text.toStdString());
    QVERIFY(!policy);
    QCOMPARE(policy.error().size(), std::size_t{1});
    QVERIFY2(QString::fromStdString(policy.error()[0].message).startsWith(place),
             policy.error()[0].message.c_str());
  }
  void keysThatComeTwiceAreRefused() {
    QVERIFY(says(errorsOf(HALFTONE_HEAD "'stable':'v2'," HALFTONE_TAIL), "/stable", "twice"));
    QVERIFY(says(errorsOf("{'apiVersion':'halftone/"
                          "v1','service':'chat','versions':{'v1':{},'v1':{}},'stable':'v1'," HALFTONE_TAIL),
                 "/versions/v1", "twice"));
    QVERIFY(
        says(errorsOf(HALFTONE_WHEN("{'attr':'path','is':'/','is':'/b'}")), "/rules/0/when/0/is", "twice"));
  }
  void eightLevelsOfNestingAreAllowed() {
    QVERIFY(
        errorsOf(
            HALFTONE_WHEN(
                "{'not':{'not':{'not':{'not':{'not':{'not':{'not':{'any':[{'attr':'user','is':'a'}]}}}}}}}}"))
            .empty());
  }
  void limitsAreNamed() {
    QVERIFY(says(errorsOf(std::string(600000, ' ')), "", "limit maxPolicyBytes"));
    QVERIFY(says(errorsOf(std::string(1000, '[')), "", "limit maxJsonDepth"));
    std::string versions;
    for (int i = 0; i < 65; ++i) versions += (i > 0 ? ",'v" : "'v") + std::to_string(i) + "':{}";
    QVERIFY(says(errorsOf("{'apiVersion':'halftone/v1','service':'chat','versions':{" + versions +
                          "},'stable':'v1'," HALFTONE_TAIL),
                 "/versions", "limit maxVersions"));
    const std::string longName(300, 'n');
    QVERIFY(says(errorsOf("{'apiVersion':'halftone/v1','service':'" + longName +
                          "','versions':{'v1':{}},'stable':'v1'," HALFTONE_TAIL),
                 "/service", "limit maxNameBytes"));
    const std::string head = HALFTONE_HEAD "'rules':[{'name':'a','when':[{'attr':'path','matches':'";
    const std::string tail = "'}],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL;
    QVERIFY(says(errorsOf(head + std::string(16385, 'a') + tail), "/rules/0/when/0/matches",
                 "limit maxRegexBytes"));
    QVERIFY(errorsOf(head + std::string(10240, 'a') + tail).empty());
  }
  void tooManyRulesInAModelAreRefusedByName() {
    policy::Policy policy = test::policyOf(HALFTONE_WHEN("{'attr':'user','is':'a'}"));
    const policy::Rule rule = policy.rules[0];
    policy.rules.assign(10000, rule);
    QVERIFY(policy::compile(policy).has_value());
    policy.rules.push_back(rule);
    const auto refused = policy::compile(policy);
    QVERIFY(!refused);
    QVERIFY(says(refused.error(), "/rules", "limit maxRules"));
  }
  void patternsThatGrowAreStoppedByTheirBudget() {
    std::string rules;
    for (int i = 0; i < 3000; ++i)
      rules += std::string(i > 0 ? "," : "") +
               "{'name':'a','when':[{'attr':'path','matches':'((a{9}){9}){9}" + std::to_string(i) +
               "'}],'split':[{'version':'v1','weight':100}]}";
    const std::clock_t start = std::clock();  // processor time: a busy machine fails nobody
    const auto findings = errorsOf(HALFTONE_HEAD "'rules':[" + rules + "]," HALFTONE_TAIL);
    QVERIFY(!findings.empty());
    QVERIFY(findings[0].message.find("limit maxRegexInstructions") != std::string::npos);
    QVERIFY((std::clock() - start) / CLOCKS_PER_SEC < 20);
  }
  void aHundredThousandErrorsTakeBoundedTime_data() {
    QTest::addColumn<QByteArray>("unit");
    QTest::newRow("conditions of nothing") << QByteArray("{},");
    QTest::newRow("numbers") << QByteArray("1,");
    QTest::newRow("unknown keys") << QByteArray("{'zzz':1},");
  }
  void aHundredThousandErrorsTakeBoundedTime() {
    QFETCH(QByteArray, unit);
    std::string list;
    while (list.size() < 200000) list += unit.toStdString();
    list.pop_back();
    const std::clock_t start = std::clock();  // processor time: a busy machine fails nobody
    QVERIFY(!errorsOf(HALFTONE_HEAD "'rules':[{'name':'a','when':[" + list +
                      "],'split':[{'version':'v1','weight':100}]}]," HALFTONE_TAIL)
                 .empty());
    QVERIFY((std::clock() - start) / CLOCKS_PER_SEC < 20);
  }
};

QTEST_APPLESS_MAIN(TestPolicyJson)
#include "tst_policyjson.moc"

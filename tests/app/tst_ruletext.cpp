// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/ruletext.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;

class RuleTextTest : public QObject {
  Q_OBJECT

 private slots:
  void aRuleIsWrittenAConditionALine() {
    QCOMPARE(
        QString::fromStdString(writeRuleText(chatPolicy().rules[0])),
        QStringLiteral(
            "{\n  \"name\": \"office\",\n  \"when\": [\n    { \"attr\": \"user\", \"is\": \"1\" }\n  ],\n"
            "  \"split\": [\n    { \"version\": \"v2\", \"weight\": 100 }\n  ]\n}"));
  }
  void whatIsWrittenReadsBackTheSame() {
    policy::Rule rule = chatPolicy().rules[0];
    policy::Condition group;
    group.kind = policy::Condition::Kind::Any;
    group.children = {rule.when[0], rule.when[0]};
    policy::Condition denied;
    denied.kind = policy::Condition::Kind::Not;
    denied.children = {group};
    rule.when.push_back(denied);
    rule.when[0].values = {"a \"b\"", "用户"};
    rule.stickBy = policy::StickyKey{policy::StickyKey::Kind::Header, "X-Room"};
    const RuleReading reading = readRuleText(writeRuleText(rule), chatPolicy());
    QVERIFY(reading.rule.has_value());
    QCOMPARE(*reading.rule, rule);
  }
  void brokenTextNamesLineAndColumn() {
    const RuleReading reading = readRuleText("{\n  \"name\": office\n}", chatPolicy());
    QVERIFY(!reading.rule);
    QCOMPARE(reading.problems.size(), 1U);
    QCOMPARE(reading.problems[0].place.line, 2);
    QVERIFY(reading.problems[0].message.find("no JSON") != std::string::npos);
  }
  void aWrongValueIsFoundInItsPlace() {
    const RuleReading reading = readRuleText(
        "{ \"name\": \"a\",\n  \"when\": [{ \"attr\": \"user\", \"iz\": \"1\" }],\n"
        "  \"split\": [{ \"version\": \"v9\", \"weight\": 100 }] }",
        chatPolicy());
    QVERIFY(!reading.rule);
    QCOMPARE(reading.problems.size(), 3U);  // an unknown key, no operator, an unknown version
    const TextProblem& version = reading.problems.back();
    QCOMPARE(version.pointer, std::string("/split/0/version"));
    QCOMPARE(version.place.line, 3);
    QCOMPARE(version.place.column, 26);
    QCOMPARE(version.place.length, 4);
    QCOMPARE(reading.problems.front().place.line, 2);
  }
  void textThatIsNoObjectIsRefused() {
    for (const char* text : {"", "[]", "1", "{}, {}", "{}] , \"x\": ["}) {
      const RuleReading reading = readRuleText(text, chatPolicy());
      QVERIFY2(!reading.rule && !reading.problems.empty(), text);
    }
  }
  void placesCountCharactersNotBytes() {
    const TextPlace place = placeInJson("{\"用户\": [1, \"值\"]}", "/用户/1");
    QCOMPARE(place.column, 12);
    QCOMPARE(place.length, 3);
  }
  void aPointerToWhatIsNotThereGivesWhatIsAroundIt() {
    const TextPlace place = placeInJson("{\"a\": {\"b\": 1}}", "/a/c/0");
    QCOMPARE(place.column, 7);
  }
};

QTEST_APPLESS_MAIN(RuleTextTest)
#include "tst_ruletext.moc"

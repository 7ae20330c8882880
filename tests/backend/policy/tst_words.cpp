// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/policy/compare.h"
#include "backend/policy/words.h"
#include "tests/backend/policy/builders.h"

using namespace halftone;
using policy::Language;
using test::policyText;
using test::ruleText;
using test::TestRequest;

class TestWords : public QObject {
  Q_OBJECT
 private slots:
  void conditionsReadInBothLanguages_data() {
    QTest::addColumn<QString>("condition");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("chinese");
    const auto row = [](const char* condition, const char* english, const char* chinese) {
      QTest::addRow("%s", english) << condition << english << QString::fromUtf8(chinese);
    };
    row("{'attr':'user','range':[1000,1999]}", "user from 1000 to 1999", "user 在 1000 到 1999 之间");
    row("{'attr':'header:X','is':'beta'}", "header:X is beta", "header:X 为 beta");
    row("{'attr':'header:X','is':''}", "header:X is \"\"", "header:X 为 \"\"");
    row("{'attr':'region','is':['Beijing','Shanghai']}", "region is Beijing or Shanghai",
        "region 为 Beijing 或 Shanghai");
    row("{'attr':'path','prefix':'/a'}", "path begins with /a", "path 以 /a 开头");
    row("{'attr':'path','suffix':'/a'}", "path ends with /a", "path 以 /a 结尾");
    row("{'attr':'path','contains':'/a'}", "path contains /a", "path 包含 /a");
    row("{'attr':'path','matches':'/a'}", "path matches /a", "path 匹配 /a");
    row("{'attr':'ip','in':['10.0.0.0/8','::1']}", "ip in 10.0.0.0/8, ::1", "ip 属于 10.0.0.0/8、::1");
    row("{'attr':'device.osVersion','atLeast':'16'}", "device.osVersion is at least 16",
        "device.osVersion 不低于 16");
    row("{'attr':'device.osVersion','below':'16'}", "device.osVersion is below 16",
        "device.osVersion 低于 16");
    row("{'attr':'user','percent':12.5}", "12.5 % of user", "user 的 12.5%");
    row("{'attr':'user','exists':true}", "user is present", "存在 user");
    row("{'attr':'user','exists':false}", "user is absent", "不存在 user");
    row("{'not':{'attr':'user','is':'a'}}", "not (user is a)", "非（user 为 a）");
    row("{'any':[{'attr':'user','is':'a'},{'attr':'path','is':'b'}]}", "(user is a or path is b)",
        "（user 为 a 或 path 为 b）");
    row("{'attr':'user','is':['1','2','3','4','5','6','7','8']}",
        "user is 1 or 2 or 3 or 4 or 5 or 6 and 2 more", "user 为 1 或 2 或 3 或 4 或 5 或 6 等另外 2 项");
  }
  void conditionsReadInBothLanguages() {
    QFETCH(QString, condition);
    QFETCH(QString, english);
    QFETCH(QString, chinese);
    const auto policy = test::policyOf(policyText(ruleText("it", condition.toStdString())));
    const policy::Condition& first = policy.rules[0].when[0];
    QCOMPARE(QString::fromStdString(policy::describe(first)), english);
    QCOMPARE(QString::fromStdString(policy::describe(first, Language::Chinese)), chinese);
  }
  void everyTriedRuleIsASentence() {
    const auto table =
        test::tableOf(policyText("{'name':'off','enabled':false,'when':[{'attr':'user','is':'a'}],'split':[{'"
                                 "version':'v2','weight':100}]}," +
                                 ruleText("beta", "{'attr':'header:X','is':'beta'}") + "," +
                                 ruleText("seen", "{'attr':'path','is':'/b'}") + "," +
                                 ruleText("it", "{'attr':'path','is':'/a'},{'attr':'method','is':'GET'}")));
    TestRequest request;
    request.target = "/a";
    const auto explanation = table->explain(request.view(), {}, 0);
    const auto says = [&](std::size_t i, Language language) {
      return QString::fromStdString(policy::sentence(explanation.tried[i], *table, language));
    };
    QCOMPARE(says(0, Language::English), QStringLiteral("Rule \"off\" is switched off."));
    QCOMPARE(says(1, Language::English),
             QStringLiteral(
                 "Rule \"beta\" did not match: it wants header:X is beta, and the request has no header:X."));
    QCOMPARE(says(2, Language::English),
             QStringLiteral("Rule \"seen\" did not match: it wants path is /b, and path was \"/a\"."));
    QCOMPARE(says(3, Language::English),
             QStringLiteral("Rule \"it\" matched: path is /a and method is GET."));
    QCOMPARE(says(2, Language::Chinese),
             QString::fromUtf8("规则“seen”不匹配：要求 path 为 /b，而 path 的值是“/a”。"));
    QCOMPARE(QString::fromStdString(policy::sentence(explanation.decision, *table, Language::English)),
             QStringLiteral("Version v2 by rule \"it\"."));
  }
  void theFailedConditionStaysWhatItIsWhenAValueLooksLikeAPlaceholder() {
    const auto table = test::tableOf(policyText(ruleText("100%1", "{'attr':'path','is':'%2'}")));
    TestRequest request;
    request.target = "/%3";
    const auto explanation = table->explain(request.view(), {}, 0);
    QCOMPARE(QString::fromStdString(policy::sentence(explanation.tried[0], *table, Language::English)),
             QStringLiteral("Rule \"100%1\" did not match: it wants path is %2, and path was \"/%3\"."));
  }
  void aComparisonCountsRequestsAndUsersThatMove() {
    const auto before = test::tableOf(policyText(ruleText("beta", "{'attr':'header:X','is':'beta'}")));
    const auto after = test::tableOf(policyText(ruleText("seven", "{'attr':'user','is':'7'}")));
    policy::Comparison comparison(*before, *after);
    const auto add = [&comparison](const std::string& user, const std::string& header) {
      TestRequest request;
      request.target = "/chat";
      request.headers = {{"X-User-ID", user}, {"X", header}};
      comparison.add(request.view(), 0);
    };
    add("7", "");
    add("7", "");
    add("7", "beta");
    add("8", "beta");
    add("9", "");
    const auto report = comparison.report();
    QCOMPARE(report.requests, 5U);
    QCOMPARE(report.users, 3U);
    QCOMPARE(report.changedRequests, 3U);
    QCOMPARE(report.changedUsers, 2U);
    QCOMPARE(report.changes.size(), std::size_t{2});
    QCOMPARE(report.changes[0].from, std::string("v1"));
    QCOMPARE(report.changes[0].to, std::string("v2"));
    QCOMPARE(report.changes[0].rule, std::string("seven"));
    QCOMPARE(report.changes[0].oldRule, std::string("default"));
    QCOMPARE(report.changes[0].requests, 2U);
    QCOMPARE(report.changes[0].users, 1U);
    QCOMPARE(report.changes[0].examples.front(), std::string("GET /chat user=7"));
    QCOMPARE(report.changes[1].oldRule, std::string("beta"));
  }
};

QTEST_APPLESS_MAIN(TestWords)
#include "tst_words.moc"

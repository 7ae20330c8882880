// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "tests/backend/policy/builders.h"

using namespace halftone;
using halftone::test::holds;
using halftone::test::TestRequest;

namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

TestRequest withHeader(const std::string& value) {
  TestRequest request;
  request.headers = {{"X-Value", value}};
  return request;
}

}  // namespace

// Points 2, 7 and 8 of policy.md, one condition at a time.
class TestConditions : public QObject {
  Q_OBJECT
 private slots:
  void operatorsOnOneValue_data() {
    QTest::addColumn<QString>("operand");
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("expected");
    const auto row = [](const char* operand, const char* value, bool expected) {
      QTest::addRow("%s on '%s'", operand, value) << operand << value << expected;
    };
    row("'is':'beta'", "beta", true);
    row("'is':'beta'", "Beta", false);
    row("'is':'beta'", "beta2", false);
    row("'is':['a','b']", "b", true);
    row("'is':['a','b']", "c", false);
    row("'is':['f','e','d','c','b','a']", "d", true);
    row("'is':['f','e','d','c','b','a']", "g", false);
    row("'is':''", "", true);
    row("'is':''", "x", false);
    row("'is':'beta'", " \tbeta\t ", true);
    row("'prefix':'ab'", "abc", true);
    row("'prefix':'ab'", "xab", false);
    row("'prefix':'ab'", "a", false);
    row("'prefix':''", "", true);
    row("'suffix':'bc'", "abc", true);
    row("'suffix':'bc'", "bca", false);
    row("'suffix':''", "x", true);
    row("'contains':'b'", "abc", true);
    row("'contains':'d'", "abc", false);
    row("'contains':''", "", true);
    row("'contains':'a'", "", false);
    row("'matches':'a.c'", "abc", true);
    row("'matches':'a.c'", "xabc", false);
    row("'matches':'a.c'", "abcx", false);
    row("'matches':'a|b'", "bx", false);
    row("'matches':''", "", true);
    row("'matches':'(?i)BETA'", "beta", true);
    row("'matches':'用.'", "用户", true);
    row("'range':[1000,1999]", "1000", true);
    row("'range':[1000,1999]", "1999", true);
    row("'range':[1000,1999]", "999", false);
    row("'range':[1000,1999]", "2000", false);
    row("'range':[1000,1999]", "01500", true);
    row("'range':[1000,1999]", "+1500", false);
    row("'range':[1000,1999]", "1500x", false);
    row("'range':[1000,1999]", "1500.0", false);
    row("'range':[1000,1999]", "", false);
    row("'range':[-5,5]", "-5", true);
    row("'range':[-5,5]", "-6", false);
    row("'range':[-5,5]", "-0", true);
    row("'range':[-5,5]", "-", false);
    row("'range':[0,9223372036854775807]", "999999999999999999", true);
    row("'range':[0,9223372036854775807]", "1000000000000000000", false);
    row("'range':[-9223372036854775808,0]", "-999999999999999999", true);
    row("'range':[0,5]", "000000000000000001", true);
    row("'range':[0,5]", "0000000000000000001", false);
    row("'range':[7,7]", "7", true);
    row("'atLeast':'16'", "16", true);
    row("'atLeast':'16'", "16.0.1", true);
    row("'atLeast':'16.0'", "16", true);
    row("'atLeast':'16'", "15.9.9", false);
    row("'atLeast':'9'", "10", true);
    row("'atLeast':'1.9'", "1.10", true);
    row("'atLeast':'1'", "v2", false);
    row("'atLeast':'1'", "2.", false);
    row("'atLeast':'1'", ".2", false);
    row("'atLeast':'1'", "2..1", false);
    row("'atLeast':'1'", "2-rc1", false);
    row("'atLeast':'0'", "", false);
    row("'atLeast':'1.02'", "1.2", true);
    row("'atLeast':'99999999999999999999999'", "100000000000000000000000", true);
    row("'below':'16'", "15.9", true);
    row("'below':'16'", "16.0.0", false);
    row("'below':'16.0.1'", "16", true);
    row("'below':'16'", "", false);
    row("'below':'16'", "x", false);
    row("'percent':100", "anyone", true);
    row("'percent':0", "anyone", false);
    row("'percent':100", "", true);
    row("'exists':true", "", true);
    row("'exists':true", "x", true);
    row("'exists':false", "", false);
  }
  void operatorsOnOneValue() {
    QFETCH(QString, operand);
    QFETCH(QString, value);
    QFETCH(bool, expected);
    QCOMPARE(
        holds("{'attr':'header:x-value'," + operand.toStdString() + "}", withHeader(value.toStdString())),
        expected);
  }

  void everyOperatorIsFalseOnAnAbsentAttribute_data() {
    QTest::addColumn<QString>("operand");
    for (const char* operand :
         {"'is':''", "'prefix':''", "'suffix':''", "'contains':''", "'matches':'.*'", "'range':[-1,1]",
          "'atLeast':'0'", "'below':'9'", "'percent':100", "'exists':true"})
      QTest::newRow(operand) << operand;
  }
  void everyOperatorIsFalseOnAnAbsentAttribute() {
    QFETCH(QString, operand);
    for (const std::string attribute :
         {"header:X-None", "cookie:none", "query:none", "user", "region", "device.os", "jwt:none"}) {
      const std::string condition = "{'attr':'" + attribute + "'," + operand.toStdString() + "}";
      QVERIFY2(!holds(condition, {}), condition.c_str());
      QVERIFY2(holds("{'not':" + condition + "}", {}), condition.c_str());
    }
  }
  void existsFalseHoldsForAnAbsentAttribute() {
    QVERIFY(holds("{'attr':'user','exists':false}", {}));
    QVERIFY(holds("{'attr':'cookie:a','exists':false}", {}));
    TestRequest noClient;
    noClient.client.clear();
    QVERIFY(holds("{'attr':'ip','exists':false}", noClient));
    QVERIFY(!holds("{'attr':'ip','in':['0.0.0.0/0','::/0']}", noClient));
  }

  void attributes_data() {
    QTest::addColumn<QString>("attribute");
    QTest::addColumn<QString>("value");
    const auto row = [](const char* attribute, const char* value) {
      QTest::newRow(attribute) << attribute << value;
    };
    row("header:X-TWICE", "a, b,  c");
    row("header:Cookie", "uid=7; empty=; bare; a = spaced ;uid=8, second=2; enc=%41");
    row("header:x-empty", "");
    row("cookie:uid", "7");
    row("cookie:empty", "");
    row("cookie:a", "spaced");
    row("cookie:second", "2");
    row("cookie:enc", "%41");
    row("query:user", "first");
    row("query:plus", "a b+c");
    row("query:enc", "用户");
    row("query:a b", "key");
    row("query:bare", "");
    row("query:odd", "100%zz%4");
    row("path", "/chat/%20room");
    row("method", "Post");
    row("host", "chat.example.com");
    row("user", "u-1");
    row("ip", "2001:db8::1");
    row("region", "Beijing");
    row("device.type", "tv");
    row("device.os", "iOS");
    row("device.osVersion", "16.4.1");
    row("jwt:sub", "alice");
  }
  void attributes() {
    QFETCH(QString, attribute);
    QFETCH(QString, value);
    const std::string condition =
        "{'attr':'" + attribute.toStdString() + "','is':'" + value.toStdString() + "'}";
    QVERIFY2(holds(condition, everything()), condition.c_str());
  }

  void emptyFieldsOfANameAreJoinedToo() {
    TestRequest request;
    request.headers = {{"X-Twice", ""}, {"x-twice", "b"}, {"X-Twice", " "}};
    QVERIFY(holds("{'attr':'header:X-Twice','is':', b, '}", request));
  }

  void absentPartsOfARichRequest() {
    for (const char* attribute :
         {"cookie:bare", "cookie:UID", "cookie:", "query:USER", "query:none", "jwt:SUB", "header:X-None"}) {
      if (std::string_view(attribute) == "cookie:") continue;
      const std::string condition = std::string("{'attr':'") + attribute + "','exists':false}";
      QVERIFY2(holds(condition, everything()), condition.c_str());
    }
  }

  void methodAndHostIgnoreCaseForIsOnly() {
    QVERIFY(holds("{'attr':'method','is':'POST'}", everything()));
    QVERIFY(holds("{'attr':'host','is':['x','CHAT.Example.com']}", everything()));
    QVERIFY(!holds("{'attr':'host','prefix':'CHAT'}", everything()));
    QVERIFY(!holds("{'attr':'method','prefix':'POST'}", everything()));
  }
  void hostsOfSeveralForms() {
    const auto hostIs = [](const std::string& field, const std::string& host) {
      TestRequest request;
      request.headers = {{"host", field}};
      return holds("{'attr':'host','is':'" + host + "'}", request);
    };
    QVERIFY(hostIs("[2001:DB8::1]:8080", "[2001:db8::1]"));
    QVERIFY(hostIs("a:", "a"));
    QVERIFY(hostIs("", ""));
    QVERIFY(hostIs("A.b", "a.B"));
  }
  void theUserIsTheFirstSourceThatIsNotEmpty() {
    const std::string text =
        test::policyText(test::ruleText("it", "{'attr':'user','is':'right'}"),
                         "'identity':['header:X-User-ID','query:user','cookie:uid','jwt:sub'],");
    const auto table = test::tableOf(text);
    TestRequest request;
    const auto matches = [&] { return table->decide(request.view(), {}, 0).rule == 0; };
    QVERIFY(!matches());
    request.claims = {{"sub", "right"}};
    QVERIFY(matches());
    request.headers = {{"X-User-ID", ""}, {"Cookie", "uid=right"}};
    request.claims = {{"sub", "wrong"}};
    QVERIFY(matches());
    request.headers = {{"X-User-ID", "  "}, {"Cookie", "uid=wrong"}};
    request.target = "/?user=right";
    QVERIFY(matches());
    request.headers.front().second = "wrong";
    QVERIFY(!matches());
  }
  void headersOverrideTheDatabaseAndTheUserAgent() {
    TestRequest request = everything();
    request.region = "Shanghai";
    QVERIFY(holds("{'attr':'region','is':'Beijing'}", request));
    request.headers.pop_back();  // X-Region
    QVERIFY(holds("{'attr':'region','is':'Shanghai'}", request));
  }
  void aDeviceWithoutUserAgentIsAbsent() { QVERIFY(holds("{'attr':'device.type','exists':false}", {})); }
  void blocksAndAddresses() {
    TestRequest request;
    request.client = "192.168.10.7";
    QVERIFY(holds("{'attr':'ip','in':['10.0.0.0/8','192.168.10.0/24']}", request));
    QVERIFY(holds("{'attr':'ip','in':'192.168.10.7'}", request));
    QVERIFY(!holds("{'attr':'ip','in':['192.168.11.0/24','::/0']}", request));
    QVERIFY(holds("{'attr':'ip','prefix':'192.168.'}", request));
    request.client = "::ffff:192.168.10.7";
    QVERIFY(holds("{'attr':'ip','in':['192.168.10.0/24']}", request));
  }
  void anyAndNotNest() {
    const std::string a = "{'attr':'header:X-Value','is':'a'}";
    const std::string b = "{'attr':'header:X-Value','is':'b'}";
    QVERIFY(holds("{'any':[" + a + "," + b + "]}", withHeader("b")));
    QVERIFY(!holds("{'any':[" + a + "," + b + "]}", withHeader("c")));
    QVERIFY(holds("{'not':{'any':[" + a + "," + b + "]}}", withHeader("c")));
    QVERIFY(holds("{'any':[" + a + ",{'not':" + b + "}]}", withHeader("c")));
    QVERIFY(!holds("{'not':{'not':{'any':[" + a + "," + b + "]}}}", withHeader("c")));
    QVERIFY(!holds(a + "," + b, withHeader("a")));
  }
  void percentHashesWithItsOwnSalt() {
    const int bucket = policy::bucketOf("chat:percent", "alice");
    const auto condition = [](int hundredths) {
      return "{'attr':'header:X-Value','percent':" + BasisPoints(hundredths).toString() + "}";
    };
    QVERIFY(!holds(condition(bucket), withHeader("alice")));
    QVERIFY(holds(condition(bucket + 1), withHeader("alice")));
  }
  void absoluteFormHasItsOwnHost() {
    TestRequest request;
    request.target = "http://Other.example:81/x/y?user=7";
    request.headers = {{"Host", "a"}};
    QVERIFY(holds(
        "{'attr':'path','is':'/x/y'},{'attr':'host','is':'other.example'},{'attr':'query:user','is':'7'}",
        request));
    request.target = "http://b?x=1";
    QVERIFY(holds("{'attr':'path','is':'/'},{'attr':'query:x','is':'1'}", request));
  }

 private:
  static TestRequest everything() {
    TestRequest request;
    request.method = "Post";
    request.target =
        "/chat/%20room?user=first&user=second&&plus=a+b%2Bc&enc=%E7%94%A8%e6%88%b7&a+b=key&bare&odd=100%zz%4";
    request.client = "2001:db8::1";
    request.headers = {
        {"Host", "Chat.Example.COM:8443"},
        {"x-twice", " a"},
        {"X-Twice", "b,  c\t"},
        {"Cookie", " uid=7; empty=; bare; a = spaced ;uid=8"},
        {"cookie", "second=2"},
        {"X-Empty", ""},
        {"X-User-ID", "u-1"},
        {"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 16_4_1 like Mac OS X) AppleWebKit/605.1.15"},
        {"X-Device-Type", "tv"},
        {"X-Region", "Beijing"}};
    request.claims = {{"sub", "alice"}};
    // A second Cookie field starts anew: no name may reach over from the first.
    request.headers[4].second = "second=2; enc=%41";
    return request;
  }
};

QTEST_APPLESS_MAIN(TestConditions)
#include "tst_conditions.moc"

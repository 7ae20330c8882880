// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/consul/instances.h"

using namespace halftone;
using namespace halftone::consul;

namespace {

QByteArray entry(const QByteArray& node, const QByteArray& id, const QByteArray& checks) {
  return R"({"Node":{"Node":")" + node + R"(","Address":"10.0.0.1"},"Service":{"ID":")" + id +
         R"(","Service":"chat","Port":80},"Checks":[)" + checks + "]}";
}

QByteArray check(const QByteArray& id, const QByteArray& status) {
  return R"({"CheckID":")" + id + R"(","Status":")" + status + R"("})";
}

CheckState stateWith(const QByteArray& checks) {
  return parseInstances('[' + entry("n", "i", checks) + ']').value().front().state();
}

Check in(CheckState state) {
  Check check;
  check.state = state;
  return check;
}

}  // namespace

class TestInstances : public QObject {
  Q_OBJECT
 private slots:
  void everyFieldIsRead() {
    const auto instances = parseInstances(R"([{
      "Node":{"Node":"n1","Address":"10.0.0.1"},
      "Service":{"ID":"chat-1","Service":"chat","Address":"10.0.0.2","Port":9001,"Tags":["a","b"],
                 "Meta":{"version":"v2"},"Weights":{"Passing":5,"Warning":2},"Unknown":{}},
      "Checks":[{"CheckID":"service:chat-1","Name":"http","Type":"http","ServiceID":"chat-1",
                 "Status":"warning","Output":"slow"}]}])");
    QVERIFY(instances.has_value());
    QCOMPARE(instances->size(), 1U);
    const Instance expected{
        .id = "chat-1",
        .service = "chat",
        .node = "n1",
        .address = "10.0.0.2",
        .nodeAddress = "10.0.0.1",
        .port = 9001,
        .tags = {"a", "b"},
        .meta = {{"version", "v2"}},
        .weightPassing = 5,
        .weightWarning = 2,
        .checks = {{"service:chat-1", "http", "http", "chat-1", CheckState::Warning, "slow"}}};
    QVERIFY(instances->front() == expected);
  }

  void addressOfTheNodeServesWhereTheServiceHasNone() {
    QCOMPARE(parseInstances('[' + entry("n", "i", "") + ']').value().front().address,
             std::string("10.0.0.1"));
  }

  void instancesAreInOrderOfNodeAndId() {
    const auto list = parseInstances('[' + entry("b", "1", "") + ',' + entry("a", "2", "") + ',' +
                                     entry("a", "1", "") + ']')
                          .value();
    QCOMPARE(list[0].node + list[0].id, std::string("a1"));
    QCOMPARE(list[1].node + list[1].id, std::string("a2"));
    QCOMPARE(list[2].node + list[2].id, std::string("b1"));
  }

  void worstCheckIsTheState() {
    QCOMPARE(stateWith(""), CheckState::Passing);
    QCOMPARE(stateWith(check("a", "passing")), CheckState::Passing);
    QCOMPARE(stateWith(check("a", "passing") + ',' + check("b", "warning")), CheckState::Warning);
    QCOMPARE(stateWith(check("a", "critical") + ',' + check("b", "warning")), CheckState::Critical);
  }

  void unknownStatusIsCritical() { QCOMPARE(stateWith(check("a", "splendid")), CheckState::Critical); }

  void maintenanceOfServiceOrNodeIsMaintenance() {
    QCOMPARE(stateWith(check("_service_maintenance:i", "critical")), CheckState::Maintenance);
    QCOMPARE(stateWith(check("a", "passing") + ',' + check("_node_maintenance", "critical")),
             CheckState::Maintenance);
  }

  void warningIsInServiceAndCriticalIsNot() {
    Instance instance;
    instance.checks = {in(CheckState::Warning)};
    QVERIFY(instance.inService());
    instance.checks = {in(CheckState::Critical)};
    QVERIFY(!instance.inService());
    instance.checks = {in(CheckState::Maintenance)};
    QVERIFY(!instance.inService());
  }

  void nullMeansAbsent() {
    const auto list = parseInstances(
        R"([{"Node":{"Node":"n"},"Service":{"ID":"i","Tags":null,"Meta":null,"Weights":null},"Checks":null}])");
    QVERIFY(list.has_value());
    QCOMPARE(list->front().weightPassing, 1);
  }

  void foreignBodiesAreProtocolErrors_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("<html>");
    QTest::newRow("object") << QByteArray("{}");
    QTest::newRow("numbers") << QByteArray("[1]");
    QTest::newRow("no service") << QByteArray(R"([{"Node":{}}])");
    QTest::newRow("cut off") << QByteArray(R"([{"Node":{},"Service":{)");
    QTest::newRow("bad UTF-8") << QByteArray("[\"\xff\"]");
    QTest::newRow("deep") << QByteArray(200'000, '[');
  }
  void foreignBodiesAreProtocolErrors() {
    QFETCH(const QByteArray, body);
    const auto list = parseInstances(body);
    QVERIFY(!list.has_value());
    QCOMPARE(list.error().code, ErrorCode::Protocol);
  }

  void servicesComeWithTheirTags() {
    const auto services = parseServices(R"({"chat":["a","b"],"consul":[],"odd":null})").value();
    QCOMPARE(services.size(), 3U);
    QCOMPARE(services.at("chat"), (std::vector<std::string>{"a", "b"}));
    QVERIFY(services.at("odd").empty());
    QCOMPARE(parseServices("[]").error().code, ErrorCode::Protocol);
  }
};

QTEST_APPLESS_MAIN(TestInstances)
#include "tst_instances.moc"

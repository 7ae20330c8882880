// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QUrl>

#include "app/viewmodels/expressionguide.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

// What Consul 1.8 takes, and what it refuses: each is asked of a real one.
constexpr const char* kTaken[] = {
    "Service.Meta.version == v2",
    "Service.Meta.version==\"v2\"",
    "Service.Meta[\"my-key\"] == a",
    "Service.ID == \"chat-1\"",
    "Service.ID == `chat-1`",
    "Service.Port == 80",
    "Service.Port == \"80\"",
    "Service.Port == -1",
    "Service.Port == 99999",
    "Service.Tags is empty",
    "Service.Tags is not empty",
    "Service.Tags contains ws",
    "Service.Tags not contains ws",
    "ws in Service.Tags",
    "\"ws\" not in Service.Tags",
    "not ws in Service.Tags",
    "not (ws in Service.Tags)",
    "not not ws in Service.Tags",
    "(Service.Port == 80)",
    "(Service.Port == 80) and (Service.Port != 81)",
    "(Service.Port == 80) or Service.Port == 81",
    "Service.Meta is empty",
    "version in Service.Meta",
    "Service.Meta contains version",
    "Service.Meta.version contains v",
    "v in Service.Meta.version",
    "Service.Meta.version not contains v",
    "Service.Meta.version matches \"v[12]\"",
    "Service.Meta.version not matches \"v[12]\"",
    "Service.Meta.version matches \"(?i)V\"",
    "Checks.Status != passing",
    "Checks.Status == critical and Checks.Name matches \".*\"",
    "Checks is empty",
    "Checks is not empty",
    "Checks.ServiceTags contains ws",
    "ws in Checks.ServiceTags",
    "Checks.Type == ttl",
    "Node.Node == n1",
    "Node.Meta[\"consul-network-segment\"] == \"\"",
    "Node.TaggedAddresses.lan == \"127.0.0.1\"",
    "Node.TaggedAddresses is empty",
    "Node.Datacenter == dc1",
    "Node.ID == x",
    "Service.Weights.Passing == 1",
    "Service.TaggedAddresses is empty",
    "Service.TaggedAddresses.lan.Address == \"x\"",
    "Service.TaggedAddresses.lan.Port == 1",
    "Service.EnableTagOverride == false",
    "Service.EnableTagOverride == f",
    "Service.EnableTagOverride != 1",
    "Service.Kind == \"\"",
    "Service.Connect.Native == true",
    "Service.Proxy.DestinationServiceName == x",
    "Service.Proxy.Upstreams is empty",
    "Service.Proxy.Upstreams.DestinationName == x",
    "Service.Proxy.Upstreams.LocalBindPort == 1",
    "Service.Proxy.LocalServicePort == 1",
    "Service.Proxy.LocalServiceAddress == x",
    "Service.Proxy.DestinationServiceID == x",
    "Service.Proxy.MeshGateway.Mode == x",
    "Service.Proxy.Expose.Checks == true",
    "Service.Service == chat",
    "Service.Address == \"\"",
    "Service.Port==80",
    "Service.Port ==80",
    "Service.Port== 80",
    "Service.Port == 80 and not Service.Port == 81 or Service.Port == 1",
    "Service.Port == 80  and   Service.Port == 80",
    " Service.Port == 80 ",
    "Service.Tags contains \"w s\"",
    "Service.Meta.version == a.b",
    "Service.Meta.version == 1.2",
    "Service.Meta.version == not",
    "Service.Meta.version == and",
    "empty in Service.Tags",
    "not in Service.Tags",
    "Service.Meta.a_b == 1",
    "Service.Meta[ \"version\" ] == v2",
    "Service.Meta[`version`] == v2",
    "Service[\"Meta\"][\"version\"] == v2",
    "Service.Tags is  empty",
    "Service.Meta.version == \"\"",
    "Service.Meta.version == \"é\"",
    "Service.Port == 0",
    "Service.Port == -0",
    "Checks.Output == x",
    "Checks.Notes matches a",
    "Checks.ServiceID == \"chat-1\"",
    "Checks.ServiceName == chat",
    "Checks.CheckID == a",
    "Checks.Node == n1",
    "Service.Meta.version matches v2",
    "Service.Meta.version matches 1",
    "Service.Meta.version != v2 or not Checks.Status == passing",
    "(((Service.Port == 80)))",
    "((Service.Port == 80) or (Service.Port == 81)) and Service.Port == 80",
    "(Service.Port == 80) and not (Service.Port == 81)",
    "not Service.Port == 80 and Service.Port == 81",
    "Service.Proxy.Upstreams.MeshGateway.Mode == x",
    "Service.Proxy.Upstreams.Datacenter == x",
    "Service.Proxy.Upstreams.DestinationType == x",
    "Service.Proxy.Upstreams.DestinationNamespace == x",
    "Service.Proxy.Upstreams.LocalBindAddress == x",
};
constexpr const char* kRefused[] = {
    "Service.Meta.my-key == a",
    "service.id == x",
    "Service.ID == chat-1",
    "Service.Port == 0x50",
    "Service.Port == abc",
    "Service.Port == 80.5",
    "Service.Port in 80",
    "80 in Service.Port",
    "Service.Port matches \"8\"",
    "Service.Port is empty",
    "Service.Tags == ws",
    "Service.Tags matches ws",
    "((Service.Port == 80)",
    "(Service.Port == 80))",
    "Service.Port == 80 AND Service.Port == 80",
    "Service.Port == 80 and",
    "and Service.Port == 80",
    "Service",
    "Service == x",
    "Service is empty",
    "Service.Meta == a",
    "Service.Meta.version is empty",
    "Service.Meta.version.x == 1",
    "Service.Meta.version matches \"v[\"",
    "Service.Meta.version matches \"(?=v)\"",
    "Service.Meta.version matches \"\\pL\"",
    "Checks.Nope == 1",
    "Checks.Definition.Interval == 1",
    "Checks.CreateIndex == 1",
    "Node.Address == 127.0.0.1",
    "Node.CreateIndex == 1",
    "Service.CreateIndex == 1",
    "Service.Weights is empty",
    "Service.TaggedAddresses.lan == 1",
    "Service.EnableTagOverride == no",
    "Service.EnableTagOverride",
    "Service.Proxy.Mode == x",
    "Service.Proxy.Config.x == 1",
    "Service.SocketPath == x",
    "Service.Namespace == x",
    "Service.Port = 80",
    "Service.Meta.version == \"v2",
    "Service.Meta.version == 'v2'",
    "Service.Meta.version == v2 v3",
    "Service.Meta.version == a.b-c",
    "Service.Meta.version == 1.2.3",
    "Service.Meta.version == 01",
    "not == 1",
    "is is empty",
    "Service.Meta._b == 1",
    "Service.Meta[version] == v2",
    "Service.Meta.version  is  not  empty",
    "Service.Tags isempty",
    "Service.Tags is notempty",
    "(Service.Tags is empty)or(Service.Port == 80)",
    "Service.Tags is empty or(Service.Port == 80)",
    "not(Service.Tags is empty)",
    "()",
    "\"\"",
    "é in Service.Tags",
    "Service.Port == +80",
    "Service.Port == 1e3",
    "Service.Port == 18446744073709551616",
    "Checks.Namespace == x",
    "Checks.ExposedPort == 1",
    "Checks.Definition.HTTP == x",
    "Service.Check is empty",
    "Service.Checks is empty",
    "Checks == x",
    "x in Checks",
    "Service.LocallyRegisteredAsSidecar == true",
    "Service.Proxy.TransparentProxy.OutboundListenerPort == 1",
    "Node.Partition == x",
};

QByteArray encoded(const char* expression) {
  return QUrl::toPercentEncoding(QString::fromUtf8(expression));
}

std::vector<consul::Instance> instances() {
  consul::Instance one{"chat-1", "chat", "node-a", "10.0.0.1", {}, 80, {"ws", "two words"}, {}, 1, 1, {}};
  one.meta = {{"version", "v2"}, {"my-key", "a"}};
  consul::Instance two = one;
  two.id = "chat-2";
  two.meta = {{"version", "v1"}};
  two.tags = {"ws"};
  return {one, two};
}

}  // namespace

class ConsulExpressionTest : public QObject {
  Q_OBJECT

  ExpressionGuide m_guide{[] { return instances(); }};

  QStringList offers(const QString& text) { return m_guide.offers(text, static_cast<int>(text.size())); }

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    const auto reply = test::exchange("PUT", m_consul.url(), "/v1/agent/service/register",
                                      "{\"Name\":\"chat\",\"Tags\":[\"ws\"],\"Port\":80}");
    QCOMPARE(reply.status, 200);
  }

  void whatIsCalledValidIsTakenByConsul_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : kTaken) QTest::newRow(text) << QByteArray(text);
  }
  void whatIsCalledValidIsTakenByConsul() {
    QFETCH(const QByteArray, text);
    QCOMPARE(m_guide.problem(QString::fromUtf8(text)), QString());
    QCOMPARE(asked(text), 200);
  }
  void whatIsCalledInvalidIsRefusedByConsul_data() {
    QTest::addColumn<QByteArray>("text");
    for (const char* text : kRefused) QTest::newRow(text) << QByteArray(text);
  }
  void whatIsCalledInvalidIsRefusedByConsul() {
    QFETCH(const QByteArray, text);
    QVERIFY(!m_guide.problem(QString::fromUtf8(text)).isEmpty());
    QVERIFY(asked(text) >= 400);
  }
  void everyOfferedSelectorAndOperatorIsTakenByConsul() {
    for (const QStringList& path : knownSelectors()) {
      for (const QString& op : operatorsOf(selectorType(path))) {
        QString text = selectorText(path) + QLatin1Char(' ') + op;
        const QString value =
            selectorType(path) == SelectorType::Boolean ? QStringLiteral("true") : QStringLiteral("1");
        if (op.endsWith(QLatin1String("in")) && !op.endsWith(QLatin1String("contain")))
          text = value + QLatin1Char(' ') + op + QLatin1Char(' ') + selectorText(path);
        else if (!op.endsWith(QLatin1String("empty")))
          text += QLatin1Char(' ') + value;
        QVERIFY2(m_guide.problem(text).isEmpty(), qPrintable(text + m_guide.problem(text)));
        QVERIFY2(asked(text.toUtf8()) == 200, qPrintable(text));
      }
    }
  }

  void theProblemSaysWhatAndWhere() {
    const auto problem = [this](const char* text) { return m_guide.problem(QString::fromLatin1(text)); };
    QVERIFY(problem("Service.ID == chat-1").endsWith(QLatin1String("(character 19)")));
    QVERIFY(
        problem("Service.Meta.my-key == a").startsWith(QLatin1String("After \xe2\x80\x9cService.Meta.my")) ||
        problem("Service.Meta.my-key == a").contains(QLatin1String("Service.Meta.my")));
    QVERIFY(problem("Checks.Statsu == passing").contains(QLatin1String("Checks.Status")));
    QVERIFY(problem("Service.Port contains 8").contains(QLatin1String("==, !=")));
    QVERIFY(problem("(Service.Port == 80").contains(QLatin1String("not closed")));
  }
  void aTextBeyondTheLimitsIsRefused() {
    QVERIFY(!m_guide.problem(QString(kMaxExpressionLength + 1, QLatin1Char('a'))).isEmpty());
    QVERIFY(!m_guide.problem(QString(400, QLatin1Char('('))).isEmpty());
    QVERIFY(!m_guide.problem(QStringLiteral("not ").repeated(100)).isEmpty());
  }

  void selectorsAreOfferedWithTheKeysThatAreThere() {
    QCOMPARE(
        offers(QStringLiteral("Meta")).mid(0, 2),
        (QStringList{QStringLiteral("Service.Meta[\"my-key\"]"), QStringLiteral("Service.Meta.version")}));
    QVERIFY(offers(QString()).size() == FilterGuide::kMaxOffers);
    QVERIFY(offers(QStringLiteral("not (Checks.St")).contains(QStringLiteral("Checks.Status")));
  }
  void operatorsAreOfferedThatTheSelectorTakes() {
    QCOMPARE(offers(QStringLiteral("Service.Port ")),
             (QStringList{QStringLiteral("=="), QStringLiteral("!=")}));
    QVERIFY(offers(QStringLiteral("Service.Tags is")).contains(QStringLiteral("is empty")) ||
            offers(QStringLiteral("Service.Tags ")).contains(QStringLiteral("is not empty")));
    QCOMPARE(offers(QStringLiteral("Service.Tags not ")), QStringList{QStringLiteral("contains")});
    QCOMPARE(offers(QStringLiteral("ws ")), (QStringList{QStringLiteral("in"), QStringLiteral("not in")}));
  }
  void valuesAreOfferedInTheQuotesTheyNeed() {
    QCOMPARE(offers(QStringLiteral("Service.Meta.version == ")),
             (QStringList{QStringLiteral("v1"), QStringLiteral("v2")}));
    QCOMPARE(offers(QStringLiteral("Service.ID==")),
             (QStringList{QStringLiteral("\"chat-1\""), QStringLiteral("\"chat-2\"")}));
    QCOMPARE(offers(QStringLiteral("Service.Tags contains \"two")),
             QStringList{QStringLiteral("\"two words\"")});
    QCOMPARE(offers(QStringLiteral("Checks.Status == pa")), QStringList{QStringLiteral("passing")});
  }
  void termsAreJoined() {
    QCOMPARE(offers(QStringLiteral("Service.Port == 80 ")),
             (QStringList{QStringLiteral("and"), QStringLiteral("or")}));
    QVERIFY(offers(QStringLiteral("Service.Port == 80 and Node.N")).contains(QStringLiteral("Node.Node")));
  }
  void anOfferReplacesTheWordAtTheCursor() {
    QCOMPARE(m_guide.take(QStringLiteral("Service.Meta.ver"), 16, QStringLiteral("Service.Meta.version")),
             QStringLiteral("Service.Meta.version "));
    QCOMPARE(m_guide.take(QStringLiteral("Service.ID==ch and x in y"), 14, QStringLiteral("\"chat-1\"")),
             QStringLiteral("Service.ID== \"chat-1\" and x in y"));
  }

 private:
  int asked(const QByteArray& text) {
    return test::exchange("GET", m_consul.url(),
                          "/v1/health/service/chat?filter=" + encoded(text.constData()))
        .status;
  }
  test::ConsulProcess m_consul;
};

QTEST_GUILESS_MAIN(ConsulExpressionTest)
#include "tst_consulexpression.moc"

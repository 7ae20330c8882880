// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QGuiApplication>
#include <QSignalSpy>
#include <QTest>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/servicejudgement.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "backend/telemetry/trafficframe.h"
#include "tests/app/policies.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;

namespace {

constexpr int kPatience = 15'000;

QString frame(std::uint64_t requests, std::uint64_t errors, std::uint64_t canaryErrors = 0) {
  telemetry::TrafficFrame made;
  made.node = "proxy-1";
  made.service = "chat";
  made.epoch = "e";
  made.policy = {1, 1, "ok", {}};
  telemetry::VersionTraffic version;
  version.version = "v1";
  version.requests = requests;
  version.errors = errors;
  version.tunnels = 3;
  made.versions.push_back(version);
  version.tunnels = 0;
  version.version = "v2";
  version.requests = requests / 20;
  version.errors = canaryErrors;
  made.versions.push_back(version);
  made.instances.push_back({"chat-1", "v1", "127.0.0.1:1", "passing", requests, errors, 0, 0});
  made.instances.push_back({"chat-2", "v2", "127.0.0.1:2", "critical", 0, 0, 0, 0});
  return QString::fromStdString(telemetry::writeTrafficFrame(made));
}

}  // namespace

// Overview, Explain, Audit and the ways between them, on a real Consul and a proxy's stream that the test
// plays.
class PagesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_consul.start());
    QCOMPARE(test::exchange("PUT", m_consul.url(), "/v1/kv/halftone/policies/chat?flags=1",
                            QByteArray::fromStdString(codec::writePolicy(chatPolicy())))
                 .status,
             200);
    QVERIFY(m_proxy.listen());
    m_proxy.greet(frame(0, 0));
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, QUrl(m_proxy.admin()));
    m_samples.emplace(*m_connection, *m_policies, *m_traffic);
    m_colors.emplace(nullptr);
    m_session.emplace(nullptr);
    const Feeds feeds{&*m_connection, &*m_policies, &*m_traffic, &*m_colors, &*m_session, &*m_samples};
    m_page.emplace(feeds);
    m_explain.emplace(feeds);
    m_overview.emplace(feeds);
    m_audit.emplace(feeds);
    m_navigator.emplace(feeds, Navigator::Pages{&*m_page, &*m_explain, &*m_overview});
    m_connection->start();
    m_policies->start();
    m_traffic->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->hasPolicy(), kPatience);
  }
  void cleanupTestCase() {
    m_navigator.reset();
    m_audit.reset();
    m_overview.reset();
    m_explain.reset();
    m_page.reset();
    m_samples.reset();
    m_traffic.reset();
    m_policies.reset();
    m_connection.reset();
  }

  void anInstanceOutOfServiceBringsItsServiceUp() {
    QAbstractItemModelTester tester(m_overview->services(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_overview->setShown(true);
    m_proxy.send(frame(1000, 0));
    QTRY_COMPARE_WITH_TIMEOUT(serviceRow("kind"), QStringLiteral("warn"), kPatience);
    QVERIFY(serviceRow("why").contains(QLatin1Char('1')));
    QCOMPARE(m_overview->chosen(), QStringLiteral("chat"));
    QTRY_COMPARE_WITH_TIMEOUT(m_overview->topology().value(QStringLiteral("instances")).toList().size(), 2,
                              kPatience);
    QCOMPARE(m_overview->topology().value(QStringLiteral("gateways")).toList().size(), 1);
    // Also those that no request has gone to yet.
    QCOMPARE(m_overview->topology().value(QStringLiteral("versions")).toList().size(), 2);
  }
  void whatIsBeyondAThresholdWantsALook() {
    const QString chat = QStringLiteral("chat");
    Thresholds thresholds{qQNaN(), qQNaN(), 2};
    QTRY_COMPARE_WITH_TIMEOUT(judgeService(*m_traffic, chat, thresholds).why,
                              QStringLiteral("v1: 3 sessions"), kPatience);
    thresholds.sessions = 3;  // not beyond it
    QVERIFY(!judgeService(*m_traffic, chat, thresholds).why.contains(QLatin1String("sessions")));
  }
  void errorsOfACanaryAreBadAmongTheManyOfAll() {
    m_proxy.send(frame(2000, 0, 20));
    QTRY_COMPARE_WITH_TIMEOUT(serviceRow("kind"), QStringLiteral("bad"), kPatience);
    QVERIFY2(serviceRow("why").startsWith(QLatin1String("v2: ")), qPrintable(serviceRow("why")));
  }
  void errorsAreJudgedByTheOperatorsThreshold() {
    QCOMPARE(kindOfErrors(100, 2, 1), QStringLiteral("warn"));
    QCOMPARE(kindOfErrors(100, 2, 3), QStringLiteral("ok"));
    QCOMPARE(kindOfErrors(100, 2, qQNaN()), QStringLiteral("ok"));
    QCOMPARE(kindOfErrors(100, 6, qQNaN()), QStringLiteral("bad"));
    QCOMPARE(kindOfErrors(100, 6, 10), QStringLiteral("ok"));
    QCOMPARE(kindOfErrors(100, 10, 10), QStringLiteral("bad"));
    QCOMPARE(kindOfErrors(100, 0, 0), QStringLiteral("ok"));
    QCOMPARE(kindOfErrors(0, 0, 1), QStringLiteral("unknown"));
  }
  void aNodeOfTheTopologyTellsItselfAndLeadsOn() {
    const QVariantList instances = m_overview->topology().value(QStringLiteral("instances")).toList();
    const QVariantMap node = instances[1].toMap();
    QVERIFY2(node.value(QStringLiteral("words")).toString().startsWith(QLatin1String("chat-2: unwell, ")),
             qPrintable(node.value(QStringLiteral("words")).toString()));
    QSignalSpy asked(&*m_overview, &OverviewViewModel::placeAsked);
    m_overview->openPlace(node.value(QStringLiteral("place")).toString());
    const auto link = parseDeepLink(asked[0][0].toString(), m_session->pages());
    QVERIFY(link);
    QCOMPARE(link->page, QStringLiteral("catalog"));
    QCOMPARE(link->instance, QStringLiteral("chat-2"));
  }
  void whatIsNotHeardIsNotWell() {
    policy::Policy billing = chatPolicy();
    billing.service = "billing";
    const QByteArray target = "/v1/kv/halftone/policies/billing";
    QCOMPARE(test::exchange("PUT", m_consul.url(), target + "?flags=1",
                            QByteArray::fromStdString(codec::writePolicy(billing)))
                 .status,
             200);
    QTRY_COMPARE_WITH_TIMEOUT(m_overview->services()->count(), 2, kPatience);
    QCOMPARE(m_overview->services()->value(1, QStringLiteral("kind")).toString(), QStringLiteral("unknown"));
    QCOMPARE(m_overview->services()->value(1, QStringLiteral("why")).toString(),
             QStringLiteral("no proxy is heard"));
    QVERIFY2(m_overview->summary().endsWith(QLatin1String("1 need a look, nothing is known of 1")),
             qPrintable(m_overview->summary()));
    QSignalSpy asked(&*m_overview, &OverviewViewModel::trafficAsked);
    m_overview->openTraffic(QStringLiteral("chat"));
    QCOMPARE(asked[0][0].toString(), QStringLiteral("chat"));
    QCOMPARE(test::exchange("DELETE", m_consul.url(), target).status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(m_overview->services()->count(), 1, kPatience);
  }
  void manyErrorsAreBad() {
    m_proxy.send(frame(3000, 500, 20));
    QTRY_VERIFY_WITH_TIMEOUT(serviceRow("why").contains(QLatin1String("errors")) &&
                                 !serviceRow("why").contains(QLatin1String("v2")),
                             kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(serviceRow("kind"), QStringLiteral("bad"), kPatience);
    m_overview->setShown(false);
  }
  void aPastedRequestIsExplainedRuleByRule() {
    QAbstractItemModelTester tester(m_explain->rules(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_explain->setText(QStringLiteral("GET / HTTP/1.1\nX-User-ID: 2"));
    QVERIFY(m_explain->isExplained());
    QCOMPARE(m_explain->version(), QStringLiteral("v2"));
    QCOMPARE(m_explain->rules()->value(0, QStringLiteral("kind")).toString(), QStringLiteral("bad"));
    QCOMPARE(m_explain->rules()->value(0, QStringLiteral("seen")).toString(), QStringLiteral("2"));
    QCOMPARE(m_explain->rules()->value(1, QStringLiteral("kind")).toString(), QStringLiteral("ok"));
  }
  void theBucketStandsInTheDefaultsSplit() {
    m_explain->setText(QStringLiteral("curl http://a/ -H 'X-User-ID: alice'"));
    QCOMPARE(m_explain->bucket(), 2265);  // policy.md, fixed vectors
    QCOMPARE(m_explain->ruler().size(), 2);
    QCOMPARE(m_explain->version(), QStringLiteral("v1"));
    m_explain->setClient(QStringLiteral("nowhere"));
    QVERIFY(!m_explain->isExplained());
    QVERIFY(!m_explain->error().isEmpty());
    m_explain->setClient({});
  }
  void aRuleIsMadeFromARequest() {
    QSignalSpy proposed(&*m_explain, &ExplainViewModel::ruleProposed);
    m_explain->makeRule(0);
    QCOMPARE(proposed.size(), 1);
    m_page->proposeRule(proposed[0][1].value<policy::Rule>());
    QVERIFY(m_page->acceptRule());
    QCOMPARE(m_page->rules()->data(m_page->rules()->index(0), RuleListModel::WhenRole).toString(),
             QStringLiteral("user is alice"));
    m_page->discard();
  }
  void aLinkLeadsToARule() {
    QVERIFY(m_navigator->open(QStringLiteral("halftone://traffic/chat?rule=premium")));
    QCOMPARE(m_session->page(), QStringLiteral("traffic"));
    QCOMPARE(m_page->selectedRule(), 1);
    QVERIFY(!m_navigator->open(QStringLiteral("halftone://nowhere")));
    QVERIFY(!m_navigator->open(QStringLiteral("action:explode")));
  }
  void aLinkToWhatIsNotThereIsToldAndLeadsNowhere() {
    m_session->setPage(QStringLiteral("overview"));
    const auto refused = [this](const char* link, const char* words) {
      return m_navigator->open(QString::fromUtf8(link)) && m_session->page() == QLatin1String("overview") &&
             m_navigator->problem().contains(QString::fromUtf8(words));
    };
    QVERIFY(refused("halftone://traffic/nosuch", "no service nosuch"));
    QVERIFY(refused("halftone://health/nosuch", "no service nosuch"));
    QVERIFY(refused("halftone://catalog/nosuch", "no service nosuch"));
    QVERIFY(refused("halftone://traffic/chat?rule=nosuch", "no rule “nosuch”"));
    QVERIFY(refused("halftone://traffic/chat?revision=9", "no revision 9"));
    QVERIFY(refused("halftone://traffic/chat?cluster=prod", "cluster “prod”"));
    QVERIFY(!m_navigator->open(QStringLiteral("halftone://nowhere")));
    QVERIFY(m_navigator->problem().contains(QStringLiteral("halftone://nowhere")));
    QVERIFY(m_navigator->open(QStringLiteral("halftone://traffic/chat")));
    QCOMPARE(m_navigator->problem(), QString());
    QCOMPARE(m_session->page(), QStringLiteral("traffic"));
  }
  void anyUserCanBeExplainedAndALinkOpened() {
    QCOMPARE(m_navigator->commandsOf(QStringLiteral("u 77")).at(0).target,
             QStringLiteral("halftone://explain/chat?user=u%2077"));
    QCOMPARE(m_navigator->commandsOf(QStringLiteral("halftone://audit")).at(0).target,
             QStringLiteral("halftone://audit"));
    QVERIFY(m_navigator->commandsOf(QStringLiteral("halftone://nowhere")).empty());
  }
  void theDraftsEffectIsCountedOnLiveRequests() {
    DraftImpact impact;
    std::vector<LiveRequest> requests;
    for (int i = 0; i < 1000; ++i)
      requests.push_back(requestOfUser(std::to_string(10'000 + i), chatPolicy()));
    QSignalSpy counted(&impact, &DraftImpact::changed);
    impact.ask(chatPolicy(500), chatPolicy(3000), std::make_shared<const std::vector<LiveRequest>>(requests));
    QVERIFY(counted.wait(kPatience));
    QCOMPARE(impact.report()->users, 1000U);
    QVERIFY(impact.report()->changedUsers > 200 && impact.report()->changedUsers < 300);  // 25 % of them
    QVERIFY(impact.text().endsWith(QLatin1String("of 1,000 users change version")));
  }
  void whatProxiesHideIsToldBesideTheCount() {
    policy::Policy after = chatPolicy(3000);
    policy::Condition premium;
    premium.attribute = {policy::Attribute::Kind::Cookie, "user-type"};
    premium.op = policy::Operator::Is;
    premium.values = {"premium"};
    policy::Rule rule = after.rules.front();
    rule.name = "by cookie";
    rule.when = {premium};
    after.rules.push_back(rule);
    LiveRequest request = requestOfUser("7", chatPolicy());
    request.headers.emplace_back("Cookie", "user-type=redacted; other=redacted");
    request.time = "2026-01-01T00:00:00Z";
    DraftImpact impact;
    QSignalSpy counted(&impact, &DraftImpact::changed);
    impact.ask(chatPolicy(500), after, std::make_shared<const std::vector<LiveRequest>>(1, request));
    QVERIFY(counted.wait(kPatience));
    QVERIFY2(impact.basisText().contains(QLatin1String("by the cookie user-type without")),
             qPrintable(impact.basisText()));
  }
  void cookiesAndParametersMakeRulesOfTheirOwn() {
    m_explain->setText(QStringLiteral("GET /chat?room=lobby HTTP/1.1\nHost: a\nCookie: uid=7; plan=gold"));
    QStringList offered;
    for (const QVariant& one : m_explain->attributes())
      offered << one.toMap().value(QStringLiteral("attr")).toString() + QLatin1Char('=') +
                     one.toMap().value(QStringLiteral("value")).toString();
    for (const char* attribute :
         {"host=a", "query:room=lobby", "cookie:uid=7", "cookie:plan=gold", "path=/chat"})
      QVERIFY2(offered.contains(QLatin1String(attribute)), qPrintable(offered.join(QLatin1Char(' '))));
    QVERIFY(!offered.join(QLatin1Char(' ')).contains(QLatin1String("header:Cookie")));
  }
  void thePaletteKnowsServicesAndRules() {
    QStringList titles;
    for (const Command& command : m_navigator->commands()) titles.append(command.title);
    for (const char* title : {"chat", "premium", "New rule", "Switch language", "consul"})
      QVERIFY2(titles.contains(QLatin1String(title)), title);
  }
  void aPublishIsInTheAuditAndLeadsToItsPolicy() {
    m_page->selectRule(PolicyDraft::kDefault);
    QSignalSpy published(&*m_page, &TrafficViewModel::published);
    m_page->split()->setWeight(0, 3000);
    m_page->publish(QStringLiteral("a quiet weekend"));
    QVERIFY(published.wait(kPatience));
    QAbstractItemModelTester tester(m_audit->entries(),
                                    QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_audit->setShown(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_audit->entries()->count(), 1, kPatience);
    QCOMPARE(m_audit->entries()->value(0, QStringLiteral("why")).toString(),
             QStringLiteral("a quiet weekend"));
    QSignalSpy asked(&*m_audit, &AuditViewModel::policyAsked);
    m_audit->openPolicy(0);
    QCOMPARE(asked[0][1].toInt(), 2);
    m_audit->setFilter(QStringLiteral("busy"));
    QCOMPARE(m_audit->entries()->count(), 0);
    m_audit->setFilter(QStringLiteral("quiet publish"));
    QCOMPARE(m_audit->entries()->count(), 1);
  }
  void theAuditFollowsByItselfAndSaysHowFarBackItGoes() {
    m_audit->setFilter({});
    m_audit->setShown(true);
    QTRY_VERIFY_WITH_TIMEOUT(m_audit->entries()->count() > 0, kPatience);
    const int before = m_audit->entries()->count();
    store::AuditLog log(m_connection->client());
    log.record({"drain", "chat", "chat-1", {"ann", "", "", ""}, "disk"}, this, [](const Result<void>&) {});
    QTRY_COMPARE_WITH_TIMEOUT(m_audit->entries()->count(), before + 1, kPatience);
    QCOMPARE(m_audit->entries()->value(0, QStringLiteral("action")).toString(), QStringLiteral("drain"));
    // The policy of that moment: what was published before it.
    QCOMPARE(m_audit->entries()->value(0, QStringLiteral("revision")).toInt(), 2);
    QCOMPARE(m_audit->older(), 0);
    QVERIFY(!m_audit->reachText().isEmpty());

    m_audit->marked()->selectAll();
    m_audit->copyMarkedText();
    const QString copied = QGuiApplication::clipboard()->text();
    QCOMPARE(copied.count(QLatin1Char('\n')), before);
    QVERIFY2(copied.contains(QLatin1String("\tdrain\tchat")), qPrintable(copied));
    m_audit->copyMarkedJson();
    QVERIFY(QGuiApplication::clipboard()->text().startsWith(QLatin1Char('[')));
    m_audit->setShown(false);
  }
  void olderEntriesOfTheAuditAreReadOnDemand() {
    const std::size_t many = AuditViewModel::kStep + 40;
    QByteArray batch;
    for (std::size_t i = 0; i < many; ++i) {
      const QByteArray name = QByteArray::number(static_cast<int>(10'000 + i));
      const QByteArray value =
          QByteArray("{\"time\":\"2020-01-01T00:00:00Z\",\"action\":\"a" + name + "\"}").toBase64();
      batch += QByteArray(batch.isEmpty() ? "[" : ",") +
               "{\"KV\":{\"Verb\":\"set\",\"Key\":\"halftone/audit/2020-" + name + "\",\"Value\":\"" + value +
               "\"}}";
      if (i % 60 == 59 || i + 1 == many) {
        QCOMPARE(test::exchange("PUT", m_consul.url(), "/v1/txn", batch + "]").status, 200);
        batch.clear();
      }
    }
    m_audit->setFilter({});
    m_audit->setShown(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_audit->entries()->count(), static_cast<int>(AuditViewModel::kStep),
                              kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_audit->older() > 0, kPatience);
    m_audit->loadOlder();
    QTRY_VERIFY_WITH_TIMEOUT(m_audit->entries()->count() >= static_cast<int>(many), kPatience);
    QCOMPARE(m_audit->older(), 0);
    m_audit->setShown(false);
  }
  // Ends Consul: the last of all.
  void withoutConsulTheOverviewIsStaleAndHeals() {
    using State = PageViewModel::State;
    m_overview->setShown(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_overview->state(), State::Ready, kPatience);
    m_consul.stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_overview->state(), State::Stale, kPatience);
    QVERIFY(!m_overview->stateText().isEmpty());
    QCOMPARE(serviceRow("service"), QStringLiteral("chat"));
    QVERIFY(m_consul.restart());
    QTRY_VERIFY_WITH_TIMEOUT(m_overview->state() != State::Stale, kPatience);
  }

 private:
  [[nodiscard]] QString serviceRow(const char* role) {
    return m_overview->services()->value(0, QString::fromLatin1(role)).toString();
  }

  test::ConsulProcess m_consul;
  test::StreamServer m_proxy;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::optional<SampleFeed> m_samples;
  std::optional<VersionColors> m_colors;
  std::optional<Session> m_session;
  std::optional<TrafficViewModel> m_page;
  std::optional<ExplainViewModel> m_explain;
  std::optional<OverviewViewModel> m_overview;
  std::optional<AuditViewModel> m_audit;
  std::optional<Navigator> m_navigator;
};

QTEST_MAIN(PagesTest)
#include "tst_pages.moc"

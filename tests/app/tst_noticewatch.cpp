// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <memory>
#include <optional>

#include "app/feeds/consulconnection.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/viewmodels/healthchart.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/noticewatch.h"
#include "app/viewmodels/session.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 20'000;

policy::Policy policyOf(const char* salt) {
  policy::Policy policy;
  policy.service = "chat";
  policy.salt = salt;
  policy.versions.push_back({"v1", {{{"version", "v1"}}}});
  policy.stable = "v1";
  policy.defaultRule.split = {{"v1", BasisPoints(10'000)}};
  return policy;
}

}  // namespace

// What is told of a real Consul's catalog, of publishes and of thresholds.
class TestNoticeWatch : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    m_notices = std::make_unique<Notices>();
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, std::nullopt);
    m_own = std::make_unique<OwnPublishes>();
    Feeds feeds;
    feeds.consul = &*m_connection;
    feeds.policies = &*m_policies;
    feeds.traffic = &*m_traffic;
    feeds.own = m_own.get();
    feeds.session = &m_session;
    m_history = std::make_unique<HealthHistory>(QString());
    feeds.history = m_history.get();
    put("/v1/agent/service/register",
        "{\"Name\":\"mail\",\"ID\":\"mail-1\",\"Port\":25,\"Check\":{\"CheckID\":\"mail-1\",\"TTL\":\"1h\","
        "\"Status\":\"passing\"}}");
    m_watch = std::make_unique<NoticeWatch>(feeds, m_notices.get());
    m_connection->start();
    m_policies->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_connection->state() == ConsulConnection::State::Live, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_policies->isLoaded(), kPatience);
  }
  void cleanup() {
    m_watch.reset();
    m_history.reset();
    m_own.reset();
    m_traffic.reset();
    m_policies.reset();
    m_connection.reset();
  }

  void anInstanceWithoutAProxyThatFailsIsToldAndThatItIsBack() {
    // Failing before it was seen well is no news: it is made to fail until it is told.
    QTRY_VERIFY_WITH_TIMEOUT(turns("fail") && isTold("mail-1 of mail is out of service"), kPatience);
    put("/v1/agent/check/pass/mail-1", {});
    QTRY_VERIFY_WITH_TIMEOUT(isTold("mail-1 of mail serves again"), kPatience);
  }
  void anInstanceThatVanishesIsTold() {
    QTRY_VERIFY_WITH_TIMEOUT(turns("fail") && isTold("mail-1 of mail is out of service"), kPatience);
    put("/v1/agent/service/deregister/mail-1", {});
    QTRY_VERIFY_WITH_TIMEOUT(isTold("mail-1 of mail has left the catalog"), kPatience);
  }
  void onesOwnPublishIsNotToldAndAColleaguesIs() {
    store::PolicyStore store(m_connection->client());
    const store::Actor actor = store::Actor::ofThisProcess("console");
    std::optional<Result<store::StoredPolicy>> result;
    const auto keep = [&result](const Result<store::StoredPolicy>& stored) { result = stored; };
    store.publish({policyOf("one"), 0, 0, actor, "ours", 0}, this, m_own->sent("chat", this, keep));
    QTRY_VERIFY_WITH_TIMEOUT(result.has_value(), kPatience);
    QVERIFY2(result->has_value(), result->has_value() ? "" : result->error().message.c_str());
    const store::StoredPolicy first = **result;
    QTRY_VERIFY_WITH_TIMEOUT(m_policies->policy(QStringLiteral("chat")).has_value(), kPatience);
    // The same name, host and program at another screen.
    result.reset();
    store.publish({policyOf("two"), first.modifyIndex, first.revision, actor, "theirs", 0}, this, keep);
    QTRY_VERIFY_WITH_TIMEOUT(isTold("published chat r2"), kPatience);
    QVERIFY(!isTold("published chat r1"));
  }
  void consulAwayAndBackIsTold() {
    m_consul.stop();
    QTRY_VERIFY_WITH_TIMEOUT(isTold("Consul does not answer any more"), 60'000);
    QVERIFY(m_consul.restart());
    QTRY_VERIFY_WITH_TIMEOUT(isTold("Consul answers again"), 60'000);
  }
  void aThresholdCountsOnlyWhenItIsHeldAndSoDoesTheReturn() {
    Held held;
    QCOMPARE(held.step(true, 100), Held::News::None);
    QCOMPARE(held.step(false, 105), Held::News::None);  // a short one
    QCOMPARE(held.step(true, 106), Held::News::None);
    QCOMPARE(held.step(true, 115), Held::News::None);
    QCOMPARE(held.step(true, 116), Held::News::Beyond);
    QCOMPARE(held.step(true, 130), Held::News::None);
    QCOMPARE(held.step(false, 131), Held::News::None);
    QCOMPARE(held.step(false, 141), Held::News::Back);
  }
  void sessionsThatDoNotComeBackAreToldBelowTheirThreshold() {
    HealthChart resumed(QStringLiteral("resumed"), QStringLiteral("%"), qQNaN());
    resumed.follow(m_session.cluster(), QStringLiteral("orders"));
    QVERIFY(resumed.setThresholdText(QStringLiteral("95")));
    std::int64_t time = 1'800'000'000;
    const auto pass = [this, &time](int seconds, std::uint64_t back, std::uint64_t refused) {
      for (int i = 0; i < seconds; ++i) {
        HistorySecond second{QStringLiteral("orders"), QStringLiteral("v2"), ++time, {}};
        second.bin.resumed = back;
        second.bin.refused = refused;
        m_history->add({second});
      }
    };
    pass(60, 5, 0);
    pass(1, 1, 10);  // among so many a few are none
    QVERIFY(!isTold("orders v2 resumes only"));
    pass(20, 5, 5);
    QVERIFY(isTold("orders v2 resumes only"));
    pass(90, 5, 0);
    QVERIFY(isTold("orders v2 is above its threshold of resumes again"));
  }
  void theThresholdIsTheOneOfTheHealthPageOfThatCluster() {
    const QString shop = QStringLiteral("shop/eu");
    const QString orders = QStringLiteral("orders");
    const QString errors = QStringLiteral("errors");
    HealthChart chart(errors, QStringLiteral("%"), HealthChart::kUsualErrors);
    chart.follow(shop, orders);
    QVERIFY(chart.setThresholdText(QStringLiteral("2.5")));
    QCOMPARE(HealthChart::keptThreshold(shop, orders, errors), 2.5);
    QCOMPARE(HealthChart::keptThreshold(QStringLiteral("shop"), orders, errors), 1.0);
    QCOMPARE(HealthChart::keptThreshold(shop, QStringLiteral("other"), errors), 1.0);
    QVERIFY(std::isnan(HealthChart::keptThreshold(shop, QStringLiteral("other"), QStringLiteral("latency"))));
    chart.follow(QStringLiteral("shop"), orders);
    QCOMPARE(chart.threshold(), 1.0);
  }
  void itsInstancesAreAllOfTheCatalog() {
    const KnownInstance mail{QStringLiteral("mail"), QStringLiteral("mail-1")};
    const auto isKnown = [&] {
      const std::vector<KnownInstance> known = m_watch->catalog().instances();
      return std::find(known.begin(), known.end(), mail) != known.end();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isKnown(), kPatience);
  }

 private:
  void put(const QByteArray& target, const QByteArray& body) {
    QCOMPARE(test::exchange("PUT", m_consul.url(), target, body).status, 200);
  }
  bool turns(const QByteArray& state) {
    const bool passed =
        test::exchange("PUT", m_consul.url(), "/v1/agent/check/pass/mail-1", {}).status == 200;
    (void)QTest::qWaitFor([] { return false; }, 1500);
    return passed &&
           test::exchange("PUT", m_consul.url(), "/v1/agent/check/" + state + "/mail-1", {}).status == 200 &&
           QTest::qWaitFor([this] { return m_notices->recent()->count() > 0; }, 2000);
  }
  [[nodiscard]] bool isTold(const char* words) const {
    for (int row = 0; row < m_notices->recent()->count(); ++row) {
      if (m_notices->recent()->value(row, QStringLiteral("title")).toString().contains(QLatin1String(words)))
        return true;
    }
    return false;
  }

  test::ConsulProcess m_consul;
  std::unique_ptr<Notices> m_notices;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::unique_ptr<OwnPublishes> m_own;
  Session m_session{nullptr};
  std::unique_ptr<HealthHistory> m_history;
  std::unique_ptr<NoticeWatch> m_watch;
};

int main(int argc, char** argv) {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication application(argc, argv);
  QCoreApplication::setOrganizationName(QStringLiteral("HalftoneTest"));
  QCoreApplication::setApplicationName(QStringLiteral("tst_noticewatch"));
  TestNoticeWatch test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_noticewatch.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 15'000;

// Registers an instance with a TTL check, in the state that `check` says; no check if it is empty.
QByteArray instance(const QByteArray& id, const QByteArray& version, const QByteArray& check = "passing") {
  QByteArray body = R"({"ID":")" + id +
                    R"(","Name":"chat","Address":"127.0.0.1","Port":9001,"Tags":["ws"],)" +
                    R"("Meta":{"version":")" + version + R"("})";
  if (!check.isEmpty()) body += R"(,"Check":{"TTL":"600s","Name":"ttl","Status":")" + check + R"("})";
  return body + "}";
}

}  // namespace

class CatalogFeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }

  void init() {
    m_connection = std::make_unique<ConsulConnection>(consul::Endpoint{m_consul.url(), {}, {}});
    m_feed = std::make_unique<CatalogFeed>(*m_connection);
    m_connection->start();
    m_feed->start();
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->status().state, FeedStatus::State::Ready, kPatience);
  }
  void cleanup() {
    m_feed.reset();
    m_connection.reset();
    for (const QByteArray id : {"chat-1", "chat-2", "quiet"}) put("/v1/agent/service/deregister/" + id);
  }

  void aNewServiceAppearsByItself() {
    QVERIFY(instances().empty());
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 1U, kPatience);
    QCOMPARE(instances()[0].meta.at("version"), std::string("v1"));
    QCOMPARE(instances()[0].state(), consul::CheckState::Passing);
  }

  void aCheckThatFailsShowsAndIsRemembered() {
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    put("/v1/agent/service/register", instance("chat-2", "v2"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 2U, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(instances()[1].state(), consul::CheckState::Passing, kPatience);
    put("/v1/agent/check/fail/service:chat-2?note=gone");
    QTRY_COMPARE_WITH_TIMEOUT(instances()[1].state(), consul::CheckState::Critical, kPatience);
    QCOMPARE(instances()[0].state(), consul::CheckState::Passing);
    const StateHistory* history = m_feed->history(instances()[1].node, "chat-2");
    QVERIFY(history != nullptr);
    QCOMPARE(history->current(), StateHistory::State::Critical);
    QCOMPARE(history->flaps(), 1);
    put("/v1/agent/check/pass/service:chat-2");
    QTRY_COMPARE_WITH_TIMEOUT(instances()[1].state(), consul::CheckState::Passing, kPatience);
    QCOMPARE(m_feed->history(instances()[1].node, "chat-2")->flaps(), 2);
  }

  void maintenanceIsAStateOfItsOwn() {
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 1U, kPatience);
    put("/v1/agent/service/maintenance/chat-1?enable=true&reason=test");
    QTRY_COMPARE_WITH_TIMEOUT(instances()[0].state(), consul::CheckState::Maintenance, kPatience);
    put("/v1/agent/service/maintenance/chat-1?enable=false");
    QTRY_COMPARE_WITH_TIMEOUT(instances()[0].state(), consul::CheckState::Passing, kPatience);
  }

  void anInstanceWithoutChecksIsFoundByTheSweep() {
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 1U, kPatience);
    put("/v1/agent/service/register", instance("quiet", "v2", {}));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 2U, 2 * kPatience);
  }

  void aServiceThatLeavesIsGone() {
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 1U, kPatience);
    put("/v1/agent/service/deregister/chat-1");
    QTRY_VERIFY_WITH_TIMEOUT(!m_feed->services().contains("chat"), kPatience);
  }

  // Ends Consul: the last of all.
  void withoutConsulTheLastCatalogIsStaleAndComesBack() {
    put("/v1/agent/service/register", instance("chat-1", "v1"));
    QTRY_COMPARE_WITH_TIMEOUT(instances().size(), 1U, kPatience);
    m_consul.stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->status().state, FeedStatus::State::Stale, kPatience);
    QVERIFY(m_feed->status().sinceMs > 0);
    QVERIFY(!m_feed->status().reason.isEmpty());
    QCOMPARE(instances().size(), 1U);
    QVERIFY(m_consul.restart());
    // A restarted development Consul has forgotten all.
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->status().state, FeedStatus::State::Ready, 2 * kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_feed->services().contains("chat"), kPatience);
  }

 private:
  void put(const QByteArray& target, const QByteArray& body = {}) {
    const auto reply = test::exchange("PUT", m_consul.url(), target, body);
    if (reply.status != 200) qInfo("%s: %d %s", target.constData(), reply.status, reply.body.constData());
  }
  [[nodiscard]] std::vector<consul::Instance> instances() const {
    const auto it = m_feed->services().find("chat");
    return it == m_feed->services().end() ? std::vector<consul::Instance>() : it->second->instances;
  }

  test::ConsulProcess m_consul;
  std::unique_ptr<ConsulConnection> m_connection;
  std::unique_ptr<CatalogFeed> m_feed;
};

QTEST_GUILESS_MAIN(CatalogFeedTest)
#include "tst_catalogfeed.moc"

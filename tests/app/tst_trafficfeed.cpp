// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <array>
#include <numeric>

#include "app/feeds/consulconnection.h"
#include "app/feeds/trafficfeed.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 15'000;
const QString kChat = QStringLiteral("chat");
const QString kV1 = QStringLiteral("v1");

telemetry::TrafficFrame frameOf(const char* node, std::uint64_t requests, std::int64_t timeMs,
                                const char* epoch = "e1", std::uint64_t tunnels = 3) {
  telemetry::TrafficFrame made;
  made.timeMs = timeMs;
  made.node = node;
  made.service = "chat";
  made.epoch = epoch;
  made.policy = {7, 2, "ok", {}};
  telemetry::VersionTraffic version;
  version.version = "v1";
  version.requests = requests;
  version.tunnels = tunnels;
  made.versions = {version};
  made.decisions = {{"default", "v1", requests}};
  return made;
}

QString frame(const char* node, std::uint64_t requests, const char* epoch = "e1", std::int64_t timeMs = 0) {
  return QString::fromStdString(telemetry::writeTrafficFrame(frameOf(node, requests, timeMs, epoch)));
}

}  // namespace

// Two proxies that Consul names, their streams played by the test.
class TrafficFeedTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    for (std::size_t i = 0; i < m_proxies.size(); ++i) {
      QVERIFY(m_proxies[i].emplace().listen());
      m_proxies[i]->greet(frame(i == 0 ? "p1" : "p2", 100));
      enlist(i == 0 ? "p1" : "p2", *m_proxies[i]);
    }
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_feed.emplace(*m_connection, std::nullopt);
    m_connection->start();
    m_feed->start();
    QTRY_COMPARE_WITH_TIMEOUT(liveProxies(), 2, kPatience);
  }
  void cleanup() {
    m_feed.reset();
    m_connection.reset();
    for (const QByteArray id : {"p1", "p2"}) put("/v1/agent/service/deregister/" + id, {});
  }

  void trafficOfAllProxiesIsAddedUp() {
    m_proxies[0]->send(frame("p1", 110));
    m_proxies[1]->send(frame("p2", 105));
    QTRY_COMPARE_WITH_TIMEOUT(decided(), 15U, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->series(kChat)->openTunnels()[kV1], 6.0, kPatience);
    QCOMPARE(m_feed->services(), QStringList{kChat});
  }
  void aRestartedProxyStartsAnew() {
    m_proxies[0]->send(frame("p1", 5, "e2"));
    m_proxies[0]->send(frame("p1", 9, "e2"));
    QTRY_COMPARE_WITH_TIMEOUT(decided(), 4U, kPatience);
  }
  void aProxyThatLeavesConsulIsForgotten() {
    put("/v1/agent/service/deregister/p2", {});
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->proxies().size(), 1U, kPatience);
    QCOMPARE(m_feed->state(), TrafficFeed::State::Live);
  }
  void withoutAnyFrameTheFeedIsStale() {
    QSignalSpy changed(&*m_feed, &TrafficFeed::stateChanged);
    for (auto& proxy : m_proxies) proxy->die();
    QTRY_COMPARE_WITH_TIMEOUT(m_feed->state(), TrafficFeed::State::Stale, kPatience);
    QCOMPARE(liveProxies(), 0);
    QVERIFY(!m_feed->series(kChat)->times().empty());
  }
  // A replay begins in the middle: the stream's first frames are older than what is known by then.
  void aFeedThatGoesOnFromThePastCountsNothingTwice() {
    TrafficPast past;
    past.series[kChat].addDecisions(frameOf("p1", 80, 1000), frameOf("p1", 100, 2000));
    past.newest = {frameOf("p1", 100, 2000)};
    m_feed.emplace(*m_connection, QUrl(m_proxies[0]->admin()));
    m_proxies[0]->greet(frame("p1", 90, "e1", 1500));
    m_feed->adopt(std::move(past));
    QCOMPARE(m_feed->versions(), QStringList{kV1});
    m_feed->start();
    QTRY_COMPARE_WITH_TIMEOUT(liveProxies(), 1, kPatience);
    QCOMPARE(decided(), 20U);
    m_proxies[0]->send(frame("p1", 100, "e1", 2000));
    m_proxies[0]->send(frame("p1", 103, "e1", 2100));
    QTRY_COMPARE_WITH_TIMEOUT(decided(), 23U, kPatience);
  }
  void aStreamThatSpeaksNonsenseIsCutOff() {
    m_proxies[0]->send(QStringLiteral("{\"type\":\"traffic\""));
    QTRY_COMPARE_WITH_TIMEOUT(liveProxies(), 1, kPatience);
  }

 private:
  void put(const QByteArray& target, const QByteArray& body) {
    QCOMPARE(test::exchange("PUT", m_consul.url(), target, body).status, 200);
  }
  void enlist(const QByteArray& id, const test::StreamServer& proxy) {
    put("/v1/agent/service/register",
        R"({"ID":")" + id + R"(","Name":"halftone-proxy","Port":1,"Meta":{"service":"chat","admin":")" +
            proxy.admin().toUtf8() + R"("}})");
  }
  [[nodiscard]] int liveProxies() const {
    const std::vector<ProxyInfo> proxies = m_feed->proxies();
    return static_cast<int>(
        std::count_if(proxies.begin(), proxies.end(), [](const ProxyInfo& proxy) { return proxy.live; }));
  }
  [[nodiscard]] std::uint64_t decided() const {
    return m_feed->series(kChat)->decisionsOf(QStringLiteral("default"))[kV1];
  }

  test::ConsulProcess m_consul;
  std::array<std::optional<test::StreamServer>, 2> m_proxies;
  std::optional<ConsulConnection> m_connection;
  std::optional<TrafficFeed> m_feed;
};

QTEST_GUILESS_MAIN(TrafficFeedTest)
#include "tst_trafficfeed.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <atomic>
#include <future>
#include <nlohmann/json.hpp>

#include "tests/server/proxy/fixture.h"
#include "tests/support/http.h"
#include "tests/support/registryundertest.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;
using halftone::test::exchange;
using nlohmann::json;

namespace {

constexpr int kSoonMs = 10'000;
constexpr const char* kAllToV1 = R"({"split":[{"version":"v1","weight":100}]})";
constexpr const char* kAllToV2 = R"({"split":[{"version":"v2","weight":100}]})";

}  // namespace

// A proxy that follows a registry: real Consul, and once more our own.
class ProxyConsulTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void init();
  void cleanup();

  void withoutPolicyItSaysSoAndIsNotHealthy();
  void routesByWhatTheRegistryHolds();
  void publishedPolicyAppliesToTheNextRequests();
  void policyThatDoesNotCompileIsRefusedAndTheOldStays();
  void policyOfAnotherServiceIsRefused();
  void removedPolicyStays();
  void failingInstanceGetsNothingMore();
  void lastInstanceThatLeavesIsBelieved();
  void instancesAreSelectedByTagsToo();
  void registersItselfAndDeregisters();
  void registryAwayKeepsTheRouting();
  void startsFromItsSnapshotWhileTheRegistryIsAway();
  void damagedSnapshotIsPassedOver();
  void restartOfTheRegistryFailsNoRequest();

 private:
  void start(const QString& snapshot = {});
  void put(const QByteArray& path, const std::string& body) {
    const auto reply = exchange("PUT", m_registry->url(), path, QByteArray::fromStdString(body));
    QVERIFY2(reply.status == 200, reply.body.constData());
  }
  void deregister(const QByteArray& id) {
    (void)exchange("PUT", m_registry->url(), "/v1/agent/service/deregister/" + id);  // newer ones say 404
  }
  void putPolicy(const std::string& policy, int revision = 1) {
    put("/v1/kv/halftone/policies/shop?flags=" + QByteArray::number(revision), policy);
  }
  void registerInstance(const std::string& id, const Instance& instance, const json& more) {
    json service = {{"ID", id}, {"Name", "shop"}, {"Address", "127.0.0.1"}, {"Port", instance.port()}};
    service.update(more);
    put("/v1/agent/service/register", service.dump());
  }
  std::string versionNow(const std::string& fields = {}) {
    return ask(*m_proxy, get("/", fields)).field("x-halftone-version");
  }
  std::string state() { return m_proxy->frame().policy.state; }

  std::unique_ptr<halftone::test::RegistryUnderTest> m_registry;
  std::unique_ptr<Instance> m_one;
  std::unique_ptr<Instance> m_two;
  std::unique_ptr<Proxy> m_proxy;
};

void ProxyConsulTest::initTestCase() {
  m_registry = halftone::test::chosenRegistry();
  QVERIFY(m_registry->start());
}

void ProxyConsulTest::init() {
  m_one = std::make_unique<Instance>(Instance::answering("one"));
  m_two = std::make_unique<Instance>(Instance::answering("two"));
  registerInstance("shop-1", *m_one, {{"Meta", {{"version", "v1"}}}});
  registerInstance("shop-2", *m_two, {{"Meta", {{"version", "v2"}}}});
}

void ProxyConsulTest::cleanup() {
  m_proxy.reset();
  QCOMPARE(exchange("DELETE", m_registry->url(), "/v1/kv/halftone?recurse").status, 200);
  for (const char* id : {"shop-1", "shop-2", "halftone-proxy-proxy-test"}) deregister(id);
}

void ProxyConsulTest::start(const QString& snapshot) {
  ProxyOptions options;
  options.settings = quickSettings();
  options.listen = *halftone::net::SocketAddress::parse("127.0.0.1:0");
  options.admin = options.listen;
  options.workers = 2;
  options.consul = halftone::consul::Endpoint{m_registry->url(), {}, {}};
  options.snapshot = snapshot.toStdString();
  auto proxy = Proxy::start(std::move(options));
  QVERIFY(proxy);
  m_proxy = std::move(*proxy);
}

void ProxyConsulTest::withoutPolicyItSaysSoAndIsNotHealthy() {
  start();
  QCOMPARE(ask(*m_proxy, get()).status(), 503);
  QCOMPARE(state(), std::string("absent"));
}

void ProxyConsulTest::routesByWhatTheRegistryHolds() {
  putPolicy(betaPolicy(), 7);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow("X-Beta: 1\r\n"), std::string("v2"), kSoonMs);
  const auto frame = m_proxy->frame();
  QCOMPARE(frame.policy.state, std::string("ok"));
  QCOMPARE(frame.policy.revision, 7U);
  QVERIFY(frame.policy.index > 0);
  QCOMPARE(frame.instances.size(), std::size_t{2});
  QCOMPARE(frame.instances.front().id, std::string("shop-1"));
  QCOMPARE(frame.instances.front().version, std::string("v1"));
  QCOMPARE(frame.instances.front().address, m_one->address());
  QCOMPARE(frame.instances.front().state, std::string("passing"));
}

void ProxyConsulTest::publishedPolicyAppliesToTheNextRequests() {
  putPolicy(policyWith("", kAllToV1), 1);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  putPolicy(policyWith("", kAllToV2), 2);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), 2'000);
  QCOMPARE(m_proxy->frame().policy.revision, 2U);
}

void ProxyConsulTest::policyThatDoesNotCompileIsRefusedAndTheOldStays() {
  putPolicy(policyWith("", kAllToV2), 1);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  putPolicy(policyWith("", R"({"split":[{"version":"v1","weight":99}]})"), 2);
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("refused"), kSoonMs);
  const std::string error = m_proxy->frame().policy.error;
  QVERIFY2(error.find("/default/split") != std::string::npos, error.c_str());
  QCOMPARE(versionNow(), std::string("v2"));
  putPolicy(policyWith("", kAllToV1), 3);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  QCOMPARE(state(), std::string("ok"));
  QCOMPARE(m_proxy->frame().policy.error, std::string());
}

void ProxyConsulTest::policyOfAnotherServiceIsRefused() {
  std::string policy = betaPolicy();
  policy.replace(policy.find("\"shop\""), 6, "\"chat\"");
  putPolicy(policy);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("refused"), kSoonMs);
  QCOMPARE(ask(*m_proxy, get()).status(), 503);
}

void ProxyConsulTest::removedPolicyStays() {
  putPolicy(betaPolicy());
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  QCOMPARE(exchange("DELETE", m_registry->url(), "/v1/kv/halftone/policies/shop").status, 200);
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("absent"), kSoonMs);
  QCOMPARE(versionNow(), std::string("v1"));
}

void ProxyConsulTest::failingInstanceGetsNothingMore() {
  registerInstance("shop-2", *m_two,
                   {{"Meta", {{"version", "v2"}}}, {"Check", {{"TTL", "60s"}, {"Status", "passing"}}}});
  putPolicy(policyWith("", kAllToV2));
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  put("/v1/agent/check/fail/service:shop-2", {});
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);  // the fallback to stable
  QCOMPARE(m_proxy->frame().instances.back().state, std::string("critical"));
  put("/v1/agent/check/pass/service:shop-2", {});
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
}

void ProxyConsulTest::lastInstanceThatLeavesIsBelieved() {
  putPolicy(betaPolicy());
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  deregister("shop-1");
  deregister("shop-2");
  QTRY_COMPARE_WITH_TIMEOUT(ask(*m_proxy, get()).status(), 503, 2'000);
}

void ProxyConsulTest::instancesAreSelectedByTagsToo() {
  registerInstance("shop-2", *m_two, {{"Tags", {"version=v2", "blue"}}});
  putPolicy(policyWith("", kAllToV2));
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
}

void ProxyConsulTest::registersItselfAndDeregisters() {
  putPolicy(betaPolicy());
  start();
  const auto entries = [this] {
    return json::parse(
        exchange("GET", m_registry->url(), "/v1/health/service/halftone-proxy").body.toStdString(), nullptr,
        false);
  };
  QTRY_COMPARE_WITH_TIMEOUT(entries().size(), std::size_t{1}, kSoonMs);
  const json service = entries()[0]["Service"];
  QCOMPARE(service["ID"].get<std::string>(), std::string("halftone-proxy-proxy-test"));
  QCOMPARE(service["Port"].get<int>(), int{m_proxy->address().port()});
  QCOMPARE(service["Meta"]["service"].get<std::string>(), std::string("shop"));
  QCOMPARE(service["Meta"]["admin"].get<std::string>(), "http://" + m_proxy->adminAddress().toString());
  QTRY_VERIFY_WITH_TIMEOUT(
      exchange("GET", m_registry->url(), "/v1/health/service/halftone-proxy?passing").body != "[]", kSoonMs);
  bool stopped = false;
  m_proxy->stop([&] { stopped = true; });
  QTRY_VERIFY_WITH_TIMEOUT(stopped, kSoonMs);
  QTRY_COMPARE_WITH_TIMEOUT(entries().size(), std::size_t{0}, kSoonMs);
}

void ProxyConsulTest::registryAwayKeepsTheRouting() {
  putPolicy(policyWith("", kAllToV2));
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  m_registry->stop();
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("stale"), kSoonMs);
  QVERIFY(!m_proxy->frame().policy.error.empty());
  QCOMPARE(versionNow(), std::string("v2"));

  // It comes back, perhaps with nothing in it, and the instances register again one after the other.
  QVERIFY(m_registry->restart());
  QTRY_VERIFY_WITH_TIMEOUT(state() != "stale", 20'000);
  QCOMPARE(versionNow(), std::string("v2"));
  registerInstance("shop-1", *m_one, {{"Meta", {{"version", "v1"}}}});
  registerInstance("shop-2", *m_two, {{"Meta", {{"version", "v2"}}}});
  putPolicy(policyWith("", kAllToV1), 5);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("ok"),
                            kSoonMs);  // the instances' watch may be a moment later
}

void ProxyConsulTest::startsFromItsSnapshotWhileTheRegistryIsAway() {
  const QTemporaryDir folder;
  const QString file = folder.filePath(QStringLiteral("shop.json"));
  putPolicy(policyWith("", kAllToV2), 4);
  start(file);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  m_proxy.reset();
  QVERIFY(QFile::exists(file));
  m_registry->stop();

  start(file);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  QCOMPARE(state(), std::string("stale"));
  QCOMPARE(m_proxy->frame().policy.revision, 4U);

  QVERIFY(m_registry->restart());
  registerInstance("shop-1", *m_one, {{"Meta", {{"version", "v1"}}}});
  registerInstance("shop-2", *m_two, {{"Meta", {{"version", "v2"}}}});
  putPolicy(policyWith("", kAllToV1), 5);
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v1"), kSoonMs);
  QTRY_COMPARE_WITH_TIMEOUT(state(), std::string("ok"), kSoonMs);
}

void ProxyConsulTest::damagedSnapshotIsPassedOver() {
  const QTemporaryDir folder;
  for (const char* content : {"", "{", "[1]", "{\"format\":1,\"service\":\"other\"}",
                              "{\"format\":1,\"service\":\"shop\",\"policy\":\"{\",\"instances\":\"[7]\"}"}) {
    QFile file(folder.filePath(QStringLiteral("bad.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    putPolicy(policyWith("", kAllToV2), 1);
    start(file.fileName());
    QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
    m_proxy.reset();
  }
}

void ProxyConsulTest::restartOfTheRegistryFailsNoRequest() {
  putPolicy(policyWith("", kAllToV2), 1);
  start();
  QTRY_COMPARE_WITH_TIMEOUT(versionNow(), std::string("v2"), kSoonMs);
  std::atomic<bool> enough = false;
  const QUrl url(QStringLiteral("http://") + QString::fromStdString(m_proxy->address().toString()));
  auto traffic = std::async(std::launch::async, [&enough, url] {
    std::pair<int, int> sent{0, 0};  // answered, failed
    while (!enough) ++(exchange("GET", url, "/").status == 200 ? sent.first : sent.second);
    return sent;
  });
  const bool isBack = m_registry->restart();
  QElapsedTimer back;
  back.start();
  // A real one has forgotten all: what runs registers again.
  registerInstance("shop-1", *m_one, {{"Meta", {{"version", "v1"}}}});
  registerInstance("shop-2", *m_two, {{"Meta", {{"version", "v2"}}}});
  putPolicy(policyWith("", kAllToV1), 2);
  const bool flows = QTest::qWaitFor([this] { return versionNow() == "v1"; }, kSoonMs);
  const qint64 took = back.elapsed();
  enough = true;
  const auto [answered, failed] = traffic.get();
  QVERIFY(isBack && flows);
  QVERIFY2(took < 5'000, QByteArray::number(took).constData());
  QVERIFY2(answered > 10 && failed == 0, QByteArray::number(failed).constData());
}

HALFTONE_EPOLL_TEST_MAIN(ProxyConsulTest)
#include "tst_proxyconsul.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/registry/statestore.h"

using namespace halftone;
using namespace halftone::registry;

namespace {

// A store on a clock of its own.
struct Fixture {
  WallTime now{std::chrono::hours(1)};
  StateStore state{[this] { return now; }};

  void registerService(const std::string& node, const std::string& name, int port = 80) {
    Registration registration;
    registration.node.name = node;
    registration.node.address = "10.0.0.1";
    Service service;
    service.id = service.name = name;
    service.port = port;
    registration.service = service;
    const auto done = state.write([&] { return state.registerAll(registration); });
    QVERIFY(done.has_value());
  }
  void putTagged(const std::string& node, const std::string& id, const std::string& name,
                 const std::vector<std::string>& tags) {
    Service service;
    service.node = node;
    service.id = id;
    service.name = name;
    service.tags = tags;
    QVERIFY(state.write([&] { return state.putService(service); }).has_value());
  }
  // What serviceTags() and checksIn() have to give, by walking everything.
  void verifyTallies() const {
    using Counts = std::map<std::string, std::map<std::string, std::size_t>>;
    Counts walked;
    for (const auto& [at, service] : state.services()) {
      ++walked[service.name][""];  // the instances
      for (const std::string& tag : service.tags) ++walked[service.name][tag];
    }
    Counts kept;
    for (const auto& [name, all] : state.serviceTags()) {
      kept[name][""] = all.instances;
      for (const auto& [tag, use] : all.tags) kept[name][tag] = use.instances;
    }
    QVERIFY(walked == kept);
    std::map<std::string, std::vector<const Check*>> byStatus;
    for (const auto& [at, check] : state.checks()) byStatus[check.status].push_back(&check);
    for (const std::string_view status : {kPassing, kWarning, kCritical})
      QVERIFY(byStatus[std::string(status)] == state.checksIn(std::string(status)));
  }
  void setCheck(const std::string& node, const std::string& id, std::string_view status,
                const std::string& serviceId = {}) {
    Check check;
    check.node = node;
    check.id = check.name = id;
    check.status = status;
    check.serviceId = serviceId;
    QVERIFY(state.write([&] { return state.putCheck(check); }).has_value());
  }
  void setKey(const std::string& key, const std::string& value) {
    state.begin();
    state.putKey({key, value, 0, {}, 0, 0, 0}, true);
    state.commit();
  }
  void eraseKey(const std::string& key) {
    state.begin();
    state.eraseKey(key);
    state.commit();
  }
  std::string addSession(const std::string& node, SessionEnd behavior = SessionEnd::Release,
                         std::chrono::seconds delay = std::chrono::seconds(15)) {
    Session session;
    session.id = "11111111-2222-3333-4444-55555555555" + std::to_string(state.sessions().size());
    session.node = node;
    session.behavior = behavior;
    session.lockDelay = delay;
    const bool added = state.write([&] { return state.putSession(session); }).has_value();
    return added ? session.id : std::string();
  }
  bool acquire(const std::string& key, const std::string& session) {
    const auto done = state.write([&] { return state.acquireKey({key, "v", 0, session, 0, 0, 0}); });
    return done.value_or(false);
  }
};

}  // namespace

class TestStateStore : public QObject {
  Q_OBJECT

 private slots:
  void everyWriteTakesTheNextNumber() {
    Fixture f;
    f.setKey("a", "1");
    f.setKey("a", "1");
    QCOMPARE(f.state.lastIndex(), 2U);
    QCOMPARE(f.state.key("a")->modified, 1U);  // the equal write changed nothing
  }

  void aFailedWriteLeavesNothingBehind() {
    Fixture f;
    f.registerService("n", "web");
    static_cast<void>(f.state.takeChanges());
    const Index before = f.state.lastIndex();
    Registration registration;
    registration.node.name = "n";
    registration.node.address = "10.9.9.9";
    Check orphan;
    orphan.node = "n";
    orphan.id = "c";
    orphan.serviceId = "nobody";
    registration.checks = {orphan};
    QVERIFY(!f.state.write([&] { return f.state.registerAll(registration); }).has_value());
    QCOMPARE(f.state.node("n")->address, std::string("10.0.0.1"));
    QCOMPARE(f.state.lastIndex(), before);
    QVERIFY(f.state.takeChanges().isEmpty());
    QVERIFY(f.state.check("n", "c") == nullptr);
  }

  void aRolledBackTransactionRestoresKeysLocksAndIndexes() {
    Fixture f;
    f.registerService("n", "web");
    const std::string session = f.addSession("n");
    f.setKey("a/1", "x");
    QVERIFY(f.acquire("a/2", session));
    const Index prefix = f.state.prefixIndex("a/");
    f.state.begin();
    f.state.eraseTree("a/");
    f.state.eraseSession(session);
    f.state.eraseNode("n");
    f.state.rollback();
    QCOMPARE(f.state.prefixIndex("a/"), prefix);
    QCOMPARE(f.state.key("a/2")->session, session);
    QVERIFY(f.state.session(session) != nullptr);
    QCOMPARE(f.state.instances("web").size(), 1U);
    QVERIFY(f.state.tombstones().empty());
    // The lock still belongs to the session: its end releases it.
    f.state.begin();
    f.state.eraseSession(session);
    f.state.commit();
    QVERIFY(f.state.key("a/2")->session.empty());
  }

  void namesOfNodesAndServicesCompareWithoutCase() {
    Fixture f;
    f.registerService("Node", "Web");
    QVERIFY(f.state.node("nODE") != nullptr);
    QCOMPARE(f.state.instances("wEB").size(), 1U);
  }

  void aServicesIndexFollowsItsInstancesAndChecksOnly() {
    Fixture f;
    f.registerService("n1", "one");
    f.registerService("n2", "two");
    const Index two = f.state.serviceIndex("two");
    f.setCheck("n1", "c", kCritical, "one");
    QCOMPARE(f.state.serviceIndex("one"), f.state.lastIndex());
    QCOMPARE(f.state.serviceIndex("two"), two);
    f.setCheck("n2", "alive", kPassing);  // of the node: it bears on all services there
    QCOMPARE(f.state.serviceIndex("two"), f.state.lastIndex());
  }

  void theLastInstancesEndIsTheIndexOfUnknownServices() {
    Fixture f;
    f.registerService("n1", "one");
    f.registerService("n1", "two");
    f.state.begin();
    f.state.eraseService("n1", "one");
    f.state.commit();
    const Index extinction = f.state.lastIndex();
    f.setCheck("n1", "c", kPassing);
    QCOMPARE(f.state.serviceIndex("one"), extinction);
    QCOMPARE(f.state.serviceIndex("never"), extinction);
  }

  void anInstanceThatChangesItsNameLeavesTheOldService() {
    Fixture f;
    f.registerService("n", "old");
    Service service = *f.state.service("n", "old");
    service.name = "new";
    QVERIFY(f.state.write([&] { return f.state.putService(service); }).has_value());
    QVERIFY(f.state.instances("old").empty());
    QCOMPARE(f.state.instances("new").size(), 1U);
  }

  void aTombstoneKeepsAPrefixsIndexUp() {
    Fixture f;
    f.setKey("p/1", "x");
    f.setKey("p/2", "x");
    f.setKey("q", "x");
    QCOMPARE(f.state.prefixIndex("p/"), 2U);
    f.eraseKey("p/2");
    QCOMPARE(f.state.prefixIndex("p/"), 4U);
    QCOMPARE(f.state.keyIndex("q"), 3U);
    QCOMPARE(f.state.keyIndex("absent"), 4U);
    QCOMPARE(f.state.prefixIndex("never/"), 4U);
  }

  void tombstonesGoAfterFifteenMinutes() {
    Fixture f;
    f.setKey("p/1", "x");
    f.eraseKey("p/1");
    f.now += kTombstoneLife;
    f.state.begin();
    f.state.eraseOldTombstones();
    f.state.commit();
    QCOMPARE(f.state.tombstones().size(), 1U);
    f.now += std::chrono::seconds(1);
    f.state.begin();
    f.state.eraseOldTombstones();
    f.state.commit();
    QVERIFY(f.state.tombstones().empty());
  }

  void tagsAndFailingChecksAreKnownWithoutAWalk() {
    Fixture f;
    f.registerService("n", "web");
    f.putTagged("n", "web-1", "web", {"a", "b", "b"});
    f.putTagged("n", "web-2", "web", {"b"});
    QCOMPARE(f.state.serviceTags().at("web").instances, 3U);
    QCOMPARE(f.state.serviceTags().at("web").tags.at("b").instances, 3U);
    QCOMPARE(f.state.serviceTags().at("web").inOrder(), (std::vector<std::string>{"a", "b"}));
    f.verifyTallies();
    f.putTagged("n", "web-1", "other", {"a"});  // the same instance, of another service now
    f.verifyTallies();
    f.setCheck("n", "c", kPassing, "web-2");
    f.setCheck("n", "d", kWarning);
    f.verifyTallies();
    f.setCheck("n", "c", kCritical, "web-2");
    f.verifyTallies();
    f.state.begin();
    f.state.eraseService("n", "web-2");
    f.state.commit();
    f.verifyTallies();
    f.state.begin();
    f.state.eraseNode("n");
    f.state.commit();
    QVERIFY(f.state.serviceTags().empty());
    f.verifyTallies();
  }

  void anUndoneWriteLeavesTheTalliesAsTheyWere() {
    Fixture f;
    f.registerService("n", "web");
    f.putTagged("n", "web-1", "web", {"a"});
    f.setCheck("n", "c", kPassing, "web-1");
    f.state.begin();
    Service changed = *f.state.service("n", "web-1");
    changed.tags = {"b"};
    QVERIFY(f.state.putService(changed).has_value());
    Check failing = *f.state.check("n", "c");
    failing.status = kCritical;
    QVERIFY(f.state.putCheck(failing).has_value());
    f.state.eraseService("n", "web");
    f.state.rollback();
    QCOMPARE(f.state.serviceTags().at("web").inOrder(), std::vector<std::string>{"a"});
    f.verifyTallies();
    f.state.begin();
    f.state.eraseNode("n");
    f.state.rollback();
    f.verifyTallies();
  }

  void changesNameWhatWasTouched() {
    Fixture f;
    f.registerService("N", "Web");
    Changes changes = f.state.takeChanges();
    QVERIFY(changes.nodes.contains("n"));
    QVERIFY(changes.services.contains({"n", "Web"}));
    QVERIFY(changes.serviceNames.contains("web"));
    f.setKey("k", "v");
    f.eraseKey("k");
    changes = f.state.takeChanges();
    QVERIFY(changes.keys.contains("k") && changes.tombstones.contains("k") && changes.services.empty());
    QVERIFY(f.state.takeChanges().isEmpty());
  }

  void aLockIsRefusedToOthersAndDuringItsDelay() {
    Fixture f;
    f.registerService("n", "web");
    const std::string first = f.addSession("n");
    const std::string second = f.addSession("n");
    QVERIFY(f.acquire("lock", first));
    QVERIFY(!f.acquire("lock", second));
    f.state.begin();
    f.state.eraseSession(first);
    f.state.commit();
    QVERIFY(!f.acquire("lock", second));
    f.now += std::chrono::seconds(15);
    QVERIFY(f.acquire("lock", second));
    QCOMPARE(f.state.key("lock")->lockIndex, 2U);
  }

  void aSessionMayTakeItsKeysWithIt() {
    Fixture f;
    f.registerService("n", "web");
    const std::string session = f.addSession("n", SessionEnd::Delete);
    QVERIFY(f.acquire("lock", session));
    f.state.begin();
    f.state.eraseSession(session);
    f.state.commit();
    QVERIFY(f.state.key("lock") == nullptr);
    QVERIFY(f.state.tombstones().contains("lock"));
  }

  void aCriticalCheckEndsTheSessionsBoundToIt() {
    Fixture f;
    f.registerService("n", "web");
    f.setCheck("n", "alive", kPassing);
    Session session;
    session.id = "11111111-2222-3333-4444-555555555555";
    session.node = "n";
    session.nodeChecks = {"alive"};
    QVERIFY(f.state.write([&] { return f.state.putSession(session); }).has_value());
    f.setCheck("n", "alive", kWarning);
    QVERIFY(f.state.session(session.id) != nullptr);
    f.setCheck("n", "alive", kCritical);
    QVERIFY(f.state.session(session.id) == nullptr);
  }

  void aRestoredStoreIsTheSame() {
    Fixture f;
    f.registerService("n", "web");
    f.setCheck("n", "c", kWarning, "web");
    const std::string session = f.addSession("n", SessionEnd::Release, std::chrono::seconds(0));
    QVERIFY(f.acquire("lock", session));
    f.setKey("gone", "x");
    f.eraseKey("gone");

    StateStore::Image image;
    image.index = f.state.lastIndex();
    image.tables = f.state.tables();
    image.serviceIndexes = f.state.serviceIndexes();
    for (const auto& [name, node] : f.state.nodes()) image.nodes.push_back(node);
    for (const auto& [at, service] : f.state.services()) image.services.push_back(service);
    for (const auto& [at, check] : f.state.checks()) image.checks.push_back(check);
    for (const auto& [key, entry] : f.state.keys()) image.keys.push_back(entry);
    image.tombstones = f.state.tombstones();
    for (const auto& [id, one] : f.state.sessions()) image.sessions.push_back(one);

    Fixture g;
    g.state.restore(image);
    QCOMPARE(g.state.serviceIndex("web"), f.state.serviceIndex("web"));
    QCOMPARE(g.state.checksOf("n", "web").size(), 1U);
    g.verifyTallies();
    QCOMPARE(g.state.keyIndex("absent"), f.state.keyIndex("absent"));
    g.state.begin();
    g.state.eraseNode("n");  // ends the session, which releases the lock
    g.state.commit();
    QVERIFY(g.state.key("lock")->session.empty());
    QVERIFY(g.state.lastIndex() > image.index);
  }
};

QTEST_GUILESS_MAIN(TestStateStore)
#include "tst_statestore.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "server/proxy/hostresolver.h"
#include "server/proxy/routing.h"
#include "tests/server/proxy/fixture.h"

using namespace halftone::proxy;

namespace {

// Answers as told.
struct Names {
  std::map<std::string, std::optional<std::string>> addresses;
  int asked = 0;
  [[nodiscard]] HostResolver::Lookup lookup() {
    return [this](const std::string& host, const HostResolver::Answer& answer) {
      ++asked;
      answer(addresses[host], "unknown host");
    };
  }
};

}  // namespace

class HostResolverTest : public QObject {
  Q_OBJECT
 private slots:
  void namesAreResolvedByTheSystem();
  void addressesAreAskedForAgain();
  void lastAddressStaysWhenTheResolverFails();
  void hostsThatNobodyWantsAreForgotten();
  void instanceOfANameServesOnceItIsResolved();
  void instanceWithoutAnAddressIsLeftOut();
};

void HostResolverTest::namesAreResolvedByTheSystem() {
  HostResolver resolver;
  QSignalSpy changed(&resolver, &HostResolver::changed);
  resolver.follow({"localhost"});
  QTRY_COMPARE(changed.count(), 1);
  const std::string address = resolver.addressOf("localhost").value_or("");
  QVERIFY2(address == "127.0.0.1" || address == "::1", address.c_str());
}

void HostResolverTest::addressesAreAskedForAgain() {
  Names names{{{"a.example", "10.0.0.1"}}};
  HostResolver resolver(names.lookup(), std::chrono::milliseconds(10));
  QSignalSpy changed(&resolver, &HostResolver::changed);
  resolver.follow({"a.example"});
  names.addresses["a.example"] = "10.0.0.2";
  QTRY_COMPARE(changed.count(), 2);
  QVERIFY(resolver.addressOf("a.example") == "10.0.0.2");
  QTRY_VERIFY(names.asked > 4);
  QCOMPARE(changed.count(), 2);
}

void HostResolverTest::lastAddressStaysWhenTheResolverFails() {
  Names names{{{"a.example", "10.0.0.1"}}};
  HostResolver resolver(names.lookup(), std::chrono::milliseconds(10));
  resolver.follow({"a.example"});
  names.addresses["a.example"] = std::nullopt;
  QTest::ignoreMessage(QtWarningMsg, "host a.example: unknown host; its last address stays");
  QTRY_VERIFY(names.asked > 2);
  QVERIFY(resolver.addressOf("a.example") == "10.0.0.1");
}

void HostResolverTest::hostsThatNobodyWantsAreForgotten() {
  Names names{{{"a.example", "10.0.0.1"}}};
  HostResolver resolver(names.lookup(), std::chrono::milliseconds(10));
  resolver.follow({"a.example"});
  resolver.follow({});
  QVERIFY(!resolver.addressOf("a.example"));
}

void HostResolverTest::instanceOfANameServesOnceItIsResolved() {
  Names names{{{"a.example", "10.0.0.1"}, {"b.example", "2001:db8::1"}}};
  HostResolver resolver(names.lookup(), std::chrono::seconds(30));
  Routing routing = test::routingOf(test::betaPolicy(), {{"v1", {"127.0.0.1:1"}}});
  for (const char* address : {"a.example:80", "b.example:81"}) {
    KnownInstance instance = routing.instances.front();
    instance.id = instance.address = address;
    routing.instances.push_back(instance);
  }
  resolveNames(routing.instances, resolver);
  const auto snapshot = makeSnapshot(routing.snapshot->table, routing.instances);
  QCOMPARE(snapshot->endpoints[0].size(), 3U);
  QCOMPARE(snapshot->endpoints[0][1]->socket.toString(), std::string("10.0.0.1:80"));
  QCOMPARE(snapshot->endpoints[0][1]->address, std::string("a.example:80"));
  QCOMPARE(snapshot->endpoints[0][2]->socket.toString(), std::string("[2001:db8::1]:81"));
}

void HostResolverTest::instanceWithoutAnAddressIsLeftOut() {
  Names names;
  HostResolver resolver(names.lookup(), std::chrono::seconds(30));
  Routing routing = test::routingOf(test::betaPolicy(), {{"v1", {"127.0.0.1:1"}}});
  routing.instances.front().address = "nobody.example:80";
  QTest::ignoreMessage(QtWarningMsg, "host nobody.example: unknown host");
  resolveNames(routing.instances, resolver);
  const auto snapshot = makeSnapshot(routing.snapshot->table, routing.instances);
  QVERIFY(snapshot->endpoints[0].empty());
  QVERIFY(!routing.instances.front().hasAddress);
}

HALFTONE_EPOLL_TEST_MAIN(HostResolverTest)
#include "tst_hostresolver.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QElapsedTimer>
#include <QTest>

#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/load.h"
#include "tests/server/proxy/program.h"

using namespace halftone::proxy::test;

// What the program's memory does: under a load that lasts (HALFTONE_SOAK_SECONDS; a few without), and with
// clients that do nothing.
class ProxySoakTest : public QObject {
  Q_OBJECT
 private slots:
  void aLoadThatLastsCostsNoMoreMemory();
  void anIdleClientCostsHalfAKilobyte();
};

void ProxySoakTest::aLoadThatLastsCostsNoMoreMemory() {
  const int seconds = std::max(qEnvironmentVariableIntValue("HALFTONE_SOAK_SECONDS"), 6);
  const Instance instance(echoing());
  ProxyProgram proxy;
  QVERIFY(proxy.start(instance.address(), {QStringLiteral("--samples=100")}));
  HttpLoad kept(proxy.port(), 4);
  HttpLoad fresh(proxy.port(), 2, HttpLoad::Connections::EachAnew);
  SocketLoad sockets(proxy.port(), 4);
  QElapsedTimer time;
  time.start();
  const auto passed = [&](int share) { return time.elapsed() >= seconds * 10LL * share; };
  QTRY_VERIFY_WITH_TIMEOUT(passed(30), seconds * 1'000);
  const std::size_t before = proxy.memory();
  QTRY_VERIFY_WITH_TIMEOUT(passed(100), seconds * 2'000);
  const std::size_t after = proxy.memory();
  kept.stop();
  fresh.stop();
  sockets.stop();
  QCOMPARE(kept.failed() + fresh.failed() + sockets.failed(), 0U);
  QVERIFY(kept.answered() > 100 && fresh.answered() > 20 && sockets.echoed() > 100);
  qInfo("%d s, %llu requests, %llu messages: %zu KB, then %zu KB", seconds,
        static_cast<unsigned long long>(kept.answered() + fresh.answered()),
        static_cast<unsigned long long>(sockets.echoed()), before / 1'024, after / 1'024);
  if (memoryTells()) QVERIFY2(after < before + 2'000'000, std::to_string(after - before).c_str());
}

void ProxySoakTest::anIdleClientCostsHalfAKilobyte() {
  constexpr std::size_t kClients = 2'000;
  const Instance instance(echoing());
  ProxyProgram proxy;
  QVERIFY(proxy.start(instance.address()));
  const auto visit = [&] {
    Socket client = connectTo(proxy.port());
    client.send(get());
    (void)client.read();
    return client;
  };
  for (int i = 0; i < 50; ++i) (void)visit();  // pools and buffers have their size
  const std::size_t before = proxy.memory();
  std::vector<Socket> clients;
  for (std::size_t i = 0; i < kClients; ++i) clients.push_back(visit());
  const std::size_t each = (proxy.memory() - before) / kClients;
  qInfo("%zu bytes a client", each);
  // Pages and the tables' growth are counted too: half as much again is allowed.
  if (memoryTells()) QVERIFY2(each <= 768, std::to_string(each).c_str());
}

HALFTONE_EPOLL_TEST_MAIN(ProxySoakTest)
#include "tst_proxysoak.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <memory>
#include <vector>

#include "server/net/socket.h"
#include "tests/server/net/epolltest.h"

using namespace halftone::net;

namespace {

const SocketAddress kAnywhere = *SocketAddress::parse("127.0.0.1:0");

struct Accepted {
  std::vector<UniqueFd> connections;
  std::vector<SocketAddress> peers;
  std::unique_ptr<Acceptor> acceptor;

  Accepted() {
    auto listening = Acceptor::listen(kAnywhere, false, [this](UniqueFd fd, const SocketAddress& peer) {
      connections.push_back(std::move(fd));
      peers.push_back(peer);
    });
    if (!listening) qFatal("%s", listening.error().toString().c_str());
    acceptor = std::move(*listening);
  }
};

// Lowers how many descriptors this process may have, until its end.
class DescriptorLimit {
 public:
  explicit DescriptorLimit(rlim_t most) {
    getrlimit(RLIMIT_NOFILE, &m_before);
    rlimit lowered = m_before;
    lowered.rlim_cur = most;
    if (setrlimit(RLIMIT_NOFILE, &lowered) != 0) qFatal("setrlimit");
  }
  ~DescriptorLimit() { setrlimit(RLIMIT_NOFILE, &m_before); }

 private:
  rlimit m_before{};
};

int highestDescriptor() {
  const UniqueFd probe(::dup(0));
  return probe.get();
}

}  // namespace

class TestSocket : public QObject {
  Q_OBJECT

 private slots:
  void addressesAreReadAndWritten_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("written");
    QTest::addColumn<QString>("host");
    QTest::newRow("IPv4") << "127.0.0.1:80"
                          << "127.0.0.1:80"
                          << "127.0.0.1";
    QTest::newRow("IPv6") << "[::1]:65535"
                          << "[::1]:65535"
                          << "::1";
    QTest::newRow("localhost") << "localhost:0"
                               << "127.0.0.1:0"
                               << "127.0.0.1";
    QTest::newRow("any") << "0.0.0.0:8080"
                         << "0.0.0.0:8080"
                         << "0.0.0.0";
  }
  void addressesAreReadAndWritten() {
    QFETCH(const QString, text);
    QFETCH(const QString, written);
    QFETCH(const QString, host);
    const auto address = SocketAddress::parse(text.toStdString());
    QVERIFY(address.has_value());
    QCOMPARE(QString::fromStdString(address->toString()), written);
    QCOMPARE(QString::fromStdString(address->host()), host);
    QCOMPARE(SocketAddress::parse(written.toStdString()).value(), *address);
  }

  void wrongAddressesAreRefused_data() {
    QTest::addColumn<QString>("text");
    for (const char* const text :
         {"", "127.0.0.1", ":80", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8x",
          "256.0.0.1:80", "::1:80", "[::1]", "[127.0.0.1]:80", "example.org:80", "[]:80"}) {
      QTest::newRow(text) << QString::fromLatin1(text);
    }
  }
  void wrongAddressesAreRefused() {
    QFETCH(const QString, text);
    const auto address = SocketAddress::parse(text.toStdString());
    QVERIFY(!address.has_value());
    QCOMPARE(address.error().code, halftone::ErrorCode::Invalid);
  }

  void acceptsConnections() {
    Accepted accepted;
    QVERIFY(accepted.acceptor->address().port() != 0);
    const UniqueFd client = std::move(*connectTcp(accepted.acceptor->address()));
    QVERIFY(turnsUntil([&] { return accepted.connections.size() == 1; }));
    const int fd = accepted.connections.front().get();
    QCOMPARE(accepted.peers.front(), localAddress(client.get()));
    QCOMPARE(peerAddress(fd), localAddress(client.get()));
    int noDelay = 0;
    socklen_t size = sizeof noDelay;
    getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &noDelay, &size);
    QVERIFY(noDelay != 0);
    QVERIFY((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    QVERIFY((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
  }

  void burstsLargerThanATurnAreAccepted() {
    Accepted accepted;
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 500; ++i) clients.push_back(std::move(*connectTcp(accepted.acceptor->address())));
    QVERIFY(turnsUntil([&] { return accepted.connections.size() == 500; }));
  }

  void aLimitOfTheRateHoldsTheRestBackAndLosesNobody() {
    Accepted accepted;
    accepted.acceptor->limitRate(200);
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 100; ++i) clients.push_back(std::move(*connectTcp(accepted.acceptor->address())));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(turnsUntil([&] { return accepted.connections.size() == 100; }));
    // Ten at once, then one every five milliseconds.
    QVERIFY2(timer.elapsed() >= 400, qPrintable(QString::number(timer.elapsed())));
  }

  void failedConnectsAreTold() {
    SocketAddress nobody;
    {
      const Accepted accepted;
      nobody = accepted.acceptor->address();
    }
    QCoreApplication::processEvents();
    struct Connecting final : IoHandler {
      void ready(std::uint32_t events) override { seen |= events; }
      std::uint32_t seen = 0;
    } handler;
    const auto fd = connectTcp(nobody);
    if (!fd) return;  // loopback may refuse at once
    QVERIFY(EpollDispatcher::current()->watch(fd->get(), &handler));
    QVERIFY(turnsUntil([&] { return (handler.seen & EPOLLERR) != 0; }));
    QCOMPARE(connectError(fd->get()), ECONNREFUSED);
    EpollDispatcher::current()->unwatch(fd->get());
  }

  void severalMayListenOnOnePort() {
    const auto first = listenTcp(kAnywhere, true);
    QVERIFY(first.has_value());
    const SocketAddress address = localAddress(first->get());
    QVERIFY(listenTcp(address, true).has_value());
    QVERIFY(!listenTcp(address, false).has_value());
  }

  void anAcceptorMayEndInItsCallback() {
    std::unique_ptr<Acceptor> acceptor;
    int calls = 0;
    acceptor = std::move(*Acceptor::listen(kAnywhere, false, [&](UniqueFd, const SocketAddress&) {
      ++calls;
      acceptor.reset();
    }));
    const SocketAddress address = acceptor->address();
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 3; ++i) clients.push_back(std::move(*connectTcp(address)));
    QVERIFY(turnsUntil([&] { return acceptor == nullptr; }));
    QCOMPARE(calls, 1);
  }

  void runningOutOfDescriptorsRefusesAndGoesOn() {
    // The undefined-behaviour sanitizer looks into each kind of object once, by way of a pipe: let it see the
    // timers' while there are descriptors.
    QVERIFY(!turnsUntil([] { return false; }, 1));
    Accepted accepted;
    const SocketAddress address = accepted.acceptor->address();
    std::vector<UniqueFd> clients;
    for (int i = 0; i < 20; ++i) clients.push_back(std::move(*connectTcp(address)));
    QTest::ignoreMessage(QtWarningMsg, "no file descriptor is left: connections are refused");
    {
      const DescriptorLimit limit(static_cast<rlim_t>(highestDescriptor()) + 5);
      const auto refused = [&] {
        char byte = 0;
        return std::count_if(clients.begin(), clients.end(), [&](const UniqueFd& fd) {
          return ::recv(fd.get(), &byte, 1, MSG_DONTWAIT) == 0;
        });
      };
      QVERIFY(turnsUntil([&] { return refused() == 15; }));
      QCOMPARE(accepted.connections.size(), std::size_t{5});

      // The loop rests meanwhile.
      int turns = 0;
      QTimer over;
      over.setSingleShot(true);
      over.start(100);
      while (over.isActive()) {
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        ++turns;
      }
      QVERIFY2(turns < 10, qPrintable(QString::number(turns)));

      accepted.connections.clear();
      clients.clear();
      clients.push_back(std::move(*connectTcp(address)));
      QVERIFY(turnsUntil([&] { return accepted.connections.size() == 1; }));
    }
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestSocket)
#include "tst_socket.moc"

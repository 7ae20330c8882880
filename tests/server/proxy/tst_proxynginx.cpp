// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <thread>

#include "tests/server/proxy/fixture.h"
#include "tests/support/ports.h"

using namespace halftone::proxy;
using namespace halftone::proxy::test;

namespace {

// A real nginx, one process, on a port of its own.
class Nginx {
 public:
  // `http`: what stands in its http block, beside a server that has `location`.
  Nginx(const std::string& http, const std::string& location) : m_port(halftone::test::freePort()) {
    QFile config(m_folder.filePath("nginx.conf"));
    if (!config.open(QIODevice::WriteOnly)) return;
    std::string text = "daemon off; master_process off; pid nginx.pid; events { worker_connections 512; }\n";
    text += "http { access_log off; client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f;\n";
    text += "scgi_temp_path s; uwsgi_temp_path u; keepalive_requests 1000000;\n" + http;
    text += "server { listen 127.0.0.1:" + std::to_string(m_port) + "; location / { " + location + " } } }\n";
    config.write(QByteArray::fromStdString(text));
    config.close();
    m_process.start(QStringLiteral("nginx"),
                    {"-p", m_folder.path(), "-c", config.fileName(), "-e", m_folder.filePath("error.log")});
    for (int i = 0; i < 200 && !isUp(); ++i) QTest::qWait(25);
  }
  ~Nginx() { kill(); }
  void kill() {
    if (m_process.state() == QProcess::NotRunning) return;
    ::kill(static_cast<pid_t>(m_process.processId()), SIGKILL);
    m_process.waitForFinished();
  }
  [[nodiscard]] int port() const { return m_port; }
  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }

 private:
  [[nodiscard]] bool isUp() const {
    QTcpSocket probe;
    probe.connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(m_port));
    return probe.waitForConnected(1'000);
  }
  QTemporaryDir m_folder;
  int m_port;
  QProcess m_process;
};

struct Member {
  std::string address;
  int weight = 1;
  bool backup = false;
};

// The same instances behind both, in the same order and by the same rules.
struct Pair {
  std::unique_ptr<Nginx> nginx;
  std::unique_ptr<Proxy> proxy;

  Pair(const std::vector<Member>& members, int maxFails, const std::string& balance) {
    std::string servers = balance == "least-conn" ? "least_conn; " : "";
    for (const Member& member : members) {
      servers += "server " + member.address + " weight=" + std::to_string(member.weight) +
                 " max_fails=" + std::to_string(maxFails) + " fail_timeout=600s";
      servers += member.backup ? " backup; " : "; ";
    }
    nginx = std::make_unique<Nginx>("upstream shop { " + servers + "}", "proxy_pass http://shop;");
    std::vector<std::string> addresses;
    for (const Member& member : members) addresses.push_back(member.address);
    Routing routing = routingOf(
        "{\"apiVersion\":\"halftone/"
        "v1\",\"service\":\"shop\",\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"},"
        "\"balance\":\"" +
            balance +
            "\"}},\"stable\":\"v1\",\"traffic\":{\"failures\":{\"count\":" + std::to_string(maxFails) +
            ",\"within\":\"10m\"}},\"default\":{\"split\":[{\"version\":\"v1\",\"weight\":100}]}}",
        {{"v1", addresses}});
    for (std::size_t i = 0; i < members.size(); ++i) {
      routing.instances[i].weight = members[i].weight;
      if (members[i].backup) routing.instances[i].meta["backup"] = "true";
    }
    routing.snapshot = makeSnapshot(routing.snapshot->table, routing.instances);
    proxy = startProxy(std::move(routing));
  }

  // Who answers one request after the other, as the first letters of the answers.
  [[nodiscard]] static std::string answers(int port, int count) {
    std::string sequence;
    for (int i = 0; i < count; ++i) {
      Socket client = connectTo(port);
      client.send(get("/", "Connection: close\r\n"));
      const Message reply = client.read();
      sequence += reply.status() == 200 ? reply.body.substr(0, 1) : std::to_string(reply.status());
    }
    return sequence;
  }
};

// Reads a request and closes without a word.
void closeSilently(Socket& socket, int) {
  (void)socket.read();
  socket.close();
}

// GETs on one connection after the other until told to stop; the failed ones.
int askUntil(const std::atomic<bool>& enough, int port, std::atomic<int>& asked) {
  int failed = 0;
  while (!enough) {
    Socket client = connectTo(port);
    for (int i = 0; i < 100 && !enough; ++i) {
      client.send(get());
      const Message reply = client.read();
      ++asked;
      if (reply.status() == 200 && reply.whole) continue;
      ++failed;
      break;
    }
  }
  return failed;
}

}  // namespace

// A real nginx as a second opinion on what is copied from it, and as an instance that a real SIGKILL hits.
class ProxyNginxTest : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    if (QStandardPaths::findExecutable(QStringLiteral("nginx")).isEmpty()) QSKIP("there is no nginx here");
  }
  void weightsGiveTheSameSequence();
  void deadInstanceIsTriedAsOften_data();
  void deadInstanceIsTriedAsOften();
  void backupServesWhenItDoesThere();
  void leastBusyIsTheSame();
  void killedInstanceCostsNoGet();
  void killedInstanceCostsOnlyWhatWasUnderWayWithoutRetries();

 private:
  void killUnderLoad(const std::string& traffic, int mayFail);
};

void ProxyNginxTest::weightsGiveTheSameSequence() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  Instance c(Instance::answering("c"));
  const Pair pair({{a.address(), 5}, {b.address(), 1}, {c.address(), 2}}, 1, "round-robin");
  const std::string expected = Pair::answers(pair.nginx->port(), 24);
  QCOMPARE(expected.size(), 24U);
  QCOMPARE(Pair::answers(pair.proxy->address().port(), 24), expected);
}

void ProxyNginxTest::deadInstanceIsTriedAsOften_data() {
  QTest::addColumn<int>("maxFails");
  QTest::addColumn<QString>("balance");
  for (const char* balance : {"round-robin", "least-conn"}) {
    for (const int maxFails : {1, 2, 3})
      QTest::addRow("%s, max_fails %d", balance, maxFails) << maxFails << QString::fromLatin1(balance);
  }
}

void ProxyNginxTest::deadInstanceIsTriedAsOften() {
  QFETCH(int, maxFails);
  QFETCH(QString, balance);
  Instance a(Instance::answering("a"));
  Instance dying(closeSilently);
  Instance c(Instance::answering("c"));
  const Pair pair({{a.address(), 1}, {dying.address(), 2}, {c.address(), 1}}, maxFails,
                  balance.toStdString());
  const std::string byNginx = Pair::answers(pair.nginx->port(), 20);
  const int triedByNginx = dying.connections();
  const std::string byProxy = Pair::answers(pair.proxy->address().port(), 20);
  QCOMPARE(triedByNginx, maxFails);
  QCOMPARE(dying.connections() - triedByNginx, maxFails);
  QCOMPARE(byProxy.size(), byNginx.size());
  for (const char who : {'a', 'c'}) {
    const auto ofNginx = std::count(byNginx.begin(), byNginx.end(), who);
    const auto ofProxy = std::count(byProxy.begin(), byProxy.end(), who);
    QVERIFY2(std::abs(ofNginx - ofProxy) <= 1, (byNginx + " and " + byProxy).c_str());
  }
}

void ProxyNginxTest::backupServesWhenItDoesThere() {
  Instance a(Instance::answering("a"));
  Instance b(Instance::answering("b"));
  const Pair pair({{a.address(), 1}, {b.address(), 1, true}}, 1, "round-robin");
  const auto both = [&](int count) {
    return std::pair(Pair::answers(pair.nginx->port(), count),
                     Pair::answers(pair.proxy->address().port(), count));
  };
  const auto before = both(4);
  QCOMPARE(before.first, std::string("aaaa"));
  QCOMPARE(before.second, before.first);
  a.kill();
  const auto after = both(4);
  QCOMPARE(after.first, std::string("bbbb"));
  QCOMPARE(after.second, after.first);
}

void ProxyNginxTest::leastBusyIsTheSame() {
  // Each keeps the connections open on which it is asked for /hold.
  const auto holding = [](const char* name) {
    return [name](Socket& socket, int) {
      const Message request = socket.read();
      if (request.start.find("/hold") != std::string::npos) (void)socket.receive();
      socket.send(answer(name, "Connection: close\r\n"));
    };
  };
  Instance a(holding("a"));
  Instance b(holding("b"));
  Instance c(holding("c"));
  const Pair pair({{a.address(), 1}, {b.address(), 2}, {c.address(), 1}}, 1, "least-conn");
  const auto connections = [&] { return std::vector{a.connections(), b.connections(), c.connections()}; };
  const auto hold = [&](int port, int count) {
    std::list<Socket> held;
    const int before = a.connections() + b.connections() + c.connections();
    for (int i = 1; i <= count; ++i) {
      held.push_back(connectTo(port));
      held.back().send(get("/hold"));
      [&] { QTRY_COMPARE(a.connections() + b.connections() + c.connections(), before + i); }();
    }
    const std::string quick = Pair::answers(port, 6);
    return std::pair(std::move(held), quick);
  };
  const auto ofNginx = hold(pair.nginx->port(), 7);
  const std::vector<int> first = connections();
  const auto ofProxy = hold(pair.proxy->address().port(), 7);
  std::vector<int> second = connections();
  for (std::size_t i = 0; i < 3; ++i) second[i] -= first[i];
  QCOMPARE(ofProxy.second, ofNginx.second);
  QCOMPARE(second, first);
}

void ProxyNginxTest::killUnderLoad(const std::string& traffic, int mayFail) {
  constexpr int kClients = 8;
  const auto one = std::make_unique<Nginx>("", "return 200 one;");
  const auto two = std::make_unique<Nginx>("", "return 200 two;");
  const std::string policy = policyWith({}, "{\"split\":[{\"version\":\"v1\",\"weight\":100}]}", traffic);
  const auto proxy =
      startProxy(routingOf(policy, {{"v1", {one->address(), two->address()}}}), quickSettings(), 2);
  std::atomic<bool> enough{false};
  std::atomic<int> asked{0};
  std::atomic<int> failed{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i)
    clients.emplace_back([&] { failed += askUntil(enough, proxy->address().port(), asked); });
  (void)QTest::qWaitFor([&] { return asked > 500; }, 20'000);
  two->kill();
  const int then = asked;
  (void)QTest::qWaitFor([&] { return asked > then + 1'500; }, 20'000);
  enough = true;
  for (std::thread& client : clients) client.join();
  QVERIFY(asked > 2'000);
  QVERIFY2(failed <= mayFail, qPrintable(QString::number(failed)));
}

void ProxyNginxTest::killedInstanceCostsNoGet() {
  killUnderLoad({}, 0);
}

void ProxyNginxTest::killedInstanceCostsOnlyWhatWasUnderWayWithoutRetries() {
  killUnderLoad("\"traffic\":{\"retries\":{\"attempts\":0}},", 8);
}

HALFTONE_EPOLL_TEST_MAIN(ProxyNginxTest)
#include "tst_proxynginx.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QElapsedTimer>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrlQuery>
#include <QWebSocket>
#include <memory>
#include <nlohmann/json.hpp>

#include "tests/e2e/demoprocess.h"
#include "tests/e2e/epollmain.h"
#include "tests/e2e/load.h"
#include "tests/support/http.h"

using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr int kSessions = 40;
constexpr int kCheckIntervalMs = 2000;  // of the chat nodes' health checks
constexpr int kSlackMs = 1500;          // a check's own time, and this machine's noise

// A chat client that comes back when it is cut off, as real ones do.
class Session : public QObject {
 public:
  Session(const QUrl& proxy, int number) {
    m_url = proxy;
    m_url.setScheme(QStringLiteral("ws"));
    m_url.setPath(QStringLiteral("/ws"));
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("user"), QStringLiteral("session-%1").arg(number));
    m_url.setQuery(query);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, [this] { open(); });
    connect(&m_socket, &QWebSocket::textMessageReceived, this,
            [this](const QString& text) { received(text); });
    connect(&m_socket, &QWebSocket::disconnected, this, [this] {
      m_node.clear();
      m_again.start(100);
    });
    open();
  }
  ~Session() override { m_socket.disconnect(this); }
  // The node that welcomed it; empty while it is away.
  [[nodiscard]] const std::string& node() const { return m_node; }

 private:
  void open() { m_socket.open(QNetworkRequest(m_url)); }
  void received(const QString& text) {
    const json frame = json::parse(text.toStdString(), nullptr, false);
    if (frame.is_object() && frame.value("type", "") == "welcome") m_node = frame.value("node", "");
  }

  QUrl m_url;
  QWebSocket m_socket;
  QTimer m_again;
  std::string m_node;
};

std::string stateInCatalog(const QUrl& consul, const QString& node) {
  const HttpReply reply = exchange("GET", consul, "/v1/health/service/chat");
  for (const json& entry : json::parse(reply.body.toStdString(), nullptr, false)) {
    if (entry.at("Service").at("ID") != node.toStdString()) continue;
    for (const json& check : entry.at("Checks")) {
      if (check.at("Status") != "passing") return check.at("Status");
    }
    return "passing";
  }
  return "absent";
}

// Requests that the proxy gave to a node so far.
std::uint64_t requestsTo(const QUrl& proxyAdmin, const QString& node) {
  const HttpReply reply = exchange("GET", proxyAdmin, "/v1/traffic");
  const json frame = json::parse(reply.body.toStdString(), nullptr, false);
  for (const json& instance : frame.at("instances")) {
    if (instance.at("id") == node.toStdString()) return instance.at("requests").get<std::uint64_t>();
  }
  return 0;
}

}  // namespace

class TestFailover : public QObject {
  Q_OBJECT
 private slots:
  void aKilledNodeLosesNoRequestAndItsSessionsComeBackElsewhere();
};

void TestFailover::aKilledNodeLosesNoRequestAndItsSessionsComeBackElsewhere() {
  DemoProcess demo;
  QVERIFY(demo.start({QStringLiteral("--users"), QStringLiteral("20")}));
  const DemoProcess::Node victim = demo.chat().front();
  const std::string victimId = victim.id.toStdString();

  std::vector<std::unique_ptr<Session>> sessions;
  for (int i = 0; i < kSessions; ++i) sessions.push_back(std::make_unique<Session>(demo.proxy(), i));
  const auto count = [&](auto&& holds) { return std::count_if(sessions.begin(), sessions.end(), holds); };
  const auto isOpen = [](const auto& session) { return !session->node().empty(); };
  const auto isOnVictim = [&](const auto& session) { return session->node() == victimId; };
  QTRY_VERIFY_WITH_TIMEOUT(count(isOpen) == kSessions, 20'000);
  QVERIFY(count(isOnVictim) > 0);

  Load load(demo.proxy(), "/api/version");
  load.startEndless(4);
  QTRY_VERIFY_WITH_TIMEOUT(load.answered() > 200, 20'000);
  QVERIFY(::kill(static_cast<pid_t>(victim.pid), SIGKILL) == 0);
  QElapsedTimer sinceKill;
  sinceKill.start();

  QTRY_VERIFY_WITH_TIMEOUT(stateInCatalog(demo.consul(), victim.id) == "critical", 10'000);
  QVERIFY2(sinceKill.elapsed() < kCheckIntervalMs + kSlackMs,
           qPrintable(QString::number(sinceKill.elapsed())));
  QTRY_VERIFY_WITH_TIMEOUT(count(isOpen) == kSessions && count(isOnVictim) == 0, 20'000);

  // From here on the proxy knows: not one more request may go there, whatever the load.
  const std::uint64_t before = requestsTo(demo.proxyAdmin(), victim.id);
  const int answered = load.answered();
  QTRY_VERIFY_WITH_TIMEOUT(load.answered() > answered + 500, 20'000);
  load.stop();
  QCOMPARE(requestsTo(demo.proxyAdmin(), victim.id), before);
  QVERIFY2(load.failures().empty(), load.failures().empty() ? "" : load.failures().front().error.c_str());

  sessions.clear();
  QVERIFY(demo.stop());
}

HALFTONE_EPOLL_TEST_MAIN(TestFailover)
#include "tst_failover.moc"

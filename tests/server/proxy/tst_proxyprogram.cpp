// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QWebSocket>

#include "backend/telemetry/trafficframe.h"
#include "tests/server/proxy/fixture.h"
#include "tests/support/childprocess.h"
#include "tests/support/http.h"

using namespace halftone::proxy::test;
using halftone::telemetry::readTrafficFrame;
using halftone::telemetry::TrafficFrame;
using halftone::test::ChildProcess;
using halftone::test::exchange;

// `halftone-server proxy` as a user runs it, and its admin port.
class ProxyProgramTest : public QObject {
  Q_OBJECT
 private slots:
  void init();
  void cleanup();

  void firstLineTellsWhereItListens();
  void healthAndMetricsAndTraffic();
  void streamTellsChangesWithinMoments();
  void adminPortKnowsNoOtherPages();
  void endsInGoodOrderWhenTold();
  void clientsTooManyForTheDescriptorsAreToldSo();
  void runningOutOfDescriptorsIsSurvived();
  void badOptionsAreExplained_data();
  void badOptionsAreExplained();

 private:
  QString write(const QString& name, const std::string& text);
  // `before`: words of the command line before the program.
  [[nodiscard]] bool start(const QStringList& before = {});
  int ask(const std::string& request) {
    Socket client = connectTo(m_port);
    client.send(request);
    return client.read().status();
  }
  QByteArray page(const char* path) { return exchange("GET", m_admin, path).body; }

  std::unique_ptr<QTemporaryDir> m_directory;
  std::unique_ptr<Instance> m_instance;
  std::unique_ptr<ChildProcess> m_process;
  QJsonObject m_ready;
  QUrl m_admin;
  int m_port = 0;
};

void ProxyProgramTest::init() {
  m_directory = std::make_unique<QTemporaryDir>();
  m_instance = std::make_unique<Instance>(Instance::answering("one"));
  m_process = std::make_unique<ChildProcess>();
}

void ProxyProgramTest::cleanup() {
  m_process.reset();
  m_instance.reset();
}

QString ProxyProgramTest::write(const QString& name, const std::string& text) {
  QFile file(m_directory->filePath(name));
  if (file.open(QIODevice::WriteOnly)) file.write(QByteArray::fromStdString(text));
  return file.fileName();
}

bool ProxyProgramTest::start(const QStringList& before) {
  const QString policy = write(QStringLiteral("policy.json"), betaPolicy());
  const QString endpoints =
      write(QStringLiteral("endpoints.json"), R"({"v1":[")" + m_instance->address() + R"("]})");
  const QStringList arguments{QStringLiteral("proxy"),
                              QStringLiteral("--service"),
                              QStringLiteral("shop"),
                              QStringLiteral("--listen"),
                              QStringLiteral("127.0.0.1:0"),
                              QStringLiteral("--admin"),
                              QStringLiteral("127.0.0.1:0"),
                              QStringLiteral("--policy"),
                              policy,
                              QStringLiteral("--endpoints"),
                              endpoints,
                              QStringLiteral("--node=edge-1"),
                              QStringLiteral("--workers=2")};
  const QStringList words =
      before + QStringList{halftone::test::builtProgram(QStringLiteral("halftone-server"))} + arguments;
  if (!m_process->start(words.front(), words.mid(1))) return false;
  m_ready = QJsonDocument::fromJson(m_process->firstLine(std::chrono::seconds(20))).object();
  m_admin = QUrl(QStringLiteral("http://") + m_ready.value(QStringLiteral("admin")).toString());
  m_port = QUrl(QStringLiteral("http://") + m_ready.value(QStringLiteral("listen")).toString()).port();
  return m_port > 0;
}

void ProxyProgramTest::firstLineTellsWhereItListens() {
  QVERIFY(start());
  QCOMPARE(m_ready.keys(), QStringList({QStringLiteral("admin"), QStringLiteral("listen"),
                                        QStringLiteral("node"), QStringLiteral("role")}));
  QCOMPARE(m_ready.value(QStringLiteral("role")).toString(), QStringLiteral("proxy"));
  QCOMPARE(m_ready.value(QStringLiteral("node")).toString(), QStringLiteral("edge-1"));
  Socket client = connectTo(m_port);
  client.send(get());
  QCOMPARE(client.read().status(), 200);
}

void ProxyProgramTest::healthAndMetricsAndTraffic() {
  QVERIFY(start());
  for (int i = 0; i < 5; ++i) {
    Socket client = connectTo(m_port);
    client.send(get());
    QCOMPARE(client.read().status(), 200);
  }
  const auto health = exchange("GET", m_admin, "/health");
  QCOMPARE(health.status, 200);
  QCOMPARE(QJsonDocument::fromJson(health.body).object().value(QStringLiteral("status")).toString(),
           QStringLiteral("ok"));
  const auto metrics = exchange("GET", m_admin, "/metrics");
  QCOMPARE(metrics.field("Content-Type"), QByteArray("text/plain; version=0.0.4; charset=utf-8"));
  QVERIFY(metrics.body.contains("\nhalftone_proxy_requests_total{service=\"shop\",version=\"v1\"} 5\n"));
  const auto frame = readTrafficFrame(page("/v1/traffic").toStdString());
  QVERIFY(frame);
  QCOMPARE(frame->node, std::string("edge-1"));
  QCOMPARE(frame->versions.front().status[1], 5U);
  QCOMPARE(frame->versions.front().latency.count(), 5U);
}

void ProxyProgramTest::streamTellsChangesWithinMoments() {
  QVERIFY(start());
  QWebSocket reader;
  QSignalSpy frames(&reader, &QWebSocket::textMessageReceived);
  reader.open(
      QUrl(QStringLiteral("ws://%1/v1/stream").arg(m_ready.value(QStringLiteral("admin")).toString())));
  QTRY_COMPARE(frames.count(), 1);
  QTRY_COMPARE(frames.count(), 2);  // each second where nothing changes
  Socket client = connectTo(m_port);
  client.send(get());
  QCOMPARE(client.read().status(), 200);
  const auto requestsTold = [&] {
    const auto frame = readTrafficFrame(frames.last().first().toString().toStdString());
    return frame ? frame->versions.front().requests : 0;
  };
  QTRY_COMPARE_WITH_TIMEOUT(requestsTold(), 1U, 1'000);
}

void ProxyProgramTest::adminPortKnowsNoOtherPages() {
  QVERIFY(start());
  QCOMPARE(exchange("GET", m_admin, "/").status, 404);
  QCOMPARE(exchange("POST", m_admin, "/health", "x").status, 405);
}

void ProxyProgramTest::endsInGoodOrderWhenTold() {
  QVERIFY(start());
  Socket idle = connectTo(m_port);
  idle.send(get());
  QCOMPARE(idle.read().status(), 200);
  QVERIFY(m_process->terminate());
  QCOMPARE(m_process->exitCode(), 0);
  QVERIFY(idle.ended());
}

// More clients than a small limit of descriptors allows: those too many are told 503, the others are served,
// and when some leave others come in.
void ProxyProgramTest::clientsTooManyForTheDescriptorsAreToldSo() {
  QVERIFY(start({QStringLiteral("prlimit"), QStringLiteral("--nofile=200")}));
  for (int round = 0; round < 3; ++round) {
    std::map<int, int> statuses;
    std::vector<Socket> clients;
    for (int i = 0; i < 150; ++i) clients.push_back(connectTo(m_port));
    for (Socket& client : clients) {
      client.send(get());
      ++statuses[client.read().status()];
    }
    QCOMPARE(statuses[200] + statuses[503], 150);
    QVERIFY2(statuses[200] >= 25 && statuses[503] >= 50, std::to_string(statuses[200]).c_str());
    clients.clear();
    QTRY_COMPARE(ask(get()), 200);
  }
}

// Even where the limit was wrong: with no descriptor left connections are closed, not left waiting, and all
// is well when there are some again.
void ProxyProgramTest::runningOutOfDescriptorsIsSurvived() {
#ifdef __SANITIZE_ADDRESS__
  QSKIP(
      "the sanitizers need a pipe to see whether an object's memory can be read, and end the proxy without "
      "one");
#endif
  QVERIFY(start());
  const rlimit small{64, 64};
  QCOMPARE(prlimit(static_cast<pid_t>(m_process->pid()), RLIMIT_NOFILE, &small, nullptr), 0);
  {
    std::vector<Socket> clients;
    for (int i = 0; i < 150; ++i) clients.push_back(connectTo(m_port));
    for (Socket& client : clients) {
      client.send(get());
      (void)client.read();  // an answer or an end, but no wait
    }
  }
  QTRY_COMPARE(ask(get()), 200);
  QCOMPARE(exchange("GET", m_admin, "/health").status, 200);
}

void ProxyProgramTest::badOptionsAreExplained_data() {
  QTest::addColumn<QStringList>("arguments");
  const auto usual = QStringLiteral("--service=shop --listen=127.0.0.1:0 --admin=127.0.0.1:0").split(u' ');
  QTest::newRow("no source") << usual;
  QTest::newRow("two sources")
      << usual + QStringLiteral("--consul=http://127.0.0.1:1 --policy=a --endpoints=b").split(u' ');
  QTest::newRow("no endpoints") << usual + QStringList{QStringLiteral("--policy=a")};
  QTest::newRow("no such file") << usual + QStringLiteral("--policy=/none --endpoints=/none").split(u' ');
  QTest::newRow("bad block")
      << usual + QStringLiteral("--consul=http://127.0.0.1:1 --trusted=10.0.0.0/99").split(u' ');
  QTest::newRow("no workers") << usual +
                                     QStringLiteral("--consul=http://127.0.0.1:1 --workers=0").split(u' ');
}

void ProxyProgramTest::badOptionsAreExplained() {
  QFETCH(QStringList, arguments);
  QVERIFY(m_process->start(halftone::test::builtProgram(QStringLiteral("halftone-server")),
                           QStringList{QStringLiteral("proxy")} + arguments));
  QTRY_VERIFY(!m_process->isRunning());
  QVERIFY(m_process->exitCode() != 0);
  QVERIFY(!m_process->errorOutput().isEmpty());
}

HALFTONE_EPOLL_TEST_MAIN(ProxyProgramTest)
#include "tst_proxyprogram.moc"

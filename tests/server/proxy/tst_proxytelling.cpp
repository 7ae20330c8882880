// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <nlohmann/json.hpp>

#include "server/net/httpclient.h"
#include "server/net/httpserver.h"
#include "server/proxy/telling.h"
#include "tests/server/proxy/fixture.h"

using namespace halftone;
using namespace halftone::proxy;
using namespace halftone::proxy::test;
using Json = nlohmann::json;

namespace {

constexpr const char* kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";
constexpr const char* kParent = "00f067aa0ba902b7";

std::string traceparent(const char* flags) {
  return std::string("00-") + kTrace + '-' + kParent + '-' + flags;
}

// By its name, as collectors are mostly given.
QUrl collectorAt(const net::SocketAddress& address) {
  return *parseCollector("http://localhost:" + std::to_string(address.port()));
}

Json parsed(const QByteArray& text) {
  return Json::parse(text.toStdString(), nullptr, false);
}

}  // namespace

// What the proxy tells of single requests: access log, spans, samples.
class ProxyTellingTest : public QObject {
  Q_OBJECT
 private slots:
  void cleanup() {
    m_proxy.reset();
    m_instance.reset();
  }

  void traceContextIsReadStrictly_data();
  void traceContextIsReadStrictly();
  void secretsAreHidden_data();
  void secretsAreHidden();
  void accessLogHasALineForEachRequest();
  void accessLogFollowsARename();
  void spansReachTheCollector();
  void tracesOfOthersGoOn();
  void untracedRequestsPassAsTheyCame();
  void collectorThatIsAwayCostsNothingButItsSpans();
  void collectorsAreNamedByTheirUrls_data();
  void collectorsAreNamedByTheirUrls();
  void samplesAreRequestsThatCanBeDecidedAnew();
  void journalThatIsFullDropsAndCounts();

 private:
  Proxy& start(JournalSettings journal, TellingOptions telling = {}) {
    m_instance = std::make_unique<Instance>([](Socket& socket, int) {
      while (const auto request = socket.readHead()) socket.send(answer(request->field("traceparent")));
    });
    ProxyOptions options;
    options.settings = quickSettings();
    options.settings.journal = journal;
    options.telling = std::move(telling);
    options.listen = *net::SocketAddress::parse("127.0.0.1:0");
    options.admin = options.listen;
    options.routing = routingOf(betaPolicy(), {{"v1", {m_instance->address()}}});
    auto proxy = Proxy::start(std::move(options));
    if (!proxy) qFatal("%s", proxy.error().toString().c_str());
    m_proxy = std::move(*proxy);
    return *m_proxy;
  }
  QByteArray read(const QString& name) {
    QFile file(m_directory.filePath(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  }
  [[nodiscard]] std::string path(const QString& name) const {
    return m_directory.filePath(name).toStdString();
  }
  // A collector that keeps what it is sent.
  std::unique_ptr<net::HttpServer> collect(std::vector<Json>& batches) {
    auto server = net::HttpServer::listen(
        *net::SocketAddress::parse("127.0.0.1:0"), {},
        [&batches](const net::HttpRequest& request, const net::HttpResponder& responder) {
          if (request.path == "/v1/traces") batches.push_back(Json::parse(request.body, nullptr, false));
          responder.send(net::HttpResponse::json(200, "{}"));
        });
    if (!server) qFatal("%s", server.error().toString().c_str());
    return std::move(*server);
  }

  QTemporaryDir m_directory;
  std::unique_ptr<Instance> m_instance;
  std::unique_ptr<Proxy> m_proxy;
};

void ProxyTellingTest::traceContextIsReadStrictly_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::addColumn<int>("sampled");  // -1: refused
  const auto row = [](const char* name, const std::string& text, int sampled) {
    QTest::newRow(name) << QByteArray::fromStdString(text) << sampled;
  };
  row("sampled", traceparent("01"), 1);
  row("not sampled", traceparent("00"), 0);
  row("other flags", traceparent("fe"), 0);
  row("later version", "cc" + traceparent("01").substr(2) + "-more", 1);
  row("version ff", "ff" + traceparent("01").substr(2), -1);
  row("more than version 00 has", traceparent("01") + "-x", -1);
  row("later version without a dash", "cc" + traceparent("01").substr(2) + "x", -1);
  row("capitals", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", -1);
  row("no trace", "00-00000000000000000000000000000000-00f067aa0ba902b7-01", -1);
  row("no parent", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", -1);
  row("short", traceparent("0"), -1);
  row("empty", "", -1);
}

void ProxyTellingTest::traceContextIsReadStrictly() {
  QFETCH(QByteArray, text);
  QFETCH(int, sampled);
  const auto context = parseTraceparent(text.toStdString());
  QCOMPARE(context ? static_cast<int>(context->sampled) : -1, sampled);
  if (context) QCOMPARE(context->traceId, std::string(kTrace));
}

void ProxyTellingTest::secretsAreHidden_data() {
  QTest::addColumn<QByteArray>("name");
  QTest::addColumn<QByteArray>("value");
  QTest::addColumn<QByteArray>("shown");
  const auto row = [](const char* name, const char* value, const char* shown) {
    QTest::newRow(value) << QByteArray(name) << QByteArray(value) << QByteArray(shown);
  };
  row("AUTHORIZATION", "Bearer x", "redacted");
  row("Accept", "text/html", "text/html");
  row("Cookie", "uid=7; session=abc", "uid=7; session=redacted");
  row("cookie", "UID=7;; =x; token", "UID=redacted; redacted; =redacted; redacted");
  row("X-Internal", "secret", "redacted");
}

void ProxyTellingTest::secretsAreHidden() {
  QFETCH(QByteArray, name);
  QFETCH(QByteArray, value);
  QFETCH(QByteArray, shown);
  Redaction redaction;
  redaction.keptCookies = {"uid"};
  redaction.fields.push_back("x-internal");
  QCOMPARE(QByteArray::fromStdString(redaction.hide(name.toStdString(), value.toStdString())), shown);
}

void ProxyTellingTest::accessLogHasALineForEachRequest() {
  TellingOptions telling;
  telling.accessLog = path(QStringLiteral("access.log"));
  JournalSettings journal;
  journal.logShare = 1;
  start(journal, telling);
  for (int i = 0; i < 3; ++i) {
    (void)ask(*m_proxy, get("/a?b=" + std::to_string(i), "User-Agent: \"q\"\xff\r\n"));
  }
  QTRY_COMPARE(read(QStringLiteral("access.log")).count('\n'), 3);
  const Json line = parsed(read(QStringLiteral("access.log")).split('\n').front());
  QCOMPARE(line.value("target", ""), std::string("/a?b=0"));
  QCOMPARE(line.value("status", 0), 200);
  QCOMPARE(line.value("version", ""), std::string("v1"));
  QCOMPARE(line.value("rule", ""), std::string("default"));
  QCOMPARE(line.value("instance", ""), m_instance->address());
  QCOMPARE(line.value("client", ""), std::string("127.0.0.1"));
  QVERIFY(line.value("userAgent", "").starts_with("\"q\""));
}

void ProxyTellingTest::accessLogFollowsARename() {
  auto log = AccessLog::open(path(QStringLiteral("moving.log")));
  QVERIFY(log);
  (*log)->write("one\n");
  QVERIFY(QFile::rename(m_directory.filePath(QStringLiteral("moving.log")),
                        m_directory.filePath(QStringLiteral("moved.log"))));
  (*log)->write("two\n");
  QCOMPARE(read(QStringLiteral("moved.log")), QByteArray("one\n"));
  QCOMPARE(read(QStringLiteral("moving.log")), QByteArray("two\n"));
}

void ProxyTellingTest::spansReachTheCollector() {
  std::vector<Json> batches;
  const auto server = collect(batches);
  TellingOptions telling;
  telling.collector = collectorAt(server->address());
  JournalSettings journal;
  journal.tracing = true;
  journal.traceShare = 1;
  const std::string sent = ask(start(journal, telling), get("/path?secret=1")).body;
  const auto context = parseTraceparent(sent);
  QVERIFY2(context && context->sampled, sent.c_str());
  QTRY_COMPARE(batches.size(), std::size_t{1});
  const Json span = batches[0]["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
  QCOMPARE(span.value("traceId", ""), context->traceId);
  QCOMPARE(span.value("spanId", ""), context->parentId);
  QVERIFY(!span.contains("parentSpanId"));
  QCOMPARE(span.value("kind", 0), 2);
  QVERIFY(std::stoull(span.value("endTimeUnixNano", "0")) >
          std::stoull(span.value("startTimeUnixNano", "0")));
  QVERIFY(span.dump().find("\"/path\"") != std::string::npos);
  QVERIFY(span.dump().find("secret") == std::string::npos);
}

void ProxyTellingTest::tracesOfOthersGoOn() {
  std::vector<Json> batches;
  const auto server = collect(batches);
  TellingOptions telling;
  telling.collector = collectorAt(server->address());
  JournalSettings journal;
  journal.tracing = true;
  start(journal, telling);
  const auto context =
      parseTraceparent(ask(*m_proxy, get("/", "traceparent: " + traceparent("01") + "\r\n")).body);
  QVERIFY(context);
  QCOMPARE(context->traceId, std::string(kTrace));
  QVERIFY(context->parentId != kParent);
  QTRY_COMPARE(batches.size(), std::size_t{1});
  const Json span = batches[0]["resourceSpans"][0]["scopeSpans"][0]["spans"][0];
  QCOMPARE(span.value("parentSpanId", ""), std::string(kParent));
}

void ProxyTellingTest::untracedRequestsPassAsTheyCame() {
  JournalSettings journal;
  journal.tracing = true;
  start(journal);
  QCOMPARE(ask(*m_proxy, get("/", "traceparent: " + traceparent("00") + "\r\n")).body, traceparent("00"));
  QCOMPARE(ask(*m_proxy, get()).body, std::string());
}

void ProxyTellingTest::collectorThatIsAwayCostsNothingButItsSpans() {
  Journal::Records records;
  TellingOptions options;
  options.collector = collectorAt(*net::SocketAddress::parse("127.0.0.1:1"));
  auto telling = Telling::start(options, [&] { return std::exchange(records, {}); });
  QVERIFY(telling);
  for (std::size_t i = 0; i < Telling::kMaxSpans + 10; ++i) {
    records.push_back(std::make_unique<RequestRecord>());
    records.back()->traced = true;
  }
  (*telling)->collect();
  QCOMPARE((*telling)->droppedSpans(), 10U);
  QTRY_COMPARE((*telling)->droppedSpans(), Telling::kMaxSpans + 10);
}

void ProxyTellingTest::collectorsAreNamedByTheirUrls_data() {
  QTest::addColumn<std::string>("text");
  QTest::addColumn<QString>("url");  // empty: refused
  QTest::newRow("port alone") << std::string("http://127.0.0.1:4318") << "http://127.0.0.1:4318/v1/traces";
  QTest::newRow("slash") << std::string("http://collector:4318/") << "http://collector:4318/v1/traces";
  QTest::newRow("path") << std::string("https://o.example/otlp/traces") << "https://o.example/otlp/traces";
  QTest::newRow("IPv6") << std::string("http://[::1]:4318") << "http://[::1]:4318/v1/traces";
  QTest::newRow("no scheme") << std::string("127.0.0.1:4318") << "";
  QTest::newRow("other scheme") << std::string("ftp://127.0.0.1") << "";
  QTest::newRow("no host") << std::string("http:///v1/traces") << "";
  QTest::newRow("nothing") << std::string() << "";
}

void ProxyTellingTest::collectorsAreNamedByTheirUrls() {
  QFETCH(std::string, text);
  QFETCH(QString, url);
  const auto parsed = parseCollector(text);
  QCOMPARE(parsed ? parsed->toString() : QString(), url);
}

void ProxyTellingTest::samplesAreRequestsThatCanBeDecidedAnew() {
  JournalSettings journal;
  journal.samplesPerSecond = 1'000;
  start(journal);
  (void)ask(*m_proxy, get("/x?y=1", "Authorization: Bearer s3cret\r\nCookie: a=s3cret\r\nX-Beta: 0\r\n"));
  net::HttpClient client;
  Json samples;
  const auto fetch = [&] {
    net::ClientRequest request;
    request.to = m_proxy->adminAddress();
    request.target = "/v1/samples";
    client.send(request, [&](const Result<net::HttpResponse>& reply) {
      if (reply) samples = Json::parse(reply->body, nullptr, false);
    });
    return samples.is_object() ? samples["samples"].size() : 0;
  };
  QTRY_COMPARE(fetch(), std::size_t{1});
  const Json sample = samples["samples"][0];
  QCOMPARE(sample.value("target", ""), std::string("/x?y=1"));
  QCOMPARE(sample.value("client", ""), std::string("127.0.0.1"));
  QVERIFY(sample.dump().find("s3cret") == std::string::npos);
  QVERIFY(sample["headers"].size() == 4);
}

void ProxyTellingTest::journalThatIsFullDropsAndCounts() {
  Journal journal;
  for (std::size_t i = 0; i < Journal::kMaxWaiting + 5; ++i) journal.end(std::make_unique<RequestRecord>());
  QCOMPARE(journal.dropped(), 5U);
  QCOMPARE(journal.take().size(), Journal::kMaxWaiting);
  QVERIFY(journal.take().empty());
}

HALFTONE_EPOLL_TEST_MAIN(ProxyTellingTest)
#include "tst_proxytelling.moc"

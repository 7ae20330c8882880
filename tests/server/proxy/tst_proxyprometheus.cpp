// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QTest>

#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/load.h"
#include "tests/server/proxy/program.h"
#include "tests/support/http.h"
#include "tests/support/ports.h"

using namespace halftone::proxy::test;
using halftone::test::ChildProcess;
using halftone::test::exchange;

// A real Prometheus reads /metrics; and the token that guards the admin port.
class ProxyPrometheusTest : public QObject {
  Q_OBJECT
 private slots:
  void prometheusReadsAllThatTheProxyTells();
  void tokenGuardsTheAdminPort();
  void otherAddressesThanLoopbackNeedAToken();
};

void ProxyPrometheusTest::prometheusReadsAllThatTheProxyTells() {
  const QString program = QStandardPaths::findExecutable(QStringLiteral("prometheus"));
  if (program.isEmpty()) QSKIP("prometheus is not installed");
  const Instance instance(echoing());
  ProxyProgram proxy;
  QVERIFY(proxy.start(instance.address()));
  for (int i = 0; i < 7; ++i) {
    Socket client = connectTo(proxy.port());
    client.send(get());
    QCOMPARE(client.read().status(), 200);
  }

  QTemporaryDir directory;
  QFile config(directory.filePath(QStringLiteral("prometheus.yml")));
  QVERIFY(config.open(QIODevice::WriteOnly));
  config.write(
      "scrape_configs:\n- job_name: proxy\n  scrape_interval: 1s\n  static_configs:\n  - targets: ['" +
      proxy.admin().authority().toUtf8() + "']\n");
  config.close();
  const QString address = QStringLiteral("127.0.0.1:%1").arg(halftone::test::freePort());
  ChildProcess prometheus;
  QVERIFY(prometheus.start(
      program, {QStringLiteral("--config.file=") + config.fileName(),
                QStringLiteral("--storage.tsdb.path=") + directory.filePath(QStringLiteral("data")),
                QStringLiteral("--web.listen-address=") + address}));

  const QUrl base(QStringLiteral("http://") + address);
  const auto value = [&](const QByteArray& query) {
    const auto reply = exchange("GET", base, "/api/v1/query?query=" + query.toPercentEncoding());
    const QJsonObject data =
        QJsonDocument::fromJson(reply.body).object().value(QLatin1String("data")).toObject();
    const QJsonArray found = data.value(QLatin1String("result")).toArray();
    return found.size() != 1
               ? QString()
               : found.at(0).toObject().value(QLatin1String("value")).toArray().at(1).toString();
  };
  QTRY_COMPARE_WITH_TIMEOUT(value("up"), QStringLiteral("1"), 60'000);
  QCOMPARE(value("halftone_proxy_requests_total{version=\"v1\"}"), QStringLiteral("7"));
  QCOMPARE(value("halftone_proxy_request_duration_seconds_count{version=\"v1\"}"), QStringLiteral("7"));
  QCOMPARE(value("halftone_proxy_instance_request_duration_seconds_count"), QStringLiteral("7"));
  QCOMPARE(value("halftone_proxy_rule_request_duration_seconds_count{rule=\"default\"}"),
           QStringLiteral("7"));
  QCOMPARE(value("halftone_proxy_records_dropped_total"), QStringLiteral("0"));
  bool isNumber = false;
  const QString p99 =
      value("histogram_quantile(0.99, halftone_proxy_request_duration_seconds_bucket{version=\"v1\"})");
  QVERIFY2(p99.toDouble(&isNumber) > 0 && isNumber, qPrintable(p99));
}

void ProxyPrometheusTest::tokenGuardsTheAdminPort() {
  QTemporaryDir directory;
  QFile file(directory.filePath(QStringLiteral("token")));
  QVERIFY(file.open(QIODevice::WriteOnly));
  file.write("s3cret\n");
  file.close();
  const Instance instance(echoing());
  ProxyProgram proxy;
  QVERIFY(proxy.start(instance.address(), {QStringLiteral("--admin-token-file=") + file.fileName()}));
  QCOMPARE(exchange("GET", proxy.admin(), "/health").status, 200);
  QCOMPARE(exchange("GET", proxy.admin(), "/metrics").status, 401);
  for (const char* const wrong : {"Bearer s3cre", "Bearer s3cret2", "s3cret", "Basic s3cret", ""}) {
    QCOMPARE(exchange("GET", proxy.admin(), "/v1/samples", {}, {{"Authorization", wrong}}).status, 401);
  }
  QCOMPARE(exchange("GET", proxy.admin(), "/metrics", {}, {{"Authorization", "Bearer s3cret"}}).status, 200);
}

void ProxyPrometheusTest::otherAddressesThanLoopbackNeedAToken() {
  ChildProcess process;
  QVERIFY(process.start(
      halftone::test::builtProgram(QStringLiteral("halftone-server")),
      {QStringLiteral("proxy"), QStringLiteral("--service=shop"), QStringLiteral("--listen=127.0.0.1:0"),
       QStringLiteral("--admin=0.0.0.0:0"), QStringLiteral("--consul=http://127.0.0.1:1")}));
  QTRY_VERIFY_WITH_TIMEOUT(!process.isRunning(), 20'000);
  QVERIFY(process.errorOutput().contains("--admin-token-file"));
}

HALFTONE_EPOLL_TEST_MAIN(ProxyPrometheusTest)
#include "tst_proxyprometheus.moc"

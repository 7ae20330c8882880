// SPDX-License-Identifier: GPL-3.0-or-later
// The client and a real Consul that speaks TLS and wants a certificate of its clients.
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <optional>

#include "backend/consul/client.h"
#include "backend/consul/watch.h"
#include "tests/support/childprocess.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"
#include "tests/support/ports.h"

using namespace halftone;
using namespace halftone::consul;

class TestTls : public QObject {
  Q_OBJECT

  QTemporaryDir m_folder;
  std::unique_ptr<test::ConsulProcess> m_consul;
  QUrl m_url;

  QString path(const char* name) const { return m_folder.filePath(QLatin1String(name)); }

  bool openssl(const QString& arguments) const {
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    process.start(QStringLiteral("openssl"), arguments.split(QLatin1Char(' ')));
    return process.waitForFinished(30'000) && process.exitCode() == 0;
  }
  // NAME.pem and NAME.key, signed by the authority.
  bool makeCertificate(const QString& name) const {
    QFile names(m_folder.filePath(QStringLiteral("names")));
    if (!names.open(QIODevice::WriteOnly)) return false;
    names.write("subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:server.dc1.consul");
    names.close();
    return openssl(QStringLiteral(
                       "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout %1.key -out %1.csr "
                       "-subj /CN=%1")
                       .arg(name)) &&
           openssl(QStringLiteral(
                       "x509 -req -in %1.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile "
                       "names -out %1.pem")
                       .arg(name));
  }
  Result<Answer> ask(const TlsFiles& files, const char* path = "/v1/catalog/nodes",
                     const QByteArray& written = {}) const {
    auto tls = loadTls(files);
    if (!tls) return tl::unexpected(tls.error());
    Client client({m_url, {}, {}, {}, *tls});
    std::optional<Result<Answer>> result;
    const auto keep = [&result](Result<Answer> r) { result = std::move(r); };
    if (written.isEmpty()) {
      client.get(QString::fromLatin1(path), {}, &client, keep);
    } else {
      client.put(QString::fromLatin1(path), {}, written, &client, keep);
    }
    if (!QTest::qWaitFor([&result] { return result.has_value(); }, 15'000)) {
      return fail(ErrorCode::Timeout, "test", "the call did not come back");
    }
    return *result;
  }

 private slots:
  void initTestCase() {
    QVERIFY(openssl(
        QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key -out "
                       "ca.pem -days 2 -subj /CN=test-authority")));
    QVERIFY(makeCertificate(QStringLiteral("server")));
    QVERIFY(makeCertificate(QStringLiteral("client")));
    const quint16 port = test::freePort();
    const QString options = QStringLiteral(
                                "-hcl=ca_file=\"%1\" cert_file=\"%2\" key_file=\"%3\" "
                                "verify_incoming_https=true ports { https = %4 }")
                                .arg(path("ca.pem"), path("server.pem"), path("server.key"))
                                .arg(port);
    m_consul = std::make_unique<test::ConsulProcess>(QStringList{options});
    QVERIFY(m_consul->start());
    m_url = QUrl(QStringLiteral("https://127.0.0.1:%1").arg(port));
  }

  void authorityAndCertificateOpenTheDoor() {
    const auto answer = ask({path("ca.pem"), path("client.pem"), path("client.key")});
    QVERIFY2(answer.has_value(), answer ? "" : answer.error().toString().c_str());
    QVERIFY(answer->body.contains("node-under-test"));
  }

  void unknownAuthorityIsRefused() {
    const auto answer = ask({{}, path("client.pem"), path("client.key")});
    QCOMPARE(answer.error().code, ErrorCode::Unreachable);
    QVERIFY2(answer.error().message.find("SSL") != std::string::npos, answer.error().message.c_str());
  }

  void clientWithoutCertificateIsRefused() { QVERIFY(!ask({path("ca.pem"), {}, {}}).has_value()); }

  void watchesSpeakTlsToo() {
    Endpoint endpoint{m_url, {}, {}, {}, *loadTls({path("ca.pem"), path("client.pem"), path("client.key")})};
    Watch watch(endpoint, QStringLiteral("/v1/catalog/nodes"), {});
    int changes = 0;
    connect(&watch, &Watch::changed, this, [&changes] { ++changes; });
    watch.start();
    QTRY_VERIFY_WITH_TIMEOUT(changes > 0, 15'000);
  }

  // The roles know this Consul by nothing but the variables of Consul's own tools.
  void rolesSpeakTlsByTheEnvironment() {
    const TlsFiles files{path("ca.pem"), path("client.pem"), path("client.key")};
    const QByteArray policy =
        "{\"apiVersion\":\"halftone/v1\",\"service\":\"chat\",\"stable\":\"v1\","
        "\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}}},"
        "\"default\":{\"split\":[{\"version\":\"v1\",\"weight\":100}]}}";
    QVERIFY(ask(files, "/v1/kv/halftone/policies/chat", policy).has_value());
    test::ChildProcess proxy;
    test::ChildProcess chat;
    for (test::ChildProcess* role : {&proxy, &chat}) {
      // The first address is nobody's: the second is used.
      role->setVariable(QStringLiteral("CONSUL_HTTP_ADDR"),
                        QStringLiteral("127.0.0.1:1,127.0.0.1:%1").arg(m_url.port()));
      role->setVariable(QStringLiteral("CONSUL_HTTP_SSL"), QStringLiteral("true"));
      role->setVariable(QStringLiteral("CONSUL_CACERT"), files.authority);
      role->setVariable(QStringLiteral("CONSUL_CLIENT_CERT"), files.certificate);
      role->setVariable(QStringLiteral("CONSUL_CLIENT_KEY"), files.key);
    }
    const QStringList ports = QStringLiteral("--listen 127.0.0.1:0 --admin 127.0.0.1:0").split(u' ');
    const QString server = test::builtProgram(QStringLiteral("halftone-server"));
    QVERIFY(proxy.start(
        server,
        QStringList{QStringLiteral("proxy"), QStringLiteral("--service"), QStringLiteral("chat")} + ports));
    QVERIFY(chat.start(server,
                       QStringList{QStringLiteral("chat"), QStringLiteral("--version"), QStringLiteral("v1"),
                                   QStringLiteral("--node"), QStringLiteral("tls-chat"),
                                   QStringLiteral("--backplane"), QStringLiteral("memory")} +
                           ports));
    const QByteArray ready = proxy.firstLine(std::chrono::seconds(20));
    const QString admin = QJsonDocument::fromJson(ready).object()[QLatin1String("admin")].toString();
    QVERIFY2(!admin.isEmpty(), proxy.errorOutput().constData());
    const QUrl url(QStringLiteral("http://") + admin);
    QTRY_VERIFY_WITH_TIMEOUT(test::exchange("GET", url, "/v1/traffic").body.contains("\"state\":\"ok\""),
                             20'000);
    QTRY_VERIFY2_WITH_TIMEOUT(ask(files, "/v1/agent/services").value_or(Answer{}).body.contains("tls-chat"),
                              chat.errorOutput().constData(), 20'000);
  }

  void badFilesAreNamed() {
    QCOMPARE(loadTls({path("none.pem"), {}, {}}).error().place, path("none.pem").toStdString());
    QCOMPARE(loadTls({path("ca.key"), {}, {}}).error().code, ErrorCode::Invalid);
    QCOMPARE(loadTls({{}, path("client.pem"), {}}).error().code, ErrorCode::Invalid);
    QCOMPARE(loadTls({{}, path("client.pem"), path("ca.pem")}).error().place, path("ca.pem").toStdString());
  }
};

HALFTONE_TEST_MAIN(TestTls)
#include "tst_tls.moc"

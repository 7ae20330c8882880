// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryFile>
#include <QTest>

#include "backend/consul/environment.h"

using namespace halftone;
using namespace halftone::consul;

class TestEnvironment : public QObject {
  Q_OBJECT

  static Result<Endpoint> of(const char* addresses) {
    return endpointOfEnvironment(QString::fromLatin1(addresses), "--consul");
  }

 private slots:
  void cleanup() {
    for (const char* name : {"CONSUL_HTTP_ADDR", "CONSUL_HTTP_SSL", "CONSUL_HTTP_TOKEN",
                             "CONSUL_HTTP_TOKEN_FILE", "CONSUL_CACERT"}) {
      qunsetenv(name);
    }
  }

  void severalAddressesAreTakenInTheirOrder() {
    const auto endpoint = of("10.0.0.1:8500, https://10.0.0.2:8501,http://[::1]:8500");
    QCOMPARE(endpoint->url, QUrl(QStringLiteral("http://10.0.0.1:8500")));
    QCOMPARE(endpoint->others, (std::vector{QUrl(QStringLiteral("https://10.0.0.2:8501")),
                                            QUrl(QStringLiteral("http://[::1]:8500"))}));
  }

  void sslMakesHttpsOfAnAddressWithoutAScheme() {
    qputenv("CONSUL_HTTP_ADDR", "consul.example:8501");
    qputenv("CONSUL_HTTP_SSL", "1");
    QCOMPARE(of("")->url, QUrl(QStringLiteral("https://consul.example:8501")));
    QCOMPARE(of("http://a:1")->url, QUrl(QStringLiteral("http://a:1")));
    qputenv("CONSUL_HTTP_SSL", "false");
    QCOMPARE(of("")->url, QUrl(QStringLiteral("http://consul.example:8501")));
  }

  void tokenOfTheFileWins() {
    qputenv("CONSUL_HTTP_TOKEN", "of-the-variable");
    QCOMPARE(of("http://a:1")->token, QByteArray("of-the-variable"));
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(" of-the-file\n");
    file.close();
    qputenv("CONSUL_HTTP_TOKEN_FILE", file.fileName().toUtf8());
    QCOMPARE(of("http://a:1")->token, QByteArray("of-the-file"));
  }

  void badTokensAreNamed() {
    qputenv("CONSUL_HTTP_TOKEN", "a\nb");
    QCOMPARE(of("http://a:1").error().place, std::string("CONSUL_HTTP_TOKEN"));
    qputenv("CONSUL_HTTP_TOKEN_FILE", "/nowhere/token");
    QCOMPARE(of("http://a:1").error().code, ErrorCode::Io);
    QCOMPARE(of("http://a:1").error().place, std::string("CONSUL_HTTP_TOKEN_FILE"));
  }

  void addressesAreHttpUrlsAndNothingMore() {
    for (const char* bad : {"", ",", "http://a:1,", "ftp://a", "http://", "http://user:pw@a",
                            "http://a/?token=x", "http://a b"}) {
      const auto endpoint = of(bad);
      QVERIFY2(!endpoint.has_value(), bad);
      QCOMPARE(endpoint.error().code, ErrorCode::Invalid);
      QCOMPARE(endpoint.error().place, std::string("--consul"));
    }
    qputenv("CONSUL_HTTP_ADDR", "ftp://a");
    QCOMPARE(of("").error().place, std::string("CONSUL_HTTP_ADDR"));
  }

  void missingAuthorityIsAnErrorAndNotASilentDefault() {
    qputenv("CONSUL_CACERT", "/nowhere/ca.pem");
    QCOMPARE(of("https://a:1").error().place, std::string("/nowhere/ca.pem"));
  }
};

QTEST_APPLESS_MAIN(TestEnvironment)
#include "tst_environment.moc"

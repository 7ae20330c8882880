// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/backend/geo/databasewriter.h"
#include "tests/server/proxy/fixture.h"
#include "tests/server/proxy/program.h"
#include "tests/server/proxy/tokens.h"
#include "tests/support/http.h"
#include "tests/support/registryprocess.h"

using namespace halftone::proxy::test;
using halftone::test::DatabaseWriter;
using halftone::test::exchange;
using halftone::test::RegistryProcess;

namespace {

std::string endpointsOf(const Instance& one, const Instance& two) {
  return "{\"v1\":[\"" + one.address() + "\"],\"v2\":[\"" + two.address() + "\"]}";
}

Message askAt(int port, const std::string& request) {
  Socket client = connectTo(port);
  client.send(request);
  return client.read();
}

}  // namespace

// Options whose effect only the whole program shows.
class ProxyOptionsTest : public QObject {
  Q_OBJECT
 private slots:
  void keysOfTokensAreRotatedInTheirFile();
  void databaseTellsTheRegionOfClients();
  void instancesOfTheOwnRegionComeFirst();

 private:
  QString write(const char* name, const QByteArray& bytes) {
    QFile file(m_directory.filePath(QLatin1String(name)));
    if (file.open(QIODevice::WriteOnly)) file.write(bytes);
    return file.fileName();
  }
  QString writeKey(const QByteArray& secret) {
    return write("keys.json", "{\"keys\":[{\"alg\":\"HS256\",\"secret\":\"" + secret + "\"}]}");
  }

  QTemporaryDir m_directory;
};

void ProxyOptionsTest::keysOfTokensAreRotatedInTheirFile() {
  const Instance one(Instance::answering("one"));
  const Instance two(Instance::answering("two"));
  ProxyProgram proxy;
  QVERIFY(proxy.start(policyWith({}, kToV1, "\"traffic\":{\"jwt\":{}},"), endpointsOf(one, two),
                      {QStringLiteral("--jwt-keys=") + writeKey("first")}));
  const auto status = [&](const std::string& secret) {
    return askAt(proxy.port(), get("/", tokenField("alice", secret))).status();
  };
  QCOMPARE(status("first"), 200);
  QCOMPARE(status("second"), 401);
  writeKey("second");
  QTRY_COMPARE_WITH_TIMEOUT(status("second"), 200, 20'000);
  QCOMPARE(status("first"), 401);

  write("keys.json", "half a fi");
  QTRY_VERIFY_WITH_TIMEOUT(proxy.process().errorOutput().contains("the last keys stay"), 20'000);
  QCOMPARE(status("second"), 200);
}

void ProxyOptionsTest::databaseTellsTheRegionOfClients() {
  const Instance one(Instance::answering("one"));
  const Instance two(Instance::answering("two"));
  using W = DatabaseWriter;
  W writer;
  writer.add("127.0.0.2", W::map(1) + W::text("subdivisions") + W::list(W::named("Shanghai")));
  const QString database = write("regions.mmdb", writer.write());
  ProxyProgram proxy;
  QVERIFY(proxy.start(policyWith("{\"name\":\"near\",\"when\":[{\"attr\":\"region\",\"is\":\"Shanghai\"}],"
                                 "\"split\":[{\"version\":\"v2\",\"weight\":100}]}",
                                 kToV1),
                      endpointsOf(one, two), {QStringLiteral("--geoip=") + database}));
  const auto answerTo = [&](const char* from) {
    Socket client = connectTo(proxy.port(), from);
    client.send(get());
    return client.read().body.substr(0, 3);
  };
  QCOMPARE(answerTo("127.0.0.2"), std::string("two"));
  QCOMPARE(answerTo("127.0.0.1"), std::string("one"));
}

void ProxyOptionsTest::instancesOfTheOwnRegionComeFirst() {
  const Instance near(Instance::answering("near"));
  const Instance far(Instance::answering("far"));
  RegistryProcess registry;
  QVERIFY(registry.start());
  const auto put = [&](const QByteArray& path, const std::string& body) {
    return exchange("PUT", registry.url(), path, QByteArray::fromStdString(body)).status;
  };
  for (const auto& [region, instance] : {std::pair("eu", &near), std::pair("us", &far)}) {
    QCOMPARE(put("/v1/agent/service/register",
                 std::string("{\"ID\":\"shop-") + region +
                     "\",\"Name\":\"shop\",\"Address\":\"127.0.0.1\",\"Port\":" +
                     std::to_string(instance->port()) + ",\"Meta\":{\"version\":\"v1\",\"region\":\"" +
                     region + "\"}}"),
             200);
  }
  QCOMPARE(put("/v1/kv/halftone/policies/shop", policyWith({}, kToV1, "\"traffic\":{\"regionFirst\":{}},")),
           200);
  ProxyProgram proxy;
  QVERIFY(proxy.startOn(registry.url(), {QStringLiteral("--region=eu"), QStringLiteral("--node=p1")}));
  QTRY_COMPARE(askAt(proxy.port(), get()).status(), 200);
  const auto isKnown = [&] {
    return exchange("GET", proxy.admin(), "/metrics").body.count("halftone_proxy_instance_requests_total{") ==
           2;
  };
  QTRY_VERIFY(isKnown());
  for (int i = 0; i < 20; ++i) QCOMPARE(askAt(proxy.port(), get()).body.substr(0, 4), std::string("near"));
}

HALFTONE_EPOLL_TEST_MAIN(ProxyOptionsTest)
#include "tst_proxyoptions.moc"

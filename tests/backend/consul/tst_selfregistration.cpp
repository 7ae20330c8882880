// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTcpServer>
#include <memory>

#include "backend/consul/selfregistration.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/main.h"

using namespace halftone;
using namespace halftone::consul;
using halftone::test::exchange;

namespace {

constexpr int kSoonMs = 10'000;

ServiceRegistration chat() {
  ServiceRegistration service;
  service.id = "chat-1";
  service.name = "chat";
  service.address = "127.0.0.1";
  service.port = 9001;
  return service;
}

}  // namespace

class TestSelfRegistration : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();

  bool isKnown() { return exchange("GET", m_registry->url(), "/v1/agent/services").body.contains("chat-1"); }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }

  void roleIsKnownFromStartToStop() {
    Client client({m_registry->url(), {}, {}});
    SelfRegistration registration(&client, chat());
    QSignalSpy registered(&registration, &SelfRegistration::registered);
    registration.start();
    QTRY_COMPARE_WITH_TIMEOUT(registered.size(), 1, kSoonMs);
    QVERIFY(isKnown());
    bool stopped = false;
    registration.stop([&stopped] { stopped = true; });
    QTRY_VERIFY_WITH_TIMEOUT(stopped, kSoonMs);
    QVERIFY(!isKnown());
  }

  void forgottenRoleRegistersAgain() {
    Client client({m_registry->url(), {}, {}});
    SelfRegistration registration(&client, chat());
    QSignalSpy registered(&registration, &SelfRegistration::registered);
    registration.start();
    QTRY_COMPARE_WITH_TIMEOUT(registered.size(), 1, kSoonMs);
    QCOMPARE(exchange("PUT", m_registry->url(), "/v1/agent/service/deregister/chat-1").status, 200);
    QTRY_COMPARE_WITH_TIMEOUT(registered.size(), 2, kSoonMs);
    QVERIFY(isKnown());
  }

  void roleOutlivesARestartOfAnAgentThatForgets() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    Client client({consul.url(), {}, {}});
    SelfRegistration registration(&client, chat());
    QSignalSpy registered(&registration, &SelfRegistration::registered);
    QSignalSpy failed(&registration, &SelfRegistration::failed);
    registration.start();
    QTRY_COMPARE_WITH_TIMEOUT(registered.size(), 1, kSoonMs);
    consul.stop();
    QTRY_COMPARE_WITH_TIMEOUT(failed.size(), 1, kSoonMs);
    QVERIFY(consul.restart());
    QTRY_COMPARE_WITH_TIMEOUT(registered.size(), 2, kSoonMs);
    QVERIFY(exchange("GET", consul.url(), "/v1/agent/services").body.contains("chat-1"));
  }

  void stopComesBackInTwoSecondsWhenNobodyAnswers() {
    QTcpServer silent;  // accepts and never answers
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    Client client({QUrl(QStringLiteral("http://127.0.0.1:%1").arg(silent.serverPort())), {}, {}});
    SelfRegistration registration(&client, chat());
    registration.start();
    QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), kSoonMs);
    QElapsedTimer clock;
    clock.start();
    bool stopped = false;
    registration.stop([&stopped] { stopped = true; });
    QTRY_VERIFY_WITH_TIMEOUT(stopped, kSoonMs);
    QVERIFY2(clock.elapsed() < 3000, QByteArray::number(clock.elapsed()).constData());
  }

  void stopBeforeStartComesBackToo() {
    Client client({m_registry->url(), {}, {}});
    SelfRegistration registration(&client, chat());
    bool stopped = false;
    registration.stop([&stopped] { stopped = true; });
    QTRY_VERIFY_WITH_TIMEOUT(stopped, kSoonMs);
  }
};

HALFTONE_TEST_MAIN(TestSelfRegistration)
#include "tst_selfregistration.moc"

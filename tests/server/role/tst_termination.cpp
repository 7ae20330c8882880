// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QTest>
#include <cstring>

#include "server/net/epolldispatcher.h"
#include "server/role/role.h"
#include "tests/support/childprocess.h"

using namespace halftone;

namespace {

constexpr int kSoonMs = 10'000;

// What the test starts itself as: a role that ends when asked, or one that never does.
int runRole(int argc, char* argv[], bool ends) {
  QCoreApplication::setEventDispatcher(new net::EpollDispatcher);
  const QCoreApplication application(argc, argv);
  const role::Termination termination([ends] {
    role::printReady("asked");
    if (ends) QCoreApplication::quit();
  });
  role::printReady("ready");
  return QCoreApplication::exec();
}

}  // namespace

class TestTermination : public QObject {
  Q_OBJECT

  test::ChildProcess m_role;

  void start(const char* how) {
    QVERIFY(m_role.start(QCoreApplication::applicationFilePath(), {QLatin1String(how)}));
    QCOMPARE(m_role.firstLine(std::chrono::milliseconds(kSoonMs)), QByteArray("ready"));
  }
  void send(int signal) { QCOMPARE(::kill(static_cast<pid_t>(m_role.pid()), signal), 0); }

 private slots:
  void cleanup() { m_role.kill(); }

  void roleEndsInOrderWhenAsked_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
  }
  void roleEndsInOrderWhenAsked() {
    QFETCH(const int, signal);
    start("--ends");
    send(signal);
    QTRY_VERIFY_WITH_TIMEOUT(!m_role.isRunning(), kSoonMs);
    QCOMPARE(m_role.output(), QByteArray("ready\nasked\n"));
    QCOMPARE(m_role.exitCode(), 0);
  }

  void secondSignalEndsWhatDoesNotEnd() {
    start("--stays");
    send(SIGTERM);
    QTRY_COMPARE_WITH_TIMEOUT(m_role.output(), QByteArray("ready\nasked\n"), kSoonMs);
    QVERIFY(m_role.isRunning());
    send(SIGINT);
    QTRY_VERIFY_WITH_TIMEOUT(!m_role.isRunning(), kSoonMs);
    QCOMPARE(m_role.exitCode(), 128 + SIGINT);
  }
};

int main(int argc, char* argv[]) {
  if (argc > 1 && std::strcmp(argv[1], "--ends") == 0) return runRole(argc, argv, true);
  if (argc > 1 && std::strcmp(argv[1], "--stays") == 0) return runRole(argc, argv, false);
  const QCoreApplication application(argc, argv);
  TestTermination test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_termination.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QSignalSpy>
#include <QTest>

#include "server/demo/childprocess.h"

using halftone::demo::ChildProcess;

namespace {

// A stand-in for a role: says that it is ready, then lives until it is told to end.
ChildProcess* script(QObject* parent, const char* text,
                     ChildProcess::OnCrash onCrash = ChildProcess::OnCrash::Relaunch) {
  return new ChildProcess(QStringLiteral("child"), onCrash, QStringLiteral("/bin/sh"),
                          {QStringLiteral("-c"), QString::fromUtf8(text)}, parent);
}

constexpr char kWellBehaved[] = R"(echo '{"listen":"127.0.0.1:1"}'; exec sleep 60)";

}  // namespace

class TestChildProcess : public QObject {
  Q_OBJECT
 private slots:
  void tellsItsReadyLineAndRuns() {
    QObject owner;
    ChildProcess* child = script(&owner, kWellBehaved);
    QSignalSpy ready(child, &ChildProcess::ready);
    child->start();
    QCOMPARE(child->state(), ChildProcess::State::Starting);
    QVERIFY(ready.wait());
    QCOMPARE(child->state(), ChildProcess::State::Running);
    QCOMPARE(child->readyLine(), std::string(R"({"listen":"127.0.0.1:1"})"));
  }

  void isStartedAgainWhenItEndsUnasked() {
    QObject owner;
    ChildProcess* child = script(&owner, kWellBehaved);
    QSignalSpy ready(child, &ChildProcess::ready);
    child->start();
    QVERIFY(ready.wait());
    const qint64 first = child->pid();
    ::kill(static_cast<pid_t>(first), SIGKILL);
    QVERIFY(ready.wait());
    QVERIFY(child->pid() != first);
    QCOMPARE(child->restarts(), 1);
  }

  void staysDownAfterACrashWhereThatIsWanted() {
    QObject owner;
    ChildProcess* child = script(&owner, kWellBehaved, ChildProcess::OnCrash::StayDown);
    QSignalSpy ready(child, &ChildProcess::ready);
    QSignalSpy down(child, &ChildProcess::down);
    child->start();
    QVERIFY(ready.wait());
    ::kill(static_cast<pid_t>(child->pid()), SIGKILL);
    QVERIFY(down.wait());
    QCOMPARE(child->state(), ChildProcess::State::Failed);
    QCOMPARE(child->restarts(), 0);
    child->start();
    QVERIFY(ready.wait());
  }

  void staysDownWhenTheOperatorKilledIt() {
    QObject owner;
    ChildProcess* child = script(&owner, kWellBehaved);
    QSignalSpy ready(child, &ChildProcess::ready);
    QSignalSpy down(child, &ChildProcess::down);
    child->start();
    QVERIFY(ready.wait());
    child->kill();
    QVERIFY(down.wait());
    QCOMPARE(child->state(), ChildProcess::State::Killed);
    QCOMPARE(child->restarts(), 0);
    child->start();
    QVERIFY(ready.wait());
    QCOMPARE(child->state(), ChildProcess::State::Running);
  }

  void aStubbornProcessIsKilledAfterTheGrace() {
    QObject owner;
    ChildProcess* child = script(&owner, R"(trap '' TERM; echo '{}'; while :; do sleep 0.1; done)");
    QSignalSpy ready(child, &ChildProcess::ready);
    QSignalSpy down(child, &ChildProcess::down);
    child->start();
    QVERIFY(ready.wait());
    child->terminate();
    QVERIFY(down.wait(2 * ChildProcess::kGraceMs));
    QCOMPARE(child->state(), ChildProcess::State::Stopped);
  }

  void aProgramThatDoesNotExistIsAFailure() {
    QObject owner;
    auto* child = new ChildProcess(QStringLiteral("child"), ChildProcess::OnCrash::StayDown,
                                   QStringLiteral("/nonexistent/program"), {}, &owner);
    QSignalSpy down(child, &ChildProcess::down);
    child->start();
    QTRY_VERIFY(!down.isEmpty());
    QCOMPARE(child->state(), ChildProcess::State::Failed);
  }
};

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"

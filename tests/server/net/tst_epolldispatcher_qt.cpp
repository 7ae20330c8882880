// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QElapsedTimer>
#include <QSignalSpy>
#include <QSocketNotifier>
#include <QThread>
#include <QTimer>
#include <array>
#include <atomic>
#include <future>
#include <memory>
#include <vector>

#include "server/net/socket.h"
#include "tests/server/net/epolltest.h"

using halftone::net::EpollDispatcher;
using halftone::net::UniqueFd;

namespace {

std::array<UniqueFd, 2> makePair() {
  std::array<int, 2> fds{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds.data()) != 0)
    qFatal("socketpair");
  return {UniqueFd(fds[0]), UniqueFd(fds[1])};
}

void writeByte(int fd) {
  if (::write(fd, "x", 1) != 1) qFatal("write");
}

void readByte(int fd) {
  char byte = 0;
  if (::read(fd, &byte, 1) != 1) qFatal("read");
}

// A thread that runs on its own EpollDispatcher.
class EpollThread : public QThread {
 public:
  EpollThread() { setEventDispatcher(new EpollDispatcher); }
  ~EpollThread() override {
    quit();
    wait();
  }
};

}  // namespace

// What Qt's own objects expect from an event dispatcher.
class TestEpollDispatcherQt : public QObject {
  Q_OBJECT

 private slots:
  void isTheDispatcherOfThisThread() { QVERIFY(EpollDispatcher::current() != nullptr); }

  void otherThreadsHaveTheirOwn() {
    EpollThread thread;
    thread.start();
    QObject context;
    context.moveToThread(&thread);
    std::promise<EpollDispatcher*> promise;
    QMetaObject::invokeMethod(&context, [&] { promise.set_value(EpollDispatcher::current()); });
    EpollDispatcher* const theirs = promise.get_future().get();
    QVERIFY(theirs != nullptr);
    QVERIFY(theirs != EpollDispatcher::current());
  }

  void timersFireNeverEarlyAndInOrder() {
    std::vector<int> order;
    QElapsedTimer clock;
    clock.start();
    bool wasEarly = false;
    for (const int wait : {60, 20, 40}) {
      QTimer::singleShot(wait, Qt::PreciseTimer, this, [&, wait] {
        wasEarly = wasEarly || clock.nsecsElapsed() < qint64{wait} * 1'000'000;
        order.push_back(wait);
      });
    }
    QVERIFY(turnsUntil([&] { return order.size() == std::size_t{3}; }));
    QCOMPARE(order, (std::vector<int>{20, 40, 60}));
    QVERIFY(!wasEarly);
  }

  void intervalTimersKeepTheirPace() {
    QTimer timer;
    timer.setTimerType(Qt::PreciseTimer);
    timer.setInterval(10);
    int ticks = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
    QElapsedTimer clock;
    clock.start();
    timer.start();
    QVERIFY(turnsUntil([&] { return ticks >= 20; }));
    QVERIFY(clock.elapsed() >= 200);
  }

  void remainingTimeIsTold() {
    QTimer timer;
    timer.start(60'000);
    QVERIFY(timer.remainingTime() > 59'000);
    QVERIFY(timer.remainingTime() <= 60'000);
    const auto timers = QAbstractEventDispatcher::instance()->registeredTimers(&timer);
    QCOMPARE(timers.size(), 1);
    QCOMPARE(timers.first().interval, 60'000);
  }

  void zeroTimersFireOnceATurn() {
    QTimer timer;
    int ticks = 0;
    connect(&timer, &QTimer::timeout, this, [&] { ++ticks; });
    timer.start(0);
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    const int first = ticks;
    QVERIFY(first <= 1);
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCOMPARE(ticks, first + 1);
  }

  void aZeroTimerStarvesNobody() {
    QTimer busy;
    busy.start(0);
    bool fired = false;
    QTimer::singleShot(20, this, [&] { fired = true; });
    const auto fds = makePair();
    QSocketNotifier notifier(fds[0].get(), QSocketNotifier::Read);
    bool notified = false;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
      notified = true;
      notifier.setEnabled(false);
    });
    writeByte(fds[1].get());
    QVERIFY(turnsUntil([&] { return fired && notified; }));
  }

  void aTimerMayBeDeletedInItsOwnHandler() {
    auto* const timer = new QTimer;
    bool fired = false;
    connect(timer, &QTimer::timeout, this, [&] {
      fired = true;
      delete timer;
    });
    timer->start(1);
    QVERIFY(turnsUntil([&] { return fired; }));
  }

  void aTimerMayDeleteAnotherThatIsDue() {
    QTimer first;
    auto second = std::make_unique<QTimer>();
    bool secondFired = false;
    bool firstFired = false;
    connect(&first, &QTimer::timeout, this, [&] {
      firstFired = true;
      second.reset();
    });
    connect(second.get(), &QTimer::timeout, this, [&] { secondFired = true; });
    first.start(5);
    second->start(5);
    QThread::msleep(20);  // both are due when the loop comes to them
    QVERIFY(turnsUntil([&] { return firstFired; }));
    QVERIFY(!secondFired);
  }

  void aTimerIsNotEnteredAgainByANestedLoop() {
    QTimer timer;
    int depth = 0;
    int deepest = 0;
    int ticks = 0;
    connect(&timer, &QTimer::timeout, this, [&] {
      deepest = std::max(deepest, ++depth);
      QEventLoop nested;
      QTimer::singleShot(15, &nested, &QEventLoop::quit);
      nested.exec();
      --depth;
      ++ticks;
    });
    timer.start(1);
    QVERIFY(turnsUntil([&] { return ticks >= 3; }));
    QCOMPARE(deepest, 1);
  }

  void notifiersAreLevelTriggered() {
    const auto fds = makePair();
    QSocketNotifier notifier(fds[0].get(), QSocketNotifier::Read);
    int calls = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
      if (++calls == 3) readByte(fds[0].get());
    });
    writeByte(fds[1].get());
    QVERIFY(turnsUntil([&] { return calls == 3; }));
    QCoreApplication::processEvents();
    QCOMPARE(calls, 3);
  }

  void aNotifierRemovedInAnothersHandlerIsNotCalled() {
    const auto one = makePair();
    const auto two = makePair();
    auto first = std::make_unique<QSocketNotifier>(one[0].get(), QSocketNotifier::Read);
    auto second = std::make_unique<QSocketNotifier>(two[0].get(), QSocketNotifier::Read);
    int calls = 0;
    connect(first.get(), &QSocketNotifier::activated, this, [&] {
      ++calls;
      second.reset();
      first->setEnabled(false);
    });
    connect(second.get(), &QSocketNotifier::activated, this, [&] {
      ++calls;
      first.reset();
      second->setEnabled(false);
    });
    writeByte(one[1].get());
    writeByte(two[1].get());
    QVERIFY(turnsUntil([&] { return calls == 1; }));
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
  }

  void aReusedDescriptorGetsNoEventsOfItsPast() {
    auto old = makePair();
    const auto trigger = makePair();
    const int number = old[0].get();
    auto oldNotifier = std::make_unique<QSocketNotifier>(number, QSocketNotifier::Read);
    QSocketNotifier triggerNotifier(trigger[0].get(), QSocketNotifier::Read);
    std::array<UniqueFd, 2> fresh;
    std::unique_ptr<QSocketNotifier> freshNotifier;
    int freshCalls = 0;
    bool swapped = false;
    const auto swap = [&] {
      if (swapped) return;
      swapped = true;
      triggerNotifier.setEnabled(false);
      oldNotifier.reset();
      old[0].reset();
      fresh = makePair();
      if (fresh[0].get() != number) std::swap(fresh[0], fresh[1]);
      freshNotifier = std::make_unique<QSocketNotifier>(fresh[0].get(), QSocketNotifier::Read);
      connect(freshNotifier.get(), &QSocketNotifier::activated, this, [&] { ++freshCalls; });
    };
    connect(&triggerNotifier, &QSocketNotifier::activated, this, swap);
    connect(oldNotifier.get(), &QSocketNotifier::activated, this, [] {});
    writeByte(trigger[1].get());
    writeByte(old[1].get());
    QVERIFY(turnsUntil([&] { return swapped; }));
    QCOMPARE(fresh[0].get(), number);
    QCoreApplication::processEvents();
    QCOMPARE(freshCalls, 0);
    writeByte(fresh[1].get());
    QVERIFY(turnsUntil([&] { return freshCalls > 0; }));
  }

  void plainFilesAreAlwaysReady() {
    const UniqueFd null(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    QSocketNotifier notifier(null.get(), QSocketNotifier::Read);
    int calls = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
      if (++calls == 2) notifier.setEnabled(false);
    });
    QVERIFY(turnsUntil([&] { return calls == 2; }));
    QCoreApplication::processEvents();
    QCOMPARE(calls, 2);
  }

  void excludedNotifiersWaitAndTheLoopDoesNotSpin() {
    const auto fds = makePair();
    QSocketNotifier notifier(fds[0].get(), QSocketNotifier::Read);
    int calls = 0;
    connect(&notifier, &QSocketNotifier::activated, this, [&] {
      ++calls;
      notifier.setEnabled(false);
    });
    QCoreApplication::processEvents();
    writeByte(fds[1].get());

    bool over = false;
    QTimer::singleShot(100, Qt::PreciseTimer, this, [&] { over = true; });
    int turns = 0;
    while (!over) {
      QCoreApplication::processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
      ++turns;
    }
    QVERIFY2(turns < 20, qPrintable(QString::number(turns)));
    QCOMPARE(calls, 0);
    QVERIFY(turnsUntil([&] { return calls == 1; }));
  }

  void excludedNotifiersDoNotKeepQueuedCallsWaiting() {
    EpollThread thread;
    thread.start();
    QObject theirs;
    theirs.moveToThread(&thread);
    bool called = false;
    QMetaObject::invokeMethod(&theirs, [&] {
      QThread::msleep(20);
      QMetaObject::invokeMethod(this, [&] { called = true; });
    });
    while (!called) {
      QCoreApplication::processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    }
    QVERIFY(called);
  }

  void awakeAndAboutToBlockAreEmitted() {
    QSignalSpy awake(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::awake);
    QSignalSpy aboutToBlock(QAbstractEventDispatcher::instance(), &QAbstractEventDispatcher::aboutToBlock);
    bool over = false;
    QTimer::singleShot(10, this, [&] { over = true; });
    while (!over) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QVERIFY(awake.count() > 0);
    QVERIFY(aboutToBlock.count() > 0);
  }

  void deleteLaterDeletes() {
    auto* const object = new QObject;
    QSignalSpy destroyed(object, &QObject::destroyed);
    object->deleteLater();
    QEventLoop loop;
    QTimer::singleShot(5, &loop, &QEventLoop::quit);
    loop.exec();
    QCOMPARE(destroyed.count(), 1);
  }

  void queuedCallsCrossThreadsWithoutLoss() {
    constexpr int kCalls = 20'000;
    EpollThread thread;
    QObject theirs;
    theirs.moveToThread(&thread);
    std::atomic<int> there{0};
    int back = 0;
    // Posted before the thread starts: nobody wakes it for these.
    for (int i = 0; i < 10; ++i) QMetaObject::invokeMethod(&theirs, [&] { ++there; });
    thread.start();
    for (int i = 0; i < kCalls; ++i) {
      QMetaObject::invokeMethod(&theirs, [&] {
        ++there;
        QMetaObject::invokeMethod(this, [&] { ++back; });
      });
    }
    QVERIFY(turnsUntil([&] { return back == kCalls; }));
    QCOMPARE(there.load(), kCalls + 10);
  }

  void pingPongBetweenThreadsNeverStalls() {
    constexpr int kRounds = 5000;
    EpollThread thread;
    thread.start();
    QObject theirs;
    theirs.moveToThread(&thread);
    int rounds = 0;
    std::function<void()> serve = [&] {
      QMetaObject::invokeMethod(&theirs, [&] {
        QMetaObject::invokeMethod(this, [&] {
          if (++rounds < kRounds) serve();
        });
      });
    };
    serve();
    QVERIFY(turnsUntil([&] { return rounds == kRounds; }, 20'000));
  }

  void interruptEndsAWaitFromAnotherThread() {
    EpollThread thread;
    thread.start();
    QObject theirs;
    theirs.moveToThread(&thread);
    thread.quit();
    QVERIFY(thread.wait(5000));
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestEpollDispatcherQt)
#include "tst_epolldispatcher_qt.moc"

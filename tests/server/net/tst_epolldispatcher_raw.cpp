// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <QEventLoop>
#include <QThread>
#include <QTimer>
#include <array>
#include <atomic>
#include <functional>
#include <future>
#include <memory>
#include <vector>

#include "server/net/socket.h"
#include "tests/server/net/epolltest.h"

using halftone::net::EpollDispatcher;
using halftone::net::IoHandler;
using halftone::net::TickHook;
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

EpollDispatcher& dispatcher() {
  return *EpollDispatcher::current();
}

// Counts the events in which its end of a socket pair is readable, and does what it is told.
class Watcher final : public IoHandler {
 public:
  Watcher() : m_pair(makePair()) {
    if (!dispatcher().watch(mine(), this)) qFatal("watch");
  }
  ~Watcher() override {
    end();
    if (onDestruction) onDestruction();
  }
  void end() {
    if (m_isWatched && EpollDispatcher::current() != nullptr) dispatcher().unwatch(mine());
    m_isWatched = false;
  }
  void ready(std::uint32_t events) override {
    last = events;
    if ((events & EPOLLIN) == 0) return;
    ++calls;
    if (onReadable) onReadable();
  }
  [[nodiscard]] int mine() const { return m_pair[0].get(); }
  [[nodiscard]] int theirs() const { return m_pair[1].get(); }
  void hangUp() { m_pair[1].reset(); }

  int calls = 0;
  std::uint32_t last = 0;
  std::function<void()> onReadable;
  std::function<void()> onDestruction;

 private:
  std::array<UniqueFd, 2> m_pair;
  bool m_isWatched = true;
};

struct CountingHook final : TickHook {
  void tickEnded() override {
    ++calls;
    if (onTick) onTick();
  }
  int calls = 0;
  std::function<void()> onTick;
};

rlim_t raiseDescriptorLimit() {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

// All events that are due now.
void turn() {
  QCoreApplication::processEvents();
}

}  // namespace

// The direct watches of the hot path.
class TestEpollDispatcherRaw : public QObject {
  Q_OBJECT

 private slots:
  void watchesAreEdgeTriggered() {
    Watcher watcher;
    turn();
    writeByte(watcher.theirs());
    turn();
    QCOMPARE(watcher.calls, 1);
    turn();  // still readable, but no new edge
    QCOMPARE(watcher.calls, 1);
    writeByte(watcher.theirs());
    turn();
    QCOMPARE(watcher.calls, 2);
  }

  void rearmTellsAgain() {
    Watcher watcher;
    writeByte(watcher.theirs());
    turn();
    QCOMPARE(watcher.calls, 1);
    dispatcher().rearm(watcher.mine());
    turn();
    QCOMPARE(watcher.calls, 2);
    readByte(watcher.mine());
    dispatcher().rearm(watcher.mine());
    turn();
    QCOMPARE(watcher.calls, 2);
  }

  void anEndIsTold() {
    Watcher watcher;
    turn();
    watcher.hangUp();
    turn();
    QVERIFY((watcher.last & EPOLLRDHUP) != 0);
    QVERIFY((watcher.last & EPOLLHUP) != 0);
  }

  void aDescriptorThatCannotBeWatchedIsRefused() {
    class Nobody final : public IoHandler {
      void ready(std::uint32_t) override {}
    } nobody;
    QVERIFY(!dispatcher().watch(9999, &nobody));
    QCOMPARE(errno, EBADF);
  }

  void unwatchDropsLaterEventsOfTheBatch() {
    Watcher first;
    Watcher second;
    turn();
    first.onReadable = [&] { second.end(); };
    second.onReadable = [&] { first.end(); };
    writeByte(first.theirs());
    writeByte(second.theirs());
    turn();
    QCOMPARE(first.calls + second.calls, 1);
  }

  void aReusedDescriptorGetsNoEventsOfItsPast() {
    auto first = std::make_unique<Watcher>();
    auto second = std::make_unique<Watcher>();
    std::unique_ptr<Watcher> fresh;
    turn();
    // Whoever is told first replaces the other, whose numbers the new pair gets.
    const auto replace = [&](std::unique_ptr<Watcher>& other) {
      if (fresh) return;
      const int number = other->mine();
      other.reset();
      fresh = std::make_unique<Watcher>();
      QVERIFY(fresh->mine() == number || fresh->theirs() == number);
    };
    first->onReadable = [&] { replace(second); };
    second->onReadable = [&] { replace(first); };
    writeByte(first->theirs());
    writeByte(second->theirs());
    turn();
    QVERIFY(fresh != nullptr);
    QCOMPARE(fresh->calls, 0);
    writeByte(fresh->theirs());
    turn();
    QCOMPARE(fresh->calls, 1);
  }

  void retiredHandlersAreFreedAtTheEndOfTheTurn() {
    auto owned = std::make_unique<Watcher>();
    Watcher* const watcher = owned.get();
    bool isFreed = false;
    bool wasFreedInside = true;
    watcher->onDestruction = [&] { isFreed = true; };
    watcher->onReadable = [&] {
      watcher->end();
      dispatcher().retire(std::move(owned));
      wasFreedInside = isFreed;
    };
    writeByte(watcher->theirs());
    turn();
    QVERIFY(!wasFreedInside);
    QVERIFY(isFreed);
  }

  void retiredHandlersOutliveNestedLoops() {
    auto owned = std::make_unique<Watcher>();
    Watcher* const watcher = owned.get();
    bool isFreed = false;
    bool wasFreedInside = true;
    watcher->onDestruction = [&] { isFreed = true; };
    watcher->onReadable = [&] {
      watcher->end();
      dispatcher().retire(std::move(owned));
      for (int i = 0; i < 5; ++i) turn();
      wasFreedInside = isFreed;
    };
    writeByte(watcher->theirs());
    turn();
    QVERIFY(!wasFreedInside);
    QVERIFY(isFreed);
  }

  void nestedLoopsSeeTheEventsOfTheOuterBatch() {
    Watcher first;
    Watcher second;
    turn();
    int seenInside = 0;
    first.onReadable = [&] {
      turn();
      seenInside = second.calls;
    };
    second.onReadable = [&] {
      if (first.calls == 0) turn();
    };
    writeByte(first.theirs());
    writeByte(second.theirs());
    turn();
    QCOMPARE(first.calls, 1);
    QCOMPARE(second.calls, 1);
    QCOMPARE(seenInside, 1);
  }

  void excludedEventsAreNotLost() {
    Watcher watcher;
    turn();
    writeByte(watcher.theirs());
    bool over = false;
    QTimer::singleShot(30, this, [&] { over = true; });
    while (!over) {
      QCoreApplication::processEvents(QEventLoop::ExcludeSocketNotifiers | QEventLoop::WaitForMoreEvents);
    }
    QCOMPARE(watcher.calls, 0);
    turn();
    QCOMPARE(watcher.calls, 1);
  }

  void hooksRunAfterTheEventsOfATurn() {
    CountingHook hook;
    dispatcher().addTickHook(&hook);
    Watcher first;
    Watcher second;
    turn();
    int seen = -1;
    hook.onTick = [&] { seen = first.calls + second.calls; };
    writeByte(first.theirs());
    writeByte(second.theirs());
    turn();
    QCOMPARE(seen, 2);
    dispatcher().removeTickHook(&hook);
    const int calls = hook.calls;
    turn();
    QCOMPARE(hook.calls, calls);
  }

  void hooksRunSoonAfterQueuedCalls() {
    CountingHook hook;
    dispatcher().addTickHook(&hook);
    bool called = false;
    int callsAfter = 0;
    hook.onTick = [&] { callsAfter += called ? 1 : 0; };
    QMetaObject::invokeMethod(
        this, [&] { called = true; }, Qt::QueuedConnection);
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    QCOMPARE(callsAfter, 1);
    dispatcher().removeTickHook(&hook);
  }

  void hooksMayRemoveThemselvesAndOthers() {
    CountingHook first;
    CountingHook second;
    CountingHook third;
    for (CountingHook* hook : {&first, &second, &third}) dispatcher().addTickHook(hook);
    first.onTick = [&] {
      dispatcher().removeTickHook(&first);
      dispatcher().removeTickHook(&second);
    };
    turn();
    turn();
    QCOMPARE(first.calls, 1);
    QCOMPARE(second.calls, 0);
    QCOMPARE(third.calls, 2);
    dispatcher().removeTickHook(&third);
  }

  void turnTimeIsReadOnceATurn() {
    std::vector<std::chrono::steady_clock::time_point> times;
    Watcher watcher;
    turn();
    watcher.onReadable = [&] {
      times.push_back(dispatcher().turnTime());
      QThread::msleep(5);
      times.push_back(dispatcher().turnTime());
    };
    writeByte(watcher.theirs());
    turn();
    QThread::msleep(5);
    turn();
    QCOMPARE(times.size(), std::size_t{2});
    QCOMPARE(times[0], times[1]);
    QVERIFY(dispatcher().turnTime() > times[1]);
  }

  void thousandsOfDescriptorsAreWatched() {
    const rlim_t most = raiseDescriptorLimit();
    const rlim_t count = std::min<rlim_t>(4000, (most - 100) / 2);
    std::vector<std::unique_ptr<Watcher>> watchers;
    for (rlim_t i = 0; i < count; ++i) watchers.push_back(std::make_unique<Watcher>());
    turn();
    for (const auto& watcher : watchers) writeByte(watcher->theirs());
    QVERIFY(turnsUntil([&] {
      return std::all_of(watchers.begin(), watchers.end(),
                         [](const auto& watcher) { return watcher->calls == 1; });
    }));
    QTimer busy;  // many idle descriptors must not make the others slow
    int ticks = 0;
    busy.callOnTimeout([&] { ++ticks; });
    busy.start(0);
    QVERIFY(turnsUntil([&] { return ticks == 1000; }, 2000));
  }

  void qtAndRawWatchesShareTheLoop() {
    Watcher watcher;
    int queued = 0;
    int ticks = 0;
    QTimer timer;
    timer.callOnTimeout([&] {
      ++ticks;
      QMetaObject::invokeMethod(
          this, [&] { ++queued; }, Qt::QueuedConnection);
      writeByte(watcher.theirs());
    });
    timer.start(1);
    QVERIFY(turnsUntil([&] { return ticks >= 20 && queued >= 20 && watcher.calls >= 20; }));
  }

  void anotherThreadWatchesItsOwn() {
    QThread thread;
    thread.setEventDispatcher(new EpollDispatcher);
    thread.start();
    QObject theirs;
    theirs.moveToThread(&thread);
    std::unique_ptr<Watcher> watcher;
    std::atomic<int> calls{0};
    std::promise<int> created;
    QMetaObject::invokeMethod(&theirs, [&] {
      watcher = std::make_unique<Watcher>();
      watcher->onReadable = [&] { ++calls; };
      created.set_value(watcher->theirs());
    });
    const int fd = created.get_future().get();
    for (int i = 1; i <= 100; ++i) {
      writeByte(fd);
      QTRY_COMPARE(calls.load(), i);
    }
    std::promise<void> destroyed;
    QMetaObject::invokeMethod(&theirs, [&] {
      watcher.reset();
      destroyed.set_value();
    });
    destroyed.get_future().wait();
    thread.quit();
    thread.wait();
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestEpollDispatcherRaw)
#include "tst_epolldispatcher_raw.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QThread>
#include <functional>
#include <memory>
#include <random>
#include <vector>

#include "server/net/deadlines.h"
#include "tests/server/net/epolltest.h"

using namespace std::chrono_literals;
using halftone::net::Deadline;
using halftone::net::DeadlineWheel;
using Clock = std::chrono::steady_clock;

namespace {

class Alarm final : public Deadline {
 public:
  void expired() override {
    ++calls;
    at = Clock::now();
    if (onExpired) onExpired();
  }
  int calls = 0;
  Clock::time_point at;
  std::function<void()> onExpired;
};

}  // namespace

class TestDeadlines : public QObject {
  Q_OBJECT

 private slots:
  void expireOnceAndNeverEarly() {
    DeadlineWheel wheel;
    std::mt19937 random(7);
    std::uniform_int_distribution<int> waits(0, 400);
    struct Case {
      Alarm alarm;
      Clock::time_point due;
    };
    std::vector<std::unique_ptr<Case>> cases;
    for (int i = 0; i < 2000; ++i) {
      auto one = std::make_unique<Case>();
      const std::chrono::milliseconds wait(waits(random));
      one->due = Clock::now() + wait;
      wheel.arm(one->alarm, wait);
      QVERIFY(one->alarm.isArmed());
      cases.push_back(std::move(one));
    }
    const auto count = [&] {
      return std::count_if(cases.begin(), cases.end(), [](const auto& one) { return one->alarm.calls == 1; });
    };
    QVERIFY(turnsUntil([&] { return count() == 2000; }));
    for (const auto& one : cases) {
      QVERIFY(one->alarm.at >= one->due);
      QVERIFY(!one->alarm.isArmed());
    }
  }

  void disarmedOnesStaySilent() {
    DeadlineWheel wheel;
    Alarm disarmed;
    Alarm other;
    wheel.arm(disarmed, 60ms);
    wheel.arm(other, 120ms);
    wheel.disarm(disarmed);
    QVERIFY(!disarmed.isArmed());
    wheel.disarm(disarmed);  // twice is well
    QVERIFY(turnsUntil([&] { return other.calls == 1; }));
    QCOMPARE(disarmed.calls, 0);
  }

  void reArmingPostpones() {
    DeadlineWheel wheel;
    Alarm alarm;
    const Clock::time_point due = Clock::now() + 400ms;
    wheel.arm(alarm, 50ms);
    wheel.arm(alarm, 200ms);
    wheel.arm(alarm, 400ms);
    QVERIFY(turnsUntil([&] { return alarm.calls == 1; }));
    QVERIFY(alarm.at >= due);
  }

  void reArmingBringsForward() {
    DeadlineWheel wheel;
    Alarm alarm;
    wheel.arm(alarm, 60s);
    wheel.arm(alarm, 50ms);
    QVERIFY(turnsUntil([&] { return alarm.calls == 1; }, 2000));
  }

  void deadlinesBeyondARevolutionWait() {
    DeadlineWheel wheel;
    Alarm far;
    Alarm near;
    wheel.arm(far, 51'200ms + 50ms);  // a revolution and the slot of the near one
    wheel.arm(near, 100ms);
    QVERIFY(turnsUntil([&] { return near.calls == 1; }));
    QVERIFY(!turnsUntil([&] { return far.calls > 0; }, 300));
    QVERIFY(far.isArmed());
  }

  void theDestructorDisarms() {
    DeadlineWheel wheel;
    Alarm other;
    {
      Alarm gone;
      wheel.arm(gone, 50ms);
    }
    wheel.arm(other, 120ms);
    QVERIFY(turnsUntil([&] { return other.calls == 1; }));
  }

  void theWheelMayGoFirst() {
    Alarm alarm;
    {
      DeadlineWheel wheel;
      wheel.arm(alarm, 50ms);
    }
    QVERIFY(!alarm.isArmed());
  }

  void theWheelMayGoInACallback() {
    auto wheel = std::make_unique<DeadlineWheel>();
    Alarm first;
    Alarm second;
    first.onExpired = [&] { wheel.reset(); };
    second.onExpired = [&] { wheel.reset(); };
    wheel->arm(first, 50ms);
    wheel->arm(second, 50ms);
    QVERIFY(turnsUntil([&] { return wheel == nullptr; }));
    QVERIFY(!first.isArmed());
    QVERIFY(!second.isArmed());
  }

  void aCallbackMayDestroyItselfAndOthers() {
    DeadlineWheel wheel;
    auto first = std::make_unique<Alarm>();
    auto second = std::make_unique<Alarm>();
    int calls = 0;
    const auto destroyBoth = [&] {
      ++calls;
      const auto a = std::move(first);
      const auto b = std::move(second);
    };
    first->onExpired = destroyBoth;
    second->onExpired = destroyBoth;
    wheel.arm(*first, 50ms);
    wheel.arm(*second, 50ms);
    QVERIFY(turnsUntil([&] { return calls == 1; }));
    QVERIFY(!turnsUntil([&] { return calls > 1; }, 150));
  }

  void aCallbackMayArmAgain() {
    DeadlineWheel wheel;
    Alarm alarm;
    alarm.onExpired = [&] {
      if (alarm.calls < 3) wheel.arm(alarm, 0ms);
    };
    wheel.arm(alarm, 0ms);
    QVERIFY(turnsUntil([&] { return alarm.calls == 3; }));
    QVERIFY(!alarm.isArmed());
  }

  void aStallExpiresAllThatIsOverdue() {
    DeadlineWheel wheel;
    std::array<Alarm, 10> alarms;
    for (std::size_t i = 0; i < alarms.size(); ++i) wheel.arm(alarms[i], 20ms * static_cast<int>(i));
    QThread::msleep(400);
    QVERIFY(turnsUntil(
        [&] {
          return std::all_of(alarms.begin(), alarms.end(),
                             [](const Alarm& alarm) { return alarm.calls == 1; });
        },
        300));
  }

  void theTimerRestsWhileNothingIsArmed() {
    DeadlineWheel wheel;
    const auto timers = [&] { return QAbstractEventDispatcher::instance()->registeredTimers(&wheel).size(); };
    QCOMPARE(timers(), 0);
    Alarm alarm;
    wheel.arm(alarm, 10ms);
    QCOMPARE(timers(), 1);
    QVERIFY(turnsUntil([&] { return alarm.calls == 1 && timers() == 0; }));
    wheel.arm(alarm, 10ms);
    QVERIFY(turnsUntil([&] { return alarm.calls == 2; }));
  }
};

HALFTONE_EPOLL_TEST_MAIN(TestDeadlines)
#include "tst_deadlines.moc"

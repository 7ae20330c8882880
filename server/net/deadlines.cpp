// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/deadlines.h"

#include <QPointer>
#include <algorithm>
#include <array>

namespace halftone::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kSlots = 1024;  // 51 seconds a revolution; what is due later is passed over

// The head of a slot's ring.
class Ring final : public Deadline {
 public:
  void expired() override {}
};

}  // namespace

struct DeadlineWheel::Slots {
  Slots() {
    for (Ring& ring : rings) makeEmpty(ring);
    makeEmpty(expiring);
  }
  ~Slots() {
    for (Ring& ring : rings) dissolve(ring);
    dissolve(expiring);
  }

  static void makeEmpty(Deadline& ring) { ring.m_next = ring.m_previous = &ring; }
  static void unlink(Deadline& deadline) {
    // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): armed deadlines are linked both ways
    deadline.m_previous->m_next = deadline.m_next;
    deadline.m_next->m_previous = deadline.m_previous;
    deadline.m_next = deadline.m_previous = nullptr;
  }
  static void append(Deadline& ring, Deadline& deadline) {
    deadline.m_previous = ring.m_previous;
    deadline.m_next = &ring;
    ring.m_previous->m_next = &deadline;
    ring.m_previous = &deadline;
  }
  static void dissolve(Deadline& ring) {
    while (ring.m_next != &ring) {
      ring.m_next->m_wheel = nullptr;
      unlink(*ring.m_next);
    }
  }
  [[nodiscard]] Ring& ringOf(std::int64_t tick) { return rings[static_cast<std::size_t>(tick % kSlots)]; }

  // A deadline that was re-armed to later stays where it is until its old slot comes by: re-arming for each
  // request then costs one store.
  std::array<Ring, kSlots> rings;
  Ring expiring;  // the slot being handled
  Clock::time_point origin = Clock::now();
  std::int64_t done = 0;  // the last tick that was handled
  std::size_t armed = 0;
  int timer = 0;
};

Deadline::~Deadline() {
  if (isArmed() && m_wheel != nullptr) m_wheel->disarm(*this);
}

DeadlineWheel::DeadlineWheel(QObject* parent) : QObject(parent), m_slots(std::make_unique<Slots>()) {}

DeadlineWheel::~DeadlineWheel() = default;

// The first tick that is not before `wait` from now.
std::int64_t DeadlineWheel::tickAfter(std::chrono::nanoseconds wait) const {
  const std::chrono::nanoseconds tick = kTick;
  return (Clock::now() - m_slots->origin + wait + tick - std::chrono::nanoseconds(1)) / tick;
}

void DeadlineWheel::arm(Deadline& deadline, std::chrono::milliseconds after) {
  Slots& wheel = *m_slots;
  constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 365 * 100);
  if (wheel.timer == 0) {  // nothing is armed: count from here, so that the ticks and the timer agree
    wheel.origin = Clock::now();
    wheel.done = 0;
    wheel.timer = startTimer(kTick, Qt::PreciseTimer);
  }
  const std::int64_t due = tickAfter(std::clamp(after, std::chrono::milliseconds(0), kLongest));
  if (deadline.isArmed() && deadline.m_wheel == this && due >= deadline.m_due) {
    deadline.m_due = due;
    return;
  }
  if (deadline.isArmed()) deadline.m_wheel->disarm(deadline);
  deadline.m_due = due;
  deadline.m_wheel = this;
  Slots::append(wheel.ringOf(due), deadline);
  ++wheel.armed;
}

void DeadlineWheel::disarm(Deadline& deadline) {
  if (deadline.m_wheel != this) return;
  Slots::unlink(deadline);
  deadline.m_wheel = nullptr;
  --m_slots->armed;
}

void DeadlineWheel::timerEvent(QTimerEvent*) {
  Slots& wheel = *m_slots;
  if (wheel.armed == 0) {
    killTimer(std::exchange(wheel.timer, 0));
    return;
  }
  const std::int64_t now = (Clock::now() - wheel.origin) / std::chrono::nanoseconds(kTick);
  // After a long stall one revolution sees every slot.
  wheel.done = std::max(wheel.done, now - kSlots);
  while (wheel.done < now) {
    if (!expire(++wheel.done)) return;
  }
}

// False: the wheel was destroyed by a deadline's owner.
bool DeadlineWheel::expire(std::int64_t tick) {
  Slots& wheel = *m_slots;
  Ring& ring = wheel.ringOf(tick);
  if (ring.m_next == &ring) return true;
  // Moved aside first, so that deadlines armed meanwhile are not met in this pass.
  while (ring.m_next != &ring) {
    Deadline& deadline = *ring.m_next;
    Slots::unlink(deadline);
    Slots::append(wheel.expiring, deadline);
  }
  const QPointer<DeadlineWheel> alive(this);
  while (wheel.expiring.m_next != &wheel.expiring) {
    Deadline& deadline = *wheel.expiring.m_next;
    Slots::unlink(deadline);
    if (deadline.m_due > tick) {
      Slots::append(wheel.ringOf(deadline.m_due), deadline);
      continue;
    }
    deadline.m_wheel = nullptr;
    --wheel.armed;
    deadline.expired();
    if (alive.isNull()) return false;
  }
  return true;
}

}  // namespace halftone::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>
#include <cstdint>
#include <memory>

namespace halftone::net {

class DeadlineWheel;

// A moment after which its owner wants to be told, one for each connection. Not armed at first. Its
// destructor disarms it. Owner: the thread of the wheel.
class Deadline {
 public:
  Deadline() = default;
  virtual ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;
  virtual void expired() = 0;  // already disarmed; may arm again or destroy itself
  [[nodiscard]] bool isArmed() const { return m_next != nullptr; }

 private:
  friend class DeadlineWheel;
  Deadline* m_next = nullptr;
  Deadline* m_previous = nullptr;
  DeadlineWheel* m_wheel = nullptr;  // while armed
  std::int64_t m_due = 0;            // wheel ticks
};

// Deadlines of one thread by the hundred thousand, as a hashed wheel (Varghese and Lauck, 1987) with one
// timer: arming and disarming cost a clock read and a few pointer writes. Precision: kTick, never early. The
// timer rests while nothing is armed.
class DeadlineWheel : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds kTick{50};
  explicit DeadlineWheel(QObject* parent = nullptr);
  ~DeadlineWheel() override;
  void arm(Deadline& deadline, std::chrono::milliseconds after);  // re-arms if armed
  void disarm(Deadline& deadline);

 protected:
  void timerEvent(QTimerEvent* event) override;

 private:
  struct Slots;
  [[nodiscard]] std::int64_t tickAfter(std::chrono::nanoseconds wait) const;
  [[nodiscard]] bool expire(std::int64_t tick);
  std::unique_ptr<Slots> m_slots;
};

}  // namespace halftone::net

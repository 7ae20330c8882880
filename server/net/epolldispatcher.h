// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractEventDispatcher>
#include <chrono>
#include <cstdint>
#include <memory>

namespace halftone::net {

// Somebody who is told, edge-triggered, what happened on a file descriptor. Lives in the dispatcher's
// thread. To end: `unwatch`, then `retire`, so that events of the same batch cannot reach the dead.
class IoHandler {
 public:
  virtual ~IoHandler() = default;
  // `events` is a set of EPOLLIN, EPOLLOUT, EPOLLRDHUP, EPOLLHUP, EPOLLERR.
  virtual void ready(std::uint32_t events) = 0;
};

// Somebody who has something to do once the events of one turn are handled: send batches, free memory.
class TickHook {
 public:
  virtual void tickEnded() = 0;

 protected:
  ~TickHook() = default;
};

// Qt's event loop of one thread on epoll(7). It serves Qt's own timers, notifiers and posted events, and
// offers direct edge-triggered watches of descriptors to the hot path (design: shared dataplane notes).
// All functions but wakeUp() and interrupt() belong to the dispatcher's own thread. Install with
// QThread::setEventDispatcher before start(), or QCoreApplication::setEventDispatcher before the
// application object exists.
class EpollDispatcher : public QAbstractEventDispatcher {
  Q_OBJECT
 public:
  explicit EpollDispatcher(QObject* parent = nullptr);
  ~EpollDispatcher() override;

  // The dispatcher of the calling thread; null if that thread runs another kind.
  [[nodiscard]] static EpollDispatcher* current();

  // Watches for EPOLLIN|EPOLLOUT|EPOLLRDHUP, edge-triggered, until `unwatch`. False if the system refuses
  // (errno tells). The handler must outlive the watch.
  [[nodiscard]] bool watch(int fd, IoHandler* handler);
  // Reports the descriptor's present readiness once more, in the next turn: for a handler that stopped before
  // it had drained its descriptor, so that others get their turn.
  void rearm(int fd);
  // Call before closing the descriptor. Events of the current batch for it are dropped.
  void unwatch(int fd);
  // Frees the handler at the end of this turn, of the outermost one where loops are nested. It must have been
  // unwatched.
  void retire(std::unique_ptr<IoHandler> handler);

  // Hooks are called at the end of each turn, in the order they were added.
  void addTickHook(TickHook* hook);
  void removeTickHook(TickHook* hook);

  // The steady clock as read once a turn: good for timeouts and "last active", not for latencies.
  [[nodiscard]] std::chrono::steady_clock::time_point turnTime() const;

  bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
  void registerSocketNotifier(QSocketNotifier* notifier) override;
  void unregisterSocketNotifier(QSocketNotifier* notifier) override;
  void registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) override;
  bool unregisterTimer(int timerId) override;
  bool unregisterTimers(QObject* object) override;
  QList<TimerInfo> registeredTimers(QObject* object) const override;
  int remainingTime(int timerId) override;
  void wakeUp() override;
  void interrupt() override;

 private:
  struct State;
  struct Batch;
  int dispatch(Batch& batch);
  int dispatchOuterBatches();
  int pollDescriptors(bool mayBlock);
  int pollWakeUpOnly(bool mayBlock);
  void activate(const void* event);
  void activateNotifiers(int fd, std::uint32_t generation, std::uint32_t events);
  int activateAlwaysReady();
  int activateTimers();
  void endTurn();
  std::unique_ptr<State> m_state;
};

}  // namespace halftone::net

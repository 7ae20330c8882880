// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/epolldispatcher.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QSocketNotifier>
#include <QThread>
#include <QTimerEvent>
#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "server/net/notifiertable.h"
#include "server/net/socket.h"
#include "server/net/timertable.h"

namespace halftone::net {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBatchSize = 1024;

// What an event carries: a descriptor, the generation of its watch (events of an earlier watch of the same
// number are dropped), and whether Qt's notifiers or a raw handler watch it.
constexpr std::uint64_t kNotifierBit = std::uint64_t{1} << 63;
constexpr std::uint64_t kWakeUpTag = ~std::uint64_t{0};

std::uint64_t rawTag(int fd, std::uint32_t generation) {
  return (std::uint64_t{generation} << 32) | static_cast<std::uint32_t>(fd);
}

std::uint64_t notifierTag(int fd, std::uint32_t generation) {
  return kNotifierBit | rawTag(fd, generation);
}

struct Watch {
  IoHandler* handler = nullptr;
  std::uint32_t generation = 0;
};

timespec toTimespec(std::chrono::nanoseconds span) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(span);
  return {seconds.count(), (span - seconds).count()};
}

// With nanoseconds where the kernel can (5.11), so that Qt's precise timers are.
int waitForEvents(int epoll, epoll_event* events, const timespec* timeout) {
  static std::atomic<bool> hasPwait2{true};
  if (hasPwait2.load(std::memory_order_relaxed)) {
    const int count = epoll_pwait2(epoll, events, kBatchSize, timeout, nullptr);
    if (count >= 0 || errno != ENOSYS) return count;
    hasPwait2.store(false, std::memory_order_relaxed);
  }
  if (timeout == nullptr) return epoll_wait(epoll, events, kBatchSize, -1);
  const auto span = std::chrono::seconds(timeout->tv_sec) + std::chrono::nanoseconds(timeout->tv_nsec);
  const auto rounded = std::chrono::ceil<std::chrono::milliseconds>(span);
  return epoll_wait(epoll, events, kBatchSize,
                    static_cast<int>(std::min<std::int64_t>(rounded.count(), 1 << 30)));
}

}  // namespace

// Events that one call of processEvents took from the system. A nested call first finishes those of its outer
// calls: what is edge-triggered comes once.
struct EpollDispatcher::Batch {
  std::array<epoll_event, kBatchSize> events;
  int count = 0;
  int next = 0;
  Batch* outer = nullptr;
};

struct EpollDispatcher::State {
  UniqueFd epoll{epoll_create1(EPOLL_CLOEXEC)};
  UniqueFd wakeUp{eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
  NotifierTable notifiers{epoll.get(), notifierTag};
  TimerTable timers;
  std::vector<Watch> watches;
  std::vector<TickHook*> hooks;  // null: removed while the hooks run
  std::vector<std::unique_ptr<IoHandler>> retired;
  Clock::time_point turnTime = Clock::now();
  Batch* batch = nullptr;
  int depth = 0;
  int hookDepth = 0;

  // Another thread wakes the loop:          The loop goes to sleep:
  //   isWoken = true                          isArmed = true
  //   isArmed? write to the eventfd           isWoken? do not block
  // Sequentially consistent, so that at least one of the two sees the other.
  std::atomic<bool> isWoken{true};  // what was posted before the thread started called nobody
  std::atomic<bool> isArmed{false};
  std::atomic<bool> isInterrupted{false};

  [[nodiscard]] Watch* watchOf(int fd) {
    const auto index = static_cast<std::size_t>(fd);
    return fd >= 0 && index < watches.size() ? &watches[index] : nullptr;
  }
  // False: somebody has called meanwhile; do not sleep.
  [[nodiscard]] bool arm() {
    isArmed.store(true);
    return !isWoken.load() && !isInterrupted.load();
  }
  void drainWakeUp() {
    std::uint64_t ignored = 0;
    while (::read(wakeUp.get(), &ignored, sizeof ignored) < 0 && errno == EINTR) {
    }
  }
};

EpollDispatcher::EpollDispatcher(QObject* parent)
    : QAbstractEventDispatcher(parent), m_state(std::make_unique<State>()) {
  if (!m_state->epoll || !m_state->wakeUp) qFatal("EpollDispatcher: %s", std::strerror(errno));
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = kWakeUpTag;
  if (epoll_ctl(m_state->epoll.get(), EPOLL_CTL_ADD, m_state->wakeUp.get(), &event) != 0) {
    qFatal("EpollDispatcher: %s", std::strerror(errno));
  }
}

EpollDispatcher::~EpollDispatcher() {
  // Destructors of handlers may still unwatch and retire others.
  while (!m_state->retired.empty()) {
    const auto dying = std::exchange(m_state->retired, {});
  }
}

EpollDispatcher* EpollDispatcher::current() {
  return qobject_cast<EpollDispatcher*>(QAbstractEventDispatcher::instance());
}

bool EpollDispatcher::watch(int fd, IoHandler* handler) {
  Q_ASSERT(fd >= 0 && handler != nullptr);
  const auto index = static_cast<std::size_t>(fd);
  if (index >= m_state->watches.size()) m_state->watches.resize(std::max(index + 64, index * 2));
  Watch& watch = m_state->watches[index];
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = rawTag(fd, watch.generation);
  if (epoll_ctl(m_state->epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0) return false;
  watch.handler = handler;
  return true;
}

void EpollDispatcher::rearm(int fd) {
  const Watch* const watch = m_state->watchOf(fd);
  if (watch == nullptr || watch->handler == nullptr) return;
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = rawTag(fd, watch->generation);
  epoll_ctl(m_state->epoll.get(), EPOLL_CTL_MOD, fd,
            &event);  // checks readiness anew, also when nothing changes
}

void EpollDispatcher::unwatch(int fd) {
  Watch* const watch = m_state->watchOf(fd);
  if (watch == nullptr || watch->handler == nullptr) return;
  watch->handler = nullptr;
  watch->generation = nextGeneration(watch->generation);
  epoll_ctl(m_state->epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EpollDispatcher::retire(std::unique_ptr<IoHandler> handler) {
  if (handler) m_state->retired.push_back(std::move(handler));
}

void EpollDispatcher::addTickHook(TickHook* hook) {
  m_state->hooks.push_back(hook);
}

void EpollDispatcher::removeTickHook(TickHook* hook) {
  const auto found = std::find(m_state->hooks.begin(), m_state->hooks.end(), hook);
  if (found == m_state->hooks.end()) return;
  if (m_state->hookDepth > 0) {
    *found = nullptr;
  } else {
    m_state->hooks.erase(found);
  }
}

Clock::time_point EpollDispatcher::turnTime() const {
  return m_state->turnTime;
}

bool EpollDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags) {
  State& state = *m_state;
  ++state.depth;
  state.isInterrupted.store(false);
  emit awake();
  const bool wasWoken = state.isWoken.exchange(false);
  state.turnTime = Clock::now();
  QCoreApplication::sendPostedEvents();

  // A turn that ran posted events does not block: its hooks must come soon, and "wait for more" is fulfilled.
  const auto maySleep = [&] { return !state.isWoken.load() && !state.isInterrupted.load(); };
  bool mayBlock = flags.testFlag(QEventLoop::WaitForMoreEvents) && !wasWoken && maySleep();
  if (mayBlock) {
    emit aboutToBlock();
    mayBlock = maySleep();
  }
  int handled = wasWoken ? 1 : 0;
  if (!state.isInterrupted.load()) {
    handled += flags.testFlag(QEventLoop::ExcludeSocketNotifiers) ? pollWakeUpOnly(mayBlock)
                                                                  : pollDescriptors(mayBlock);
    if (!flags.testFlag(QEventLoop::X11ExcludeTimers)) handled += activateTimers();
  }
  endTurn();
  --state.depth;
  if (state.depth == 0) {
    // Freed after the last frame that could still use them. They may retire others.
    while (!state.retired.empty()) {
      const auto dying = std::exchange(state.retired, {});
    }
  }
  return handled > 0;
}

namespace {

// Null: for ever.
const timespec* timeoutUntil(std::optional<Clock::time_point> due, bool mayBlock, timespec& storage) {
  if (mayBlock && !due) return nullptr;
  storage = {0, 0};
  if (mayBlock) storage = toTimespec(std::max(*due - Clock::now(), std::chrono::nanoseconds(0)));
  return &storage;
}

}  // namespace

int EpollDispatcher::pollDescriptors(bool mayBlock) {
  State& state = *m_state;
  const int early = dispatchOuterBatches();
  state.notifiers.apply();

  Batch batch;
  batch.outer = std::exchange(state.batch, &batch);
  mayBlock = mayBlock && early == 0 && state.notifiers.alwaysReady().empty() && state.arm();
  timespec storage;
  const timespec* const timeout = timeoutUntil(state.timers.next(), mayBlock, storage);
  batch.count = waitForEvents(state.epoll.get(), batch.events.data(), timeout);
  state.isArmed.store(false);
  if (batch.count < 0) {
    if (errno != EINTR) qWarning("EpollDispatcher: epoll: %s", std::strerror(errno));
    batch.count = 0;
  }
  state.turnTime = Clock::now();
  const int handled = early + dispatch(batch) + activateAlwaysReady();
  state.batch = batch.outer;
  return handled;
}

int EpollDispatcher::pollWakeUpOnly(bool mayBlock) {
  State& state = *m_state;
  mayBlock = mayBlock && state.arm();
  pollfd wakeUp{state.wakeUp.get(), POLLIN, 0};
  timespec storage;
  const int count = ppoll(&wakeUp, 1, timeoutUntil(state.timers.next(), mayBlock, storage), nullptr);
  state.isArmed.store(false);
  state.turnTime = Clock::now();
  if (count <= 0) return 0;
  state.drainWakeUp();
  return 1;
}

int EpollDispatcher::dispatchOuterBatches() {
  int handled = 0;
  for (Batch* batch = m_state->batch; batch != nullptr; batch = batch->outer) handled += dispatch(*batch);
  return handled;
}

int EpollDispatcher::dispatch(Batch& batch) {
  int handled = 0;
  while (batch.next < batch.count) {
    const epoll_event event = batch.events[static_cast<std::size_t>(batch.next++)];
    activate(&event);
    ++handled;
  }
  return handled;
}

void EpollDispatcher::activate(const void* taken) {
  const epoll_event event = *static_cast<const epoll_event*>(taken);
  const std::uint64_t tag = event.data.u64;
  if (tag == kWakeUpTag) {
    m_state->drainWakeUp();
    return;
  }
  const int fd = static_cast<int>(tag & 0xffff'ffff);
  const auto generation = static_cast<std::uint32_t>((tag & ~kNotifierBit) >> 32);
  if ((tag & kNotifierBit) != 0) {
    activateNotifiers(fd, generation, event.events);
    return;
  }
  const Watch* const watch = m_state->watchOf(fd);
  if (watch == nullptr || watch->handler == nullptr || watch->generation != generation) return;
  watch->handler->ready(event.events);
}

void EpollDispatcher::activateNotifiers(int fd, std::uint32_t generation, std::uint32_t events) {
  struct Kind {
    QSocketNotifier::Type type;
    std::uint32_t events;
  };
  // As poll(2) tells Qt's own dispatcher: an end or an error makes everything ready.
  constexpr std::array kKinds{
      Kind{QSocketNotifier::Read, EPOLLIN | EPOLLHUP | EPOLLERR},
      Kind{QSocketNotifier::Write, EPOLLOUT | EPOLLHUP | EPOLLERR},
      Kind{QSocketNotifier::Exception, EPOLLPRI | EPOLLHUP | EPOLLERR},
  };
  for (const Kind& kind : kKinds) {
    if ((events & kind.events) == 0) continue;
    // Looked up each time: the handler of one may remove the others.
    QSocketNotifier* const notifier = m_state->notifiers.find(fd, generation, kind.type);
    if (notifier == nullptr) continue;
    QEvent event(QEvent::SockAct);
    QCoreApplication::sendEvent(notifier, &event);
  }
}

int EpollDispatcher::activateAlwaysReady() {
  if (m_state->notifiers.alwaysReady().empty()) return 0;
  const std::vector<int> ready = m_state->notifiers.alwaysReady();  // handlers change the original
  for (const int fd : ready) activateNotifiers(fd, m_state->notifiers.generation(fd), EPOLLIN | EPOLLOUT);
  return static_cast<int>(ready.size());
}

int EpollDispatcher::activateTimers() {
  const Clock::time_point now = Clock::now();
  TimerTable::DueList due;
  m_state->timers.collect(now, due);
  int fired = 0;
  for (const TimerTable::Due timer : due) {
    QObject* const object = m_state->timers.enter(timer, now);
    if (object == nullptr) continue;
    QTimerEvent event(timer.id);
    QCoreApplication::sendEvent(object, &event);
    m_state->timers.leave(timer);
    ++fired;
  }
  return fired;
}

void EpollDispatcher::endTurn() {
  State& state = *m_state;
  ++state.hookDepth;
  for (std::size_t i = 0; i < state.hooks.size(); ++i) {  // hooks may add hooks
    if (state.hooks[i] != nullptr) state.hooks[i]->tickEnded();
  }
  if (--state.hookDepth == 0) std::erase(state.hooks, nullptr);
}

void EpollDispatcher::registerSocketNotifier(QSocketNotifier* notifier) {
  m_state->notifiers.add(notifier);
}

void EpollDispatcher::unregisterSocketNotifier(QSocketNotifier* notifier) {
  m_state->notifiers.remove(notifier);
}

void EpollDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType timerType, QObject* object) {
  m_state->timers.add(timerId, std::chrono::milliseconds(interval), timerType, object, Clock::now());
}

bool EpollDispatcher::unregisterTimer(int timerId) {
  return m_state->timers.remove(timerId);
}

bool EpollDispatcher::unregisterTimers(QObject* object) {
  return m_state->timers.removeAllOf(object);
}

QList<QAbstractEventDispatcher::TimerInfo> EpollDispatcher::registeredTimers(QObject* object) const {
  return m_state->timers.allOf(object);
}

int EpollDispatcher::remainingTime(int timerId) {
  return m_state->timers.remaining(timerId, Clock::now());
}

void EpollDispatcher::wakeUp() {
  if (m_state->isWoken.exchange(true)) return;
  if (!m_state->isArmed.exchange(false)) return;
  const std::uint64_t one = 1;
  while (::write(m_state->wakeUp.get(), &one, sizeof one) < 0 && errno == EINTR) {
  }
}

void EpollDispatcher::interrupt() {
  m_state->isInterrupted.store(true);
  wakeUp();
}

}  // namespace halftone::net

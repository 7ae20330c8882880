// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <atomic>
#include <cerrno>
#include <cstdint>

#include "server/role/role.h"

namespace halftone::role {

namespace {

// What the signal handler may touch: lock-free, in any thread.
std::atomic<int> g_wakeFd{-1};
std::atomic<bool> g_requested{false};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<bool>::is_always_lock_free);

extern "C" void onTerminationSignal(int signal) {
  if (g_requested.exchange(true)) _exit(128 + signal);
  const int saved = errno;
  const std::uint64_t one = 1;
  // The counter of an eventfd takes this without blocking; there is nobody to tell if it does not.
  [[maybe_unused]] const ssize_t written = write(g_wakeFd.load(), &one, sizeof one);
  errno = saved;
}

}  // namespace

//   signal, any thread --> onTerminationSignal --> eventfd --> notifier, main thread --> requested()
struct Termination::State {
  std::function<void()> requested;
  net::UniqueFd wake;
  std::unique_ptr<QSocketNotifier> notifier;
  struct sigaction oldTerm {};
  struct sigaction oldInt {};
};

Termination::Termination(std::function<void()> requested) : m_state(std::make_unique<State>()) {
  m_state->requested = std::move(requested);
  m_state->wake = net::UniqueFd(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!m_state->wake) qFatal("no eventfd for signals: errno %d", errno);
  g_wakeFd = m_state->wake.get();
  g_requested = false;
  m_state->notifier = std::make_unique<QSocketNotifier>(m_state->wake.get(), QSocketNotifier::Read);
  QObject::connect(m_state->notifier.get(), &QSocketNotifier::activated, m_state->notifier.get(),
                   [state = m_state.get()] {
                     state->notifier->setEnabled(false);
                     // A copy: the callback may destroy this object.
                     const std::function<void()> callback = state->requested;
                     callback();
                   });
  struct sigaction action {};
  action.sa_handler = onTerminationSignal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGTERM, &action, &m_state->oldTerm);
  sigaction(SIGINT, &action, &m_state->oldInt);
}

Termination::~Termination() {
  sigaction(SIGTERM, &m_state->oldTerm, nullptr);
  sigaction(SIGINT, &m_state->oldInt, nullptr);
  g_wakeFd = -1;
}

}  // namespace halftone::role

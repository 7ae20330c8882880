// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/notifiertable.h"

#include <sys/epoll.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace halftone::net {

namespace {

constexpr std::array<std::uint32_t, 3> kEventOfType{EPOLLIN, EPOLLOUT, EPOLLPRI};

std::uint32_t wantedEvents(const std::array<QSocketNotifier*, 3>& byType) {
  std::uint32_t events = 0;
  for (std::size_t type = 0; type < byType.size(); ++type) {
    if (byType[type] != nullptr) events |= kEventOfType[type];
  }
  return events;
}

}  // namespace

void NotifierTable::add(QSocketNotifier* notifier) {
  const auto fd = static_cast<std::size_t>(notifier->socket());
  if (fd >= m_entries.size()) m_entries.resize(fd + 64);
  Entry& entry = m_entries[fd];
  QSocketNotifier*& place = entry.byType[notifier->type()];
  if (place != nullptr && place != notifier) {
    qWarning("EpollDispatcher: descriptor %zu has two notifiers of one type", fd);
  }
  place = notifier;
  if (!std::exchange(entry.isDirty, true)) m_dirty.push_back(static_cast<int>(fd));
}

void NotifierTable::remove(QSocketNotifier* notifier) {
  const auto fd = static_cast<std::size_t>(notifier->socket());
  if (fd >= m_entries.size()) return;
  Entry& entry = m_entries[fd];
  QSocketNotifier*& place = entry.byType[notifier->type()];
  if (place != notifier) return;
  place = nullptr;
  if (wantedEvents(entry.byType) == 0) {
    drop(static_cast<int>(fd));
  } else if (!std::exchange(entry.isDirty, true)) {
    m_dirty.push_back(static_cast<int>(fd));
  }
}

void NotifierTable::drop(int fd) {
  Entry& entry = m_entries[static_cast<std::size_t>(fd)];
  entry.generation = nextGeneration(entry.generation);  // events of the current batch are of the past
  if (entry.applied != 0) {
    // Fails if the owner has closed the descriptor already; then the system has removed it too.
    epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
    entry.applied = 0;
  }
  if (std::exchange(entry.isAlwaysReady, false)) std::erase(m_alwaysReady, fd);
}

void NotifierTable::apply() {
  for (const int fd : m_dirty) applyOne(fd);
  m_dirty.clear();
}

void NotifierTable::applyOne(int fd) {
  Entry& entry = m_entries[static_cast<std::size_t>(fd)];
  entry.isDirty = false;
  const std::uint32_t wanted = wantedEvents(entry.byType);
  if (wanted == entry.applied || entry.isAlwaysReady) return;
  epoll_event event{};
  event.events = wanted;
  event.data.u64 = m_tagOf(fd, entry.generation);
  if (epoll_ctl(m_epoll, entry.applied == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event) == 0) {
    entry.applied = wanted;
  } else if (errno == EPERM) {
    entry.isAlwaysReady = true;
    m_alwaysReady.push_back(fd);
  } else {
    qWarning("EpollDispatcher: cannot watch descriptor %d: %s", fd, std::strerror(errno));
  }
}

QSocketNotifier* NotifierTable::find(int fd, std::uint32_t generation, QSocketNotifier::Type type) const {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= m_entries.size()) return nullptr;
  const Entry& entry = m_entries[index];
  return entry.generation == generation ? entry.byType[type] : nullptr;
}

}  // namespace halftone::net

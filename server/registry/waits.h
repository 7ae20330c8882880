// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <unordered_map>

#include "server/net/deadlines.h"
#include "server/registry/api.h"
#include "server/registry/changes.h"

namespace halftone::registry {

// The reads that wait: each holds the right to answer one client until something it waits for changes, its
// time is over, or the client leaves. One thread, with an EpollDispatcher.
class WaitRegistry {
 public:
  WaitRegistry();
  ~WaitRegistry();
  WaitRegistry(const WaitRegistry&) = delete;
  WaitRegistry& operator=(const WaitRegistry&) = delete;

  // Answers at once if the read is due, else when it becomes so, or after `read.wait` and a random extra of
  // up to a sixteenth of it.
  void add(Read read, net::HttpResponder responder);
  void wake(const Changes& changes);
  void wake(const Topic& topic);
  [[nodiscard]] std::size_t size() const { return m_waiters.size(); }

 private:
  class Waiter;
  void finish(Waiter* waiter);
  std::unique_ptr<Waiter> take(Waiter* waiter);
  void wakeAll(std::set<Waiter*> touched);

  net::DeadlineWheel m_wheel;
  std::unordered_map<Waiter*, std::unique_ptr<Waiter>> m_waiters;
  std::map<Topic, std::set<Waiter*>> m_byTopic;
};

}  // namespace halftone::registry

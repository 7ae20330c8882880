// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "server/net/epolldispatcher.h"
#include "server/net/socket.h"

namespace halftone::chat {

// The one way into a thread that runs an EpollDispatcher: work posted from any thread is done there, in
// order, in the same turn as the sockets' events, so that what it sends is batched with theirs.
//
//   any thread --post--> [queue, mutex] --eventfd--> owner's turn --> work()
//
// Owner: the thread that calls open() and close(). Work that is still queued when it closes is never done.
class Mailbox {
 public:
  using Work = std::function<void()>;

  Mailbox() = default;
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // In the owner's thread, once. False if the system has no descriptor left.
  [[nodiscard]] bool open();
  void close();  // in the owner's thread; done by the destructor where it runs there
  // From any thread, also before open(); the mailbox must be alive.
  void post(Work work);

 private:
  class Handler;
  void drain();

  std::mutex m_mutex;
  std::vector<Work> m_queue;  // under m_mutex
  net::UniqueFd m_event;      // written under m_mutex, by the owner only
  std::unique_ptr<net::IoHandler> m_handler;
};

}  // namespace halftone::chat

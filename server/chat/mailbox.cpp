// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/mailbox.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace halftone::chat {

class Mailbox::Handler : public net::IoHandler {
 public:
  explicit Handler(Mailbox& box) : m_box(box) {}
  void ready(std::uint32_t events) override {
    if ((events & EPOLLIN) != 0) m_box.drain();
  }

 private:
  Mailbox& m_box;
};

Mailbox::~Mailbox() {
  close();
}

void Mailbox::close() {
  if (!m_handler) return;
  net::EpollDispatcher* dispatcher = net::EpollDispatcher::current();
  dispatcher->unwatch(m_event.get());
  dispatcher->retire(std::move(m_handler));
  const std::scoped_lock lock(m_mutex);
  m_event.reset();
}

bool Mailbox::open() {
  net::UniqueFd event(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!event) return false;
  auto handler = std::make_unique<Handler>(*this);
  if (!net::EpollDispatcher::current()->watch(event.get(), handler.get())) return false;
  m_handler = std::move(handler);
  const std::scoped_lock lock(m_mutex);
  m_event = std::move(event);
  if (!m_queue.empty()) ::eventfd_write(m_event.get(), 1);
  return true;
}

void Mailbox::post(Work work) {
  const std::scoped_lock lock(m_mutex);
  m_queue.push_back(std::move(work));
  // One event wakes the owner for all that is queued until it takes the queue.
  if (m_queue.size() == 1 && m_event) ::eventfd_write(m_event.get(), 1);
}

void Mailbox::drain() {
  eventfd_t count = 0;
  ::eventfd_read(m_event.get(), &count);
  std::vector<Work> taken;
  {
    const std::scoped_lock lock(m_mutex);
    taken.swap(m_queue);
  }
  for (const Work& work : taken) work();
}

}  // namespace halftone::chat

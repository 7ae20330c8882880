// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/sendqueue.h"

#include <sys/socket.h>

#include <cerrno>

namespace halftone::net {

namespace {

// How many bytes the kernel took; nothing if the connection is broken.
bool sendSome(int fd, std::string_view bytes, std::size_t& sent) {
  sent = 0;
  while (sent < bytes.size()) {
    const ssize_t count = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (count >= 0) {
      sent += static_cast<std::size_t>(count);
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return true;
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace

SendQueue::Status SendQueue::send(int fd, std::string_view bytes) {
  if (!isEmpty()) {
    m_bytes.append(bytes);
    return Status::Blocked;
  }
  std::size_t sent = 0;
  if (!sendSome(fd, bytes, sent)) return Status::Broken;
  m_bytes.assign(bytes.substr(sent));
  m_sent = 0;
  return isEmpty() ? Status::Empty : Status::Blocked;
}

SendQueue::Status SendQueue::flush(int fd) {
  std::size_t sent = 0;
  if (!sendSome(fd, std::string_view(m_bytes).substr(m_sent), sent)) return Status::Broken;
  m_sent += sent;
  if (isEmpty()) {
    std::string().swap(m_bytes);
    m_sent = 0;
    return Status::Empty;
  }
  if (m_sent > m_bytes.size() / 2) {
    m_bytes.erase(0, m_sent);
    m_sent = 0;
  }
  return Status::Blocked;
}

}  // namespace halftone::net

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace halftone::proxy {

namespace {

// send() or sendmsg() once; -1 with errno for failure, EINTR tried again.
ssize_t sendOnce(int fd, std::string_view first, std::string_view second) {
  ssize_t sent = -1;
  do {
    if (second.empty()) {
      sent = ::send(fd, first.data(), first.size(), MSG_NOSIGNAL);
    } else {
      std::array<iovec, 2> parts{iovec{const_cast<char*>(first.data()), first.size()},
                                 iovec{const_cast<char*>(second.data()), second.size()}};
      msghdr message{};
      message.msg_iov = parts.data();
      message.msg_iovlen = parts.size();
      sent = ::sendmsg(fd, &message, MSG_NOSIGNAL);
    }
  } while (sent < 0 && errno == EINTR);
  return sent;
}

bool wouldBlock() {
  return errno == EAGAIN || errno == EWOULDBLOCK;
}

}  // namespace

void Stream::note(std::uint32_t events) {
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_readable = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_hungUp = true;
  if ((events & (EPOLLHUP | EPOLLERR)) != 0) m_dead = true;
  if (m_tls) m_tls->note(events);
}

void Stream::startTls(std::unique_ptr<net::TlsSession> session) {
  m_tls = std::move(session);
  // What the events said so far is the session's now.
  m_tls->note((m_readable ? EPOLLIN : 0U) | (m_hungUp ? EPOLLRDHUP : 0U));
}

Stream::ReadResult Stream::readTls(char* buffer, std::size_t size) {
  const net::TlsSession::Step step = m_tls->read(buffer, size);
  switch (step.status) {
    case net::TlsSession::Status::Done:
      return {ReadStatus::Data, {buffer, step.size}};
    case net::TlsSession::Status::Blocked:
      return {};
    case net::TlsSession::Status::End:
      m_hungUp = true;
      return {ReadStatus::End, {}};
    case net::TlsSession::Status::Broken:
      break;
  }
  m_dead = true;
  return {ReadStatus::Broken, {}};
}

Stream::ReadResult Stream::read(char* buffer, std::size_t size) {
  if (m_tls) return readTls(buffer, size);
  if (!m_readable) return {};
  ssize_t got = -1;
  do {
    got = ::recv(m_fd.get(), buffer, size, 0);
  } while (got < 0 && errno == EINTR);
  if (got > 0) {
    const auto count = static_cast<std::size_t>(got);
    if (count < size && !m_hungUp) m_readable = false;
    return {ReadStatus::Data, {buffer, count}};
  }
  if (got == 0) {
    m_hungUp = true;
    return {ReadStatus::End, {}};
  }
  if (wouldBlock()) {
    m_readable = false;
    return {};
  }
  m_dead = true;
  return {ReadStatus::Broken, {}};
}

Stream::ReadResult Stream::peek(char* buffer, std::size_t size) {
  if (!m_readable) return {};
  ssize_t got = -1;
  do {
    got = ::recv(m_fd.get(), buffer, size, MSG_PEEK);
  } while (got < 0 && errno == EINTR);
  if (got > 0) return {ReadStatus::Data, {buffer, static_cast<std::size_t>(got)}};
  if (got == 0) return {ReadStatus::End, {}};
  m_readable = false;
  return wouldBlock() ? ReadResult{} : ReadResult{ReadStatus::Broken, {}};
}

void Stream::skip(char* buffer, std::size_t size) {
  ssize_t got = -1;
  do {
    got = ::recv(m_fd.get(), buffer, size, 0);  // all of it: the kernel has it already
  } while (got < 0 && errno == EINTR);
}

Stream::WriteStatus Stream::write(std::string_view first, std::string_view second) {
  if (isPending()) return keep(first, second, 0);
  if (first.empty()) std::swap(first, second);
  if (first.empty()) return WriteStatus::Sent;
  if (m_tls) return writeTls(first, second);
  const ssize_t sent = sendOnce(m_fd.get(), first, second);
  if (sent < 0 && !wouldBlock()) return WriteStatus::Broken;
  const std::size_t count = sent < 0 ? 0 : static_cast<std::size_t>(sent);
  if (count == first.size() + second.size()) return WriteStatus::Sent;
  return keep(first, second, count);
}

std::optional<std::size_t> Stream::sendTls(std::string_view bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const net::TlsSession::Step step = m_tls->write(bytes.substr(sent));
    if (step.status == net::TlsSession::Status::Blocked) break;
    if (step.status != net::TlsSession::Status::Done) return std::nullopt;
    sent += step.size;
  }
  return sent;
}

// A head and a short body leave as one record.
Stream::WriteStatus Stream::writeTls(std::string_view first, std::string_view second) {
  constexpr std::size_t kRecord = 16 * 1024;
  thread_local std::string joined;
  if (!second.empty() && first.size() + second.size() <= kRecord) {
    joined.assign(first);
    joined.append(second);
    first = joined;
    second = {};
  }
  const auto ofFirst = sendTls(first);
  if (!ofFirst) return WriteStatus::Broken;
  if (*ofFirst < first.size()) return keep(first, second, *ofFirst);
  const auto ofSecond = second.empty() ? 0 : sendTls(second);
  if (!ofSecond) return WriteStatus::Broken;
  return *ofSecond == second.size() ? WriteStatus::Sent : keep(first, second, first.size() + *ofSecond);
}

Stream::WriteStatus Stream::keep(std::string_view first, std::string_view second, std::size_t sent) {
  const std::size_t ofFirst = std::min(sent, first.size());
  m_pending.append(first.substr(ofFirst));
  m_pending.append(second.substr(sent - ofFirst));
  return WriteStatus::Kept;
}

Stream::WriteStatus Stream::flush() {
  if (!isPending()) return WriteStatus::Sent;
  const std::string_view rest = std::string_view(m_pending).substr(m_sent);
  if (m_tls) {
    const auto sent = sendTls(rest);
    if (!sent) return WriteStatus::Broken;
    m_sent += *sent;
  } else {
    const ssize_t sent = sendOnce(m_fd.get(), rest, {});
    if (sent < 0) return wouldBlock() ? WriteStatus::Kept : WriteStatus::Broken;
    m_sent += static_cast<std::size_t>(sent);
  }
  if (isPending()) return WriteStatus::Kept;
  m_sent = 0;
  std::string().swap(m_pending);  // an idle connection owns no buffer
  return WriteStatus::Sent;
}

void Stream::finishWriting() {
  if (m_tls) m_tls->finishWriting();
  ::shutdown(m_fd.get(), SHUT_WR);
}

void Stream::resetOnClose() {
  const linger option{1, 0};
  ::setsockopt(m_fd.get(), SOL_SOCKET, SO_LINGER, &option, sizeof option);
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/outbox.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>

namespace halftone::chat {

namespace {

constexpr std::size_t kMaxPieces = 32;           // in one call
constexpr std::size_t kMaxOwnPiece = 16 * 1024;  // a piece is freed as a whole, so it must not grow for ever

bool wouldBlock(int error) {
  return error == EAGAIN || error == EWOULDBLOCK;
}

}  // namespace

SendResult sendOnce(int fd, std::string_view bytes, std::size_t& sent) {
  for (;;) {
    const ssize_t count = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      sent = static_cast<std::size_t>(count);
      return sent == bytes.size() ? SendResult::Done : SendResult::Blocked;
    }
    sent = 0;
    if (wouldBlock(errno)) return SendResult::Blocked;
    if (errno != EINTR) return SendResult::Broken;
  }
}

std::string_view Outbox::Piece::rest() const {
  return std::string_view(shared ? *shared : own).substr(sent);
}

void Outbox::add(std::string_view own) {
  m_bytes += own.size();
  if (!m_pieces.empty() && !m_pieces.back().shared && m_pieces.back().own.size() < kMaxOwnPiece) {
    m_pieces.back().own += own;
    return;
  }
  m_pieces.push_back({nullptr, std::string(own), 0});
}

void Outbox::add(const SharedBytes& shared, std::size_t from) {
  m_bytes += shared->size() - from;
  m_pieces.push_back({shared, {}, from});
}

SendResult Outbox::flush(int fd) {
  while (!m_pieces.empty()) {
    std::array<iovec, kMaxPieces> parts;
    std::size_t count = 0;
    std::size_t wanted = 0;
    for (const Piece& piece : m_pieces) {
      if (count == parts.size()) break;
      const std::string_view rest = piece.rest();
      parts[count++] = {const_cast<char*>(rest.data()), rest.size()};
      wanted += rest.size();
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(fd, &message, MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return wouldBlock(errno) ? SendResult::Blocked : SendResult::Broken;
    consume(static_cast<std::size_t>(sent));
    if (static_cast<std::size_t>(sent) < wanted) return SendResult::Blocked;
  }
  return SendResult::Done;
}

void Outbox::consume(std::size_t count) {
  m_bytes -= count;
  while (count > 0) {
    Piece& first = m_pieces.front();
    const std::size_t rest = first.rest().size();
    if (count < rest) {
      first.sent += count;
      return;
    }
    count -= rest;
    m_pieces.pop_front();
  }
}

void Outbox::dropUnbegun() {
  if (m_pieces.empty()) return;
  const bool begun = m_pieces.front().sent > 0;
  m_pieces.erase(m_pieces.begin() + (begun ? 1 : 0), m_pieces.end());
  m_bytes = begun ? m_pieces.front().rest().size() : 0;
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "backend/base/result.h"

namespace halftone::net {

// An IPv4 or IPv6 address with a port. A value.
class SocketAddress {
 public:
  SocketAddress() = default;
  // "127.0.0.1:80", "[::1]:80", "localhost:80". No name service: "localhost" is 127.0.0.1.
  [[nodiscard]] static Result<SocketAddress> parse(std::string_view text);
  [[nodiscard]] static SocketAddress from(const sockaddr_storage& raw);

  [[nodiscard]] std::string toString() const;  // as parse() reads it
  [[nodiscard]] std::string host() const;      // without port and brackets
  [[nodiscard]] std::uint16_t port() const;
  [[nodiscard]] const sockaddr* raw() const { return reinterpret_cast<const sockaddr*>(&m_raw); }
  [[nodiscard]] socklen_t rawSize() const;
  friend bool operator==(const SocketAddress& a, const SocketAddress& b) {
    return a.toString() == b.toString();
  }

 private:
  sockaddr_storage m_raw{};
};

// Owns a file descriptor.
class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : m_fd(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept;
  ~UniqueFd() { reset(); }
  [[nodiscard]] int get() const { return m_fd; }
  [[nodiscard]] explicit operator bool() const { return m_fd >= 0; }
  [[nodiscard]] int release() { return std::exchange(m_fd, -1); }
  void reset();

 private:
  int m_fd = -1;
};

// Non-blocking, close-on-exec TCP sockets, TCP_NODELAY on streams.
[[nodiscard]] Result<UniqueFd> listenTcp(const SocketAddress& address, bool reusePort);
// In progress when it returns; EPOLLOUT or EPOLLERR tells how it went (see `connectError`).
[[nodiscard]] Result<UniqueFd> connectTcp(const SocketAddress& address);
[[nodiscard]] int connectError(int fd);  // SO_ERROR: 0 or an errno
[[nodiscard]] SocketAddress localAddress(int fd);
[[nodiscard]] SocketAddress peerAddress(int fd);

// Whether this process ran out of descriptors within the last second: servers then close connections after
// their answers, so that some come back. Any thread.
[[nodiscard]] bool isShortOfDescriptors();
void noteShortageOfDescriptors();

// Accepts on a listening socket, in the calling thread's EpollDispatcher, up to 64 connections a turn. With
// no descriptor left (EMFILE, ENFILE) it gives up a reserve descriptor to accept and close one, so that
// the backlog never spins, and goes on when there is room.
class Acceptor {
 public:
  using OnConnection = std::function<void(UniqueFd, const SocketAddress& peer)>;
  [[nodiscard]] static Result<std::unique_ptr<Acceptor>> listen(const SocketAddress& address, bool reusePort,
                                                                OnConnection onConnection);
  // On a socket that listens already.
  [[nodiscard]] static Result<std::unique_ptr<Acceptor>> adopt(UniqueFd listener, OnConnection onConnection);
  ~Acceptor();
  // At most so many connections a second, and what gathers in 50 ms at once; 0: any. What is over stays in
  // the listener's queue.
  void limitRate(int perSecond);
  // Accepts all that waits now. Before the end of a listener: what is left in its queue is reset.
  void acceptRest();
  [[nodiscard]] SocketAddress address() const;  // with the port that the system picked

 private:
  class Handler;
  explicit Acceptor(std::unique_ptr<Handler> handler);
  std::unique_ptr<Handler> m_handler;
};

}  // namespace halftone::net

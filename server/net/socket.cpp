// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/socket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace halftone::net {

namespace {

// Enough for a burst of reconnects; the kernel lowers it to net.core.somaxconn.
constexpr int kBacklog = 4096;

tl::unexpected<Error> systemError(ErrorCode code, const SocketAddress& address, const char* what) {
  return fail(code, address.toString(), std::string(what) + ": " + std::strerror(errno));
}

bool enable(int fd, int level, int option) {
  const int on = 1;
  return setsockopt(fd, level, option, &on, sizeof on) == 0;
}

}  // namespace

UniqueFd& UniqueFd::operator=(UniqueFd&& other) noexcept {
  if (this != &other) {
    reset();
    m_fd = other.release();
  }
  return *this;
}

void UniqueFd::reset() {
  // Linux has freed the number even where close() reports EINTR, so that a second try would be wrong.
  if (m_fd >= 0) ::close(std::exchange(m_fd, -1));
}

Result<UniqueFd> listenTcp(const SocketAddress& address, bool reusePort) {
  UniqueFd fd(::socket(address.raw()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!fd) return systemError(ErrorCode::Io, address, "socket");
  if (!enable(fd.get(), SOL_SOCKET, SO_REUSEADDR)) return systemError(ErrorCode::Io, address, "SO_REUSEADDR");
  if (reusePort && !enable(fd.get(), SOL_SOCKET, SO_REUSEPORT)) {
    return systemError(ErrorCode::Io, address, "SO_REUSEPORT");
  }
  // Accepted sockets inherit it, which saves a system call for each.
  if (!enable(fd.get(), IPPROTO_TCP, TCP_NODELAY)) return systemError(ErrorCode::Io, address, "TCP_NODELAY");
  if (::bind(fd.get(), address.raw(), address.rawSize()) != 0) {
    return systemError(ErrorCode::Io, address, "cannot listen here");
  }
  if (::listen(fd.get(), kBacklog) != 0) return systemError(ErrorCode::Io, address, "cannot listen here");
  return fd;
}

Result<UniqueFd> connectTcp(const SocketAddress& address) {
  UniqueFd fd(::socket(address.raw()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
  if (!fd) {
    if (errno == EMFILE || errno == ENFILE) noteShortageOfDescriptors();
    return systemError(ErrorCode::Io, address, "socket");
  }
  if (!enable(fd.get(), IPPROTO_TCP, TCP_NODELAY)) return systemError(ErrorCode::Io, address, "TCP_NODELAY");
  // EINTR too means that the attempt goes on (POSIX connect).
  if (::connect(fd.get(), address.raw(), address.rawSize()) != 0 && errno != EINPROGRESS && errno != EINTR) {
    return systemError(ErrorCode::Unreachable, address, "cannot connect");
  }
  return fd;
}

int connectError(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) return errno;
  return error;
}

SocketAddress localAddress(int fd) {
  sockaddr_storage raw{};
  socklen_t size = sizeof raw;
  if (getsockname(fd, reinterpret_cast<sockaddr*>(&raw), &size) != 0) raw = {};
  return SocketAddress::from(raw);
}

SocketAddress peerAddress(int fd) {
  sockaddr_storage raw{};
  socklen_t size = sizeof raw;
  if (getpeername(fd, reinterpret_cast<sockaddr*>(&raw), &size) != 0) raw = {};
  return SocketAddress::from(raw);
}

}  // namespace halftone::net

// SPDX-License-Identifier: GPL-3.0-or-later
// The instance behind the proxies of compare.py: one thread, one recv and one send a request, always the same
// answer, so that what is measured is the proxy. GET only; a request has to come in one piece. After an
// upgrade it echoes bytes.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

int listenOn(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      ::listen(fd, 4096) != 0) {
    std::perror("listen");
    std::exit(1);
  }
  return fd;
}

void watch(int epoll, int fd) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = fd;
  ::epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

void acceptAll(int epoll, int listener) {
  for (int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC); fd >= 0;
       fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC)) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, fd);
  }
}

constexpr std::string_view kUpgraded =
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

// By descriptor: connections that were upgraded.
std::vector<bool>& upgraded() {
  static std::vector<bool> table(65'536);
  return table;
}

bool echo(int fd) {
  std::array<char, 65'536> buffer;
  const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
  if (got <= 0) return false;
  return ::send(fd, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
}

void answer(int fd, const std::string& reply) {
  const auto number = static_cast<std::size_t>(fd);
  if (upgraded()[number]) {
    if (echo(fd)) return;
    upgraded()[number] = false;
    ::close(fd);
    return;
  }
  std::array<char, 65'536> buffer;
  const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), 0);
  if (got <= 0) {
    ::close(fd);
    return;
  }
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(got));
  if (bytes.find(": websocket\r\n") != std::string_view::npos) {
    upgraded()[number] = true;
    (void)::send(fd, kUpgraded.data(), kUpgraded.size(), MSG_NOSIGNAL);
    return;
  }
  for (std::size_t end = bytes.find("\r\n\r\n"); end != std::string_view::npos;
       end = bytes.find("\r\n\r\n", end + 4)) {
    std::string_view rest = reply;
    while (!rest.empty()) {
      const ssize_t sent = ::send(fd, rest.data(), rest.size(), MSG_NOSIGNAL);
      if (sent < 0 && errno == EAGAIN) continue;  // large answers only; the proxy is about to read
      if (sent < 0) return;
      rest.remove_prefix(static_cast<std::size_t>(sent));
    }
  }
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: bench_upstream PORT NAME BYTES\n");
    return 2;
  }
  const std::string body(static_cast<std::size_t>(std::atoi(argv[3])), 'x');
  const std::string reply = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Name: " + std::string(argv[2]) +
                            "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
  const int listener = listenOn(std::atoi(argv[1]));
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  watch(epoll, listener);
  std::array<epoll_event, 256> events;
  while (true) {
    const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < count; ++i) {
      const int fd = events[static_cast<std::size_t>(i)].data.fd;
      if (fd == listener) {
        acceptAll(epoll, listener);
      } else {
        answer(fd, reply);
      }
    }
  }
}

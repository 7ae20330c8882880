// SPDX-License-Identifier: GPL-3.0-or-later
// Opens connections to a proxy and tells what compare.py needs: "echo" upgrades them and sends 100 bytes to
// and fro on each for some seconds (messages, p99 in us); "tunnels" upgrades them and "idle" asks one request
// on each, then both hold them until standard input ends. Prints one line.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t kMessage = 100;

struct Client {
  int fd = -1;
  Clock::time_point sent;
  std::size_t got = 0;
};

int connectTo(int port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  return fd;
}

// Sends a head and reads up to the end of the answer's.
void ask(int fd, std::string_view head, std::string_view wanted) {
  (void)!::write(fd, head.data(), head.size());
  std::string answer;
  std::array<char, 4'096> piece;
  while (answer.find("\r\n\r\n") == std::string::npos) {
    const ssize_t got = ::read(fd, piece.data(), piece.size());
    if (got <= 0) break;
    answer.append(piece.data(), static_cast<std::size_t>(got));
  }
  if (answer.compare(9, wanted.size(), wanted) != 0) {
    std::fprintf(stderr, "unexpected answer: %.60s\n", answer.c_str());
    std::exit(1);
  }
}

void sendMessage(Client& client) {
  static const std::string kText(kMessage, 'm');
  client.got = 0;
  client.sent = Clock::now();
  (void)!::write(client.fd, kText.data(), kText.size());
}

void echo(std::vector<Client>& clients, std::chrono::seconds length) {
  const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
  for (std::size_t i = 0; i < clients.size(); ++i) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = i;
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event);
    sendMessage(clients[i]);
  }
  std::vector<long> latencies;
  std::array<epoll_event, 256> events;
  std::array<char, 65'536> buffer;
  const auto end = Clock::now() + length;
  while (Clock::now() < end) {
    const int count = ::epoll_wait(epoll, events.data(), events.size(), 100);
    for (int i = 0; i < count; ++i) {
      Client& client = clients[events[static_cast<std::size_t>(i)].data.u64];
      const ssize_t got = ::read(client.fd, buffer.data(), buffer.size());
      if (got <= 0) {
        std::fprintf(stderr, "a connection was closed\n");
        std::exit(1);
      }
      client.got += static_cast<std::size_t>(got);
      if (client.got < kMessage) continue;
      latencies.push_back(
          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - client.sent).count());
      sendMessage(client);
    }
  }
  std::sort(latencies.begin(), latencies.end());
  const long p99 = latencies.empty() ? 0 : latencies[latencies.size() * 99 / 100];
  std::printf("RESULT %zu %ld\n", latencies.size(), p99);
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: bench_wsload echo|tunnels|idle PORT CONNECTIONS SECONDS\n");
    return 2;
  }
  const std::string_view what = argv[1];
  const std::string_view upgrade =
      "GET /ws HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  const std::string_view plain = "GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n";
  std::vector<Client> clients(static_cast<std::size_t>(std::atoi(argv[3])));
  for (Client& client : clients) {
    client.fd = connectTo(std::atoi(argv[2]));
    ask(client.fd, what == "idle" ? plain : upgrade, what == "idle" ? "200" : "101");
  }
  if (what == "echo") {
    echo(clients, std::chrono::seconds(std::atoi(argv[4])));
  } else {
    std::printf("RESULT %zu 0\n", clients.size());
    std::fflush(stdout);
    (void)std::getchar();
  }
  return 0;
}

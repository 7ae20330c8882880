// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/proxy/load.h"

#include <unistd.h>

#include <fstream>
#include <string>

namespace halftone::proxy::test {

Instance::Script echoing() {
  return [](Socket& socket, int) {
    while (const auto request = socket.readHead()) {
      if (request->field("upgrade").empty()) {
        if (!socket.send(answer("x"))) return;
        continue;
      }
      socket.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      while (true) {
        const std::string bytes = socket.receive();
        if (bytes.empty() || !socket.send(bytes)) return;
      }
    }
  };
}

HttpLoad::HttpLoad(int port, int clients, Connections connections) {
  for (int i = 0; i < clients; ++i) m_threads.emplace_back([=, this] { run(port, connections); });
}

void HttpLoad::stop() {
  m_stopping = true;
  for (std::thread& thread : m_threads) thread.join();
  m_threads.clear();
}

// Each closed connection holds its port for a minute (TIME-WAIT, RFC 9293 section 3.4.1): those who open many
// come from addresses of their own, lest no port be left to the tests beside them.
void HttpLoad::run(int port, Connections connections) {
  constexpr int kAddresses = 8;
  for (int number = 0; !m_stopping; ++number) {
    const int host = connections == Connections::Kept ? 1 : 2 + number % kAddresses;
    Socket client = connectTo(port, ("127.0.0." + std::to_string(host)).c_str());
    bool open = true;
    while (open && !m_stopping) {
      client.send("GET / HTTP/1.1\r\nHost: shop.example\r\n\r\n");
      const Message reply = client.read();
      const bool answered = reply.status() == 200 && reply.whole;
      ++(answered ? m_answered : m_failed);
      open = answered && reply.field("connection") != "close" && connections == Connections::Kept;
    }
  }
}

SocketLoad::SocketLoad(int port, int clients) {
  for (int i = 0; i < clients; ++i) m_threads.emplace_back([=, this] { run(port); });
}

void SocketLoad::stop() {
  m_stopping = true;
  for (std::thread& thread : m_threads) thread.join();
  m_threads.clear();
}

void SocketLoad::run(int port) {
  Socket client = connectTo(port);
  client.send("GET /ws HTTP/1.1\r\nHost: shop.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
  const auto reply = client.readHead();
  if (!reply || reply->status() != 101) {
    ++m_failed;
    return;
  }
  for (std::uint64_t number = 0; !m_stopping; ++number) {
    const std::string bytes = "message " + std::to_string(number) + ';';
    client.send(bytes);
    if (client.readExactly(bytes.size()) != bytes) {
      ++m_failed;
      return;
    }
    ++m_echoed;
  }
}

std::size_t residentBytes() {
  std::ifstream file("/proc/self/statm");
  std::size_t total = 0;
  std::size_t resident = 0;
  file >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

bool memoryTells() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return false;
#else
  return true;
#endif
}

}  // namespace halftone::proxy::test

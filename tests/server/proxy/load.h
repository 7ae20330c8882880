// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "tests/server/proxy/peers.h"

namespace halftone::proxy::test {

// A script that answers each request with 200, and echoes all bytes after an upgrade.
[[nodiscard]] Instance::Script echoing();

// Clients that ask one request after the other, each in a thread, until stop(). A request that is not
// answered with 200 has failed. A client whose answer says that the connection closes opens another one.
class HttpLoad {
 public:
  enum class Connections { Kept, EachAnew };
  HttpLoad(int port, int clients, Connections connections = Connections::Kept);
  ~HttpLoad() { stop(); }
  void stop();
  [[nodiscard]] std::uint64_t answered() const { return m_answered; }
  [[nodiscard]] std::uint64_t failed() const { return m_failed; }

 private:
  void run(int port, Connections connections);
  std::atomic<bool> m_stopping{false};
  std::atomic<std::uint64_t> m_answered{0};
  std::atomic<std::uint64_t> m_failed{0};
  std::vector<std::thread> m_threads;
};

// Upgraded connections, each in a thread, that send numbered bytes and want the same back.
class SocketLoad {
 public:
  SocketLoad(int port, int clients);
  ~SocketLoad() { stop(); }
  void stop();
  [[nodiscard]] std::uint64_t echoed() const { return m_echoed; }
  [[nodiscard]] std::uint64_t failed() const { return m_failed; }

 private:
  void run(int port);
  std::atomic<bool> m_stopping{false};
  std::atomic<std::uint64_t> m_echoed{0};
  std::atomic<std::uint64_t> m_failed{0};
  std::vector<std::thread> m_threads;
};

// Resident memory of this process, in bytes.
[[nodiscard]] std::size_t residentBytes();
// The sanitizers' allocators keep freed memory: growth says nothing there.
[[nodiscard]] bool memoryTells();

}  // namespace halftone::proxy::test

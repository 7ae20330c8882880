// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace halftone::net {

// Bytes on their way into a non-blocking socket. Holds memory only for what the kernel did not take. Whoever
// has one calls flush() at each EPOLLOUT.
class SendQueue {
 public:
  enum class Status { Empty, Blocked, Broken };

  // Sends at once what the kernel takes, in order after what still waits.
  [[nodiscard]] Status send(int fd, std::string_view bytes);
  [[nodiscard]] Status flush(int fd);
  [[nodiscard]] std::size_t size() const { return m_bytes.size() - m_sent; }
  [[nodiscard]] bool isEmpty() const { return size() == 0; }

 private:
  std::string m_bytes;
  std::size_t m_sent = 0;
};

}  // namespace halftone::net

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/net/socket.h"
#include "server/net/tlssession.h"

namespace halftone::proxy {

// A connected non-blocking socket under an edge-triggered watch, plain or with TLS: remembers what the events
// said until it was acted upon, and keeps what the kernel did not take. Owns memory only while bytes are
// pending.
class Stream {
 public:
  enum class ReadStatus { Data, Blocked, End, Broken };
  struct ReadResult {
    ReadStatus status = ReadStatus::Blocked;
    std::string_view bytes;  // in the buffer given
  };
  enum class WriteStatus { Sent, Kept, Broken };

  explicit Stream(net::UniqueFd fd) : m_fd(std::move(fd)) {}

  // From here on all bytes are TLS's. What was read raw before is over.
  void startTls(std::unique_ptr<net::TlsSession> session);
  [[nodiscard]] bool isTls() const { return m_tls != nullptr; }

  // Takes note of epoll events.
  void note(std::uint32_t events);

  // One recv() where something may be there. A short read means that nothing is left, unless the peer has
  // hung up; so the usual request costs one call (dataplane notes, 7.1).
  [[nodiscard]] ReadResult read(char* buffer, std::size_t size);
  // Looks at what is there without taking it.
  [[nodiscard]] ReadResult peek(char* buffer, std::size_t size);
  // What peek() has shown is not enough: Blocked until more comes.
  void wait() { m_readable = m_hungUp; }
  // Takes bytes that peek() has shown.
  void skip(char* buffer, std::size_t size);
  // Sends `first` and `second` in one call, behind what is pending; keeps what does not go out.
  [[nodiscard]] WriteStatus write(std::string_view first, std::string_view second = {});
  // Sends what is pending.
  [[nodiscard]] WriteStatus flush();
  // Half-closes: the peer sees the end after what was sent.
  void finishWriting();
  // Lets close() send a reset, so that the peer does not take a cut answer for a whole one.
  void resetOnClose();

  [[nodiscard]] int fd() const { return m_fd.get(); }
  [[nodiscard]] bool isReadable() const { return m_tls ? m_tls->isReadable() : m_readable; }
  // As isReadable(), but TLS's own messages are no input: looks closer where there is TLS.
  [[nodiscard]] bool hasInput() { return m_tls ? m_tls->hasInput() : m_readable; }
  [[nodiscard]] bool isPending() const { return m_sent < m_pending.size(); }
  [[nodiscard]] bool isHungUp() const { return m_hungUp; }  // the peer will send no more, or is gone
  [[nodiscard]] bool isDead() const { return m_dead; }      // both directions are over

 private:
  WriteStatus keep(std::string_view first, std::string_view second, std::size_t sent);
  ReadResult readTls(char* buffer, std::size_t size);
  WriteStatus writeTls(std::string_view first, std::string_view second);
  // Gives how much of it went out; nothing: the connection is broken.
  std::optional<std::size_t> sendTls(std::string_view bytes);

  net::UniqueFd m_fd;
  bool m_readable = false;
  bool m_hungUp = false;
  bool m_dead = false;
  std::unique_ptr<net::TlsSession> m_tls;
  std::size_t m_sent = 0;  // of m_pending
  std::string m_pending;
};

}  // namespace halftone::proxy

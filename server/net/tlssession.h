// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "server/net/tlscontext.h"

namespace halftone::net {

// TLS on one connected non-blocking socket under an edge-triggered watch. The handshake happens inside the
// first reads and writes. Does not own the descriptor. One thread.
class TlsSession {
 public:
  enum class Status { Done, Blocked, End, Broken };
  struct Step {
    Status status = Status::Blocked;
    std::size_t size = 0;  // Done: bytes read or written
  };

  // Null if memory is out. A session keeps its context alive.
  [[nodiscard]] static std::unique_ptr<TlsSession> accept(std::shared_ptr<const TlsServerContext> context,
                                                          int fd);
  [[nodiscard]] static std::unique_ptr<TlsSession> connect(const TlsClientContext& context, int fd);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;
  TlsSession& operator=(const TlsSession&) = delete;

  // Takes note of epoll events.
  void note(std::uint32_t events);
  [[nodiscard]] Step read(char* buffer, std::size_t size);
  // Bytes that were Blocked have to come again, first, in the next call.
  [[nodiscard]] Step write(std::string_view bytes);
  // Says that nothing more will be written.
  void finishWriting();

  // Whether a read may give something: bytes, an end, or an error.
  [[nodiscard]] bool isReadable() const;
  // Whether it does: looks, so that what is only TLS's own (a ticket for resumption) is no input.
  [[nodiscard]] bool hasInput();

 private:
  struct Wire;
  explicit TlsSession(SSL* ssl, int fd);
  [[nodiscard]] Step outcome(int result, std::size_t size);

  std::shared_ptr<const TlsServerContext> m_context;  // its callbacks choose the certificate
  SSL* m_ssl;
  std::unique_ptr<Wire> m_wire;
  bool m_starved = false;  // what is buffered is no whole record
};

}  // namespace halftone::net

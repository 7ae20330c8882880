// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/net/httphead.h"

namespace halftone::proxy {

// Follows a message body as it passes, by its framing, to know where it ends. Keeps no bytes.
class Body {
 public:
  Body() = default;
  static constexpr std::uint64_t kNoLimit = ~std::uint64_t{0};
  // `limit`: more bytes than this, without the chunked coding, are too large.
  Body(net::BodyFraming framing, std::uint64_t length, std::uint64_t limit = kNoLimit);

  // Takes what belongs to the body from the front of `bytes`: gives how much that is. With `payload`, appends
  // what it carries, without the chunked coding. Sets isBad() for malformed chunks and for too much.
  std::size_t take(std::string_view bytes, std::string* payload = nullptr);

  // An UntilClose body is never complete by itself.
  [[nodiscard]] bool isComplete() const;
  [[nodiscard]] bool isBad() const { return m_bad || m_tooLarge; }
  // What to tell whoever sent a bad one.
  [[nodiscard]] int refusal() const { return m_tooLarge ? 413 : 400; }
  [[nodiscard]] std::string_view why() const;
  [[nodiscard]] net::BodyFraming framing() const { return m_framing; }

 private:
  std::size_t takeChunks(std::string_view bytes, std::string* payload);

  net::BodyFraming m_framing = net::BodyFraming::None;
  std::uint64_t m_left = 0;          // with Length
  std::uint64_t m_limit = kNoLimit;  // with Chunked: what may still come
  net::ChunkScanner m_chunks;
  bool m_chunksDone = false;
  bool m_bad = false;
  bool m_tooLarge = false;
};

}  // namespace halftone::proxy

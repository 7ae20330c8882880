// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/body.h"

#include <algorithm>

namespace halftone::proxy {

Body::Body(net::BodyFraming framing, std::uint64_t length, std::uint64_t limit)
    : m_framing(framing), m_left(length), m_limit(limit) {
  m_tooLarge = framing == net::BodyFraming::Length && length > limit;
}

std::string_view Body::why() const {
  return m_tooLarge ? "the body is too large" : "a chunk of the body is malformed";
}

std::size_t Body::take(std::string_view bytes, std::string* payload) {
  switch (m_framing) {
    case net::BodyFraming::None:
      return 0;
    case net::BodyFraming::Chunked:
      return takeChunks(bytes, payload);
    case net::BodyFraming::UntilClose:
      if (payload != nullptr) payload->append(bytes);
      return bytes.size();
    case net::BodyFraming::Length:
      break;
  }
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
  m_left -= size;
  if (payload != nullptr) payload->append(bytes.substr(0, size));
  return size;
}

std::size_t Body::takeChunks(std::string_view bytes, std::string* payload) {
  std::size_t used = 0;
  while (used < bytes.size() && !m_chunksDone && !isBad()) {
    const net::ChunkScanner::Step step = m_chunks.step(bytes.substr(used));
    used += step.used;
    m_tooLarge = step.payload.size() > m_limit;
    m_limit -= std::min<std::uint64_t>(m_limit, step.payload.size());
    if (payload != nullptr) payload->append(step.payload);
    m_chunksDone = step.status == net::ChunkScanner::Status::Done;
    m_bad = step.status == net::ChunkScanner::Status::Bad;
  }
  return used;
}

bool Body::isComplete() const {
  switch (m_framing) {
    case net::BodyFraming::None:
      return true;
    case net::BodyFraming::Length:
      return m_left == 0;
    case net::BodyFraming::Chunked:
      return m_chunksDone;
    case net::BodyFraming::UntilClose:
      break;
  }
  return false;
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "server/net/httphead.h"
#include "server/net/httptext.h"

namespace halftone::net {

namespace {

// 2^60 - 1 bytes in one chunk: enough, and sums of such lengths do not overflow.
constexpr unsigned kMaxSizeDigits = 15;

int hexValue(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ChunkScanner::State ChunkScanner::afterSize(unsigned char byte) {
  if (byte == ';') return State::SizeExtension;
  // Blanks are allowed before an extension alone (RFC 9112 section 7.1.1).
  if (byte == ' ' || byte == '\t') return State::SizePadding;
  return byte == '\r' && m_state == State::Size ? State::SizeLf : State::Bad;
}

ChunkScanner::State ChunkScanner::next(unsigned char byte) {
  switch (m_state) {
    case State::Size: {
      const int value = hexValue(byte);
      if (value < 0) return m_digits == 0 ? State::Bad : afterSize(byte);
      if (++m_digits > kMaxSizeDigits) return State::Bad;
      m_left = m_left * 16 + static_cast<std::uint64_t>(value);
      return State::Size;
    }
    case State::SizePadding:
      return ++m_lineBytes > kMaxChunkLineBytes ? State::Bad : afterSize(byte);
    case State::SizeExtension:
      if (byte == '\r') return State::SizeLf;
      return ++m_lineBytes <= kMaxChunkLineBytes && isFieldCharacter(byte) ? State::SizeExtension
                                                                           : State::Bad;
    case State::SizeLf:
      m_digits = 0;
      m_lineBytes = 0;
      if (byte != '\n') return State::Bad;
      return m_left == 0 ? State::TrailerStart : State::Data;
    case State::DataCr:
      return byte == '\r' ? State::DataLf : State::Bad;
    case State::DataLf:
      return byte == '\n' ? State::Size : State::Bad;
    case State::TrailerStart:
      if (byte == '\r') return State::EndLf;
      [[fallthrough]];
    case State::TrailerName:
      if (++m_lineBytes > kMaxTrailerBytes) return State::Bad;
      if (byte == ':') return m_state == State::TrailerName ? State::TrailerValue : State::Bad;
      return isTokenCharacter(byte) ? State::TrailerName : State::Bad;
    case State::TrailerValue:
      if (byte == '\r') return State::TrailerLf;
      return ++m_lineBytes <= kMaxTrailerBytes && isFieldCharacter(byte) ? State::TrailerValue : State::Bad;
    case State::TrailerLf:
      return byte == '\n' ? State::TrailerStart : State::Bad;
    case State::EndLf:
      return byte == '\n' ? State::Done : State::Bad;
    case State::Data:
    case State::Done:
    case State::Bad:
      break;
  }
  return State::Bad;
}

ChunkScanner::Step ChunkScanner::step(std::string_view bytes) {
  Step step;
  while (step.used < bytes.size() && m_state != State::Done && m_state != State::Bad) {
    if (m_state == State::Data) {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size() - step.used));
      step.payload = bytes.substr(step.used, size);
      step.used += size;
      m_left -= size;
      if (m_left == 0) m_state = State::DataCr;
      return step;
    }
    m_state = next(static_cast<unsigned char>(bytes[step.used++]));
  }
  if (m_state == State::Done) step.status = Status::Done;
  if (m_state == State::Bad) step.status = Status::Bad;
  return step;
}

}  // namespace halftone::net

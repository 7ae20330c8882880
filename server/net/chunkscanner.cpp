// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "server/net/httphead.h"
#include "server/net/httptext.h"

namespace halftone::net {

namespace {

// 2^60 - 1 bytes in one chunk: enough, and sums of such lengths do not overflow.
constexpr unsigned kMaxSizeDigits = 15;
constexpr std::size_t kMaxSizeBytes = 32;  // with leading zeros
constexpr std::array<std::string_view, 5> kNoTrailers{"content-length", "transfer-encoding", "host",
                                                      "forwarded", "x-forwarded-for"};

int hexValue(unsigned char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

ChunkScanner::State ChunkScanner::afterSize(unsigned char byte) {
  if (byte == ';') return State::ExtensionStart;
  // Blanks are allowed before an extension alone (RFC 9112 section 7.1.1).
  if (byte == ' ' || byte == '\t') return State::SizePadding;
  return byte == '\r' && m_state == State::Size ? State::SizeLf : State::Bad;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS ( token / quoted-string ) ] ), RFC 9112 section
// 7.1.1: what a careless reader takes for the end of the line must not be inside of one.
ChunkScanner::State ChunkScanner::takeExtension(unsigned char byte) const {
  const bool isBlank = byte == ' ' || byte == '\t';
  switch (m_state) {
    case State::ExtensionStart:
      if (isBlank) return m_state;
      return isTokenCharacter(byte) ? State::ExtensionName : State::Bad;
    case State::ExtensionName:
      if (isTokenCharacter(byte)) return m_state;
      if (byte == '\r') return State::SizeLf;
      [[fallthrough]];
    case State::ExtensionPadding:  // after a name
      if (isBlank) return State::ExtensionPadding;
      if (byte == '=') return State::ExtensionEquals;
      return byte == ';' ? State::ExtensionStart : State::Bad;
    case State::ExtensionEquals:
      if (isBlank) return m_state;
      if (byte == '"') return State::ExtensionQuoted;
      return isTokenCharacter(byte) ? State::ExtensionToken : State::Bad;
    case State::ExtensionQuoted:
      if (byte == '"') return State::ExtensionEnd;
      if (byte == '\\') return State::ExtensionEscape;
      return isFieldCharacter(byte) ? m_state : State::Bad;
    case State::ExtensionEscape:
      return isFieldCharacter(byte) ? State::ExtensionQuoted : State::Bad;
    case State::ExtensionToken:
      if (isTokenCharacter(byte)) return m_state;
      [[fallthrough]];
    default:  // after a value
      if (byte == '\r') return State::SizeLf;
      if (isBlank) return State::SizePadding;
      return byte == ';' ? State::ExtensionStart : State::Bad;
  }
}

// A trailer that would frame or route a message is meant for a less careful reader behind us (RFC 9110
// section 6.5.1 forbids it).
ChunkScanner::State ChunkScanner::takeTrailerName(unsigned char byte) {
  if (++m_lineBytes > kMaxTrailerBytes) return State::Bad;
  if (m_state == State::TrailerStart) m_nameBytes = 0;
  if (byte == ':') {
    const std::string_view name(m_name.data(), std::min(m_nameBytes, m_name.size()));
    const bool isRefused =
        std::any_of(kNoTrailers.begin(), kNoTrailers.end(),
                    [name](std::string_view refused) { return equalsIgnoringCase(name, refused); });
    return m_state == State::TrailerName && !isRefused ? State::TrailerValue : State::Bad;
  }
  if (m_nameBytes < m_name.size()) m_name[m_nameBytes] = static_cast<char>(byte);
  ++m_nameBytes;
  return isTokenCharacter(byte) ? State::TrailerName : State::Bad;
}

ChunkScanner::State ChunkScanner::next(unsigned char byte) {
  switch (m_state) {
    case State::Size: {
      const int value = hexValue(byte);
      if (value < 0) return m_lineBytes == 0 ? State::Bad : afterSize(byte);
      if (m_left > 0 || value > 0) ++m_digits;
      if (++m_lineBytes > kMaxSizeBytes || m_digits > kMaxSizeDigits) return State::Bad;
      m_left = m_left * 16 + static_cast<std::uint64_t>(value);
      return State::Size;
    }
    case State::SizePadding:
      return ++m_lineBytes > kMaxChunkLineBytes ? State::Bad : afterSize(byte);
    case State::ExtensionStart:
    case State::ExtensionName:
    case State::ExtensionPadding:
    case State::ExtensionEquals:
    case State::ExtensionToken:
    case State::ExtensionQuoted:
    case State::ExtensionEscape:
    case State::ExtensionEnd:
      return ++m_lineBytes > kMaxChunkLineBytes ? State::Bad : takeExtension(byte);
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
      return takeTrailerName(byte);
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

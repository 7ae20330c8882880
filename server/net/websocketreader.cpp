// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstring>

#include "server/net/websocketdeflate.h"
#include "server/net/websocketframe.h"

namespace halftone::net::ws {

namespace {

constexpr std::size_t kMaxControlPayload = 125;

struct FrameHeader {
  bool fin = false;
  Opcode opcode = Opcode::Continuation;
  bool masked = false;
  bool compressed = false;
  std::size_t size = 0;  // of the header
  std::uint64_t payloadSize = 0;
  std::array<char, 4> mask{};

  [[nodiscard]] bool isControl() const { return (static_cast<unsigned>(opcode) & 8) != 0; }
};

bool isKnown(unsigned opcode) {
  return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

std::uint64_t bigEndian(const char* bytes, std::size_t count) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < count; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

// What forbids a frame that starts with this byte; null if nothing does (section 5.2, 5.4, 5.5).
const char* checkFirstByte(unsigned char byte, bool inMessage, bool allowDeflate) {
  const unsigned opcode = byte & 0x0f;
  const bool fin = (byte & 0x80) != 0;
  // RSV1 marks a compressed message, on its first frame (RFC 7692 section 6.1).
  const bool mayBeCompressed = allowDeflate && (opcode == 1 || opcode == 2);
  if ((byte & (mayBeCompressed ? 0x30 : 0x70)) != 0) return "a reserved bit is set";
  if (!isKnown(opcode)) return "unknown opcode";
  if (opcode >= 8) return fin ? nullptr : "a control frame is fragmented";
  if (opcode == 0) return inMessage ? nullptr : "nothing to continue";
  return inMessage ? "a new message inside another" : nullptr;
}

const char* checkSecondByte(unsigned char byte, bool isControl, bool requireMask) {
  const bool masked = (byte & 0x80) != 0;
  if (masked != requireMask) return requireMask ? "the frame is not masked" : "the frame is masked";
  return isControl && (byte & 0x7f) > kMaxControlPayload ? "a control frame is too long" : nullptr;
}

// How many bytes the header has, by its second byte.
std::size_t headerSize(unsigned char second) {
  const unsigned length = second & 0x7f;
  const std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  return 2 + extended + ((second & 0x80) != 0 ? 4 : 0);
}

// `bytes` holds the whole header. Null or what is wrong with its length.
const char* readHeader(const char* bytes, FrameHeader& header) {
  const auto first = static_cast<unsigned char>(bytes[0]);
  const auto second = static_cast<unsigned char>(bytes[1]);
  header.fin = (first & 0x80) != 0;
  header.opcode = static_cast<Opcode>(first & 0x0f);
  header.masked = (second & 0x80) != 0;
  header.compressed = (first & 0x40) != 0;
  header.size = headerSize(second);
  header.payloadSize = second & 0x7f;
  if (header.payloadSize == 126) {
    header.payloadSize = bigEndian(bytes + 2, 2);
    if (header.payloadSize < 126) return "the length is not in its shortest form";
  } else if (header.payloadSize == 127) {
    header.payloadSize = bigEndian(bytes + 2, 8);
    if (header.payloadSize <= 0xffff || header.payloadSize >> 63 != 0)
      return "the length is not in its shortest form";
  }
  if (header.masked) std::memcpy(header.mask.data(), bytes + header.size - 4, 4);
  return nullptr;
}

void unmask(char* bytes, std::size_t size, const std::array<char, 4>& mask) {
  std::uint32_t once = 0;
  std::memcpy(&once, mask.data(), sizeof once);
  const std::uint64_t twice = std::uint64_t{once} << 32 | once;
  std::size_t i = 0;
  for (; i + sizeof twice <= size; i += sizeof twice) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + i, sizeof word);
    word ^= twice;
    std::memcpy(bytes + i, &word, sizeof word);
  }
  for (; i < size; ++i) bytes[i] = static_cast<char>(bytes[i] ^ mask[i % 4]);
}

void release(std::string& text) {
  std::string().swap(text);
}

}  // namespace

struct Reader::Frame {
  FrameHeader header;
  std::string_view payload;  // in the input, or in m_current
};

Reader::Reader(Limits limits) : m_limits(limits) {}

void Reader::feed(char* bytes, std::size_t size) {
  m_input = bytes;
  m_inputSize = size;
}

Reader::Event Reader::fail(std::uint16_t code, const char* why) {
  m_failed = true;
  m_failure = code;
  m_why = why;
  m_inputSize = 0;
  release(m_partial);
  release(m_message);
  return {Event::Kind::Failed, false, {}, code, why};
}

Reader::Event Reader::next() {
  if (m_failed) return {Event::Kind::Failed, false, {}, m_failure, m_why};
  if (m_closed) m_inputSize = 0;
  for (;;) {
    Frame frame;
    Event event;
    if (!takeFrame(frame, event)) {
      if (event.kind == Event::Kind::NeedMore) release(m_current);
      return event;
    }
    event = accept(frame);
    if (event.kind != Event::Kind::NeedMore) return event;  // else a fragment: go on
  }
}

// Makes at least `wanted` bytes of the frame contiguous: in the input if it is all there, else in m_partial.
// False: not there yet; what is there is kept.
bool Reader::collect(std::size_t wanted) {
  if (m_partial.empty() && m_inputSize >= wanted) return true;
  if (m_partial.size() >= wanted) return true;
  const std::size_t taken = std::min(wanted - m_partial.size(), m_inputSize);
  m_partial.append(m_input, taken);
  m_input += taken;
  m_inputSize -= taken;
  return m_partial.size() >= wanted;
}

// False: no frame is complete (event: NeedMore) or it is refused (Failed). Everything is checked as soon as
// its byte is there and in the order of the bytes, so that the result does not depend on how they were split.
bool Reader::takeFrame(Frame& frame, Event& event) {
  const auto start = [this]() -> const char* { return m_partial.empty() ? m_input : m_partial.data(); };
  if (!collect(1)) return false;
  const auto first = static_cast<unsigned char>(start()[0]);
  if (const char* const why = checkFirstByte(first, m_inMessage, m_limits.allowDeflate)) {
    event = fail(ProtocolError, why);
    return false;
  }
  if (!collect(2)) return false;
  const auto second = static_cast<unsigned char>(start()[1]);
  if (const char* const why = checkSecondByte(second, (first & 8) != 0, m_limits.requireMask)) {
    event = fail(ProtocolError, why);
    return false;
  }
  if (!collect(headerSize(second))) return false;
  FrameHeader& header = frame.header;
  if (const char* const why = readHeader(start(), header)) {
    event = fail(ProtocolError, why);
    return false;
  }
  if (header.payloadSize > m_limits.maxFrame) {
    event = fail(TooBig, "the frame is too large");
    return false;
  }
  if (!header.isControl() && header.payloadSize + m_message.size() > m_limits.maxMessage) {
    event = fail(TooBig, "the message is too large");
    return false;
  }
  const std::size_t whole = header.size + static_cast<std::size_t>(header.payloadSize);
  if (!collect(whole)) return false;

  char* bytes = m_input;
  if (m_partial.empty()) {
    m_input += whole;
    m_inputSize -= whole;
  } else {
    m_current = std::move(m_partial);
    release(m_partial);
    bytes = m_current.data();
  }
  char* const payload = bytes + header.size;
  const auto size = static_cast<std::size_t>(header.payloadSize);
  if (header.masked) unmask(payload, size, header.mask);
  frame.payload = {payload, size};
  return true;
}

Reader::Event Reader::accept(const Frame& frame) {
  switch (frame.header.opcode) {
    case Opcode::Close:
      return acceptClose(frame.payload);
    case Opcode::Ping:
      return {Event::Kind::Ping, false, frame.payload, 0, ""};
    case Opcode::Pong:
      return {Event::Kind::Pong, false, frame.payload, 0, ""};
    default:
      return acceptData(frame);
  }
}

Reader::Event Reader::acceptData(const Frame& frame) {
  const bool isFirst = frame.header.opcode != Opcode::Continuation;
  const bool isBinary = frame.header.opcode == Opcode::Binary;
  if (isFirst && frame.header.fin) return message(isBinary, frame.header.compressed, frame.payload);
  if (isFirst) {
    m_inMessage = true;
    m_messageBinary = isBinary;
    m_messageCompressed = frame.header.compressed;
    m_checked = 0;
  }
  m_message.append(frame.payload);
  if (!frame.header.fin) {
    // Text that can become no UTF-8 any more is refused at once (section 8.1).
    if (m_messageBinary || m_messageCompressed) return {};
    const auto whole = wholeUtf8(std::string_view(m_message).substr(m_checked));
    if (!whole) return fail(InvalidPayload, "the text is not UTF-8");
    m_checked += *whole;
    return {};
  }
  m_inMessage = false;
  m_current = std::move(m_message);
  release(m_message);
  return message(m_messageBinary, m_messageCompressed, m_current);
}

Reader::Event Reader::message(bool binary, bool compressed, std::string_view payload) {
  if (compressed) {
    std::string text;
    switch (inflateMessage(payload, m_limits.maxMessage, text)) {
      case Inflated::TooLarge:
        return fail(TooBig, "the message is too large");
      case Inflated::Malformed:
        return fail(InvalidPayload, "the message is not well compressed");
      case Inflated::Done:
        break;
    }
    m_current = std::move(text);
    payload = m_current;
  }
  if (!binary && !isValidUtf8(payload)) return fail(InvalidPayload, "the text is not UTF-8");
  return {Event::Kind::Message, binary, payload, 0, ""};
}

Reader::Event Reader::acceptClose(std::string_view payload) {
  constexpr std::uint16_t kNoCode = 1005;
  if (payload.size() == 1) return fail(ProtocolError, "half a close code");
  const std::uint16_t code =
      payload.empty() ? kNoCode : static_cast<std::uint16_t>(bigEndian(payload.data(), 2));
  if (!payload.empty() && !isSendableCloseCode(code))
    return fail(ProtocolError, "the close code is not allowed");
  const std::string_view reason = payload.substr(std::min<std::size_t>(2, payload.size()));
  if (!isValidUtf8(reason)) return fail(InvalidPayload, "the close reason is not UTF-8");
  m_closed = true;
  return {Event::Kind::Close, false, reason, code, ""};
}

}  // namespace halftone::net::ws

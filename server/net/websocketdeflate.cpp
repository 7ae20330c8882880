// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocketdeflate.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <new>
#include <optional>
#include <utility>

#include "server/net/httptext.h"

namespace halftone::net::ws {

namespace {

// A window of 8 KB is as good as the largest for messages of chat size, and a fourth of the work to reset.
constexpr int kWindowBits = 13;
constexpr int kMemoryLevel = 6;
constexpr int kMaxWindowBits = 15;  // what a client may use, which is not told otherwise
constexpr std::size_t kWorthwhile = 96;
// What a sync flush ends with, left out on the wire (section 7.2.1).
constexpr std::string_view kTail{"\x00\x00\xff\xff", 4};

// zlib's streams, one of each a thread, reset for every message. Their one error at the start is a lack of
// memory.
class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&m_stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -kWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK)
      throw std::bad_alloc();
  }
  ~Deflater() { deflateEnd(&m_stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  // The compressed message without its tail; valid until the next call.
  std::string_view compress(std::string_view message) {
    deflateReset(&m_stream);
    m_out.resize(deflateBound(&m_stream, message.size()) + kTail.size() + 2);
    m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(message.data()));
    m_stream.avail_in = static_cast<uInt>(message.size());
    m_stream.next_out = reinterpret_cast<Bytef*>(m_out.data());
    m_stream.avail_out = static_cast<uInt>(m_out.size());
    deflate(&m_stream, Z_SYNC_FLUSH);  // the bound has room for all of it
    std::string_view compressed(m_out.data(), m_out.size() - m_stream.avail_out);
    if (compressed.ends_with(kTail)) compressed.remove_suffix(kTail.size());
    return compressed;
  }

 private:
  z_stream m_stream{};
  std::string m_out;
};

class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&m_stream, -kMaxWindowBits) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&m_stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  Inflated expand(std::string_view compressed, std::size_t limit, std::string& out) {
    inflateReset(&m_stream);
    for (const std::string_view part : {compressed, kTail})
      if (const Inflated result = take(part, limit, out); result != Inflated::Done) return result;
    // After the tail's empty stored block the stream stands between two blocks; elsewhere, bytes are missing.
    constexpr int kAtBlockEnd = 128;
    return (m_stream.data_type & kAtBlockEnd) != 0 ? Inflated::Done : Inflated::Malformed;
  }

 private:
  Inflated take(std::string_view part, std::size_t limit, std::string& out) {
    m_stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(part.data()));
    m_stream.avail_in = static_cast<uInt>(part.size());
    for (;;) {
      m_stream.next_out = m_piece.data();
      m_stream.avail_out = static_cast<uInt>(m_piece.size());
      const int result = inflate(&m_stream, Z_SYNC_FLUSH);
      const std::size_t gained = m_piece.size() - m_stream.avail_out;
      if (out.size() + gained > limit) return Inflated::TooLarge;
      out.append(reinterpret_cast<const char*>(m_piece.data()), gained);
      if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return Inflated::Malformed;
      // A block may say that it is the last and yet be followed by others (section 7.2.3.5).
      if (result == Z_STREAM_END) inflateReset(&m_stream);
      if (m_stream.avail_in == 0 && m_stream.avail_out != 0) return Inflated::Done;
    }
  }

  z_stream m_stream{};
  std::array<Bytef, 16 * 1024> m_piece;
};

std::optional<int> windowBits(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  int bits = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), bits);
  const bool isNumber = error == std::errc() && end == value.data() + value.size() && value.front() != '0';
  return isNumber && bits >= 8 && bits <= kMaxWindowBits ? std::optional(bits) : std::nullopt;
}

// One offer, read parameter by parameter (section 7.1).
class Offer {
 public:
  // Whether the parameter is one that may stand here, once.
  bool take(std::string_view parameter) {
    const std::size_t equals = parameter.find('=');
    const std::string_view name = trimmed(parameter.substr(0, equals));
    std::optional<std::string_view> value;
    if (equals != std::string_view::npos) value = trimmed(parameter.substr(equals + 1));
    if (name == "server_no_context_takeover") return !value && isFirst(0);
    if (name == "client_no_context_takeover") return !value && isFirst(1);
    if (name == "client_max_window_bits") return (!value || windowBits(*value)) && isFirst(2);
    if (name != "server_max_window_bits" || !value || !isFirst(3)) return false;
    const auto bits = windowBits(*value);
    m_serverBits = bits.value_or(0);
    return m_serverBits >= kWindowBits;
  }
  [[nodiscard]] std::string answer() const {
    std::string text = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    if (m_serverBits > 0) text += "; server_max_window_bits=" + std::to_string(m_serverBits);
    return text;
  }

 private:
  bool isFirst(std::size_t number) { return !std::exchange(m_seen[number], true); }
  std::array<bool, 4> m_seen{};
  int m_serverBits = 0;
};

// What accepts this one member of the list, or "".
std::string answerTo(std::string_view member) {
  const auto next = [&member] {
    const std::size_t semicolon = member.find(';');
    const std::string_view part = trimmed(member.substr(0, semicolon));
    member.remove_prefix(semicolon == std::string_view::npos ? member.size() : semicolon + 1);
    return part;
  };
  if (next() != "permessage-deflate") return {};
  Offer offer;
  while (!member.empty())
    if (!offer.take(next())) return {};
  return offer.answer();
}

}  // namespace

std::string acceptDeflate(const FieldList& fields) {
  for (const Field& field : fields.all()) {
    if (!equalsIgnoringCase(field.name, "sec-websocket-extensions")) continue;
    std::string answer;
    forEachMember(field.value,
                  [&answer](std::string_view member) { return (answer = answerTo(member)).empty(); });
    if (!answer.empty()) return answer;
  }
  return {};
}

void encodeDeflatedInto(std::string& out, Opcode opcode, std::string_view payload) {
  if (payload.size() < kWorthwhile) return encodeInto(out, opcode, payload);
  thread_local Deflater deflater;
  const std::string_view compressed = deflater.compress(payload);
  if (compressed.size() >= payload.size()) return encodeInto(out, opcode, payload);
  encodeInto(out, opcode, compressed, true, true);
}

Inflated inflateMessage(std::string_view compressed, std::size_t limit, std::string& out) {
  thread_local Inflater inflater;
  out.clear();
  const Inflated result = inflater.expand(compressed, limit, out);
  if (result != Inflated::Done) out.clear();
  return result;
}

}  // namespace halftone::net::ws

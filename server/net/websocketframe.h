// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "server/net/httphead.h"

// WebSocket framing (RFC 6455), pure: bytes in, frames and errors out.
namespace halftone::net::ws {

enum class Opcode : std::uint8_t { Continuation = 0, Text = 1, Binary = 2, Close = 8, Ping = 9, Pong = 10 };

// Close codes of RFC 6455 section 7.4.1 and the IANA registry.
enum CloseCode : std::uint16_t {
  Normal = 1000,
  GoingAway = 1001,
  ProtocolError = 1002,
  Unsupported = 1003,
  InvalidPayload = 1007,
  PolicyViolation = 1008,
  TooBig = 1009,
  InternalError = 1011,
  ServiceRestart = 1012,
  TryAgainLater = 1013,
};

// One frame as a server sends it: unmasked.
[[nodiscard]] std::string encode(Opcode opcode, std::string_view payload, bool fin = true);
// `compressed`: the payload is (RFC 7692 section 6: RSV1); of data frames only.
void encodeInto(std::string& out, Opcode opcode, std::string_view payload, bool fin = true,
                bool compressed = false);
// One frame as a client sends it, for our own clients and tests.
[[nodiscard]] std::string encodeMasked(Opcode opcode, std::string_view payload, std::uint32_t mask,
                                       bool fin = true, bool compressed = false);
[[nodiscard]] std::string encodeClose(std::uint16_t code, std::string_view reason);

// Sec-WebSocket-Accept for a Sec-WebSocket-Key (section 4.2.2).
[[nodiscard]] std::string acceptKey(std::string_view key);
// Whether the head is a correct opening handshake (section 4.2.1); else `answer` is 400 or 426.
struct Handshake {
  bool ok = false;
  int answer = 400;
  std::string_view key;
};
[[nodiscard]] Handshake checkHandshake(const RequestHead& head);

// Reads the frames of one peer. Complete messages come out; fragments are joined; control frames may come
// between (section 5.4). Limits are hard. Owns memory only while a frame or message is incomplete. After
// Close and Failed there is nothing more to read: what follows is ignored, and Failed is repeated.
class Reader {
 public:
  struct Limits {
    std::size_t maxFrame = 64 * 1024;
    std::size_t maxMessage = 64 * 1024;  // compressed, and inflated
    bool requireMask = true;
    bool allowDeflate = false;  // permessage-deflate was agreed on; messages come out inflated
  };
  struct Event {
    enum class Kind { NeedMore, Message, Ping, Pong, Close, Failed };
    Kind kind = Kind::NeedMore;
    bool binary = false;
    std::string_view payload;  // valid until the next call; Close: the reason
    std::uint16_t code = 0;    // Close: 1005 if none was sent; Failed: the code to close with
    const char* why = "";      // Failed
  };
  // With requireMask (a server reads) unmasked frames are refused, without it (a client reads) masked ones.
  explicit Reader(Limits limits);
  // Adds what was received; then call next() until NeedMore or Failed. `bytes` may be changed (unmasked in
  // place) and must stay valid until then.
  void feed(char* bytes, std::size_t size);
  [[nodiscard]] Event next();

 private:
  struct Frame;
  [[nodiscard]] Event fail(std::uint16_t code, const char* why);
  [[nodiscard]] bool collect(std::size_t wanted);
  [[nodiscard]] bool takeFrame(Frame& frame, Event& event);
  [[nodiscard]] Event accept(const Frame& frame);
  [[nodiscard]] Event acceptData(const Frame& frame);
  [[nodiscard]] Event acceptClose(std::string_view payload);
  [[nodiscard]] Event message(bool binary, bool compressed, std::string_view payload);
  Limits m_limits;
  char* m_input = nullptr;
  std::size_t m_inputSize = 0;
  std::string m_partial;      // an incomplete frame
  std::string m_message;      // fragments so far
  std::size_t m_checked = 0;  // bytes of m_message that are whole characters
  std::string m_current;      // backing of the last payload, where it had to be copied
  bool m_inMessage = false;
  bool m_messageBinary = false;
  bool m_messageCompressed = false;
  bool m_failed = false;
  bool m_closed = false;
  std::uint16_t m_failure = 0;
  const char* m_why = "";
};

[[nodiscard]] bool isValidUtf8(std::string_view bytes);  // RFC 3629: no surrogates, no overlong forms
// The length of the whole characters at the start of `bytes`, if what follows may still become one.
[[nodiscard]] std::optional<std::size_t> wholeUtf8(std::string_view bytes);
// Whether an endpoint may send this code in a Close frame (RFC 6455 section 7.4).
[[nodiscard]] bool isSendableCloseCode(std::uint16_t code);

}  // namespace halftone::net::ws

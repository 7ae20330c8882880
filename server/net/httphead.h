// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "backend/base/field.h"

// Heads of HTTP/1.1 messages (RFC 9112), parsed in place: bytes in, {status, views, bytes used} out. Pure
// functions. Strict: what could be read in two ways is refused (request smuggling), not repaired.
namespace halftone::net {

inline constexpr std::size_t kMaxHeadBytes = 64 * 1024;
inline constexpr std::size_t kMaxFields = 100;
// What a gateway's own settings may add to that: 64 fields that a policy sets, and those of origins.
inline constexpr std::size_t kMaxOwnFields = 72;
inline constexpr std::size_t kMaxTargetBytes = 16 * 1024;
inline constexpr std::size_t kMaxMethodBytes = 32;
inline constexpr std::size_t kMaxChunkLineBytes = 4 * 1024;  // a chunk's size and extensions
inline constexpr std::size_t kMaxTrailerBytes = 16 * 1024;   // all trailer fields of a body

// Fields of a head, in order, without allocation.
class FieldList {
 public:
  [[nodiscard]] std::span<const Field> all() const { return {m_fields.data(), m_count}; }
  // The value of the first field of this name (ASCII case-insensitive), or nothing.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  // Whether a comma-separated list field holds this token, in any of its fields (RFC 9110 section 5.6.1).
  [[nodiscard]] bool hasToken(std::string_view name, std::string_view token) const;
  [[nodiscard]] bool push(Field field);  // one that came; false: there are kMaxFields
  void add(Field field);                 // one of our own, of which there are never more than kMaxOwnFields
  void remove(std::string_view name);    // all fields of this name
  void clear() { m_count = 0; }

 private:
  std::array<Field, kMaxFields + kMaxOwnFields> m_fields;
  std::size_t m_count = 0;
};

enum class BodyFraming { None, Length, Chunked, UntilClose };  // UntilClose: responses only

struct RequestHead {
  std::string_view method;
  std::string_view target;
  int minorVersion = 1;  // HTTP/1.x
  FieldList fields;
  BodyFraming framing = BodyFraming::None;
  std::uint64_t contentLength = 0;  // with Length
  bool keepAlive = true;
  bool expectsContinue = false;
  bool wantsUpgrade = false;  // Connection: upgrade and an Upgrade field
};

struct ResponseHead {
  int status = 0;
  std::string_view reason;
  int minorVersion = 1;
  FieldList fields;
  BodyFraming framing = BodyFraming::None;
  std::uint64_t contentLength = 0;
  bool keepAlive = true;
};

enum class HeadStatus { NeedMore, Complete, Bad };

struct HeadParse {
  HeadStatus status = HeadStatus::NeedMore;
  std::size_t used = 0;  // Complete: bytes of the head, its empty line included
  int answer = 400;      // Bad: the status to answer: 400, 414, 417, 431, 501, 505
  const char* why = "";  // Bad: for the log and the answer's body
};

// `head` is overwritten; its views point into `bytes`. NeedMore only while `bytes` is under kMaxHeadBytes.
// `alreadySeen`: how many of the bytes an earlier call had when it said NeedMore; with it a head that comes
// byte by byte is not parsed anew for each. A few empty lines before the request line are skipped (RFC 9112
// section 2.2) and counted in `used`.
//
// The target may have any of the four forms of RFC 9112 section 3.2, and only the one that fits the method:
// "*" for OPTIONS alone, HOST:PORT for CONNECT alone, else "/path?query" or "http://host/path?query". It is
// given as sent; effectiveHost() and pathAndQuery() tell what it means.
[[nodiscard]] HeadParse parseRequestHead(std::string_view bytes, RequestHead& head,
                                         std::size_t alreadySeen = 0);
// The framing depends on what was asked (RFC 9112 section 6.3): HEAD and CONNECT are special. `answer` of a
// bad head is 502. With framing None after HEAD or 304, contentLength is what the field said.
[[nodiscard]] HeadParse parseResponseHead(std::string_view bytes, std::string_view requestMethod,
                                          ResponseHead& head, std::size_t alreadySeen = 0);

// The host (and port) the request is for: the target's where it has one, which then overrides the Host field
// (RFC 9112 section 3.2.2), else the Host field's; "" where HTTP/1.0 gave none.
[[nodiscard]] std::string_view effectiveHost(const RequestHead& head);
// The target without scheme and authority: "/path?query"; "/" for "http://host", but "*" with OPTIONS (RFC
// 9112 section 3.2.4); "?query" for "http://host?query"; "*" and the target of CONNECT as they are.
[[nodiscard]] std::string_view pathAndQuery(const RequestHead& head);

// Follows a chunked body (RFC 9112 section 7.1) as it passes, trailers included, without keeping bytes.
class ChunkScanner {
 public:
  enum class Status { NeedMore, Done, Bad };
  struct Step {
    Status status = Status::NeedMore;
    std::size_t used = 0;      // bytes of the input that belong to this body
    std::string_view payload;  // chunk data found in this step; call again with the rest while used < size
  };
  // Consumes up to the end of one piece of payload, or all of `bytes`.
  [[nodiscard]] Step step(std::string_view bytes);

 private:
  enum class State {
    Size,
    SizePadding,
    ExtensionStart,
    ExtensionName,
    ExtensionPadding,
    ExtensionEquals,
    ExtensionToken,
    ExtensionQuoted,
    ExtensionEscape,
    ExtensionEnd,
    SizeLf,
    Data,
    DataCr,
    DataLf,
    TrailerStart,
    TrailerName,
    TrailerValue,
    TrailerLf,
    EndLf,
    Done,
    Bad
  };
  [[nodiscard]] State next(unsigned char byte);
  [[nodiscard]] State afterSize(unsigned char byte);
  [[nodiscard]] State takeExtension(unsigned char byte) const;
  [[nodiscard]] State takeTrailerName(unsigned char byte);

  State m_state = State::Size;
  std::uint64_t m_left = 0;  // bytes of the present chunk still to come
  unsigned m_digits = 0;     // of the size, leading zeros not counted
  std::size_t m_lineBytes = 0;
  std::size_t m_nameBytes = 0;    // of the present trailer's name
  std::array<char, 18> m_name{};  // its beginning: one more than the names that are refused
};

// Digits alone, below 10^18, zeros before them not counted; nothing otherwise.
[[nodiscard]] std::optional<std::uint64_t> parseContentLength(std::string_view text);

[[nodiscard]] std::string_view reasonPhrase(int status);
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

}  // namespace halftone::net

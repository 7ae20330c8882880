// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocketframe.h"

#include <QCryptographicHash>
#include <array>
#include <cstring>

namespace halftone::net::ws {

namespace {

constexpr unsigned char kFin = 0x80;
constexpr unsigned char kCompressed = 0x40;
constexpr unsigned char kMasked = 0x80;
constexpr unsigned char k16BitLength = 126;
constexpr unsigned char k64BitLength = 127;
constexpr std::size_t kMaxControlPayload = 125;

void appendBigEndian(std::string& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void appendHeader(std::string& out, unsigned char firstByte, std::size_t size, unsigned char maskBit) {
  out += static_cast<char>(firstByte);
  if (size < k16BitLength) {
    out += static_cast<char>(static_cast<unsigned char>(size) | maskBit);
  } else if (size <= 0xffff) {
    out += static_cast<char>(k16BitLength | maskBit);
    appendBigEndian(out, size, 2);
  } else {
    out += static_cast<char>(k64BitLength | maskBit);
    appendBigEndian(out, size, 8);
  }
}

unsigned char firstByte(Opcode opcode, bool fin, bool compressed) {
  return static_cast<unsigned char>(static_cast<unsigned char>(opcode) | (fin ? kFin : 0) |
                                    (compressed ? kCompressed : 0));
}

}  // namespace

void encodeInto(std::string& out, Opcode opcode, std::string_view payload, bool fin, bool compressed) {
  out.reserve(out.size() + payload.size() + 10);
  appendHeader(out, firstByte(opcode, fin, compressed), payload.size(), 0);
  out.append(payload);
}

std::string encode(Opcode opcode, std::string_view payload, bool fin) {
  std::string out;
  encodeInto(out, opcode, payload, fin);
  return out;
}

std::string encodeMasked(Opcode opcode, std::string_view payload, std::uint32_t mask, bool fin,
                         bool compressed) {
  std::string out;
  out.reserve(payload.size() + 14);
  appendHeader(out, firstByte(opcode, fin, compressed), payload.size(), kMasked);
  appendBigEndian(out, mask, 4);
  const std::size_t key = out.size() - 4;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ out[key + i % 4]);
  return out;
}

std::string encodeClose(std::uint16_t code, std::string_view reason) {
  std::string payload;
  appendBigEndian(payload, code, 2);
  std::string_view fitting = reason.substr(0, kMaxControlPayload - 2);
  while (!isValidUtf8(fitting)) fitting.remove_suffix(1);  // cut through a character
  payload.append(fitting);
  return encode(Opcode::Close, payload);
}

bool isSendableCloseCode(std::uint16_t code) {
  // 1004, 1005, 1006 and 1015 are reserved; 1016 to 2999 are not assigned.
  if (code >= 1000 && code <= 1014) return code < 1004 || code > 1006;
  return code >= 3000 && code <= 4999;
}

namespace {

// The length of the well-formed character that starts `bytes`; 0 if it is malformed or cut (RFC 3629 section
// 4).
std::size_t characterLength(std::string_view bytes) {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto isTail = [&](std::size_t i) { return (at(i) & 0xc0) == 0x80; };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first <= 0xdf) return bytes.size() >= 2 && isTail(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (bytes.size() < 3 || !isTail(1) || !isTail(2)) return 0;
    if (first == 0xe0 && at(1) < 0xa0) return 0;   // overlong
    return first == 0xed && at(1) > 0x9f ? 0 : 3;  // surrogates
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (bytes.size() < 4 || !isTail(1) || !isTail(2) || !isTail(3)) return 0;
    if (first == 0xf0 && at(1) < 0x90) return 0;
    return first == 0xf4 && at(1) > 0x8f ? 0 : 4;  // above U+10FFFF
  }
  return 0;
}

}  // namespace

std::optional<std::size_t> wholeUtf8(std::string_view bytes) {
  std::size_t whole = 0;
  while (whole < bytes.size()) {
    const std::string_view rest = bytes.substr(whole);
    const std::size_t length = characterLength(rest);
    if (length == 0) {
      // A beginning is good if the lowest or the highest bytes that may follow complete it.
      std::string low(rest.substr(0, 3)), high(low);
      if (rest.size() > 3) return std::nullopt;
      low.append(3, '\x80');
      high.append(3, '\xbf');
      if (characterLength(low) <= rest.size() && characterLength(high) <= rest.size()) return std::nullopt;
      return whole;
    }
    whole += length;
  }
  return whole;
}

bool isValidUtf8(std::string_view bytes) {
  while (!bytes.empty()) {
    if (bytes.size() >= sizeof(std::uint64_t)) {  // text is mostly ASCII: eight at a time
      std::uint64_t word = 0;
      std::memcpy(&word, bytes.data(), sizeof word);
      if ((word & 0x8080808080808080ULL) == 0) {
        bytes.remove_prefix(sizeof word);
        continue;
      }
    }
    const std::size_t length = characterLength(bytes);
    if (length == 0) return false;
    bytes.remove_prefix(length);
  }
  return true;
}

std::string acceptKey(std::string_view key) {
  QCryptographicHash hash(QCryptographicHash::Sha1);
  hash.addData(QByteArrayView(key.data(), static_cast<qsizetype>(key.size())));
  constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  hash.addData(QByteArrayView(kGuid.data(), static_cast<qsizetype>(kGuid.size())));
  return hash.result().toBase64().toStdString();
}

Handshake checkHandshake(const RequestHead& head) {
  const auto isKey = [](std::string_view key) {  // sixteen bytes in base64
    const QByteArray text = QByteArray::fromRawData(key.data(), static_cast<qsizetype>(key.size()));
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::AbortOnBase64DecodingErrors);
    return key.size() == 24 && decoded && decoded.decoded.size() == 16;
  };
  const bool hasBody =
      head.framing != BodyFraming::None && !(head.framing == BodyFraming::Length && head.contentLength == 0);
  if (head.method != "GET" || head.minorVersion != 1 || hasBody) return {};
  if (!head.wantsUpgrade || !head.fields.hasToken("upgrade", "websocket")) return {false, 426, {}};
  if (head.fields.count("sec-websocket-version") != 1 || head.fields.find("sec-websocket-version") != "13") {
    return {false, 426, {}};
  }
  const std::string_view key = head.fields.find("sec-websocket-key").value_or(std::string_view());
  if (head.fields.count("sec-websocket-key") != 1 || !isKey(key)) return {};
  return {true, 101, key};
}

}  // namespace halftone::net::ws

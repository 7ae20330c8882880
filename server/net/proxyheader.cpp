// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/proxyheader.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <charconv>
#include <cstring>

namespace halftone::net {

namespace {

using Status = ProxyHeader::Status;

constexpr std::string_view kSignature1("PROXY ", 6);
constexpr std::string_view kSignature2("\r\n\r\n\0\r\nQUIT\n", 12);
constexpr std::size_t kMaxLine = 107;  // of the first version, CR LF included
constexpr std::size_t kFixedPart = 16;
constexpr std::size_t kMaxTail = kMaxProxyHeaderBytes - kFixedPart;

constexpr ProxyHeader kBad{Status::Bad, 0, std::nullopt};

std::string_view takeWord(std::string_view& line) {
  const std::size_t end = line.find(' ');
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(end == std::string_view::npos ? line.size() : end + 1);
  return word;
}

// The number alone, without sign or leading zeros.
std::optional<std::uint16_t> parsePort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool padded = text.size() > 1 && text.front() == '0';
  if (error != std::errc{} || end != text.data() + text.size() || padded) return std::nullopt;
  return port;
}

std::optional<SocketAddress> makeAddress(int family, std::string_view host, std::uint16_t port) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (host.size() >= text.size()) return std::nullopt;
  std::memcpy(text.data(), host.data(), host.size());
  sockaddr_storage raw{};
  raw.ss_family = static_cast<sa_family_t>(family);
  void* place = nullptr;
  if (family == AF_INET) {
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&raw);
    v4->sin_port = htons(port);
    place = &v4->sin_addr;
  } else {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&raw);
    v6->sin6_port = htons(port);
    place = &v6->sin6_addr;
  }
  if (inet_pton(family, text.data(), place) != 1) return std::nullopt;
  return SocketAddress::from(raw);
}

// "PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n", "PROXY UNKNOWN...\r\n"
ProxyHeader parseLine(std::string_view bytes) {
  const std::size_t end = bytes.substr(0, kMaxLine).find('\n');
  if (end == std::string_view::npos) {
    return bytes.size() >= kMaxLine ? kBad : ProxyHeader{};
  }
  if (bytes[end - 1] != '\r') return kBad;
  ProxyHeader header{Status::Complete, end + 1, std::nullopt};
  std::string_view line = bytes.substr(kSignature1.size(), end - 1 - kSignature1.size());
  const std::string_view family = takeWord(line);
  if (family == "UNKNOWN") return header;
  if (family != "TCP4" && family != "TCP6") return kBad;
  const int number = family == "TCP4" ? AF_INET : AF_INET6;
  const std::string_view source = takeWord(line);
  const std::string_view target = takeWord(line);
  const auto sourcePort = parsePort(takeWord(line));
  const auto targetPort = parsePort(takeWord(line));
  if (!line.empty() || !sourcePort || !targetPort) return kBad;
  header.client = makeAddress(number, source, *sourcePort);
  return header.client && makeAddress(number, target, *targetPort) ? header : kBad;
}

std::uint16_t numberAt(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<unsigned char>(bytes[at]) << 8 |
                                    static_cast<unsigned char>(bytes[at + 1]));
}

std::optional<SocketAddress> readAddress(unsigned char family, std::string_view tail) {
  sockaddr_storage raw{};
  if (family == 0x11) {  // TCP over IPv4: source, target, source port, target port
    auto* const v4 = reinterpret_cast<sockaddr_in*>(&raw);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(numberAt(tail, 8));
    std::memcpy(&v4->sin_addr, tail.data(), 4);
  } else {
    auto* const v6 = reinterpret_cast<sockaddr_in6*>(&raw);
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(numberAt(tail, 32));
    std::memcpy(&v6->sin6_addr, tail.data(), 16);
  }
  return SocketAddress::from(raw);
}

ProxyHeader parseBinary(std::string_view bytes) {
  if (bytes.size() < kFixedPart) return {};
  const auto versionAndCommand = static_cast<unsigned char>(bytes[12]);
  const auto family = static_cast<unsigned char>(bytes[13]);
  const std::size_t length = numberAt(bytes, 14);
  if (versionAndCommand != 0x20 && versionAndCommand != 0x21) return kBad;
  if (length > kMaxTail) return kBad;
  const bool isTcp = family == 0x11 || family == 0x21;
  const std::size_t addresses = family == 0x11 ? 12 : 36;
  if (versionAndCommand == 0x21 && isTcp && length < addresses) return kBad;
  if (bytes.size() < kFixedPart + length) return {};
  ProxyHeader header{Status::Complete, kFixedPart + length, std::nullopt};
  // LOCAL is the balancer's own check; other families than TCP say nothing of use. What follows the addresses
  // is skipped.
  if (versionAndCommand == 0x21 && isTcp) {
    header.client = readAddress(family, bytes.substr(kFixedPart, length));
  }
  return header;
}

}  // namespace

ProxyHeader parseProxyHeader(std::string_view bytes) {
  if (bytes.starts_with(kSignature1)) return parseLine(bytes);
  if (bytes.starts_with(kSignature2)) return parseBinary(bytes);
  return kSignature1.starts_with(bytes) || kSignature2.starts_with(bytes) ? ProxyHeader{} : kBad;
}

}  // namespace halftone::net

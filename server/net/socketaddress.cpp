// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>
#include <netinet/in.h>

#include <charconv>
#include <cstring>

#include "server/net/socket.h"

namespace halftone::net {

namespace {

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  bool bracketed = false;
};

std::optional<std::uint16_t> parsePort(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, error] = std::from_chars(text.data(), end, port);
  if (text.empty() || error != std::errc{} || stopped != end) return std::nullopt;
  return port;
}

std::optional<HostPort> split(std::string_view text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::optional<std::uint16_t> port = parsePort(text.substr(colon + 1));
  if (!port) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() >= 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  return HostPort{std::string(host), *port, bracketed};
}

}  // namespace

Result<SocketAddress> SocketAddress::parse(std::string_view text) {
  const std::optional<HostPort> parts = split(text);
  const auto refused = [text] {
    return fail(
        ErrorCode::Invalid, std::string(text),
        "is no address: write HOST:PORT with an IPv4 address, an IPv6 address in brackets, or localhost");
  };
  if (!parts) return refused();

  SocketAddress address;
  if (parts->bracketed) {
    auto* const raw = reinterpret_cast<sockaddr_in6*>(&address.m_raw);
    raw->sin6_family = AF_INET6;
    raw->sin6_port = htons(parts->port);
    if (inet_pton(AF_INET6, parts->host.c_str(), &raw->sin6_addr) != 1) return refused();
    return address;
  }
  auto* const raw = reinterpret_cast<sockaddr_in*>(&address.m_raw);
  raw->sin_family = AF_INET;
  raw->sin_port = htons(parts->port);
  const char* const host = parts->host == "localhost" ? "127.0.0.1" : parts->host.c_str();
  if (inet_pton(AF_INET, host, &raw->sin_addr) != 1) return refused();
  return address;
}

SocketAddress SocketAddress::from(const sockaddr_storage& raw) {
  SocketAddress address;
  address.m_raw = raw;
  return address;
}

std::string SocketAddress::host() const {
  char text[INET6_ADDRSTRLEN] = "";
  if (m_raw.ss_family == AF_INET) {
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(&m_raw)->sin_addr, text, sizeof text);
  } else if (m_raw.ss_family == AF_INET6) {
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(&m_raw)->sin6_addr, text, sizeof text);
  }
  return text;
}

std::uint16_t SocketAddress::port() const {
  if (m_raw.ss_family == AF_INET) return ntohs(reinterpret_cast<const sockaddr_in*>(&m_raw)->sin_port);
  if (m_raw.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6*>(&m_raw)->sin6_port);
  return 0;
}

std::string SocketAddress::toString() const {
  if (m_raw.ss_family == AF_INET6) return "[" + host() + "]:" + std::to_string(port());
  return host() + ":" + std::to_string(port());
}

socklen_t SocketAddress::rawSize() const {
  return m_raw.ss_family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
}

}  // namespace halftone::net

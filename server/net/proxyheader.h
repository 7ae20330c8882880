// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "server/net/socket.h"

namespace halftone::net {

// The longest header that is read: the second version allows 64 KB of extensions, nobody sends them.
inline constexpr std::size_t kMaxProxyHeaderBytes = 16 + 2'048;

// What a load balancer says of a connection before its first byte (PROXY protocol, versions 1 and 2;
// haproxy's doc/proxy-protocol.txt).
struct ProxyHeader {
  enum class Status { NeedMore, Complete, Bad };
  Status status = Status::NeedMore;
  std::size_t used = 0;                 // Complete: its bytes
  std::optional<SocketAddress> client;  // nothing: the balancer speaks for itself, or does not know
};

// Pure function. NeedMore only while `bytes` is under kMaxProxyHeaderBytes.
[[nodiscard]] ProxyHeader parseProxyHeader(std::string_view bytes);

}  // namespace halftone::net

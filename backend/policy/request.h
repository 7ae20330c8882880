// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "backend/base/field.h"

namespace halftone::policy {

// An IPv4 or IPv6 address as 16 bytes; IPv4 in its mapped form (RFC 4291 section 2.5.5.2), so that
// one comparison serves both. A value.
struct Address {
  std::array<std::uint8_t, 16> bytes{};
  [[nodiscard]] static std::optional<Address> parse(std::string_view text);
  [[nodiscard]] bool isV4() const;
  // Dotted decimal, or the form of RFC 5952. The text variant does not allocate.
  [[nodiscard]] std::string toString() const { return std::string(toText().view()); }
  struct Text {
    std::array<char, 40> bytes;
    std::size_t size = 0;
    [[nodiscard]] std::string_view view() const { return {bytes.data(), size}; }
  };
  [[nodiscard]] Text toText() const;
  friend bool operator==(const Address&, const Address&) = default;
};

// A block of addresses, "192.168.10.0/24"; an address alone is a block of one.
struct Cidr {
  Address network;
  int prefixBits = 128;  // 0..128, of the mapped form: an IPv4 /24 is 120 here
  [[nodiscard]] static std::optional<Cidr> parse(std::string_view text);
  [[nodiscard]] bool contains(const Address& address) const;
};

// The client's address: `peer` unless it is trusted, else the rightmost address of the
// `X-Forwarded-For` fields that is not trusted (policy.md, point 7).
[[nodiscard]] Address clientAddress(const Address& peer, std::span<const Field> fields,
                                    std::span<const Cidr> trusted);

// A claim of a token that the caller has verified.
struct Claim {
  std::string_view name;
  std::string_view value;
};

// What the engine sees of a request: views that must outlive the call, nothing owned.
struct Request {
  std::string_view method;
  std::string_view target;  // origin-form, with the query (RFC 9112 section 3.2.1)
  std::span<const Field> fields;
  std::optional<Address> client;  // as `clientAddress` found it
  std::string_view region;        // from a geographic database, empty if unknown; X-Region wins
  std::span<const Claim> claims;
  // The value of the proxy's own session cookie when the proxy has just made one; empty: it is looked
  // for among the cookies.
  std::string_view sessionKey;
};

}  // namespace halftone::policy

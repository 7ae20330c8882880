// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include "backend/policy/ascii.h"
#include "backend/policy/request.h"

namespace halftone::policy {

namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

// A decimal of one to three digits without leading zeros, at most `max`.
std::optional<int> smallDecimal(std::string_view text, int max) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), isDigit)) return std::nullopt;
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number <= max ? std::optional(number) : std::nullopt;
}

bool parseV4(std::string_view text, std::uint8_t* out) {
  for (int part = 0; part < 4; ++part) {
    const std::size_t dot = part < 3 ? text.find('.') : text.size();
    if (dot == std::string_view::npos) return false;
    const auto number = smallDecimal(text.substr(0, dot), 255);
    if (!number) return false;
    out[part] = static_cast<std::uint8_t>(*number);
    text.remove_prefix(std::min(text.size(), dot + 1));
  }
  return true;
}

// Up to eight groups of one side of "::"; the last may be an IPv4 address in dots. The bytes written, or -1.
int parseGroups(std::string_view text, std::uint8_t* out) {
  int written = 0;
  while (!text.empty()) {
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::string_view group = text.substr(0, colon);
    if (group.find('.') != std::string_view::npos) {
      if (colon != text.size() || written > 12 || !parseV4(group, out + written)) return -1;
      return written + 4;
    }
    unsigned value = 0;
    const auto [end, error] = std::from_chars(group.data(), group.data() + group.size(), value, 16);
    if (error != std::errc() || end != group.data() + group.size() || group.size() > 4 || written > 14)
      return -1;
    out[written++] = static_cast<std::uint8_t>(value >> 8);
    out[written++] = static_cast<std::uint8_t>(value & 0xff);
    if (colon == text.size()) return written;
    text.remove_prefix(colon + 1);
    if (text.empty()) return -1;  // a colon at the end
  }
  return written;
}

bool parseV6(std::string_view text, std::array<std::uint8_t, 16>& out) {
  const std::size_t gap = text.find("::");
  if (gap == std::string_view::npos) return parseGroups(text, out.data()) == 16;
  std::array<std::uint8_t, 16> tail{};
  const std::string_view before = text.substr(0, gap);
  if (before.find('.') != std::string_view::npos) return false;
  const int head = parseGroups(before, out.data());
  const int rest = parseGroups(text.substr(gap + 2), tail.data());
  if (head < 0 || rest < 0 || head + rest > 14) return false;
  std::copy(tail.begin(), tail.begin() + rest, out.end() - rest);
  return true;
}

// An entry of X-Forwarded-For: an address, by some proxies with a port, IPv6 then in brackets.
std::optional<Address> forwardedAddress(std::string_view entry) {
  if (!entry.empty() && entry.front() == '[') {
    const std::size_t close = entry.find(']');
    return close == std::string_view::npos ? std::nullopt : Address::parse(entry.substr(1, close - 1));
  }
  if (std::count(entry.begin(), entry.end(), ':') == 1) entry = entry.substr(0, entry.find(':'));
  return Address::parse(entry);
}

bool isTrusted(const Address& address, std::span<const Cidr> trusted) {
  return std::any_of(trusted.begin(), trusted.end(),
                     [&](const Cidr& block) { return block.contains(address); });
}

void append(Address::Text& out, std::string_view text) {
  std::copy(text.begin(), text.end(), out.bytes.begin() + static_cast<std::ptrdiff_t>(out.size));
  out.size += text.size();
}

void appendNumber(Address::Text& out, unsigned value, int base) {
  char* const end =
      std::to_chars(out.bytes.data() + out.size, out.bytes.data() + out.bytes.size(), value, base).ptr;
  out.size = static_cast<std::size_t>(end - out.bytes.data());
}

}  // namespace

std::optional<Address> Address::parse(std::string_view text) {
  Address address;
  if (text.find(':') != std::string_view::npos)
    return parseV6(text, address.bytes) ? std::optional(address) : std::nullopt;
  std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes.begin());
  return parseV4(text, address.bytes.data() + 12) ? std::optional(address) : std::nullopt;
}

bool Address::isV4() const {
  return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin());
}

Address::Text Address::toText() const {
  Text out;
  if (isV4()) {
    for (std::size_t i = 12; i < 16; ++i) {
      if (i > 12) append(out, ".");
      appendNumber(out, bytes[i], 10);
    }
    return out;
  }
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i) groups[i] = bytes[2 * i] * 256U + bytes[2 * i + 1];
  // RFC 5952 section 4.2: "::" for the first of the longest runs of two or more zero groups.
  std::size_t gapAt = 8;
  std::size_t gapLength = 1;
  for (std::size_t i = 0; i < 8;) {
    std::size_t end = i;
    while (end < 8 && groups[end] == 0) ++end;
    if (end - i > gapLength) {
      gapAt = i;
      gapLength = end - i;
    }
    i = std::max(end, i + 1);
  }
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == gapAt) {
      append(out, "::");
      i += gapLength - 1;
      continue;
    }
    if (out.size > 0 && out.bytes[out.size - 1] != ':') append(out, ":");
    appendNumber(out, groups[i], 16);
  }
  return out;
}

std::optional<Cidr> Cidr::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = Address::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  Cidr block{*address, 128};
  if (slash == std::string_view::npos) return block;
  const bool writtenAsV4 = text.substr(0, slash).find(':') == std::string_view::npos;
  const auto bits = smallDecimal(text.substr(slash + 1), writtenAsV4 ? 32 : 128);
  if (!bits) return std::nullopt;
  block.prefixBits = writtenAsV4 ? 96 + *bits : *bits;
  for (int bit = block.prefixBits; bit < 128; ++bit)
    block.network.bytes[static_cast<std::size_t>(bit / 8)] &=
        static_cast<std::uint8_t>(~(0x80U >> (bit % 8)));
  return block;
}

bool Cidr::contains(const Address& address) const {
  // "::/0" means every IPv6 address; an IPv4 address is not one, only its form in here looks so.
  if (prefixBits < 96 && address.isV4()) return false;
  const auto whole = static_cast<std::size_t>(prefixBits / 8);
  if (!std::equal(network.bytes.begin(), network.bytes.begin() + prefixBits / 8, address.bytes.begin()))
    return false;
  const int rest = prefixBits % 8;
  return rest == 0 || (network.bytes[whole] ^ address.bytes[whole]) >> (8 - rest) == 0;
}

Address clientAddress(const Address& peer, std::span<const Field> fields, std::span<const Cidr> trusted) {
  Address client = peer;
  if (!isTrusted(peer, trusted)) return client;
  for (std::size_t i = fields.size(); i-- > 0;) {
    if (!equalsIgnoringCase(fields[i].name, "X-Forwarded-For")) continue;
    std::string_view rest = fields[i].value;
    for (bool more = true; more;) {
      const std::size_t comma = rest.rfind(',');
      more = comma != std::string_view::npos;
      const std::string_view entry = trimmed(more ? rest.substr(comma + 1) : rest);
      rest = rest.substr(0, more ? comma : 0);
      if (entry.empty()) continue;
      const auto address = forwardedAddress(entry);
      // What stands left of something unreadable was written by nobody we can trust.
      if (!address) return client;
      client = *address;
      if (!isTrusted(client, trusted)) return client;
    }
  }
  return client;
}

}  // namespace halftone::policy

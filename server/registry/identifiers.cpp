// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/identifiers.h"

#include <algorithm>
#include <array>
#include <random>

namespace halftone::registry {

namespace {

bool isHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned hexValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

}  // namespace

std::string makeUuid() {
  std::random_device random;
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string uuid;
  uuid.reserve(36);
  std::uint64_t bits = 0;
  for (int digit = 0; digit < 32; ++digit) {
    if (digit % 16 == 0) bits = (std::uint64_t{random()} << 32) | random();
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20) uuid += '-';
    uuid += kDigits[bits & 15];
    bits >>= 4;
  }
  return uuid;
}

std::uint64_t foldUuid(std::string_view uuid) {
  std::array<std::uint64_t, 2> halves{};
  std::size_t digit = 0;
  for (const char c : uuid) {
    if (!isHex(c) || digit >= 32) continue;
    halves[digit / 16] = (halves[digit / 16] << 4) | hexValue(c);
    ++digit;
  }
  return halves[0] ^ halves[1];
}

Result<void> checkNodeId(std::string_view id) {
  if (id.size() != 36) return fail(ErrorCode::Refused, {}, "Bad node ID: uuid string is wrong length");
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool hyphen = i == 8 || i == 13 || i == 18 || i == 23;
    if (hyphen ? id[i] != '-' : !isHex(id[i])) {
      return fail(ErrorCode::Refused, {}, "Bad node ID: uuid is improperly formatted");
    }
  }
  return {};
}

Result<void> checkSessionId(std::string_view id) {
  constexpr std::string_view kWhere = "failed session lookup: index error: ";
  if (id.size() != 36)
    return fail(ErrorCode::Refused, {}, std::string(kWhere) + "UUID must be 36 characters");
  const auto hyphens = std::count(id.begin(), id.end(), '-');
  const bool digits = std::all_of(id.begin(), id.end(), [](char c) { return c == '-' || isHex(c); });
  if (hyphens != 4 || !digits) return fail(ErrorCode::Refused, {}, std::string(kWhere) + "Invalid UUID");
  return {};
}

}  // namespace halftone::registry

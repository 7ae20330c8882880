// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/session.h"

#include <QRandomGenerator>
#include <algorithm>
#include <charconv>

#include "server/chat/room.h"

namespace halftone::chat {

namespace {

constexpr std::string_view kIdPrefix = "s-";

void appendHex(std::string& out, std::uint64_t value, int digits) {
  constexpr std::string_view kHex = "0123456789abcdef";
  for (int i = digits - 1; i >= 0; --i) out += kHex[(value >> (4 * i)) & 15];
}

constexpr int kKeyDigits = 12;

}  // namespace

Session::Session(std::uint64_t key, Setup setup, Wire& wire, TokenBucket bucket, std::int64_t nowMs)
    : m_key(key),
      m_secret{QRandomGenerator::system()->generate64(), QRandomGenerator::system()->generate64()},
      m_user(std::move(setup.user)),
      m_head(std::move(setup.head)),
      m_wire(wire),
      m_bucket(bucket),
      m_sinceMs(nowMs),
      m_lastActiveMs(nowMs),
      m_api(setup.api),
      m_deflates(setup.deflates) {}

Session::Membership* Session::membershipIn(const Room& room) {
  const auto at = std::find_if(m_memberships.begin(), m_memberships.end(),
                               [&room](const Membership& membership) { return membership.room == &room; });
  return at == m_memberships.end() ? nullptr : &*at;
}

void Session::touch(std::int64_t nowMs) {
  m_lastActiveMs = nowMs;
  isChanged = true;
  isRecordDue = true;
}

SessionRecord Session::record(const std::string& node, const std::string& version) const {
  SessionRecord record{id(), m_user, node, version, {}, m_sinceMs, m_lastActiveMs, m_messages, {}, {}};
  record.resumeToken = resumeToken();
  record.rooms.reserve(m_memberships.size());
  for (const Membership& membership : m_memberships) record.rooms.push_back(membership.room->name());
  return record;
}

bool Session::spendToken(std::string_view token) {
  if (token.empty() || token != resumeToken()) return false;
  m_secret[0] = m_secret[1] = 0;
  return true;
}

std::string Session::resumeToken() const {
  if (m_secret[0] == 0 && m_secret[1] == 0) return {};
  std::string token = id();
  token += '.';
  appendHex(token, m_secret[0], 16);
  appendHex(token, m_secret[1], 16);
  return token;
}

std::string Session::idOf(std::uint64_t key) {
  std::string id(kIdPrefix);
  appendHex(id, key, kKeyDigits);
  return id;
}

std::optional<std::uint64_t> Session::keyOf(std::string_view idOrToken) {
  if (!idOrToken.starts_with(kIdPrefix)) return std::nullopt;
  idOrToken.remove_prefix(kIdPrefix.size());
  const std::string_view digits = idOrToken.substr(0, idOrToken.find('.'));
  if (digits.size() != kKeyDigits) return std::nullopt;
  std::uint64_t key = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), key, 16);
  if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return key;
}

}  // namespace halftone::chat

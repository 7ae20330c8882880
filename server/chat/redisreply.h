// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <hiredis/hiredis.h>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

#include "backend/base/result.h"

// The names of keys, and reading what Redis answered; none of these trusts its shape.
namespace halftone::chat::redis {

[[nodiscard]] inline std::string_view textOf(const redisReply* reply) {
  const bool isText = reply && (reply->type == REDIS_REPLY_STRING || reply->type == REDIS_REPLY_STATUS);
  return isText ? std::string_view(reply->str, reply->len) : std::string_view();
}

[[nodiscard]] inline std::uint64_t numberIn(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

[[nodiscard]] inline std::size_t sizeOf(const redisReply* reply) {
  return reply && reply->type == REDIS_REPLY_ARRAY ? reply->elements : 0;
}

[[nodiscard]] inline const redisReply* itemOf(const redisReply* reply, std::size_t i) {
  return i < sizeOf(reply) ? reply->element[i] : nullptr;
}

inline constexpr const char* kEndedLifeSeconds = "600";  // of a session, so that it can be resumed

[[nodiscard]] inline std::string key(const char* kind, const std::string& name) {
  return std::string("hc:") + kind + ':' + name;
}

// Why this is no answer: the connection was lost, or Redis refused.
[[nodiscard]] inline Error errorOf(const redisReply* reply) {
  if (!reply) return {ErrorCode::Io, "store", "the connection to Redis was lost"};
  if (reply->type == REDIS_REPLY_ERROR) return {ErrorCode::Io, "store", std::string(reply->str, reply->len)};
  return {ErrorCode::Protocol, "store", "Redis answered something else"};
}

}  // namespace halftone::chat::redis

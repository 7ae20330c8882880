// SPDX-License-Identifier: GPL-3.0-or-later
// The sessions in Redis, and what passes between nodes.
#include <nlohmann/json.hpp>

#include "server/chat/namelist.h"
#include "server/chat/redisbackplane.h"
#include "server/chat/redisreply.h"
#include "server/chat/redisscripts.h"

namespace halftone::chat {

using namespace redis;

namespace {

// Of a node that died and was never heard of again; 30 days, since one who only listens puts no new record.
constexpr const char* kOpenLifeSeconds = "2592000";

std::string writePassing(const Passing& passing) {
  return nlohmann::json{{"room", passing.room},       {"node", passing.node},     {"typing", passing.typing},
                        {"members", passing.members}, {"joined", passing.joined}, {"left", passing.left}}
      .dump();
}

}  // namespace

std::optional<Passing> readPassing(std::string_view text) {
  const nlohmann::json object = nlohmann::json::parse(text, nullptr, false);
  if (!object.is_object()) return std::nullopt;
  const auto textAt = [&object](const char* name) {
    const auto at = object.find(name);
    return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
  };
  const auto namesAt = [&object](const char* name) {
    const auto at = object.find(name);
    return at != object.end() ? readNames(at->dump()) : std::vector<std::string>();
  };
  Passing passing{textAt("room"), textAt("node"), textAt("typing"), 0, namesAt("joined"), namesAt("left")};
  const auto members = object.find("members");
  if (members != object.end() && members->is_number_unsigned()) passing.members = members->get<std::size_t>();
  return passing;
}

void RedisBackplane::putSession(const SessionRecord& record) {
  putSession(record, false);
}

void RedisBackplane::endSession(const SessionRecord& record) {
  putSession(record, true);
}

void RedisBackplane::putSession(const SessionRecord& record, bool hasEnded) {
  run(
      [this, record, hasEnded] {
        script(kPutSession, {key("s", record.id), key("n", record.node)},
               {hasEnded ? "1" : "0", hasEnded ? kEndedLifeSeconds : kOpenLifeSeconds, record.resumeToken,
                record.id, record.user, record.node, record.version, writeNames(record.rooms),
                std::to_string(record.sinceMs), std::to_string(record.lastActiveMs),
                std::to_string(record.messages)},
               {});
      },
      {});
}

void RedisBackplane::redeemToken(const std::string& token, const std::string& user, const std::string& by,
                                 Done<SessionRecord> done) {
  const auto answer = [done](const redisReply* reply) {
    if (reply && reply->type == REDIS_REPLY_NIL)
      return done(fail(ErrorCode::NotFound, "token", "there is no such session"));
    if (sizeOf(reply) != 8) return done(tl::unexpected(errorOf(reply)));
    const auto text = [reply](std::size_t i) { return std::string(textOf(itemOf(reply, i))); };
    SessionRecord record{text(0), text(1), text(2), text(3), readNames(text(4)), 0, 0, 0, {}, {}};
    record.sinceMs = static_cast<std::int64_t>(numberIn(text(5)));
    record.lastActiveMs = static_cast<std::int64_t>(numberIn(text(6)));
    record.messages = numberIn(text(7));
    done(std::move(record));
  };
  run(
      [this, token, user, by, answer] {
        script(kRedeem, {key("s", token.substr(0, token.find('.')))}, {token, user, by}, answer);
      },
      [done](const Error& error) { done(tl::unexpected(error)); });
}

void RedisBackplane::pass(Passing passing) {
  // Old news is no news: nothing waits for a Redis that is away, but how many members there are.
  if (!m_commands.isConnected() && !passing.typing.empty()) return;
  run(
      [this, passing = std::move(passing)] {
        const std::string members = key("m", passing.room), rooms = key("nr", m_settings.node),
                          count = std::to_string(passing.members), channel = key("c", passing.room),
                          text = writePassing(passing);
        using Words = std::vector<std::string_view>;
        if (passing.typing.empty() && passing.members > 0) {
          m_commands.command(Words{"HSET", members, m_settings.node, count}, {});
          m_commands.command(Words{"SADD", rooms, passing.room}, {});
        } else if (passing.typing.empty()) {
          m_commands.command(Words{"HDEL", members, m_settings.node}, {});
          m_commands.command(Words{"SREM", rooms, passing.room}, {});
        }
        m_commands.command(Words{"PUBLISH", channel, text}, {});
      },
      {});
}

void RedisBackplane::endNode(const std::string& node) {
  run(
      [this, node] {
        script(kEndNode, {key("n", node), key("nr", node)}, {node, kEndedLifeSeconds, "hc:"}, {});
      },
      {});
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What Redis does in one step, in its own language. Keys (PREFIX is "hc:"):
//   PREFIX room:R   hash    epoch, seq                 PREFIX log:R    stream, ids SEQ-0
//   PREFIX id:...   string  "EPOCH SEQ" of a client's id, for Settings::idLife
//   PREFIX m:R      hash    node -> members            PREFIX nr:NODE  set of rooms with members there
//   PREFIX s:ID     hash    a session, with a TTL      PREFIX n:NODE   set of its open sessions
//   PREFIX c:R      channel "n SEQ EPOCH" for a new message, JSON for what passes
//
// Arrays, not pointers: a script is known by its address, and only an inline array has the same one in every
// translation unit.
namespace halftone::chat::redis {

// KEYS room, log, channel, [id]; ARGV epoch, keep, from, text, time, node, version, life of the id in
// seconds. {1, epoch, seq}; or {0, epoch, seq} if the id was seen before.
inline constexpr char kAppend[] = R"lua(
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'seq', 0)
  redis.call('DEL', KEYS[2])
end
if KEYS[4] then
  local former = redis.call('GET', KEYS[4])
  if former then
    local there, seq = string.match(former, '^(%S+) (%d+)$')
    if there == epoch then return {0, there, seq} end
  end
end
local seq = string.format('%.0f', redis.call('HINCRBY', KEYS[1], 'seq', 1))
redis.call('XADD', KEYS[2], 'MAXLEN', '=', ARGV[2], seq .. '-0',
  'f', ARGV[3], 't', ARGV[4], 'w', ARGV[5], 'n', ARGV[6], 'v', ARGV[7])
if KEYS[4] then redis.call('SET', KEYS[4], epoch .. ' ' .. seq, 'EX', ARGV[8]) end
redis.call('PUBLISH', KEYS[3], 'n ' .. seq .. ' ' .. epoch)
return {1, epoch, seq}
)lua";

// KEYS room, log, members; ARGV epoch. {epoch, seq, {node, members, ...}}.
inline constexpr char kOpen[] = R"lua(
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch, 'seq', 0)
  redis.call('DEL', KEYS[2])
end
return {epoch, redis.call('HGET', KEYS[1], 'seq'), redis.call('HGETALL', KEYS[3])}
)lua";

// KEYS session, sessions of the node; ARGV ended, life in seconds, token, id, user, node, version, rooms,
// since, last active, messages. A token that was spent stays spent.
inline constexpr char kPutSession[] = R"lua(
redis.call('HSET', KEYS[1], 'ended', ARGV[1], 'id', ARGV[4], 'user', ARGV[5], 'node', ARGV[6],
  'version', ARGV[7], 'rooms', ARGV[8], 'since', ARGV[9], 'last', ARGV[10], 'messages', ARGV[11])
if ARGV[3] ~= '' and not redis.call('HGET', KEYS[1], 'spent') then
  redis.call('HSET', KEYS[1], 'token', ARGV[3])
else
  redis.call('HDEL', KEYS[1], 'token')
end
redis.call('EXPIRE', KEYS[1], ARGV[2])
redis.call(ARGV[1] == '1' and 'SREM' or 'SADD', KEYS[2], ARGV[4])
return 1
)lua";

// KEYS session; ARGV token, user, the session that comes back. The session's fields, or nil. Whose answer was
// lost asks again and gets the same.
inline constexpr char kRedeem[] = R"lua(
local known = redis.call('HMGET', KEYS[1], 'token', 'user', 'spent')
local spent = ARGV[3] .. ' ' .. ARGV[1]
if known[2] ~= ARGV[2] or (known[1] ~= ARGV[1] and known[3] ~= spent) then return false end
redis.call('HDEL', KEYS[1], 'token')
redis.call('HSET', KEYS[1], 'spent', spent)
return redis.call('HMGET', KEYS[1], 'id', 'user', 'node', 'version', 'rooms', 'since', 'last', 'messages')
)lua";

// KEYS sessions of the node, rooms of the node; ARGV node, life in seconds, prefix.
inline constexpr char kEndNode[] = R"lua(
for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local key = ARGV[3] .. 's:' .. id
  if redis.call('EXISTS', key) == 1 then
    redis.call('HSET', key, 'ended', 1)
    redis.call('EXPIRE', key, ARGV[2])
  end
end
for _, room in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  redis.call('HDEL', ARGV[3] .. 'm:' .. room, ARGV[1])
  redis.call('PUBLISH', ARGV[3] .. 'c:' .. room, cjson.encode({room = room, node = ARGV[1], members = 0}))
end
redis.call('DEL', KEYS[1], KEYS[2])
return 1
)lua";

}  // namespace halftone::chat::redis

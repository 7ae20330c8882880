// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/redisbackplane.h"

#include <QCryptographicHash>
#include <algorithm>
#include <utility>

#include "server/chat/catchup.h"
#include "server/chat/epoch.h"
#include "server/chat/redisreply.h"
#include "server/chat/redisscripts.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

using namespace redis;

namespace {

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::size_t kReadAtOnce = 500;
constexpr std::size_t kMaxWaiting = 50'000;
constexpr const char* kScripts[] = {kAppend, kOpen, kPutSession, kRedeem, kEndNode};

std::string shaOf(const char* text) {
  return QCryptographicHash::hash(
             QByteArray::fromRawData(text, static_cast<int>(std::char_traits<char>::length(text))),
             QCryptographicHash::Sha1)
      .toHex()
      .toStdString();
}

const std::string& nameOf(const char* script) {
  static const std::map<const char*, std::string> names = [] {
    std::map<const char*, std::string> all;
    for (const char* text : kScripts) all.emplace(text, shaOf(text));
    return all;
  }();
  return names.at(script);
}

const Error& awayError() {
  static const Error error{ErrorCode::Timeout, "store", "Redis is away"};
  return error;
}

}  // namespace

RedisBackplane::RedisBackplane(Settings settings)
    : m_settings(std::move(settings)),
      m_commands(m_settings.address,
                 {[this] { connected(); }, [this](const std::string& why) { lost(why); }, {}, {}}),
      m_news(m_settings.address,
             {[this] {
                for (const auto& [name, room] : m_rooms) m_news.subscribe(key("c", name));
              },
              [](const std::string&) {},
              [this](std::string_view channel, std::string_view payload) { heard(channel, payload); },
              // What was said before the subscription stood was not heard of.
              [this](std::string_view channel) { read(std::string(channel.substr(key("c", "").size()))); }}) {
  m_health.ok = false;
  m_health.error = "Redis was not reached yet";
  m_timer.callOnTimeout([this] { look(); });
  m_timer.start(kLookEvery);
  m_commands.start();
  m_news.start();
}

RedisBackplane::~RedisBackplane() = default;

RedisBackplane::Room* RedisBackplane::find(const std::string& name) {
  const auto at = m_rooms.find(name);
  return at == m_rooms.end() ? nullptr : &at->second;
}

void RedisBackplane::run(std::function<void()> go, std::function<void(const Error&)> refuse) {
  if (m_commands.isConnected() && m_waiting.empty()) return go();
  if (m_waiting.size() >= kMaxWaiting) {
    if (refuse) refuse(awayError());
    return;
  }
  m_waiting.push_back({Clock::now(), std::move(go), std::move(refuse)});
}

void RedisBackplane::script(const char* text, std::initializer_list<std::string> keys,
                            std::initializer_list<std::string> arguments, RedisConnection::Reply reply) {
  auto words = std::make_shared<std::vector<std::string>>();
  *words = {"EVALSHA", nameOf(text), std::to_string(keys.size())};
  words->insert(words->end(), keys.begin(), keys.end());
  words->insert(words->end(), arguments.begin(), arguments.end());
  const std::vector<std::string_view> views(words->begin(), words->end());
  m_commands.command(views, [this, words, text, reply = std::move(reply)](const redisReply* answer) {
    // A Redis that was still loading when it was told the scripts does not know them.
    const bool isUnknown = answer && answer->type == REDIS_REPLY_ERROR &&
                           std::string_view(answer->str, answer->len).starts_with("NOSCRIPT");
    if (!isUnknown) {
      if (reply) reply(answer);
      return;
    }
    std::vector<std::string_view> again(words->begin(), words->end());
    again[0] = "EVAL";
    again[1] = text;
    m_commands.command(again, reply);
  });
}

void RedisBackplane::connected() {
  for (const char* text : kScripts)
    m_commands.command(std::vector<std::string_view>{"SCRIPT", "LOAD", text}, {});
  // What a former process of this node left open is over.
  if (!std::exchange(m_wasConnected, true)) {
    script(kEndNode, {key("n", m_settings.node), key("nr", m_settings.node)},
           {m_settings.node, kEndedLifeSeconds, "hc:"}, {});
  }
  for (auto& [name, room] : m_rooms) {
    room.isReading = false;
    read(name);
  }
  while (!m_waiting.empty() && m_commands.isConnected()) {
    const Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    waiting.go();
  }
  look();
}

void RedisBackplane::lost(const std::string& why) {
  for (auto& [name, room] : m_rooms) room.isReading = false;
  const std::scoped_lock lock(m_mutex);
  m_health.ok = false;
  m_health.error = why;
}

void RedisBackplane::look() {
  const Clock::time_point now = Clock::now();
  while (!m_waiting.empty() && now - m_waiting.front().since > kPatience) {
    const Waiting waiting = std::move(m_waiting.front());
    m_waiting.pop_front();
    if (waiting.refuse) waiting.refuse(awayError());
  }
  std::int64_t waited = m_commands.oldest().count();
  if (!m_waiting.empty())
    waited = std::chrono::duration_cast<std::chrono::milliseconds>(now - m_waiting.front().since).count();
  {
    const std::scoped_lock lock(m_mutex);
    if (m_commands.isConnected()) {
      m_health.ok = true;
      m_health.error.clear();
    }
    m_health.latencyMs = m_commands.latency().count();
    m_health.waitingMs = waited;
    m_health.queued = queued();
    m_health.stored = m_stored;
  }
  if (m_closed && queued() == 0) std::exchange(m_closed, {})();
}

void RedisBackplane::openRoom(const std::string& name, Done<RoomPosition> done) {
  const auto answer = [this, name, done](const redisReply* reply) {
    const std::string epoch(textOf(itemOf(reply, 0)));
    if (epoch.empty()) return done(tl::unexpected(errorOf(reply)));
    Room& room = m_rooms[name];
    room.epoch = epoch;
    room.told = numberIn(textOf(itemOf(reply, 1)));
    m_news.subscribe(key("c", name));
    const redisReply* members = itemOf(reply, 2);
    for (std::size_t i = 0; i + 1 < sizeOf(members) && m_listener; i += 2) {
      const std::string node(textOf(itemOf(members, i)));
      const std::uint64_t count = numberIn(textOf(itemOf(members, i + 1)));
      if (node != m_settings.node) m_listener->passed({name, node, {}, count, {}, {}});
    }
    done(RoomPosition{room.epoch, room.told});
  };
  run(
      [this, name, answer] {
        script(kOpen, {key("room", name), key("log", name), key("m", name)}, {newEpoch()}, answer);
      },
      [done](const Error& error) { done(tl::unexpected(error)); });
}

void RedisBackplane::closeRoom(const std::string& name) {
  if (m_rooms.erase(name) > 0) m_news.unsubscribe(key("c", name));
}

void RedisBackplane::append(Draft draft) {
  auto shared = std::make_shared<const Draft>(std::move(draft));
  const auto refuse = [this, shared](const Error& error) {
    if (m_listener) m_listener->messageRefused(*shared, error);
  };
  run(
      [this, shared] {
        const std::int64_t now = wallClockMs();
        const Draft& said = *shared;
        const auto answer = [this, shared, now](const redisReply* reply) { appended(*shared, now, reply); };
        const std::string room = key("room", said.room), log = key("log", said.room),
                          channel = key("c", said.room);
        const std::initializer_list<std::string> arguments = {
            newEpoch(),          std::to_string(m_settings.keep),
            said.from,           said.text,
            std::to_string(now), m_settings.node,
            m_settings.version,  std::to_string(m_settings.idLife.count())};
        if (said.clientId.empty()) return script(kAppend, {room, log, channel}, arguments, answer);
        const std::string id = key("id", said.room) + '\n' + said.from + '\n' + said.clientId;
        script(kAppend, {room, log, channel, id}, arguments, answer);
      },
      refuse);
}

void RedisBackplane::appended(const Draft& draft, std::int64_t timeMs, const redisReply* reply) {
  if (!m_listener) return;
  if (sizeOf(reply) != 3) return m_listener->messageRefused(draft, errorOf(reply));
  const std::string epoch(textOf(itemOf(reply, 1)));
  const std::uint64_t seq = numberIn(textOf(itemOf(reply, 2)));
  const bool isNew = itemOf(reply, 0)->integer == 1;
  if (!isNew) return m_listener->messageWasStored(draft, seq);
  ++m_stored;
  const auto message = std::make_shared<const Message>(Message{draft.room, epoch, seq, draft.from, draft.text,
                                                               timeMs, m_settings.node, m_settings.version,
                                                               draft.clientId, draft.session});
  Room* room = find(draft.room);
  if (!room) return m_listener->messageStored(message);
  if (room->epoch != epoch) {
    // Redis has lost the log and made a new one.
    room->epoch = epoch;
    room->told = seq - 1;
  }
  if (seq == room->told + 1) return deliver(*room, message);
  if (seq <= room->told) return m_listener->messageWasStored(draft, seq);
  room->own.emplace(seq, message);
  read(draft.room);
}

void RedisBackplane::deliver(Room& room, const MessagePtr& message) {
  room.told = message->seq;
  if (m_listener) m_listener->messageStored(message);
}

void RedisBackplane::heard(std::string_view channel, std::string_view payload) {
  const std::string name(channel.substr(std::min(channel.size(), key("c", "").size())));
  Room* room = find(name);
  if (!room) return;
  if (payload.starts_with("n ")) {
    if (numberIn(payload.substr(2)) > room->told) read(name);
    return;
  }
  const std::optional<Passing> passing = readPassing(payload);
  if (passing && passing->room == name && passing->node != m_settings.node && m_listener)
    m_listener->passed(*passing);
}

void RedisBackplane::read(const std::string& name) {
  Room* room = find(name);
  if (!room || !m_commands.isConnected()) return;
  room->isMore = room->isReading;
  if (std::exchange(room->isReading, true)) return;
  const std::string log = key("log", name), from = std::to_string(room->told + 1) + "-0",
                    count = std::to_string(kReadAtOnce);
  m_commands.command(std::vector<std::string_view>{"XRANGE", log, from, "+", "COUNT", count},
                     [this, name](const redisReply* reply) { wasRead(name, reply); });
}

void RedisBackplane::wasRead(const std::string& name, const redisReply* reply) {
  Room* room = find(name);
  if (!room) return;
  room->isReading = false;
  if (!reply || reply->type != REDIS_REPLY_ARRAY) return;
  const std::vector<MessagePtr> messages = messagesIn(*reply, name, room->epoch);
  takeNews(*room, messages);
  // The listener may have closed it.
  room = find(name);
  if (room && (std::exchange(room->isMore, false) || messages.size() == kReadAtOnce)) read(name);
}

void RedisBackplane::takeNews(Room& room, const std::vector<MessagePtr>& messages) {
  for (const MessagePtr& message : messages) {
    if (message->seq <= room.told) continue;
    const auto own = room.own.extract(message->seq);
    deliver(room, own ? own.mapped() : message);
  }
}

std::vector<MessagePtr> RedisBackplane::messagesIn(const redisReply& list, const std::string& room,
                                                   const std::string& epoch) const {
  std::vector<MessagePtr> messages;
  for (std::size_t i = 0; i < sizeOf(&list); ++i) {
    const redisReply* entry = itemOf(&list, i);
    const redisReply* fields = itemOf(entry, 1);
    Message message;
    message.room = room;
    message.epoch = epoch;
    message.seq = numberIn(textOf(itemOf(entry, 0)));
    for (std::size_t at = 0; at + 1 < sizeOf(fields); at += 2) {
      const std::string_view name = textOf(itemOf(fields, at));
      const std::string_view value = textOf(itemOf(fields, at + 1));
      if (name == "f") message.from = value;
      if (name == "t") message.text = value;
      if (name == "w") message.timeMs = static_cast<std::int64_t>(numberIn(value));
      if (name == "n") message.node = value;
      if (name == "v") message.version = value;
    }
    if (message.seq > 0) messages.push_back(std::make_shared<const Message>(std::move(message)));
  }
  return messages;
}

// Reads from where either the client or the listener stands: what the listener does not know yet it is told
// first, so that the room here stands exactly where the answer ends.
void RedisBackplane::catchUp(const std::string& name, const RoomPosition& mark, CatchUpLimits limits,
                             Done<CatchUp> done) {
  const auto go = [this, name, mark, limits, done] {
    const Room* asked = find(name);
    if (!asked) return done(fail(ErrorCode::NotFound, name, "the room is not open"));
    const bool isFar = mark.epoch != asked->epoch || asked->told > mark.seq + limits.maxMessages;
    const std::uint64_t after = isFar ? asked->told : std::min(asked->told, mark.seq);
    const std::string log = key("log", name), from = std::to_string(after + 1) + "-0";
    const auto answer = [this, name, mark, limits, done, isFar, after](const redisReply* reply) {
      Room* room = find(name);
      if (!room) return done(fail(ErrorCode::NotFound, name, "the room is not open"));
      if (!reply || reply->type != REDIS_REPLY_ARRAY) return done(tl::unexpected(errorOf(reply)));
      const std::vector<MessagePtr> messages = messagesIn(*reply, name, room->epoch);
      takeNews(*room, messages);
      CatchUp result{{room->epoch, room->told}, false, {}};
      const std::uint64_t oldest = messages.empty() ? after + 1 : messages.front()->seq;
      if (!isFar && isWithinReach(mark, result.position, oldest, limits)) {
        for (const MessagePtr& message : messages)
          if (message->seq > mark.seq) result.missed.push_back(message);
        keepIfAffordable(result, limits);
      }
      done(std::move(result));
    };
    m_commands.command(std::vector<std::string_view>{"XRANGE", log, from, "+"}, answer);
  };
  run(go, [done](const Error& error) { done(tl::unexpected(error)); });
}

void RedisBackplane::readHistory(const HistoryQuery& query, Done<HistoryPage> done) {
  const auto go = [this, query, done] {
    const std::string room = key("room", query.room), log = key("log", query.room),
                      count = std::to_string(query.limit + 1),
                      to = query.before == 0 ? "+"
                                             : std::to_string(query.before - 1) + "-18446744073709551615";
    auto epoch = std::make_shared<std::string>();
    m_commands.command(std::vector<std::string_view>{"HGET", room, "epoch"},
                       [epoch](const redisReply* reply) { *epoch = textOf(reply); });
    m_commands.command(std::vector<std::string_view>{"XREVRANGE", log, to, "-", "COUNT", count},
                       [this, query, done, epoch](const redisReply* reply) {
                         if (!reply || reply->type != REDIS_REPLY_ARRAY)
                           return done(tl::unexpected(errorOf(reply)));
                         HistoryPage page{*epoch, messagesIn(*reply, query.room, *epoch), false};
                         page.hasMore = page.messages.size() > static_cast<std::size_t>(query.limit);
                         if (page.hasMore) page.messages.pop_back();
                         std::reverse(page.messages.begin(), page.messages.end());
                         done(std::move(page));
                       });
  };
  run(go, [done](const Error& error) { done(tl::unexpected(error)); });
}

void RedisBackplane::close(std::function<void()> done) {
  m_closed = std::move(done);
  look();
}

BackplaneHealth RedisBackplane::health() const {
  const std::scoped_lock lock(m_mutex);
  return m_health;
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/json.h"
#include "server/chat/names.h"
#include "server/chat/protocol.h"

namespace halftone::chat {

namespace {

void addId(JsonObject& object, std::string_view id) {
  if (!id.empty()) object.raw("id", id);
}

// What both shapes of a message share, and what v2 adds.
void addMessage(JsonObject& object, ApiVersion api, const Message& message) {
  object.text("from", message.from).text("text", message.text);
  object.number("seq", message.seq).number("time", message.timeMs);
  if (api == ApiVersion::V1) return;
  object.text("id", message.id()).text("node", message.node).text("version", message.version);
  object.flag("edited", false);
}

void addNames(std::string& out, JsonObject& object, std::string_view key,
              std::span<const std::string> names) {
  object.member(key);
  appendJsonArray(out, names, [](std::string& to, const std::string& name) { appendJsonString(to, name); });
}

void addPage(std::string& out, JsonObject& object, ApiVersion api, std::string_view room,
             const HistoryPage& page) {
  object.text("room", room);
  object.member("messages");
  appendJsonArray(out, page.messages, [api](std::string& to, const MessagePtr& message) {
    JsonObject item(to);
    addMessage(item, api, *message);
    item.end();
  });
  if (api == ApiVersion::V1) return;
  object.text("epoch", page.epoch).flag("hasMore", page.hasMore);
  if (page.hasMore) object.number("before", page.messages.front()->seq);
}

}  // namespace

std::string writeWelcome(const Welcome& welcome) {
  std::string out;
  JsonObject object(out);
  object.text("type", "welcome").text("node", welcome.node).text("version", welcome.version);
  object.text("api", toString(welcome.api)).text("session", welcome.session).text("user", welcome.user);
  object.text("resume", welcome.resumeToken);
  object.end();
  return out;
}

std::string writeJoined(std::string_view room, const RoomPosition& position, std::size_t members,
                        std::optional<bool> recovered, std::string_view id) {
  std::string out;
  JsonObject object(out);
  object.text("type", "joined").text("room", room).text("epoch", position.epoch).number("seq", position.seq);
  object.number("members", members);
  if (recovered) object.flag("recovered", *recovered);
  addId(object, id);
  object.end();
  return out;
}

std::string writeLeft(std::string_view room, std::string_view id) {
  std::string out;
  JsonObject object(out);
  object.text("type", "left").text("room", room);
  addId(object, id);
  object.end();
  return out;
}

std::string writeMessage(ApiVersion api, const Message& message) {
  std::string out;
  out.reserve(message.text.size() + 192);
  JsonObject object(out);
  object.text("type", "message").text("room", message.room);
  addMessage(object, api, message);
  object.end();
  return out;
}

std::string writeAck(std::string_view id, std::string_view room, std::uint64_t seq, bool duplicate) {
  std::string out;
  JsonObject object(out);
  object.text("type", "ack");
  addId(object, id);
  object.text("room", room).number("seq", seq);
  if (duplicate) object.flag("duplicate", true);
  object.end();
  return out;
}

std::string writeTyping(std::string_view room, std::string_view from) {
  std::string out;
  JsonObject object(out);
  object.text("type", "typing").text("room", room).text("from", from);
  object.end();
  return out;
}

std::string writePresence(std::string_view room, std::size_t members, std::span<const std::string> joined,
                          std::span<const std::string> left) {
  std::string out;
  JsonObject object(out);
  object.text("type", "presence").text("room", room).number("members", members);
  addNames(out, object, "joined", joined);
  addNames(out, object, "left", left);
  object.end();
  return out;
}

std::string writeHistory(ApiVersion api, std::string_view room, const HistoryPage& page,
                         std::string_view id) {
  std::string out;
  JsonObject object(out);
  object.text("type", "history");
  addId(object, id);
  addPage(out, object, api, room, page);
  object.end();
  return out;
}

std::string writeHistoryBody(ApiVersion api, std::string_view room, const HistoryPage& page) {
  std::string out;
  JsonObject object(out);
  addPage(out, object, api, room, page);
  object.end();
  return out;
}

std::string writeResumed(bool recovered, std::span<const std::string> rooms, std::string_view id) {
  std::string out;
  JsonObject object(out);
  object.text("type", "resumed").flag("recovered", recovered);
  addNames(out, object, "rooms", rooms);
  addId(object, id);
  object.end();
  return out;
}

std::string writePong(std::int64_t timeMs, std::string_view id) {
  std::string out;
  JsonObject object(out);
  object.text("type", "pong").number("time", timeMs);
  addId(object, id);
  object.end();
  return out;
}

std::string writeReconnect(int delayMs) {
  std::string out;
  JsonObject object(out);
  object.text("type", "reconnect").number("delay", delayMs);
  object.end();
  return out;
}

std::string writeError(const FrameError& error) {
  std::string out;
  JsonObject object(out);
  object.text("type", "error").text("code", error.code).text("message", error.message);
  addId(object, error.id);
  object.end();
  return out;
}

}  // namespace halftone::chat

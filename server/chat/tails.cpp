// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/tails.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "backend/codec/boundedjson.h"
#include "server/chat/protocol.h"
#include "server/chat/session.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

namespace {

using nlohmann::ordered_json;

// The frame of the tail that is put around it is a level too.
constexpr std::size_t kMaxDepth = codec::kMaxJsonDepth - 1;

// Frames come from clients, and are copied, walked and written here.
ordered_json parse(std::string_view text) {
  return codec::parseBounded<ordered_json>(text, kMaxDepth);
}

void hide(ordered_json& value, bool redact) {
  if (value.is_array()) {
    for (ordered_json& item : value) hide(item, redact);
  }
  if (!value.is_object()) return;
  for (auto at = value.begin(); at != value.end(); ++at) {
    const bool isSecret = at.key() == "token" || at.key() == "resume";
    if (isSecret && at->is_string()) *at = "***";
    if (redact && at.key() == "text" && at->is_string())
      *at = "[" + std::to_string(at->get_ref<const std::string&>().size()) + " bytes]";
    hide(*at, redact);
  }
}

std::string roomOf(const ordered_json& frame) {
  if (!frame.is_object()) return {};
  const auto room = frame.find("room");
  return room != frame.end() && room->is_string() ? room->get<std::string>() : std::string();
}

std::string describe(const char* direction, const std::string& session, const std::string& user,
                     ordered_json frame, std::string_view text, bool redact) {
  ordered_json out{{"type", "frame"}, {"time", wallClockMs()}, {"direction", direction}};
  if (!session.empty()) out["session"] = session;
  out["user"] = user;
  if (frame.is_discarded()) {
    // Too deep to look for tokens in it: none may be shown.
    const bool isHidden = redact || codec::nestsDeeper(text, kMaxDepth);
    out["raw"] = isHidden ? "[" + std::to_string(text.size()) + " bytes]" : std::string(text);
  } else {
    hide(frame, redact);
    out["frame"] = std::move(frame);
  }
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace

void Tails::add(std::uint64_t id, TailOrder order, Sink sink) {
  m_tails.push_back({id, std::move(order), std::move(sink)});
}

void Tails::remove(std::uint64_t id) {
  std::erase_if(m_tails, [id](const Tail& tail) { return tail.id == id; });
}

void Tails::came(const Session& session, std::string_view text) {
  const std::string id = session.id();
  const ordered_json frame = parse(text);
  for (const Tail& tail : m_tails) {
    const bool isMeant =
        tail.order.room.empty() ? tail.order.session == id : roomOf(frame) == tail.order.room;
    if (isMeant) tail.sink(describe("in", id, session.user(), frame, text, tail.order.redact));
  }
}

void Tails::sent(const Session& session, std::string_view text) {
  const std::string id = session.id();
  for (const Tail& tail : m_tails) {
    if (tail.order.session != id) continue;
    tail.sink(describe("out", id, session.user(), parse(text), text, tail.order.redact));
  }
}

void Tails::said(const Message& message, const std::function<const Session*(std::string_view id)>& memberOf) {
  for (const Tail& tail : m_tails) {
    const Session* member = tail.order.room.empty() ? memberOf(tail.order.session) : nullptr;
    if (!member && tail.order.room != message.room) continue;
    const std::string text = writeMessage(member ? member->api() : ApiVersion::V2, message);
    const ordered_json frame = parse(text);
    tail.sink(describe("out", member ? member->id() : std::string(), member ? member->user() : message.from,
                       frame, text, tail.order.redact));
  }
}

}  // namespace halftone::chat

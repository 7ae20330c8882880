// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sessionlist.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <tuple>
#include <vector>

#include "server/chat/hub.h"
#include "server/chat/names.h"
#include "server/chat/placement.h"

namespace halftone::chat {

namespace {

using nlohmann::ordered_json;

constexpr std::size_t kLongestPage = 1000;
constexpr std::size_t kMaxOffset = 10'000'000;
constexpr std::size_t kRoomsTold = 100;

Result<std::size_t> numberOf(const net::HttpRequest& request, const char* name, std::size_t fallback,
                             std::size_t high) {
  const auto text = request.parameter(name);
  if (!text) return fallback;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || value > high)
    return fail(ErrorCode::Invalid, name, "must be a number up to " + std::to_string(high));
  return value;
}

bool isIn(const Session& session, const std::string& room) {
  const auto& memberships = session.memberships();
  return std::any_of(memberships.begin(), memberships.end(), [&room](const Session::Membership& membership) {
    return membership.room->name() == room;
  });
}

bool meets(const Session& session, const SessionQuery& query) {
  if (!query.user.empty() && session.user() != query.user) return false;
  if (!query.api.empty() && query.api != toString(session.api())) return false;
  if (query.misplaced && !session.isMisplaced) return false;
  if (!query.room.empty() && !isIn(session, query.room)) return false;
  return query.text.empty() || session.user().find(query.text) != std::string::npos ||
         session.id().find(query.text) != std::string::npos;
}

}  // namespace

ordered_json describe(const Session& session, const Hub& hub) {
  const SessionRecord record = session.record(hub.identity().node, hub.identity().version);
  return {{"id", record.id},
          {"user", record.user},
          {"api", toString(session.api())},
          {"rooms", record.rooms},
          {"since", record.sinceMs},
          {"lastActive", record.lastActiveMs},
          {"messages", record.messages},
          {"address", session.wire().peer()},
          {"misplaced", session.isMisplaced}};
}

Result<SessionQuery> readSessionQuery(const net::HttpRequest& request) {
  SessionQuery query;
  query.text = request.parameter("text").value_or("");
  query.user = request.parameter("user").value_or("");
  query.room = request.parameter("room").value_or("");
  query.api = request.parameter("api").value_or("");
  query.misplaced = request.parameter("misplaced").value_or("0") == "1";
  const auto offset = numberOf(request, "offset", 0, kMaxOffset);
  if (!offset) return tl::unexpected(offset.error());
  const auto limit = numberOf(request, "limit", query.limit, kLongestPage);
  if (!limit) return tl::unexpected(limit.error());
  query.offset = *offset;
  query.limit = *limit;
  return query;
}

std::string listSessions(const Hub& hub, const SessionQuery& query) {
  std::vector<const Session*> found;
  hub.forEachSession([&](const Session& session) {
    if (meets(session, query)) found.push_back(&session);
  });
  const std::size_t begin = std::min(query.offset, found.size());
  const std::size_t end = begin + std::min(query.limit, found.size() - begin);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(end), found.end(),
                    [](const Session* a, const Session* b) {
                      return std::tuple(a->sinceMs(), a->key()) < std::tuple(b->sinceMs(), b->key());
                    });
  ordered_json sessions = ordered_json::array();
  for (std::size_t i = begin; i < end; ++i) sessions.push_back(describe(*found[i], hub));
  return ordered_json{{"total", found.size()}, {"offset", begin}, {"sessions", std::move(sessions)}}.dump();
}

std::string countSessions(const Hub& hub) {
  std::size_t v2 = 0;
  hub.forEachSession([&v2](const Session& session) { v2 += session.api() == ApiVersion::V2 ? 1 : 0; });
  std::vector<const Room*> rooms;
  hub.forEachRoom([&rooms](const Room& room) { rooms.push_back(&room); });
  const std::size_t told = std::min(rooms.size(), kRoomsTold);
  std::partial_sort(rooms.begin(), rooms.begin() + static_cast<std::ptrdiff_t>(told), rooms.end(),
                    [](const Room* a, const Room* b) { return a->memberCount() > b->memberCount(); });
  ordered_json largest = ordered_json::array();
  for (std::size_t i = 0; i < told; ++i)
    largest.push_back({{"room", rooms[i]->name()},
                       {"members", rooms[i]->memberCount()},
                       {"everywhere", rooms[i]->allMembers()}});
  return ordered_json{{"node", hub.identity().node}, {"version", hub.identity().version},
                      {"open", hub.sessionCount()},  {"apis", {{"v1", hub.sessionCount() - v2}, {"v2", v2}}},
                      {"roomCount", rooms.size()},   {"rooms", std::move(largest)}}
      .dump();
}

}  // namespace halftone::chat

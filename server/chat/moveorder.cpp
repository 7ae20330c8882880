// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/moveorder.h"

#include <nlohmann/json.hpp>

#include "server/chat/json.h"
#include "server/chat/names.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

using nlohmann::json;

constexpr double kMaxPerSecond = 100'000;
constexpr double kMaxMs = 7 * 24 * 3600 * 1000.0;
constexpr double kMaxSpreadMs = 600'000;
constexpr std::size_t kMaxReasonBytes = 100;  // a close frame holds 123
constexpr double kLowestKick = 4000;          // for applications (RFC 6455 section 7.4.2)
constexpr double kHighestKick = 4999;

// Reads the members of one object; keeps the first error. Members that nobody asked for are an error too: an
// order that is understood by half moves the wrong people.
class Members {
 public:
  Members(const json& object, std::string place) : m_object(object), m_place(std::move(place)) {
    if (!object.is_object()) refuse("", "a JSON object is needed");
  }

  void text(const char* key, std::string& value, std::size_t maxBytes = kMaxNameBytes) {
    const json* member = take(key);
    if (!member) return;
    if (!member->is_string()) return refuse(key, "must be a string");
    value = member->get<std::string>();
    if (value.size() > maxBytes || !net::ws::isValidUtf8(value)) refuse(key, "is too long or no UTF-8");
  }
  // A name to look for: an empty one would be taken for none at all.
  void condition(const char* key, std::string& value) {
    text(key, value);
    if (has(key) && value.empty()) refuse(key, "must not be empty");
  }
  // A list that is not empty, of strings.
  void texts(const char* key, std::vector<std::string>& values, std::size_t maxCount) {
    const json* member = take(key);
    if (!member) return;
    if (!member->is_array() || member->empty()) return refuse(key, "must be a list that is not empty");
    if (member->size() > maxCount) return refuse(key, "names more than " + std::to_string(maxCount));
    for (const json& value : *member) {
      if (!value.is_string()) return refuse(key, "must be a list of strings");
      values.push_back(value.get<std::string>());
    }
  }
  void number(const char* key, double& value, double low, double high) {
    const json* member = take(key);
    if (!member) return;
    const double read = member->is_number() ? member->get<double>() : low - 1;
    if (!(read >= low && read <= high))
      return refuse(key, "must be " + json(low).dump() + " to " + json(high).dump());
    value = read;
  }
  void milliseconds(const char* key, std::chrono::milliseconds& value, double low, double high) {
    double number = static_cast<double>(value.count());
    this->number(key, number, low, high);
    value = std::chrono::milliseconds(static_cast<std::int64_t>(number));
  }
  void flag(const char* key, bool& value) {
    const json* member = take(key);
    if (!member) return;
    if (!member->is_boolean()) return refuse(key, "must be true or false");
    value = member->get<bool>();
  }
  template <typename Value>
  void choice(const char* key, Value& value, std::initializer_list<std::pair<const char*, Value>> choices) {
    const json* member = take(key);
    if (!member) return;
    for (const auto& [name, chosen] : choices) {
      if (*member == name) {
        value = chosen;
        return;
      }
    }
    refuse(key, "is none of the words it may be");
  }
  void where(SessionFilter& filter) {
    const json* member = take("where");
    if (!member) return;
    Members inner(*member, m_place + "/where");
    inner.condition("session", filter.session);
    inner.texts("sessions", filter.sessions, SessionFilter::kMaxSessions);
    inner.condition("user", filter.user);
    inner.condition("room", filter.room);
    inner.condition("version", filter.version);
    inner.condition("node", filter.node);
    inner.number("share", filter.share, 0.0001, 1);
    inner.flag("placedElsewhere", filter.placedElsewhere);
    if (auto read = inner.finish(); !read && m_result) m_result = read;
  }
  void refuse(const std::string& key, std::string why) {
    if (!m_result) return;
    m_result = fail(ErrorCode::Invalid, key.empty() ? m_place : m_place + "/" + key, std::move(why));
  }
  [[nodiscard]] bool has(const char* key) const { return m_object.is_object() && m_object.contains(key); }
  [[nodiscard]] Result<void> finish() {
    if (m_object.is_object() && m_taken != m_object.size()) refuse("", "has a member that is not known");
    return m_result;
  }

 private:
  const json* take(const char* key) {
    if (!m_object.is_object()) return nullptr;
    const auto at = m_object.find(key);
    if (at == m_object.end()) return nullptr;
    ++m_taken;
    return &*at;
  }

  const json& m_object;
  std::string m_place;
  std::size_t m_taken = 0;
  Result<void> m_result;
};

void readMove(Members& members, MoveOrder& order) {
  members.choice("mode", order.mode,
                 {{"keep", MoveMode::Keep}, {"pace", MoveMode::Pace}, {"deadline", MoveMode::Deadline}});
  members.number("perSecond", order.perSecond, 0.01, kMaxPerSecond);
  members.milliseconds("withinMs", order.within, 0, kMaxMs);
  members.number("jitter", order.jitter, 0, 1);
  members.milliseconds("spreadMs", order.spread, 0, kMaxSpreadMs);
  if (order.mode == MoveMode::Deadline && !members.has("withinMs")) members.refuse("withinMs", "is missing");
  if (order.mode == MoveMode::Pace && !members.has("perSecond")) members.refuse("perSecond", "is missing");
}

void appendFilter(std::string& out, const SessionFilter& filter) {
  JsonObject object(out);
  const std::pair<const char*, const std::string*> texts[] = {{"session", &filter.session},
                                                              {"user", &filter.user},
                                                              {"room", &filter.room},
                                                              {"version", &filter.version},
                                                              {"node", &filter.node}};
  for (const auto& [key, value] : texts) {
    if (!value->empty()) object.text(key, *value);
  }
  if (!filter.sessions.empty()) object.number("sessions", filter.sessions.size());
  if (filter.share < 1) object.raw("share", json(filter.share).dump());
  if (filter.placedElsewhere) object.flag("placedElsewhere", true);
  object.end();
}

const char* toString(MoveProgress::State state) {
  switch (state) {
    case MoveProgress::State::Running:
      return "running";
    case MoveProgress::State::Done:
      return "done";
    case MoveProgress::State::Cancelled:
      return "cancelled";
  }
  return "";
}

}  // namespace

Result<MoveOrder> readMoveOrder(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  Members members(object, "");
  MoveOrder order;
  readMove(members, order);
  members.where(order.where);
  members.text("reason", order.reason, kMaxReasonBytes);
  if (auto read = members.finish(); !read) return tl::unexpected(read.error());
  return order;
}

Result<KickOrder> readKickOrder(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  Members members(object, "");
  KickOrder order;
  members.where(order.where);
  double code = order.code;
  members.number("code", code, kLowestKick, kHighestKick);
  order.code = static_cast<std::uint16_t>(code);
  members.text("reason", order.reason, kMaxReasonBytes);
  if (!order.where.namesSomebody()) members.refuse("where", "must name a session, a user or a room");
  if (auto read = members.finish(); !read) return tl::unexpected(read.error());
  return order;
}

Result<StateOrder> readStateOrder(std::string_view text) {
  const json object = json::parse(text, nullptr, false);
  Members members(object, "");
  StateOrder order;
  if (!members.has("state")) members.refuse("state", "is missing");
  members.choice("state", order.state,
                 {{"serving", ServiceState::Serving},
                  {"maintenance", ServiceState::Maintenance},
                  {"draining", ServiceState::Draining}});
  members.text("reason", order.reason, kMaxReasonBytes);
  order.drain.mode = MoveMode::Keep;
  readMove(members, order.drain);
  if (!order.reason.empty()) order.drain.reason = order.reason;
  if (auto read = members.finish(); !read) return tl::unexpected(read.error());
  return order;
}

const char* toString(MoveMode mode) {
  switch (mode) {
    case MoveMode::Keep:
      return "keep";
    case MoveMode::Pace:
      return "pace";
    case MoveMode::Deadline:
      return "deadline";
  }
  return "";
}

const char* toString(ServiceState state) {
  switch (state) {
    case ServiceState::Serving:
      return "serving";
    case ServiceState::Maintenance:
      return "maintenance";
    case ServiceState::Draining:
      return "draining";
  }
  return "";
}

void appendMove(std::string& out, const MoveProgress& progress) {
  const MoveOrder& order = progress.order;
  JsonObject object(out);
  object.text("id", progress.id).text("mode", toString(order.mode)).text("state", toString(progress.state));
  object.member("where");
  appendFilter(out, order.where);
  if (order.mode == MoveMode::Pace) object.raw("perSecond", json(order.perSecond).dump());
  if (order.mode == MoveMode::Deadline) object.number("withinMs", order.within.count());
  object.text("reason", order.reason).number("total", progress.total).number("moved", progress.moved);
  object.number("gone", progress.gone).number("left", progress.left).number("startedAt", progress.startedMs);
  if (progress.endsMs > 0) object.number("endsAt", progress.endsMs);
  object.end();
}

std::string writeMoves(const std::vector<MoveProgress>& moves) {
  std::string out;
  JsonObject object(out);
  object.member("moves");
  appendJsonArray(out, moves, appendMove);
  object.end();
  return out;
}

}  // namespace halftone::chat

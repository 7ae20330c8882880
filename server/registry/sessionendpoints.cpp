// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "server/registry/duration.h"
#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/identifiers.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::session {

namespace {

constexpr std::chrono::seconds kMinTtl{10};
constexpr std::chrono::hours kMaxTtl{24};
// A number below this was meant as seconds, not nanoseconds (as in Consul).
constexpr std::chrono::nanoseconds kLeastLockDelay{1000};
constexpr ReadHeaders kHeaders{};

struct CreateBody {
  Session session;
  std::string behavior = "release";
  std::optional<std::vector<std::string>> checks;  // the older name
};

Result<CreateBody> readBody(std::string_view text) {
  CreateBody body;
  body.session.nodeChecks = {std::string(kSerfCheckId)};
  if (text.empty()) return body;
  const auto json = parseBody(text);
  if (!json) return tl::unexpected(json.error());
  if (json->is_object()) {
    for (const auto& [key, value] : json->items()) {
      if (sameName(key, "Checks") && (value.is_null() || value.is_array())) body.checks.emplace();
    }
  }
  std::vector<std::string> checks;
  const ReadValue serviceChecks = [&body](const Json& value, JsonReader& reader) {
    return reader.array(value, "ServiceChecks", [&body](const Json& item, JsonReader& inner) {
      return inner.object(item, "ServiceChecks.", {{"ID", &body.session.serviceChecks.emplace_back()}});
    });
  };
  JsonReader reader(JsonReader::Unknown::Ignore);
  reader.object(*json, "",
                {{"Name", &body.session.name},
                 {"Node", &body.session.node},
                 {"LockDelay", DurationTarget{&body.session.lockDelay}},
                 {"Behavior", &body.behavior},
                 {"TTL", &body.session.ttl},
                 {"Checks", &checks},
                 {"NodeChecks", &body.session.nodeChecks},
                 {"ServiceChecks", serviceChecks}});
  if (!reader.isOk()) return fail(ErrorCode::Invalid, {}, reader.error());
  if (body.checks) *body.checks = std::move(checks);
  if (body.session.lockDelay < kLeastLockDelay && body.session.lockDelay.count() > 0) {
    body.session.lockDelay *= std::chrono::nanoseconds(std::chrono::seconds(1)).count();
  }
  return body;
}

// Nothing, or Consul's reason to refuse the session.
std::optional<std::string> refuse(CreateBody& body) {
  if (body.behavior.empty()) body.behavior = "release";
  if (body.behavior != "release" && body.behavior != "delete") {
    return "Invalid Behavior setting '" + body.behavior + "'";
  }
  body.session.behavior = body.behavior == "delete" ? SessionEnd::Delete : SessionEnd::Release;
  if (body.session.ttl.empty()) return std::nullopt;
  const auto ttl = parseDuration(body.session.ttl);
  if (!ttl) return "Session TTL '" + body.session.ttl + "' invalid: " + ttl.error().message;
  if (ttl->count() != 0 && (*ttl < kMinTtl || *ttl > kMaxTtl)) {
    return "Invalid Session TTL '" + std::to_string(ttl->count()) + "', must be between [10s=24h0m0s]";
  }
  return std::nullopt;
}

Outcome listRead(Registry& registry, const Call& call, std::function<std::vector<const Session*>()> select) {
  const StateStore& state = registry.state();
  auto body = [select = std::move(select), pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const Session* session : select()) list.push_back(encodeSession(*session));
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Topic::Kind::Sessions, {}}}, [&state] { return state.sessionsIndex(); },
      std::move(body), kHeaders);
}

// Nothing, or the answer to a request without a session's ID.
std::optional<net::HttpResponse> refuseId(const Call& call) {
  if (auto refused = refuseDatacenter(call)) return refused;
  if (call.rest.empty()) return Answer::refused("Missing session");
  if (auto valid = checkSessionId(call.rest); !valid) return Answer::failed(valid.error().message);
  return std::nullopt;
}

}  // namespace

Outcome create(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  auto body = readBody(call.http.body);
  if (!body) return Answer::refused("Request decode failed: " + body.error().message);
  if (auto why = refuse(*body)) return Answer::failed(*why);
  Session& session = body->session;
  session.id = makeUuid();
  if (session.node.empty()) session.node = registry.agent().node().name;
  if (body->checks) {
    if (body->checks->empty()) session.nodeChecks.clear();
    session.otherChecks = std::move(*body->checks);
  }
  StateStore& state = registry.state();
  if (auto done = state.write([&] { return state.putSession(session); }); !done) {
    return Answer::failed(done.error().message);
  }
  return Answer::json(call, Json{{"ID", session.id}});
}

Outcome destroy(Registry& registry, const Call& call) {
  if (auto refused = refuseId(call)) return std::move(*refused);
  StateStore& state = registry.state();
  state.begin();
  state.eraseSession(call.rest);
  state.commit();
  return Answer::json(call, true);
}

Outcome renew(Registry& registry, const Call& call) {
  if (auto refused = refuseId(call)) return std::move(*refused);
  const Session* session = registry.state().session(call.rest);
  if (session == nullptr) return Answer::text(404, "Session id '" + call.rest + "' not found");
  registry.sessionTimers().renew(call.rest);
  return Answer::json(call, Json::array({encodeSession(*session)}));
}

Outcome info(Registry& registry, const Call& call) {
  if (auto refused = refuseId(call)) return std::move(*refused);
  return listRead(registry, call, [&state = registry.state(), id = call.rest] {
    const Session* session = state.session(id);
    return session == nullptr ? std::vector<const Session*>{} : std::vector{session};
  });
}

Outcome list(Registry& registry, const Call& call) {
  return listRead(registry, call, [&state = registry.state()] {
    std::vector<const Session*> found;
    for (const auto& [id, session] : state.sessions()) found.push_back(&session);
    return found;
  });
}

Outcome node(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Missing node name");
  return listRead(registry, call, [&state = registry.state(), node = foldCase(call.rest)] {
    std::vector<const Session*> found;
    for (const auto& [id, session] : state.sessions()) {
      if (foldCase(session.node) == node) found.push_back(&session);
    }
    return found;
  });
}

}  // namespace halftone::registry::session

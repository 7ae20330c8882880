// SPDX-License-Identifier: GPL-3.0-or-later
// The agent's writes and lists; what it tells of itself is in selfendpoints.cpp.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/registry/bodies.h"
#include "server/registry/duration.h"
#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::agent {

namespace {

// Wrong input is the client's fault; what the registry does not do for anybody is a 500 in Consul.
net::HttpResponse refusal(const Error& error) {
  return error.code == ErrorCode::Invalid ? Answer::refused(error.message) : Answer::failed(error.message);
}

Outcome decodeFailed(const Error& error) {
  return Answer::refused("Request decode failed: " + error.message);
}

std::optional<bool> parseBool(std::string_view text) {
  constexpr std::array<std::string_view, 6> kTrue{"1", "t", "T", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 6> kFalse{"0", "f", "F", "false", "FALSE", "False"};
  if (std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), text) != kFalse.end()) return false;
  return std::nullopt;
}

// ?enable=, or the answer that refuses it.
tl::expected<bool, net::HttpResponse> enableOf(const Call& call) {
  const auto text = call.parameter("enable");
  if (!text || text->empty()) return tl::unexpected(Answer::refused("Missing value for enable"));
  const auto enable = parseBool(*text);
  if (!enable) return tl::unexpected(Answer::refused("Invalid value for enable: \"" + *text + "\""));
  return *enable;
}

Outcome setTtl(Registry& registry, const std::string& checkId, std::string_view status, std::string output) {
  if (auto done = registry.agent().updateTtl(checkId, status, std::move(output)); !done) {
    return Answer::failed(done.error().message);
  }
  return Answer::empty();
}

// A fingerprint of a service's definition: what a blocking client of agent/service compares.
std::string contentHash(const Service& service) {
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a, 64 bits
  for (const char c : dump(encodeAgentService(service))) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  }
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += "0123456789abcdef"[(hash >> shift) & 15];
  return text;
}

}  // namespace

Outcome services(Registry& registry, const Call& call) {
  auto filter = filterFor(FilterOf::AgentService, call);
  if (!filter) return std::move(filter.error());
  Json object = Json::object();
  for (const auto& [id, service] : registry.agent().services()) {
    Json item = encodeAgentService(service);
    if (filter->matches(item)) append(object, id, std::move(item));
  }
  return Answer::json(call, object);
}

Outcome checks(Registry& registry, const Call& call) {
  auto filter = filterFor(FilterOf::Check, call);
  if (!filter) return std::move(filter.error());
  Json object = Json::object();
  for (const auto& [id, local] : registry.agent().checks()) {
    Json item = encodeCheck(local.check);
    if (filter->matches(item)) append(object, id, std::move(item));
  }
  return Answer::json(call, object);
}

Outcome service(Registry& registry, const Call& call) {
  const std::string id = call.rest;
  const LocalAgent& agent = registry.agent();
  auto options = queryOptions(call);
  if (!options) return std::move(options.error());
  const auto body = [&agent, id, pretty = PrettyCall(call)] {
    const auto at = agent.services().find(id);
    if (at == agent.services().end()) {
      return Answer::text(404, "unknown service ID: " + id);
    }
    Json object = encodeAgentService(at->second);
    const std::string hash = contentHash(at->second);
    object["ContentHash"] = hash;
    net::HttpResponse response = pretty.json(object);
    response.fields.emplace_back("X-Consul-ContentHash", hash);
    return response;
  };
  const auto isDue = [&agent, id, known = call.text("hash")] {
    const auto at = agent.services().find(id);
    return known.empty() || at == agent.services().end() || contentHash(at->second) != known;
  };
  return Read{{{Topic::Kind::AgentServices, {}}}, isDue, body, options->wait};
}

Outcome registerService(Registry& registry, const Call& call) {
  auto body = readAgentService(call.http.body);
  if (!body) return decodeFailed(body.error());
  if (auto valid = validate(*body, registry.options().allowScripts); !valid) return refusal(valid.error());
  const auto replace = call.parameter("replace-existing-checks");
  const bool replaceChecks = replace && (replace->empty() || parseBool(*replace).value_or(false));
  auto done =
      registry.agent().registerService(std::move(body->service), std::move(body->checks), replaceChecks);
  return done ? Answer::empty() : Answer::failed(done.error().message);
}

Outcome deregisterService(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::failed("ServiceID missing");
  registry.agent().deregisterService(call.rest);
  return Answer::empty();
}

Outcome registerCheck(Registry& registry, const Call& call) {
  auto spec = readAgentCheck(call.http.body);
  if (!spec) return decodeFailed(spec.error());
  if (spec->name.empty()) return Answer::refused("Missing check name");
  if (!spec->status.empty() && !isCheckStatus(spec->status)) return Answer::refused("Bad check status");
  if (spec->id.empty()) spec->id = spec->name;
  if (auto valid = validateCheck(*spec, registry.options().allowScripts); !valid)
    return refusal(valid.error());
  auto done = registry.agent().registerCheck(std::move(*spec));
  return done ? Answer::empty() : Answer::failed(done.error().message);
}

Outcome deregisterCheck(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::failed("CheckID missing");
  registry.agent().deregisterCheck(call.rest);
  return Answer::empty();
}

Outcome passCheck(Registry& registry, const Call& call) {
  return setTtl(registry, call.rest, kPassing, call.text("note"));
}
Outcome warnCheck(Registry& registry, const Call& call) {
  return setTtl(registry, call.rest, kWarning, call.text("note"));
}
Outcome failCheck(Registry& registry, const Call& call) {
  return setTtl(registry, call.rest, kCritical, call.text("note"));
}

Outcome updateCheck(Registry& registry, const Call& call) {
  const auto json = parseBody(call.http.body);
  if (!json) return decodeFailed(json.error());
  std::string status;
  std::string output;
  JsonReader reader;
  if (!reader.object(*json, "", {{"Status", &status}, {"Output", &output}})) {
    return decodeFailed({ErrorCode::Invalid, {}, reader.error()});
  }
  if (!isCheckStatus(status)) return Answer::refused("Invalid check status: '" + status + "'");
  return setTtl(registry, call.rest, status, std::move(output));
}

Outcome serviceMaintenance(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Missing service ID");
  const auto enable = enableOf(call);
  if (!enable) return enable.error();
  auto done = registry.agent().setServiceMaintenance(call.rest, *enable, call.text("reason"));
  return done ? Answer::empty() : Answer::text(404, done.error().message);
}

Outcome nodeMaintenance(Registry& registry, const Call& call) {
  const auto enable = enableOf(call);
  if (!enable) return enable.error();
  registry.agent().setNodeMaintenance(*enable, call.text("reason"));
  return Answer::empty();
}

}  // namespace halftone::registry::agent

// SPDX-License-Identifier: GPL-3.0-or-later
// What the agent tells of itself and its health, and of the cluster of one.
#include <nlohmann/json.hpp>

#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry {

namespace {

constexpr int kSerfPort = 8301;
constexpr int kSerfWanPort = 8302;
constexpr std::string_view kServerPort = "8300";

std::string version() {
  return std::string(kConsulVersion);
}

Json member(Registry& registry, bool wan) {
  const Node& node = registry.agent().node();
  Json tags{{"acls", registry.options().token.empty() ? "0" : "1"},
            {"build", version() + ":"},
            {"dc", kDatacenter},
            {"ft_fs", "1"},
            {"id", node.id},
            {"port", kServerPort},
            {"raft_vsn", "3"},
            {"role", "consul"},
            {"segment", ""},
            {"vsn", "2"},
            {"vsn_max", "3"},
            {"vsn_min", "2"}};
  if (!wan) tags["wan_join_port"] = std::to_string(kSerfWanPort);
  return Json{{"Name", wan ? node.name + "." + std::string(kDatacenter) : node.name},
              {"Addr", node.address},
              {"Port", wan ? kSerfWanPort : kSerfPort},
              {"Tags", std::move(tags)},
              {"Status", 1},
              {"ProtocolMin", 1},
              {"ProtocolMax", 5},
              {"ProtocolCur", 2},
              {"DelegateMin", 2},
              {"DelegateMax", 5},
              {"DelegateCur", 4}};
}

Json stats(Registry& registry) {
  const LocalAgent& agent = registry.agent();
  std::size_t ttls = 0;
  for (const auto& [id, local] : agent.checks()) ttls += local.spec.kind() == ProbeKind::Ttl ? 1 : 0;
  const std::string index = std::to_string(registry.state().lastIndex());
  return Json{{"agent",
               {{"check_monitors", "0"},
                {"check_ttls", std::to_string(ttls)},
                {"checks", std::to_string(agent.checks().size())},
                {"services", std::to_string(agent.services().size())}}},
              {"build", {{"prerelease", ""}, {"revision", ""}, {"version", version()}}},
              {"consul",
               {{"acl", registry.options().token.empty() ? "disabled" : "enabled"},
                {"bootstrap", "false"},
                {"known_datacenters", "1"},
                {"leader", "true"},
                {"leader_addr", status::serverAddress(registry)},
                {"server", "true"}}},
              {"raft",
               {{"applied_index", index},
                {"commit_index", index},
                {"last_log_index", index},
                {"fsm_pending", "0"},
                {"last_contact", "0"},
                {"last_log_term", "2"},
                {"last_snapshot_index", "0"},
                {"last_snapshot_term", "0"},
                {"num_peers", "0"},
                {"protocol_version", "3"},
                {"state", "Leader"},
                {"term", "2"}}},
              {"runtime", {{"arch", "amd64"}, {"os", "linux"}, {"version", "halftone"}}},
              {"serf_lan", {{"failed", "0"}, {"left", "0"}, {"members", "1"}}},
              {"serf_wan", {{"failed", "0"}, {"left", "0"}, {"members", "1"}}}};
}

// The worst of the checks that bear on a service of this agent; maintenance is worse than critical.
std::string aggregated(const std::vector<const LocalCheck*>& checks) {
  std::string worst(kPassing);
  for (const LocalCheck* local : checks) {
    if (local->check.type == "maintenance") return "maintenance";
    if (local->check.status == kCritical) worst = kCritical;
    if (local->check.status == kWarning && worst == kPassing) worst = kWarning;
  }
  return worst;
}

int statusCode(const std::string& aggregate) {
  if (aggregate == kPassing) return 200;
  return aggregate == kWarning ? 429 : 503;
}

// A check as agent/health tells it: without its type, and with an empty definition written out.
Json healthCheck(const Check& check) {
  Json told = encodeCheck(check);
  if (check.serviceTags.empty()) told["ServiceTags"] = nullptr;
  told["Type"] = "";
  told["Definition"] =
      Json{{"Interval", "0s"}, {"Timeout", "0s"},        {"DeregisterCriticalServiceAfter", "0s"},
           {"HTTP", ""},       {"Header", nullptr},      {"Method", ""},
           {"Body", ""},       {"TLSSkipVerify", false}, {"TCP", ""}};
  return told;
}

struct ServiceHealth {
  std::string status;
  Json json;
};

ServiceHealth healthOf(const LocalAgent& agent, const Service& service) {
  std::vector<const LocalCheck*> checks = agent.checksOf(service.id);
  for (const LocalCheck* local : agent.checksOf({})) checks.push_back(local);
  ServiceHealth health;
  health.status = aggregated(checks);
  Json list = Json::array();
  for (const LocalCheck* local : checks) list.push_back(healthCheck(local->check));
  health.json = Json{{"AggregatedStatus", health.status},
                     {"Service", encodeAgentService(service)},
                     {"Checks", std::move(list)}};
  return health;
}

net::HttpResponse healthAnswer(const Call& call, const Json& body, const std::string& status) {
  net::HttpResponse response = call.text("format") == "text" ? Answer::text(statusCode(status), status)
                                                             : Answer::json(call, body, statusCode(status));
  response.fields.emplace_back("X-Consul-Reason", status);
  return response;
}

net::HttpResponse unknown(const Call& call, const Json& body, const std::string& reason) {
  net::HttpResponse response =
      call.text("format") == "text" ? Answer::text(404, reason) : Answer::json(call, body, 404);
  response.fields.emplace_back("X-Consul-Reason", reason);
  return response;
}

bool isFieldText(const std::string& text) {
  return text.find_first_of("\r\n") == std::string::npos;
}

}  // namespace

namespace agent {

Outcome self(Registry& registry, const Call& call) {
  const Node& node = registry.agent().node();
  const Json body{
      {"Config",
       {{"Datacenter", kDatacenter},
        {"NodeName", node.name},
        {"NodeID", node.id},
        {"Revision", ""},
        {"Server", true},
        {"Version", version()}}},
      {"DebugConfig",
       {{"AdvertiseAddrLAN", node.address},
        {"Datacenter", kDatacenter},
        {"EnableRemoteScriptChecks", registry.options().allowScripts},
        {"HTTPPort", registry.options().port},
        {"KVMaxValueSize", 524288},
        {"NodeID", node.id},
        {"NodeName", node.name},
        {"ServerMode", true},
        {"TaggedAddresses", textMap(node.taggedAddresses, false)},
        {"Version", version()}}},
      {"Coord", {{"Vec", {0, 0, 0, 0, 0, 0, 0, 0}}, {"Error", 1.5}, {"Adjustment", 0}, {"Height", 0.00001}}},
      {"Member", member(registry, false)},
      {"Stats", stats(registry)},
      {"Meta", textMap(node.meta, false)}};
  return Answer::json(call, body);
}

Outcome members(Registry& registry, const Call& call) {
  const std::string wan = call.text("wan");
  if (const std::string segment = call.text("segment"); !segment.empty() && segment != "_all") {
    return Answer::failed("Network segments are not supported in this version of Consul");
  }
  const bool isWan = call.has("wan") && (wan.empty() || wan == "1" || wan == "true");
  return Answer::json(call, Json::array({member(registry, isWan)}));
}

Outcome healthById(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::failed("Bad request: Missing serviceID");
  const LocalAgent& agent = registry.agent();
  const auto at = agent.services().find(call.rest);
  if (at == agent.services().end() || !isFieldText(call.rest)) {
    return unknown(call, Json{{"AggregatedStatus", kCritical}, {"Service", nullptr}, {"Checks", nullptr}},
                   "ServiceId " + call.rest + " not found");
  }
  const ServiceHealth health = healthOf(agent, at->second);
  return healthAnswer(call, health.json, health.status);
}

Outcome healthByName(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Bad request: Missing service Name");
  const LocalAgent& agent = registry.agent();
  Json list = Json::array();
  std::string worst(kPassing);
  for (const auto& [id, service] : agent.services()) {
    if (service.name != call.rest) continue;
    ServiceHealth health = healthOf(agent, service);
    list.push_back(std::move(health.json));
    const bool isWorse = statusCode(health.status) > statusCode(worst) || health.status == "maintenance";
    if (isWorse && worst != "maintenance") worst = health.status;
  }
  if (list.empty()) return unknown(call, list, "ServiceName " + call.rest + " Not Found");
  return healthAnswer(call, list, worst);
}

}  // namespace agent

namespace status {

std::string serverAddress(Registry& registry) {
  return registry.agent().node().address + ":" + std::string(kServerPort);
}

Outcome leader(Registry& registry, const Call& call) {
  return Answer::json(call, serverAddress(registry));
}
Outcome peers(Registry& registry, const Call& call) {
  return Answer::json(call, Json::array({serverAddress(registry)}));
}

}  // namespace status

namespace acl {

Outcome disabled(Registry& registry, const Call&) {
  if (registry.options().token.empty()) return Answer::text(401, "ACL support disabled");
  return Answer::text(403, "Permission denied: this registry knows one management token, and no other");
}

}  // namespace acl

}  // namespace halftone::registry

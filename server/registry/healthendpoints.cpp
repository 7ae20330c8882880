// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::health {

namespace {

constexpr ReadHeaders kPlain{true, false};
using Kind = Topic::Kind;

// ?passing: absent and false mean all. Nothing for a bad value.
std::optional<bool> passingOnly(const Call& call) {
  const auto value = call.parameter("passing");
  if (!value) return false;
  constexpr std::array<std::string_view, 7> kTrue{"", "1", "t", "T", "true", "TRUE", "True"};
  constexpr std::array<std::string_view, 6> kFalse{"0", "f", "F", "false", "FALSE", "False"};
  if (std::find(kTrue.begin(), kTrue.end(), *value) != kTrue.end()) return true;
  if (std::find(kFalse.begin(), kFalse.end(), *value) != kFalse.end()) return false;
  return std::nullopt;
}

// Reads of a list of checks; `select` gives those that are asked for.
Outcome checkList(Registry& registry, const Call& call, std::function<std::vector<const Check*>()> select,
                  TextMap nodeMeta) {
  auto filter = filterFor(FilterOf::Check, call);
  if (!filter) return std::move(filter.error());
  const StateStore& state = registry.state();
  auto body = [&state, select = std::move(select), meta = std::move(nodeMeta), filter = *filter,
               near = NearFirst(call, registry.agent().node()), pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const Check* check : select()) {
      if (!meta.empty() && !hasMeta(*state.node(check->node), meta)) continue;
      Json item = encodeCheck(*check);
      if (filter.matches(item)) list.push_back(std::move(item));
    }
    near.sort(list);
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Kind::Checks, {}}}, [&state] { return state.checksIndex(); }, std::move(body),
      kPlain);
}

// With the checks of the node and of the instance; null where only instances that pass all are wanted.
Json healthOf(const StateStore& state, const Node& node, const Service& instance, bool passingOnly) {
  std::vector<const Check*> checks = state.checksOf(instance.node, {});
  for (const Check* check : state.checksOf(instance.node, instance.id)) checks.push_back(check);
  const bool allPass =
      std::all_of(checks.begin(), checks.end(), [](const Check* check) { return check->status == kPassing; });
  if (passingOnly && !allPass) return nullptr;
  Json encoded = Json::array();
  for (const Check* check : checks) encoded.push_back(encodeCheck(*check));
  return {{"Node", encodeNode(node)}, {"Service", encodeService(instance)}, {"Checks", std::move(encoded)}};
}

Outcome healthRead(Registry& registry, const Call& call, const InstancesOf& of) {
  if (call.rest.empty()) return Answer::refused("Missing service name");
  const auto passing = passingOnly(call);
  if (!passing) return Answer::refused("Invalid value for ?passing");
  return instancesRead(
      registry, call, of, FilterOf::HealthService,
      [passing = *passing](const StateStore& state, const Node& node, const Service& instance) {
        return healthOf(state, node, instance, passing);
      });
}

}  // namespace

Outcome service(Registry& registry, const Call& call) {
  return healthRead(registry, call, kInstancesOfService);
}
Outcome connect(Registry& registry, const Call& call) {
  return healthRead(registry, call, kInstancesOfMesh);
}

Outcome checks(Registry& registry, const Call& call) {
  const std::string& name = call.rest;
  if (name.empty()) return Answer::refused("Missing service name");
  const StateStore& state = registry.state();
  return checkList(
      registry, call, [&state, name] { return state.checksNamed(name); }, nodeMetaOf(call));
}

Outcome node(Registry& registry, const Call& call) {
  const std::string& name = call.rest;
  if (name.empty()) return Answer::refused("Missing node name");
  const StateStore& state = registry.state();
  // As in Consul, ?node-meta is for finding nodes, not for one that is named.
  return checkList(registry, call, [&state, name] { return state.checksOn(name); }, {});
}

Outcome state(Registry& registry, const Call& call) {
  const std::string& wanted = call.rest;
  if (wanted.empty()) return Answer::refused("Missing check state");
  const StateStore& store = registry.state();
  return checkList(
      registry, call,
      [&store, wanted] {
        if (wanted != "any") return store.checksIn(wanted);
        std::vector<const Check*> found;
        for (const auto& [at, check] : store.checks()) found.push_back(&check);
        return found;
      },
      nodeMetaOf(call));
}

}  // namespace halftone::registry::health

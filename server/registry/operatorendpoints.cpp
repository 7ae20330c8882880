// SPDX-License-Identifier: GPL-3.0-or-later
// What operators of a cluster ask, answered for a cluster of one that neither grows nor shrinks.
#include <nlohmann/json.hpp>

#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry {

namespace {

constexpr ReadHeaders kNoMode{false, false};

Json coordinateOf(const Node& node) {
  return Json{
      {"Node", node.name},
      {"Segment", ""},
      {"Coord", {{"Vec", {0, 0, 0, 0, 0, 0, 0, 0}}, {"Error", 1.5}, {"Adjustment", 0}, {"Height", 0.00001}}}};
}

}  // namespace

namespace agent {

// All that could be read anew was given on the command line.
Outcome reload(Registry&, const Call&) {
  return Answer::empty();
}

Outcome leave(Registry&, const Call&) {
  return Answer::failed("this registry is a cluster of one and cannot leave it: end its process instead");
}

Outcome forceLeave(Registry& registry, const Call& call) {
  if (foldCase(call.rest) == foldCase(registry.agent().node().name)) return leave(registry, call);
  return Answer::failed("agent: No node found with name '" + call.rest + "'");
}

Outcome join(Registry&, const Call& call) {
  return Answer::failed("cannot join " + call.rest + ": this registry is a cluster of one");
}

}  // namespace agent

namespace cluster {

Outcome raftConfiguration(Registry& registry, const Call& call) {
  const Node& node = registry.agent().node();
  Json server{{"ID", node.id},  {"Node", node.name},      {"Address", status::serverAddress(registry)},
              {"Leader", true}, {"ProtocolVersion", "3"}, {"Voter", true}};
  return Answer::json(call, Json{{"Servers", Json::array({std::move(server)})}, {"Index", 0}});
}

Outcome autopilotConfiguration(Registry&, const Call& call) {
  return Answer::json(call, Json{{"CleanupDeadServers", true},
                                 {"LastContactThreshold", "200ms"},
                                 {"MaxTrailingLogs", 250},
                                 {"MinQuorum", 0},
                                 {"ServerStabilizationTime", "10s"},
                                 {"RedundancyZoneTag", ""},
                                 {"DisableUpgradeMigration", false},
                                 {"UpgradeVersionTag", ""},
                                 {"CreateIndex", 1},
                                 {"ModifyIndex", 1}});
}

Outcome coordinates(Registry& registry, const Call& call) {
  const LocalAgent& agent = registry.agent();
  return indexedRead(
      registry, call, {{Topic::Kind::Nodes, {}}}, [&state = registry.state()] { return state.nodesIndex(); },
      [&agent, pretty = PrettyCall(call)] { return pretty.json(Json::array({coordinateOf(agent.node())})); },
      kNoMode);
}

Outcome coordinate(Registry& registry, const Call& call) {
  if (call.rest.empty()) return Answer::refused("Missing node name");
  if (foldCase(call.rest) != foldCase(registry.agent().node().name)) return Answer::empty(404);
  return coordinates(registry, call);
}

Outcome wanCoordinates(Registry& registry, const Call& call) {
  return Answer::json(
      call, Json::array({Json{{"Datacenter", kDatacenter},
                              {"AreaID", "wan"},
                              {"Coordinates", Json::array({coordinateOf(registry.agent().node())})}}}));
}

}  // namespace cluster

}  // namespace halftone::registry

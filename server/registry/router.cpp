// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/router.h"

#include <algorithm>

#include "server/registry/endpoints.h"

namespace halftone::registry {

namespace {

const std::vector<Route>& routes() {
  using enum Anonymous;
  static const std::vector<Route> table{
      {"/v1/acl/",
       {{"GET", acl::disabled, Open}, {"PUT", acl::disabled, Open}, {"DELETE", acl::disabled, Open}}},
      {"/v1/agent/self", {{"GET", agent::self}}},
      {"/v1/agent/members", {{"GET", agent::members, EmptyArray}}},
      {"/v1/agent/services", {{"GET", agent::services, EmptyObject}}},
      {"/v1/agent/service/", {{"GET", agent::service}}},
      {"/v1/agent/checks", {{"GET", agent::checks, EmptyObject}}},
      {"/v1/agent/health/service/id/", {{"GET", agent::healthById}}},
      {"/v1/agent/health/service/name/", {{"GET", agent::healthByName}}},
      {"/v1/agent/service/register", {{"PUT", agent::registerService}}},
      {"/v1/agent/service/deregister/", {{"PUT", agent::deregisterService}}},
      {"/v1/agent/service/maintenance/", {{"PUT", agent::serviceMaintenance}}},
      {"/v1/agent/check/register", {{"PUT", agent::registerCheck}}},
      {"/v1/agent/check/deregister/", {{"PUT", agent::deregisterCheck}}},
      {"/v1/agent/check/pass/", {{"PUT", agent::passCheck}}},
      {"/v1/agent/check/warn/", {{"PUT", agent::warnCheck}}},
      {"/v1/agent/check/fail/", {{"PUT", agent::failCheck}}},
      {"/v1/agent/check/update/", {{"PUT", agent::updateCheck}}},
      {"/v1/agent/connect/ca/", {{"GET", mesh::certificates}}},
      {"/v1/agent/maintenance", {{"PUT", agent::nodeMaintenance}}},
      {"/v1/agent/metrics", {{"GET", agent::metrics}}},
      {"/v1/agent/reload", {{"PUT", agent::reload}}},
      {"/v1/agent/leave", {{"PUT", agent::leave}}},
      {"/v1/agent/force-leave/", {{"PUT", agent::forceLeave}}},
      {"/v1/agent/join/", {{"PUT", agent::join}}},
      {"/v1/agent/token/", {{"PUT", acl::disabled}}},
      {"/v1/catalog/connect/", {{"GET", catalog::connect, EmptyArray}}},
      {"/v1/catalog/datacenters", {{"GET", catalog::datacenters, Open}}},
      {"/v1/catalog/gateway-services/", {{"GET", mesh::gatewayServices, EmptyArray}}},
      {"/v1/catalog/nodes", {{"GET", catalog::nodes, EmptyArray}}},
      {"/v1/catalog/services", {{"GET", catalog::services, EmptyObject}}},
      {"/v1/catalog/service/", {{"GET", catalog::service, EmptyArray}}},
      {"/v1/catalog/node/", {{"GET", catalog::node}}},
      {"/v1/catalog/node-services/", {{"GET", catalog::nodeServices}}},
      {"/v1/catalog/register", {{"PUT", catalog::registerEntry}}},
      {"/v1/catalog/deregister", {{"PUT", catalog::deregisterEntry}}},
      {"/v1/config", {{"PUT", config::apply}}},
      {"/v1/config/", {{"GET", config::get, EmptyArray}, {"DELETE", config::erase}}},
      {"/v1/connect/ca/", {{"GET", mesh::certificates}}},
      {"/v1/connect/intentions", {{"GET", mesh::intentions, EmptyArray}}},
      {"/v1/coordinate/datacenters", {{"GET", cluster::wanCoordinates, EmptyArray}}},
      {"/v1/coordinate/nodes", {{"GET", cluster::coordinates, EmptyArray}}},
      {"/v1/coordinate/node/", {{"GET", cluster::coordinate, EmptyArray}}},
      {"/v1/event/fire/", {{"PUT", event::fire}}},
      {"/v1/event/list", {{"GET", event::list, EmptyArray}}},
      {"/v1/health/connect/", {{"GET", health::connect, EmptyArray}}},
      {"/v1/health/ingress/", {{"GET", mesh::ingress, EmptyArray}}},
      {"/v1/health/service/", {{"GET", health::service, EmptyArray}}},
      {"/v1/health/checks/", {{"GET", health::checks, EmptyArray}}},
      {"/v1/health/node/", {{"GET", health::node, EmptyArray}}},
      {"/v1/health/state/", {{"GET", health::state, EmptyArray}}},
      {"/v1/kv/", {{"GET", kv::get, KeyRead}, {"PUT", kv::put}, {"DELETE", kv::erase}}},
      {"/v1/operator/autopilot/configuration", {{"GET", cluster::autopilotConfiguration}}},
      {"/v1/operator/raft/configuration", {{"GET", cluster::raftConfiguration}}},
      {"/v1/query", {{"GET", query::list, EmptyArray}}},
      {"/v1/query/", {{"GET", query::named}}},
      {"/v1/session/create", {{"PUT", session::create}}},
      {"/v1/session/destroy/", {{"PUT", session::destroy}}},
      {"/v1/session/renew/", {{"PUT", session::renew}}},
      {"/v1/session/info/", {{"GET", session::info, EmptyArray}}},
      {"/v1/session/list", {{"GET", session::list, EmptyArray}}},
      {"/v1/session/node/", {{"GET", session::node, EmptyArray}}},
      {"/v1/status/leader", {{"GET", status::leader, Open}}},
      {"/v1/status/peers", {{"GET", status::peers, Open}}},
      {"/v1/txn", {{"PUT", txn::apply}}},
  };
  return table;
}

}  // namespace

const Route* findRoute(std::string_view path) {
  const Route* best = nullptr;
  for (const Route& route : routes()) {
    const bool matches = route.path.ends_with('/') ? path.starts_with(route.path) : path == route.path;
    if (matches && (best == nullptr || route.path.size() > best->path.size())) best = &route;
  }
  return best;
}

std::string cleanPath(std::string_view path) {
  std::vector<std::string_view> kept;
  std::size_t start = 0;
  while (start <= path.size()) {
    const std::size_t end = std::min(path.find('/', start), path.size());
    const std::string_view part = path.substr(start, end - start);
    if (part == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (!part.empty() && part != ".") {
      kept.push_back(part);
    }
    start = end + 1;
  }
  std::string clean;
  for (const std::string_view part : kept) clean.append("/").append(part);
  if (clean.empty() || path.ends_with('/')) clean += '/';
  return clean;
}

std::string allowedMethods(const Route& route) {
  std::string list = "OPTIONS";
  for (const Method& method : route.methods) list.append(",").append(method.name);
  return list;
}

}  // namespace halftone::registry

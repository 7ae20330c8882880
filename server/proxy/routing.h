// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/telemetry/trafficframe.h"
#include "server/proxy/snapshot.h"

namespace halftone::proxy {

// An instance of the service as the registry or a file tells it.
struct KnownInstance {
  std::string id;
  std::string address;  // "127.0.0.1:9001"
  std::string state;    // passing, warning, critical, maintenance
  bool inService = false;
  int weight = 1;
  std::map<std::string, std::string> meta;
  std::vector<std::string> tags;
  std::string version;  // the first that selects it; empty: none
};

// What the proxy routes by at the moment, and what it says of that. Main thread.
struct Routing {
  std::shared_ptr<const RoutingSnapshot> snapshot = std::make_shared<RoutingSnapshot>();
  std::vector<KnownInstance> instances;
  telemetry::PolicyState policy{0, 0, "absent", "there is no policy yet"};
};

// Files each instance under the versions that select it (policy.md, point 9). An instance whose address is no
// numeric one cannot be reached and is left out. Sets `version` of each instance.
[[nodiscard]] std::shared_ptr<const RoutingSnapshot> makeSnapshot(
    std::shared_ptr<const policy::RouteTable> table, std::vector<KnownInstance>& instances);

}  // namespace halftone::proxy

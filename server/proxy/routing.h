// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "backend/telemetry/trafficframe.h"
#include "server/proxy/hostresolver.h"
#include "server/proxy/snapshot.h"

namespace halftone::proxy {

// An instance of the service as the registry or a file tells it.
struct KnownInstance {
  std::string id;
  std::string address;   // "127.0.0.1:9001", "shop-1.example:9001"
  std::string resolved;  // where the address has a host's name: "10.0.0.7:9001"
  std::string state;     // passing, warning, critical, maintenance
  bool inService = false;
  bool hasAddress = true;  // that connections can be made to
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

// Gives instances that are registered under a host's name its address, as far as the resolver knows it; it
// looks after those hosts from now on.
void resolveNames(std::vector<KnownInstance>& instances, HostResolver& resolver);

// Files each instance under the versions that select it (policy.md, point 9). An instance whose address is
// neither numeric nor resolved cannot be reached: it is left out, and its state says so. Sets `version` of
// each instance.
[[nodiscard]] std::shared_ptr<const RoutingSnapshot> makeSnapshot(
    std::shared_ptr<const policy::RouteTable> table, std::vector<KnownInstance>& instances);

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/policy/routetable.h"
#include "server/net/socket.h"
#include "server/proxy/ring.h"

namespace halftone::proxy {

// An instance that may be given work. Immutable.
struct Endpoint {
  std::string id;       // of its registration
  std::string address;  // "127.0.0.1:9001"
  net::SocketAddress socket;
  int weight = 1;       // > 0
  std::string region;   // of its meta; empty: not told
  bool backup = false;  // serves only when no other of its version can (policy.md, point 9)
};

// All that a worker needs to route: made by the main thread, immutable, shared by the workers.
struct RoutingSnapshot {
  std::shared_ptr<const policy::RouteTable> table;                      // null: no policy yet
  std::vector<std::vector<std::shared_ptr<const Endpoint>>> endpoints;  // by version number; in service only
  std::vector<std::shared_ptr<const HashRing>> rings;  // by version number; null where none is needed
  std::vector<policy::Traffic> traffic;                // by version number: what is in force for it
  policy::Availability available{0};
};

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "backend/base/published.h"
#include "backend/geo/regiondatabase.h"
#include "backend/policy/request.h"
#include "server/net/tlscontext.h"
#include "server/proxy/filters/jwtkeys.h"
#include "server/proxy/journal.h"

namespace halftone::proxy {

struct Timeouts {
  std::chrono::milliseconds head{10'000};           // of a client, from the first byte to the empty line
  std::chrono::milliseconds idle{60'000};           // of a client between requests
  std::chrono::milliseconds connect{2'000};         // to an instance
  std::chrono::milliseconds response{60'000};       // from the request's last byte to the answer's head
  std::chrono::milliseconds body{60'000};           // without a byte in either direction
  std::chrono::milliseconds upstreamIdle{50'000};   // of a pooled connection
  std::chrono::milliseconds linger{2'000};          // for a client to take our last words
  std::chrono::milliseconds instanceFailed{1'000};  // how long an instance that refused is passed over
  std::chrono::milliseconds drain{5'000};           // for requests in flight and tunnels at the end
  std::chrono::milliseconds drainIdle{1'000};       // then, for clients that ask nothing
};

// What does not change while the proxy runs. Shared by all threads, immutable.
struct Settings {
  std::string service;
  std::string node;
  int workers = 1;                                 // that share what a policy allows for the whole proxy
  std::shared_ptr<const geo::RegionDatabase> geo;  // null: only X-Region tells a region
  std::shared_ptr<const Published<filters::JwtKeys>> jwtKeys;  // null: no token is good
  std::string region;                       // where the proxy is, for regionFirst; empty: not told
  bool versionHeader = true;                // X-Halftone-Version on answers
  std::vector<policy::Cidr> trusted;        // proxies whose X-Forwarded-* and Forwarded count
  std::vector<policy::Cidr> proxyProtocol;  // balancers whose connections begin with a PROXY header
  std::shared_ptr<const net::TlsClientContext> upstreamTls;  // null: plain connections to instances
  JournalSettings journal;
  Timeouts timeouts;
  std::uint64_t minBodyRate = 100;  // bytes/s, once a body has taken Timeouts::body: less is told 408
  std::uint64_t maxBody = ~std::uint64_t{0};  // bytes of a request's body; more is told 413
  std::size_t maxClients = 8'000;             // connections of a worker; more are told 503
  std::size_t maxIdleUpstream = 1'024;        // pooled connections of a worker to one instance
};

}  // namespace halftone::proxy

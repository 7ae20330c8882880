// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/routing.h"

#include <QLoggingCategory>
#include <algorithm>

#include "backend/policy/compile.h"

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "halftone.proxy.routing")

constexpr int kMaxWeight = 65'535;  // Consul's own limit

std::shared_ptr<const Endpoint> makeEndpoint(const KnownInstance& instance) {
  const auto socket = net::SocketAddress::parse(instance.address);
  if (!socket || socket->port() == 0) {
    qCWarning(lcRouting, "instance %s is left out, its address is no numeric one: %s", instance.id.c_str(),
              instance.address.c_str());
    return nullptr;
  }
  auto endpoint = std::make_shared<Endpoint>();
  endpoint->id = instance.id;
  endpoint->address = instance.address;
  endpoint->socket = *socket;
  endpoint->weight = std::min(instance.weight, kMaxWeight);
  const auto metaOf = [&](const char* key) {
    const auto found = instance.meta.find(key);
    return found == instance.meta.end() ? std::string() : found->second;
  };
  endpoint->backup = metaOf("backup") == "true";
  endpoint->region = metaOf("region");
  return endpoint;
}

std::shared_ptr<const HashRing> ringOf(const std::vector<std::shared_ptr<const Endpoint>>& endpoints) {
  std::vector<HashRing::Member> members;
  for (const auto& endpoint : endpoints) members.push_back({endpoint->id, endpoint->weight});
  return std::make_shared<const HashRing>(members);
}

}  // namespace

std::shared_ptr<const RoutingSnapshot> makeSnapshot(std::shared_ptr<const policy::RouteTable> table,
                                                    std::vector<KnownInstance>& instances) {
  auto snapshot = std::make_shared<RoutingSnapshot>();
  if (!table) return snapshot;
  const auto& versions = table->policy().versions;
  snapshot->endpoints.resize(versions.size());
  for (KnownInstance& instance : instances) {
    instance.version.clear();
    std::shared_ptr<const Endpoint> endpoint;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      if (!policy::selects(versions[i].second, instance.meta, instance.tags)) continue;
      if (instance.version.empty()) instance.version = versions[i].first;
      if (!instance.inService || instance.weight <= 0) continue;
      if (!endpoint) endpoint = makeEndpoint(instance);
      if (endpoint) snapshot->endpoints[i].push_back(endpoint);
    }
  }
  for (std::size_t i = 0; i < versions.size(); ++i) {
    const bool isHashed = versions[i].second.balance == policy::Balance::Hash;
    snapshot->rings.push_back(isHashed ? ringOf(snapshot->endpoints[i]) : nullptr);
    snapshot->traffic.push_back(
        policy::effectiveTraffic(table->policy().traffic, versions[i].second.traffic));
    if (!snapshot->endpoints[i].empty()) snapshot->available.bits |= std::uint64_t{1} << i;
  }
  snapshot->table = std::move(table);
  return snapshot;
}

}  // namespace halftone::proxy

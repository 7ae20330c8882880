// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/routing.h"

#include <QLoggingCategory>
#include <algorithm>
#include <set>

#include "backend/policy/compile.h"

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcRouting, "halftone.proxy.routing")

constexpr int kMaxWeight = 65'535;  // Consul's own limit

// Of "host:port"; IPv6 addresses are numeric and not asked for.
std::pair<std::string, std::string> splitPort(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  if (colon == std::string::npos) return {address, {}};
  return {address.substr(0, colon), address.substr(colon + 1)};
}

bool isNumeric(const std::string& address) {
  return net::SocketAddress::parse(address).has_value();
}

std::shared_ptr<const Endpoint> makeEndpoint(KnownInstance& instance) {
  const auto socket =
      net::SocketAddress::parse(instance.resolved.empty() ? instance.address : instance.resolved);
  if (!socket || socket->port() == 0) {
    qCDebug(lcRouting, "instance %s is left out, it has no address: %s", instance.id.c_str(),
            instance.address.c_str());
    instance.hasAddress = false;
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

void resolveNames(std::vector<KnownInstance>& instances, HostResolver& resolver) {
  std::set<std::string> hosts;
  for (const KnownInstance& instance : instances) {
    if (!isNumeric(instance.address)) hosts.insert(splitPort(instance.address).first);
  }
  resolver.follow(hosts);
  for (KnownInstance& instance : instances) {
    if (isNumeric(instance.address)) continue;
    const auto [host, port] = splitPort(instance.address);
    const auto address = resolver.addressOf(host);
    const bool isV6 = address && address->find(':') != std::string::npos;
    instance.resolved = !address ? "" : isV6 ? '[' + *address + "]:" + port : *address + ':' + port;
  }
}

std::shared_ptr<const RoutingSnapshot> makeSnapshot(std::shared_ptr<const policy::RouteTable> table,
                                                    std::vector<KnownInstance>& instances) {
  auto snapshot = std::make_shared<RoutingSnapshot>();
  if (!table) return snapshot;
  const auto& versions = table->policy().versions;
  snapshot->endpoints.resize(versions.size());
  for (KnownInstance& instance : instances) {
    instance.version.clear();
    instance.hasAddress = true;
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

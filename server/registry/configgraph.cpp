// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/configgraph.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "server/registry/configentries.h"
#include "server/registry/jsonreader.h"

namespace halftone::registry {

namespace {

using Verdict = Result<void>;

tl::unexpected<Error> refuse(std::string why) {
  return fail(ErrorCode::Refused, {}, std::move(why));
}
std::string inQuotes(const std::string& value) {
  return "\"" + value + "\"";
}

std::string text(const Json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string();
}

// All entries as they would be after the write.
struct Graph {
  std::map<ConfigName, Json> entries;

  [[nodiscard]] const Json* find(std::string_view kind, const std::string& name) const {
    const auto at = entries.find({std::string(kind), name});
    return at == entries.end() ? nullptr : &at->second;
  }
  [[nodiscard]] std::string protocolOf(const std::string& service) const {
    std::string protocol;
    if (const Json* defaults = find(kServiceDefaults, service)) {
      protocol = text(*defaults, "Protocol");
    } else if (const Json* proxy = find(kProxyDefaults, "global");
               proxy != nullptr && proxy->contains("Config") && (*proxy)["Config"].is_object()) {
      protocol = text((*proxy)["Config"], "protocol");
    }
    return protocol.empty() ? "tcp" : foldCase(protocol);
  }
};

// Walks the chain of one service.
class Chain {
 public:
  Chain(const Graph& graph, std::string service) : m_graph(graph), m_service(std::move(service)) {}

  Verdict compile() {
    if (auto done = walkRouter(); !done) return done;
    const bool httpLike = m_protocol == "http" || m_protocol == "http2" || m_protocol == "grpc";
    if (m_advanced && !httpLike) {
      return refuse("discovery chain " + inQuotes(m_service) + " uses a protocol " + inQuotes(m_protocol) +
                    " that does not permit advanced routing or splitting behavior");
    }
    return {};
  }

 private:
  Verdict walkRouter() {
    const Json* router = m_graph.find(kServiceRouter, m_service);
    if (router == nullptr) return walkSplitterOrResolver(m_service);
    m_advanced = true;
    if (auto done = recordProtocol(m_service); !done) return done;
    for (const Json& route : (*router)["Routes"]) {
      const Json destination = route.contains("Destination") ? route["Destination"] : Json::object();
      const std::string service =
          text(destination, "Service").empty() ? m_service : text(destination, "Service");
      const std::string subset = text(destination, "ServiceSubset");
      auto done = subset.empty() ? walkSplitterOrResolver(service) : walkResolver(service, subset);
      if (!done) return done;
    }
    return walkSplitterOrResolver(m_service);  // the route that catches the rest
  }

  Verdict walkSplitterOrResolver(const std::string& service) {
    const Json* splitter = m_graph.find(kServiceSplitter, service);
    if (splitter == nullptr) return walkResolver(service, {});
    m_advanced = true;
    if (!m_splitting.insert(service).second) return refuse("detected circular reference");
    for (const Json& split : (*splitter)["Splits"]) {
      const std::string target = text(split, "Service").empty() ? service : text(split, "Service");
      const std::string subset = text(split, "ServiceSubset");
      // A splitter that sends to its own service means the service's resolver.
      auto done =
          subset.empty() && target != service ? walkSplitterOrResolver(target) : walkResolver(target, subset);
      if (!done) return done;
    }
    m_splitting.erase(service);
    return {};
  }

  Verdict walkResolver(std::string service, std::string subset) {
    std::vector<std::string> history;
    for (;;) {
      const std::string id =
          (subset.empty() ? "" : subset + ".") + service + ".default." + std::string(kDatacenter);
      const bool seen = std::find(history.begin(), history.end(), id) != history.end();
      history.push_back(id);
      if (seen) return refuse("detected circular resolver redirect: [" + joined(history) + "]");
      if (auto done = recordProtocol(service); !done) return done;
      const Json* resolver = m_graph.find(kServiceResolver, service);
      if (resolver == nullptr) return needSubset(nullptr, service, subset);
      if (resolver->contains("Redirect")) {
        const Json& redirect = (*resolver)["Redirect"];
        const std::string to = text(redirect, "Service");
        if (!to.empty() && (to != service || text(redirect, "ServiceSubset") != subset)) {
          service = to;
          subset = text(redirect, "ServiceSubset");
          continue;
        }
      }
      if (subset.empty() && !text(*resolver, "DefaultSubset").empty()) {
        subset = text(*resolver, "DefaultSubset");
        continue;
      }
      if (auto done = needSubset(resolver, service, subset); !done) return done;
      return walkFailover(*resolver, service, subset);
    }
  }

  Verdict walkFailover(const Json& resolver, const std::string& service, const std::string& subset) {
    if (!resolver.contains("Failover") || m_inFailover) return {};
    const Json& failovers = resolver["Failover"];
    const char* const any = "*";
    const auto at = failovers.contains(subset) ? failovers.find(subset) : failovers.find(any);
    if (at == failovers.end()) return {};
    const std::string to = text(*at, "Service").empty() ? service : text(*at, "Service");
    const std::string toSubset = text(*at, "ServiceSubset");
    m_inFailover = true;
    auto done = walkResolver(to, toSubset.empty() && to == service ? subset : toSubset);
    m_inFailover = false;
    return done;
  }

  static Verdict needSubset(const Json* resolver, const std::string& service, const std::string& subset) {
    if (subset.empty()) return {};
    if (resolver != nullptr && resolver->contains("Subsets") && (*resolver)["Subsets"].contains(subset))
      return {};
    return refuse("service " + inQuotes(service) + " does not have a subset named " + inQuotes(subset));
  }

  Verdict recordProtocol(const std::string& service) {
    const std::string protocol = m_graph.protocolOf(service);
    if (m_protocol.empty()) m_protocol = protocol;
    if (m_protocol == protocol) return {};
    return refuse("discovery chain " + inQuotes(m_service) + " uses inconsistent protocols; service " +
                  inQuotes(service) + " has " + inQuotes(protocol) + " which is not " + inQuotes(m_protocol));
  }

  static std::string joined(const std::vector<std::string>& parts) {
    std::string list;
    for (const std::string& part : parts) list += (list.empty() ? "" : " -> ") + part;
    return list;
  }

  const Graph& m_graph;
  std::string m_service;
  std::string m_protocol;
  bool m_advanced = false;
  bool m_inFailover = false;
  std::set<std::string> m_splitting;
};

// The services that an entry sends to.
std::set<std::string> referredTo(const ConfigName& name, const Json& entry) {
  std::set<std::string> found;
  const auto add = [&found](const Json& object) {
    if (const std::string service = text(object, "Service"); !service.empty()) found.insert(service);
  };
  if (name.first == kServiceResolver) {
    if (entry.contains("Redirect")) add(entry["Redirect"]);
    if (entry.contains("Failover")) {
      for (const auto& [subset, failover] : entry["Failover"].items()) add(failover);
    }
  } else if (name.first == kServiceSplitter) {
    for (const Json& split : entry["Splits"]) add(split);
  } else if (name.first == kServiceRouter) {
    for (const Json& route : entry["Routes"]) {
      if (route.contains("Destination")) add(route["Destination"]);
    }
  }
  return found;
}

// Whose chains may change: the service itself, and all that lead to it.
std::set<std::string> affectedBy(const Graph& graph, const ConfigName& name) {
  std::set<std::string> affected;
  if (name.first == kProxyDefaults) {
    for (const auto& [other, entry] : graph.entries) {
      if (other.first != kProxyDefaults) affected.insert(other.second);
    }
    return affected;
  }
  std::vector<std::string> open{name.second};
  affected.insert(name.second);
  while (!open.empty()) {
    const std::string service = open.back();
    open.pop_back();
    for (const auto& [other, entry] : graph.entries) {
      if (referredTo(other, entry).contains(service) && affected.insert(other.second).second) {
        open.push_back(other.second);
      }
    }
  }
  return affected;
}

}  // namespace

Result<void> checkConfigGraph(const std::map<ConfigName, ConfigEntry>& entries, const ConfigName& name,
                              const std::optional<ConfigEntry>& proposed) {
  Graph graph;
  for (const auto& [other, entry] : entries) graph.entries[other] = parseObject(entry.body);
  if (proposed) {
    graph.entries[name] = parseObject(proposed->body);
  } else {
    graph.entries.erase(name);
  }
  for (const std::string& service : affectedBy(graph, name)) {
    if (auto done = Chain(graph, service).compile(); !done) return done;
  }
  return {};
}

}  // namespace halftone::registry

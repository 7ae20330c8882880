// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "server/registry/bodies.h"
#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::catalog {

namespace {

constexpr ReadHeaders kPlain{true, false};
constexpr ReadHeaders kCacheable{true, true};
using Kind = Topic::Kind;

Index newer(Index a, Index b) {
  return std::max(a, b);
}

}  // namespace

Outcome datacenters(Registry&, const Call& call) {
  net::HttpResponse response = Answer::json(call, Json::array({kDatacenter}));
  if (call.has("cached")) response.fields.emplace_back("X-Cache", "MISS");
  return response;
}

Outcome nodes(Registry& registry, const Call& call) {
  auto filter = filterFor(FilterOf::Node, call);
  if (!filter) return std::move(filter.error());
  const StateStore& state = registry.state();
  auto body = [&state, meta = nodeMetaOf(call), filter = *filter,
               near = NearFirst(call, registry.agent().node()), pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const auto& [name, node] : state.nodes()) {
      if (!hasMeta(node, meta)) continue;
      Json item = encodeNode(node);
      if (filter.matches(item)) list.push_back(std::move(item));
    }
    near.sort(list);
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Kind::Nodes, {}}}, [&state] { return state.nodesIndex(); }, std::move(body), kPlain);
}

namespace {

Json servicesOfAll(const StateStore& state) {
  Json object = Json::object();
  for (const auto& [name, all] : state.serviceTags()) append(object, name, all.inOrder());
  return object;
}

// Those with an instance on a node of such meta, with the tags of these instances.
Json servicesWhere(const StateStore& state, const TextMap& meta) {
  std::map<std::string, std::vector<std::string>> tagsByName;
  std::set<std::pair<std::string, std::string>> seen;
  for (const auto& [name, node] : state.nodes()) {
    if (!hasMeta(node, meta)) continue;
    for (const Service* service : state.servicesOn(name)) {
      std::vector<std::string>& tags = tagsByName[service->name];
      for (const std::string& tag : service->tags) {
        if (seen.emplace(service->name, tag).second) tags.push_back(tag);
      }
    }
  }
  Json object = Json::object();
  for (auto& [name, tags] : tagsByName) append(object, name, std::move(tags));
  return object;
}

}  // namespace

Outcome services(Registry& registry, const Call& call) {
  const StateStore& state = registry.state();
  const TextMap meta = nodeMetaOf(call);
  auto body = [&state, meta, pretty = PrettyCall(call)] {
    return pretty.json(meta.empty() ? servicesOfAll(state) : servicesWhere(state, meta));
  };
  std::vector<Topic> topics{{Kind::Services, {}}};
  if (!meta.empty()) topics.push_back({Kind::Nodes, {}});
  auto index = [&state, withNodes = !meta.empty()] {
    return withNodes ? newer(state.servicesIndex(), state.nodesIndex()) : state.servicesIndex();
  };
  return indexedRead(registry, call, std::move(topics), std::move(index), std::move(body), kCacheable);
}

namespace {

Outcome catalogRead(Registry& registry, const Call& call, const InstancesOf& of) {
  if (call.rest.empty()) return Answer::refused("Missing service name");
  return instancesRead(registry, call, of, FilterOf::CatalogService,
                       [](const StateStore&, const Node& node, const Service& instance) {
                         return encodeCatalogService(node, instance);
                       });
}

}  // namespace

Outcome service(Registry& registry, const Call& call) {
  return catalogRead(registry, call, kInstancesOfService);
}
Outcome connect(Registry& registry, const Call& call) {
  return catalogRead(registry, call, kInstancesOfMesh);
}

namespace {

// `asMap`: the services by ID, as catalog/node tells them; else as a list.
Outcome nodeRead(Registry& registry, const Call& call, bool asMap) {
  const std::string& name = call.rest;
  if (name.empty()) return Answer::refused("Missing node name");
  auto filter = filterFor(FilterOf::NodeService, call);
  if (!filter) return std::move(filter.error());
  const StateStore& state = registry.state();
  auto body = [&state, name, asMap, filter = *filter, pretty = PrettyCall(call)] {
    const Node* node = state.node(name);
    if (node == nullptr) {
      return pretty.json(asMap ? Json(nullptr) : Json{{"Node", nullptr}, {"Services", nullptr}});
    }
    Json services = asMap ? Json::object() : Json::array();
    for (const Service* service : state.servicesOn(name)) {
      Json item = encodeService(*service);
      if (!filter.matches(item)) continue;
      if (asMap) {
        append(services, service->id, std::move(item));
      } else {
        services.push_back(std::move(item));
      }
    }
    return pretty.json(Json{{"Node", encodeNode(*node)}, {"Services", std::move(services)}});
  };
  auto index = [&state, name] {
    return state.node(name) == nullptr ? Index{0} : newer(state.nodesIndex(), state.servicesIndex());
  };
  return indexedRead(registry, call, {{Kind::Nodes, {}}, {Kind::Services, {}}}, std::move(index),
                     std::move(body), kPlain);
}

}  // namespace

Outcome node(Registry& registry, const Call& call) {
  return nodeRead(registry, call, true);
}
Outcome nodeServices(Registry& registry, const Call& call) {
  return nodeRead(registry, call, false);
}

Outcome registerEntry(Registry& registry, const Call& call) {
  auto body = readRegistration(call.http.body);
  if (!body) return Answer::refused("Request decode failed: " + body.error().message);
  if (!body->datacenter.empty() && body->datacenter != kDatacenter)
    return Answer::failed("No path to datacenter");
  if (auto valid = validate(*body); !valid) return Answer::failed(valid.error().message);
  StateStore& state = registry.state();
  if (auto done = state.write([&] { return state.registerAll(body->registration); }); !done) {
    return Answer::failed(done.error().message);
  }
  return Answer::json(call, true);
}

Outcome deregisterEntry(Registry& registry, const Call& call) {
  auto body = readDeregistration(call.http.body);
  if (!body) return Answer::refused("Request decode failed: " + body.error().message);
  if (!body->datacenter.empty() && body->datacenter != kDatacenter)
    return Answer::failed("No path to datacenter");
  if (body->node.empty()) return Answer::failed("Must provide node");
  StateStore& state = registry.state();
  state.begin();
  if (!body->serviceId.empty()) {
    state.eraseService(body->node, body->serviceId);
  } else if (!body->checkId.empty()) {
    state.eraseCheck(body->node, body->checkId);
  } else {
    state.eraseNode(body->node);
  }
  state.commit();
  return Answer::json(call, true);
}

}  // namespace halftone::registry::catalog

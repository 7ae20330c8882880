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

Outcome services(Registry& registry, const Call& call) {
  const StateStore& state = registry.state();
  const TextMap meta = nodeMetaOf(call);
  auto body = [&state, meta, pretty = PrettyCall(call)] {
    std::map<std::string, std::vector<std::string>> tagsByName;
    std::map<std::string, std::set<std::string>> seen;
    for (const auto& [at, service] : state.services()) {
      if (!meta.empty() && !hasMeta(*state.node(at.first), meta)) continue;
      auto& tags = tagsByName[service.name];
      auto& known = seen[service.name];
      for (const std::string& tag : service.tags) {
        if (known.insert(tag).second) tags.push_back(tag);
      }
    }
    Json object = Json::object();
    for (auto& [name, tags] : tagsByName) object[name] = std::move(tags);
    return pretty.json(object);
  };
  std::vector<Topic> topics{{Kind::Services, {}}};
  if (!meta.empty()) topics.push_back({Kind::Nodes, {}});
  auto index = [&state, withNodes = !meta.empty()] {
    return withNodes ? newer(state.servicesIndex(), state.nodesIndex()) : state.servicesIndex();
  };
  return indexedRead(registry, call, std::move(topics), std::move(index), std::move(body), kCacheable);
}

Outcome service(Registry& registry, const Call& call) {
  const std::string& name = call.rest;
  if (name.empty()) return Answer::refused("Missing service name");
  auto filter = filterFor(FilterOf::CatalogService, call);
  if (!filter) return std::move(filter.error());
  const StateStore& state = registry.state();
  auto body = [&state, name, tags = foldedTagsOf(call), meta = nodeMetaOf(call), filter = *filter,
               near = NearFirst(call, registry.agent().node()), pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const Service* instance : state.instances(name)) {
      const Node& node = *state.node(instance->node);
      if (!hasTags(*instance, tags) || !hasMeta(node, meta)) continue;
      Json item = encodeCatalogService(node, *instance);
      if (filter.matches(item)) list.push_back(std::move(item));
    }
    near.sort(list);
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Kind::Service, foldCase(name)}}, [&state, name] { return state.serviceIndex(name); },
      std::move(body), kCacheable);
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
        services[service->id] = std::move(item);
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

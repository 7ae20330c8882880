// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/reads.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "server/registry/registry.h"

namespace halftone::registry {

net::HttpResponse PrettyCall::json(const Json& body, int status) const {
  std::string text = dump(body, m_pretty);
  if (m_pretty) text += '\n';
  return net::HttpResponse::json(status, std::move(text));
}

TextMap nodeMetaOf(const Call& call) {
  TextMap wanted;
  for (const std::string& pair : call.http.parameters("node-meta")) {
    const std::size_t colon = pair.find(':');
    wanted[pair.substr(0, colon)] = colon == std::string::npos ? std::string() : pair.substr(colon + 1);
  }
  return wanted;
}

bool hasMeta(const Node& node, const TextMap& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&node](const auto& pair) {
    const auto at = node.meta.find(pair.first);
    return at != node.meta.end() && at->second == pair.second;
  });
}

NearFirst::NearFirst(const Call& call, const Node& own) {
  const std::string near = call.text("near");
  if (near == "_agent" || foldCase(near) == foldCase(own.name)) m_node = own.name;
}

void NearFirst::sort(Json& list) const {
  if (m_node.empty()) return;
  std::stable_partition(list.begin(), list.end(), [this](const Json& item) {
    const Json& node = item.at("Node");
    return (node.is_object() ? node.at("Node") : node) == m_node;
  });
}

std::vector<std::string> foldedTagsOf(const Call& call) {
  std::vector<std::string> tags;
  for (const std::string& tag : call.http.parameters("tag")) tags.push_back(foldCase(tag));
  return tags;
}

bool hasTags(const Service& service, const std::vector<std::string>& foldedTags) {
  return std::all_of(foldedTags.begin(), foldedTags.end(), [&service](const std::string& wanted) {
    return std::any_of(service.tags.begin(), service.tags.end(),
                       [&wanted](const std::string& tag) { return foldCase(tag) == wanted; });
  });
}

tl::expected<Filter, net::HttpResponse> filterFor(FilterOf what, const Call& call) {
  const std::string text = call.text("filter");
  if (text.empty()) return Filter();
  auto filter = Filter::compile(what, text);
  if (!filter) {
    return tl::unexpected(
        Answer::failed("Failed to create boolean expression evaluator: " + filter.error().message));
  }
  return std::move(*filter);
}

namespace {

bool isNative(const Service& service) {
  const Json connect = Json::parse(service.connect, nullptr, false);
  return connect.is_object() && connect.value("Native", Json(false)) == true;
}

bool isSidecarOf(const Service& service, const std::string& foldedName) {
  const Json proxy = Json::parse(service.proxy, nullptr, false);
  if (!proxy.is_object()) return false;
  const Json destination = proxy.value("DestinationServiceName", Json());
  return destination.is_string() && foldCase(destination.get<std::string>()) == foldedName;
}

// Walks the whole catalog: only a service mesh asks, and has its own limits.
std::vector<const Service*> meshInstances(const StateStore& state, const std::string& name) {
  const std::string folded = foldCase(name);
  std::vector<const Service*> found;
  for (const auto& [at, service] : state.services()) {
    const bool sidecar = service.kind == "connect-proxy" && isSidecarOf(service, folded);
    const bool native = !service.connect.empty() && foldCase(service.name) == folded && isNative(service);
    if (sidecar || native) found.push_back(&service);
  }
  return found;
}

}  // namespace

const InstancesOf kInstancesOfService{
    [](const StateStore& state, const std::string& name) { return state.instances(name); },
    [](const std::string& name) {
      return std::vector<Topic>{{Topic::Kind::Service, foldCase(name)}};
    },
    [](const StateStore& state, const std::string& name) { return state.serviceIndex(name); }};

const InstancesOf kInstancesOfMesh{
    meshInstances,
    [](const std::string&) {
      using enum Topic::Kind;
      return std::vector<Topic>{{Nodes, {}}, {Services, {}}, {Checks, {}}};
    },
    [](const StateStore& state, const std::string&) {
      return std::max({state.nodesIndex(), state.servicesIndex(), state.checksIndex()});
    }};

Outcome instancesRead(Registry& registry, const Call& call, const InstancesOf& of, FilterOf what,
                      EncodeInstance encode) {
  constexpr ReadHeaders kCacheable{true, true};
  auto filter = filterFor(what, call);
  if (!filter) return std::move(filter.error());
  const StateStore& state = registry.state();
  const std::string& name = call.rest;
  auto body = [&state, name, of, encode = std::move(encode), tags = foldedTagsOf(call),
               meta = nodeMetaOf(call), filter = *filter, near = NearFirst(call, registry.agent().node()),
               pretty = PrettyCall(call)] {
    Json list = Json::array();
    for (const Service* instance : of.select(state, name)) {
      const Node& node = *state.node(instance->node);
      if (!hasTags(*instance, tags) || !hasMeta(node, meta)) continue;
      Json item = encode(state, node, *instance);
      if (!item.is_null() && filter.matches(item)) list.push_back(std::move(item));
    }
    near.sort(list);
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, of.topics(name), [&state, of, name] { return of.index(state, name); }, std::move(body),
      kCacheable);
}

}  // namespace halftone::registry

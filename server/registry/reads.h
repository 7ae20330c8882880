// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/registry/api.h"
#include "server/registry/filter.h"
#include "server/registry/model.h"
#include "server/registry/statestore.h"

// What the reads of catalog, health and agent have in common. A read may answer long after its request is
// gone, so what it needs of it is copied.
namespace halftone::registry {

// How to write an answer's JSON, once the call is gone.
class PrettyCall {
 public:
  explicit PrettyCall(const Call& call) : m_pretty(call.has("pretty")) {}
  [[nodiscard]] net::HttpResponse json(const Json& body, int status = 200) const;

 private:
  bool m_pretty;
};

// ?node-meta=k:v, repeatable.
[[nodiscard]] TextMap nodeMetaOf(const Call& call);
[[nodiscard]] bool hasMeta(const Node& node, const TextMap& wanted);
// ?near=: the entries of the node asked for come first. Only the registry's own node has coordinates, as in a
// Consul of one server; any other changes nothing.
class NearFirst {
 public:
  NearFirst(const Call& call, const Node& own);
  // Of objects whose "Node" is a node's name, or a node.
  void sort(Json& list) const;

 private:
  std::string m_node;  // "" changes nothing
};

// ?tag=, repeatable; tags compare without case.
[[nodiscard]] std::vector<std::string> foldedTagsOf(const Call& call);
[[nodiscard]] bool hasTags(const Service& service, const std::vector<std::string>& foldedTags);

// The compiled ?filter= of a call; one that matches everything if there is none. The error is the answer.
[[nodiscard]] tl::expected<Filter, net::HttpResponse> filterFor(FilterOf what, const Call& call);

// Which instances a read by a service's name is about, and what of them wakes it.
struct InstancesOf {
  std::vector<const Service*> (*select)(const StateStore& state, const std::string& name);
  std::vector<Topic> (*topics)(const std::string& name);
  Index (*index)(const StateStore& state, const std::string& name);
};
extern const InstancesOf kInstancesOfService;  // its own
extern const InstancesOf kInstancesOfMesh;  // its sidecars, and its own that speak the mesh's TLS themselves

// What one instance on its node tells; null leaves it out.
using EncodeInstance =
    std::function<Json(const StateStore& state, const Node& node, const Service& instance)>;
// The instances of the service that `call` names, narrowed by ?tag=, ?node-meta= and ?filter=.
[[nodiscard]] Outcome instancesRead(Registry& registry, const Call& call, const InstancesOf& of,
                                    FilterOf what, EncodeInstance encode);

}  // namespace halftone::registry

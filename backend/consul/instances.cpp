// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/instances.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "backend/consul/json.h"

namespace halftone::consul {

using nlohmann::json;

namespace {

std::map<std::string, std::string> metaOf(const json& object) {
  std::map<std::string, std::string> texts;
  const json& meta = member(object, "Meta");
  if (!meta.is_object()) return texts;
  for (const auto& [key, value] : meta.items()) {
    if (value.is_string()) texts.emplace(key, value.get_ref<const std::string&>());
  }
  return texts;
}

Check readCheck(const json& object) {
  Check check;
  check.id = textOf(object, "CheckID");
  check.name = textOf(object, "Name");
  check.type = textOf(object, "Type");
  check.serviceId = textOf(object, "ServiceID");
  check.state = checkState(check.id, textOf(object, "Status"));
  check.output = textOf(object, "Output");
  return check;
}

Instance readInstance(const json& node, const json& service, const json& checks) {
  Instance instance;
  instance.id = textOf(service, "ID");
  instance.service = textOf(service, "Service");
  instance.node = textOf(node, "Node");
  instance.address = textOf(service, "Address");
  instance.nodeAddress = textOf(node, "Address");
  if (instance.address.empty()) instance.address = instance.nodeAddress;
  instance.port = intOf(service, "Port", 0);
  instance.tags = textsOf(member(service, "Tags"));
  instance.meta = metaOf(service);
  const json& weights = member(service, "Weights");
  instance.weightPassing = intOf(weights, "Passing", 1);
  instance.weightWarning = intOf(weights, "Warning", 1);
  if (checks.is_array()) {
    for (const json& check : checks) instance.checks.push_back(readCheck(check));
  }
  return instance;
}

}  // namespace

CheckState Instance::state() const {
  CheckState worst = CheckState::Passing;
  for (const Check& check : checks) worst = std::max(worst, check.state);
  return worst;
}

CheckState checkState(std::string_view id, std::string_view status) {
  if (id == "_node_maintenance" || id.starts_with("_service_maintenance")) return CheckState::Maintenance;
  if (status == "passing") return CheckState::Passing;
  if (status == "warning") return CheckState::Warning;
  return CheckState::Critical;
}

const char* toString(CheckState state) {
  switch (state) {
    case CheckState::Passing:
      return "passing";
    case CheckState::Warning:
      return "warning";
    case CheckState::Critical:
      return "critical";
    case CheckState::Maintenance:
      return "maintenance";
  }
  return "critical";
}

Result<std::vector<Instance>> parseInstances(const QByteArray& body) {
  const json document = parseJson(body);
  if (!document.is_array()) return fail(ErrorCode::Protocol, "", "the list of instances is no JSON array");
  std::vector<Instance> instances;
  instances.reserve(document.size());
  for (const json& entry : document) {
    const json& node = member(entry, "Node");
    const json& service = member(entry, "Service");
    if (!node.is_object() || !service.is_object()) {
      return fail(ErrorCode::Protocol, "", "an entry in the list of instances lacks its node or its service");
    }
    instances.push_back(readInstance(node, service, member(entry, "Checks")));
  }
  std::ranges::sort(instances, [](const Instance& a, const Instance& b) {
    return std::tie(a.node, a.id) < std::tie(b.node, b.id);
  });
  return instances;
}

Result<std::vector<Instance>> parseNode(const QByteArray& node, const QByteArray& checks) {
  const json document = parseJson(node);
  const json checkList = parseJson(checks);
  if (document.is_discarded() || !checkList.is_array()) {
    return fail(ErrorCode::Protocol, "", "the answers about a node are no JSON");
  }
  std::vector<Instance> instances;
  const json& services = member(document, "Services");
  if (!services.is_object()) return instances;
  for (const auto& [id, service] : services.items()) {
    json own = json::array();
    for (const json& check : checkList) {
      const std::string of = textOf(check, "ServiceID");
      if (of.empty() || of == id) own.push_back(check);
    }
    instances.push_back(readInstance(member(document, "Node"), service, own));
  }
  std::ranges::sort(instances, [](const Instance& a, const Instance& b) {
    return std::tie(a.service, a.id) < std::tie(b.service, b.id);
  });
  return instances;
}

Result<std::vector<Node>> parseNodes(const QByteArray& body) {
  const json document = parseJson(body);
  if (!document.is_array()) return fail(ErrorCode::Protocol, "", "the list of nodes is no JSON array");
  std::vector<Node> nodes;
  nodes.reserve(document.size());
  for (const json& entry : document) {
    if (!entry.is_object()) continue;
    nodes.push_back({textOf(entry, "Node"), textOf(entry, "ID"), textOf(entry, "Address"),
                     textOf(entry, "Datacenter"), metaOf(entry)});
  }
  std::ranges::sort(nodes, {}, &Node::name);
  return nodes;
}

Result<std::map<std::string, std::vector<std::string>>> parseServices(const QByteArray& body) {
  const json document = parseJson(body);
  if (!document.is_object()) return fail(ErrorCode::Protocol, "", "the list of services is no JSON object");
  std::map<std::string, std::vector<std::string>> services;
  for (const auto& [name, tags] : document.items()) services.emplace(name, textsOf(tags));
  return services;
}

}  // namespace halftone::consul

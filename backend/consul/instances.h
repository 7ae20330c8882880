// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"

namespace halftone::consul {

enum class CheckState { Passing, Warning, Critical, Maintenance };

struct Check {
  std::string id;
  std::string name;
  std::string type;
  std::string serviceId;  // empty: of the node
  CheckState state = CheckState::Critical;
  std::string output;
  friend bool operator==(const Check&, const Check&) = default;
};

// One entry of /v1/health/service/:name.
struct Instance {
  std::string id;
  std::string service;
  std::string node;
  std::string address;  // the service's, else its node's
  std::string nodeAddress = {};
  int port = 0;
  std::vector<std::string> tags;
  std::map<std::string, std::string> meta;
  int weightPassing = 1;
  int weightWarning = 1;
  std::vector<Check> checks;  // the node's and its own
  friend bool operator==(const Instance&, const Instance&) = default;

  // The worst of its checks; passing without checks. Maintenance checks count as Maintenance.
  [[nodiscard]] CheckState state() const;
  // Whether it may be given work: passing or warning.
  [[nodiscard]] bool inService() const {
    return state() == CheckState::Passing || state() == CheckState::Warning;
  }
};

[[nodiscard]] const char* toString(CheckState state);
// The state of a check by its id and Status: maintenance is a critical check of a certain id (contract,
// section 3).
[[nodiscard]] CheckState checkState(std::string_view id, std::string_view status);

// Reads the body of /v1/health/service/:name, sorted by node and id. Protocol error if it is none.
[[nodiscard]] Result<std::vector<Instance>> parseInstances(const QByteArray& body);

// What one node runs, from the bodies of /v1/catalog/node/:name and /v1/health/node/:name: its services,
// sorted by name and id, each with the node's checks and its own. Empty if there is no such node.
[[nodiscard]] Result<std::vector<Instance>> parseNode(const QByteArray& node, const QByteArray& checks);

// One entry of /v1/catalog/nodes.
struct Node {
  std::string name;
  std::string id;
  std::string address;
  std::string datacenter;
  std::map<std::string, std::string> meta;
  friend bool operator==(const Node&, const Node&) = default;
};
// Sorted by name. Protocol error if it is none.
[[nodiscard]] Result<std::vector<Node>> parseNodes(const QByteArray& body);

// Reads /v1/catalog/services: names with the union of their tags.
[[nodiscard]] Result<std::map<std::string, std::vector<std::string>>> parseServices(const QByteArray& body);

}  // namespace halftone::consul

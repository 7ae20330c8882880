// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <map>
#include <string>
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

// Reads the body of /v1/health/service/:name, sorted by node and id. Protocol error if it is none.
[[nodiscard]] Result<std::vector<Instance>> parseInstances(const QByteArray& body);

// Reads /v1/catalog/services: names with the union of their tags.
[[nodiscard]] Result<std::map<std::string, std::vector<std::string>>> parseServices(const QByteArray& body);

}  // namespace halftone::consul

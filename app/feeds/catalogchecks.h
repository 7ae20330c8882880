// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "backend/base/result.h"
#include "backend/consul/instances.h"

namespace halftone::app {

// What a list of checks (/v1/health/state/...) says: a fingerprint for each service and each node, enough to
// tell which services have to be read again, and what of them fails. A value.
struct CheckDigest {
  using Instance = std::pair<std::string, std::string>;  // node, service id
  struct Failing {
    std::string service;
    consul::CheckState state = consul::CheckState::Passing;  // the worst of its own checks
    friend bool operator==(const Failing&, const Failing&) = default;
  };
  std::map<std::string, std::uint64_t> services;  // service name -> its checks
  std::map<std::string, std::uint64_t> nodes;     // node name -> the checks of the node itself
  std::map<Instance, Failing> failing;
  std::map<std::string, consul::CheckState> failingNodes;

  // Adds another list, such as the warnings to what is critical.
  void add(const CheckDigest& other);
};

// Reads that body; Protocol error if it is none, TooLarge for more than 200,000 checks. Pure; any thread.
[[nodiscard]] Result<CheckDigest> readCheckDigest(const QByteArray& body);

// Names of services or nodes (one of the digest's maps) that are in only one of both or differ.
[[nodiscard]] std::set<std::string> differing(const std::map<std::string, std::uint64_t>& before,
                                              const std::map<std::string, std::uint64_t>& after);

}  // namespace halftone::app

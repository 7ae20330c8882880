// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "backend/base/result.h"

namespace halftone::app {

// What /v1/health/state/any says, as one fingerprint for each service and each node: enough to tell which
// services have to be read again. A value.
struct CheckDigest {
  std::map<std::string, std::uint64_t> services;  // service name -> its checks
  std::map<std::string, std::uint64_t> nodes;     // node name -> the checks of the node itself
};

// Reads that body; Protocol error if it is none, TooLarge for more than 200,000 checks. Pure; any thread.
[[nodiscard]] Result<CheckDigest> readCheckDigest(const QByteArray& body);

// Names of services or nodes (one of the digest's maps) that are in only one of both or differ.
[[nodiscard]] std::set<std::string> differing(const std::map<std::string, std::uint64_t>& before,
                                              const std::map<std::string, std::uint64_t>& after);

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/base/result.h"
#include "server/proxy/routing.h"

namespace halftone::proxy {

// The routing from files, once: a policy (policy.md) and the instances of each version,
// {"v1":["127.0.0.1:9001"]}, always in service. For benchmarks and tests.
[[nodiscard]] Result<Routing> readRoutingFiles(const std::string& policyPath,
                                               const std::string& endpointsPath, const std::string& service);

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "backend/policy/model.h"

namespace halftone::policy {

// Adds what is wrong with the policy's `traffic` settings, of the service and of each version.
void validateTraffic(const Policy& policy, std::vector<Finding>& findings);

}  // namespace halftone::policy

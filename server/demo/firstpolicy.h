// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "backend/policy/model.h"

namespace halftone::demo {

// What the demo publishes when its service has no policy yet: 5 % of the users on v2, and four rules
// that pick by header, user, address and cookie.
[[nodiscard]] policy::Policy firstPolicy(const std::string& service);

}  // namespace halftone::demo

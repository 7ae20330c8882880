// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace halftone::chat {

class Hub;
class Placement;

// One open session with all that the node knows of it, as JSON: the list's fields, the request that opened it
// as far as it is remembered, and how today's policy decides for it, rule by rule. Nothing if no such session
// is open. `redact`: of cookies, credentials and what follows them only names and lengths are told. Data
// thread.
[[nodiscard]] std::optional<std::string> accountOf(const Hub& hub, const Placement& placement,
                                                   std::string_view id, bool redact);

}  // namespace halftone::chat

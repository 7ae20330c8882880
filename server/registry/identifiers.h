// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "backend/base/result.h"

namespace halftone::registry {

// A random UUID as Consul writes it: lower-case, 8-4-4-4-12.
[[nodiscard]] std::string makeUuid();

// The two 64-bit halves of a UUID, XORed: an event list's index.
[[nodiscard]] std::uint64_t foldUuid(std::string_view uuid);

// Whether a node ID has the form of a UUID; the message is Consul's.
[[nodiscard]] Result<void> checkNodeId(std::string_view id);
[[nodiscard]] Result<void> checkSessionId(std::string_view id);

}  // namespace halftone::registry

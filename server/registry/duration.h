// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "backend/base/result.h"

// Durations as Go writes them: "1m30s", "250ms", "1.5h", "-2us", "0".
namespace halftone::registry {

// Errors carry Go's words: `time: missing unit in duration "10"`. Saturates at about 292 years.
[[nodiscard]] Result<std::chrono::nanoseconds> parseDuration(std::string_view text);

// "1m30s", "1.5s", "250ms", "0s".
[[nodiscard]] std::string formatDuration(std::chrono::nanoseconds duration);

}  // namespace halftone::registry

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// What text means to the operators of policy.md, point 8. Pure, without allocation.
namespace halftone::policy {

// A decimal integer of at most 18 digits, a leading '-' allowed; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> parseInteger(std::string_view text);

// Whether the text is a dotted numeric version: "16", "10.15.7". Parts of any length.
[[nodiscard]] bool isDottedVersion(std::string_view text);

// Part by part as numbers, missing parts are 0: negative, 0 or positive. Both must be dotted versions.
[[nodiscard]] int compareDottedVersions(std::string_view a, std::string_view b);

}  // namespace halftone::policy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace halftone::chat {

// A name for a room's log that no other log has: 16 random hexadecimal digits.
[[nodiscard]] std::string newEpoch();

}  // namespace halftone::chat

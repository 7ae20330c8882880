// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

#include "server/chat/message.h"

namespace halftone::chat {

inline constexpr std::size_t kMaxNameBytes = 128;  // of a room, of a user

// Whether this may be a room's or a user's name: 1 to kMaxNameBytes bytes of UTF-8 without control
// characters (C0, DEL, C1), not beginning or ending with a space.
[[nodiscard]] bool isValidName(std::string_view name);

// The API that a version's name asks for: by its leading number, "v1" and what has none is V1, from 2 on V2.
[[nodiscard]] ApiVersion apiVersionOf(std::string_view version);
[[nodiscard]] const char* toString(ApiVersion api);

}  // namespace halftone::chat

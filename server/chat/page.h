// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace halftone::chat {

// The page that a node serves at `/`: a chat client in plain HTML and JavaScript that tells which version and
// node it is on and comes back by itself, without loss, when its session is moved or its node dies.
[[nodiscard]] std::string chatPage(std::string_view node, std::string_view version);

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace halftone::chat {

// Names as a JSON array of strings, as the stores keep them. What is no such array reads as no names.
[[nodiscard]] std::string writeNames(const std::vector<std::string>& names);
[[nodiscard]] std::vector<std::string> readNames(const std::string& text);

}  // namespace halftone::chat

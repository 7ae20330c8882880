// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/namelist.h"

#include <nlohmann/json.hpp>

#include "server/chat/json.h"

namespace halftone::chat {

std::string writeNames(const std::vector<std::string>& names) {
  std::string out;
  appendJsonArray(out, names, [](std::string& to, const std::string& name) { appendJsonString(to, name); });
  return out;
}

std::vector<std::string> readNames(const std::string& text) {
  const nlohmann::json list = nlohmann::json::parse(text, nullptr, false);
  std::vector<std::string> names;
  if (!list.is_array()) return names;
  for (const nlohmann::json& name : list) {
    if (name.is_string()) names.push_back(name.get<std::string>());
  }
  return names;
}

}  // namespace halftone::chat

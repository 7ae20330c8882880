// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

// The records of the store, read and written leniently: they may come from any program. Internal.
namespace halftone::store {

// The member of an object; empty where it is absent or no text.
[[nodiscard]] inline std::string text(const nlohmann::ordered_json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// The member of an object; 0 where it is absent or no whole number from 0 up.
[[nodiscard]] inline std::uint64_t number(const nlohmann::ordered_json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

// In one line. Names and reasons come from people and systems: what is no UTF-8 in them is replaced, never
// refused.
[[nodiscard]] inline std::string dump(const nlohmann::ordered_json& document) {
  return document.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace halftone::store

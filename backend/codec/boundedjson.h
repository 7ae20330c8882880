// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string_view>

#include "backend/codec/jsontree.h"

namespace halftone::codec {

// Whether lists and objects of a JSON text nest deeper than so many levels. Of a text that is no JSON it says
// anything.
[[nodiscard]] bool nestsDeeper(std::string_view text, std::size_t levels = kMaxJsonDepth);

// JSON from outside as a value of nlohmann's; discarded if it is none or nests deeper. nlohmann parses and
// frees without recursion, but copies and writes with it: who does either wants this.
template <typename Json = nlohmann::json>
[[nodiscard]] Json parseBounded(std::string_view text, std::size_t levels = kMaxJsonDepth) {
  if (nestsDeeper(text, levels)) return Json(Json::value_t::discarded);
  return Json::parse(text.begin(), text.end(), nullptr, false);
}

}  // namespace halftone::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

// Checked reading of Consul's JSON: what is absent, null or of another type reads as the fallback. Internal.
namespace halftone::consul {

// A discarded value if it is no JSON; never throws.
[[nodiscard]] nlohmann::json parseJson(const QByteArray& body);

// The member of an object, or a null value.
[[nodiscard]] const nlohmann::json& member(const nlohmann::json& object, const char* key);
[[nodiscard]] std::string textOf(const nlohmann::json& object, const char* key);
[[nodiscard]] std::uint64_t unsignedOf(const nlohmann::json& object, const char* key);
[[nodiscard]] int intOf(const nlohmann::json& object, const char* key, int fallback);
// The strings of an array; elements that are none are left out.
[[nodiscard]] std::vector<std::string> textsOf(const nlohmann::json& array);

}  // namespace halftone::consul

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "backend/codec/documentreader.h"
#include "backend/policy/traffic.h"

// The `traffic` settings of a policy in their JSON form (resources/docs/traffic-settings.md).
namespace halftone::codec {

void readServiceTraffic(DocumentReader& reader, const std::string& at, const JsonNode& node,
                        policy::Traffic& traffic);
void readVersionTraffic(DocumentReader& reader, const std::string& at, const JsonNode& node,
                        policy::Traffic& traffic);

// Empty objects where nothing is set.
[[nodiscard]] nlohmann::ordered_json writeServiceTraffic(const policy::Traffic& traffic);
[[nodiscard]] nlohmann::ordered_json writeVersionTraffic(const policy::Traffic& traffic);

// 5 rather than 5.0; the shortest decimal of a double reads back as the same hundredths.
[[nodiscard]] nlohmann::ordered_json percentNumber(BasisPoints share);

}  // namespace halftone::codec

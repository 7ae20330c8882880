// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace halftone::test {

// What of JSON Schema (draft 2020-12) our schema uses, and nothing more: an unknown keyword ends the program,
// so that none is passed over in silence. Empty if the value satisfies the schema, else the first complaint.
[[nodiscard]] std::string schemaComplaint(const nlohmann::ordered_json& value,
                                          const nlohmann::ordered_json& schema,
                                          const nlohmann::ordered_json& root);

}  // namespace halftone::test

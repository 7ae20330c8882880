// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <string>

#include "backend/base/result.h"
#include "server/registry/model.h"

namespace halftone::registry {

// Whether the config entries still make sense together once one of them is written, or (without an entry)
// removed: every discovery chain that may be touched is compiled as Consul compiles it. Errors are Consul's.
[[nodiscard]] Result<void> checkConfigGraph(const std::map<ConfigName, ConfigEntry>& entries,
                                            const ConfigName& name,
                                            const std::optional<ConfigEntry>& proposed);

}  // namespace halftone::registry

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/base/result.h"
#include "server/registry/jsonreader.h"
#include "server/registry/model.h"

// Config entries of the mesh: read into one canonical form, and checked by themselves. What they mean
// together is configgraph.h's.
namespace halftone::registry {

inline constexpr std::string_view kServiceDefaults = "service-defaults";
inline constexpr std::string_view kServiceResolver = "service-resolver";
inline constexpr std::string_view kServiceSplitter = "service-splitter";
inline constexpr std::string_view kServiceRouter = "service-router";
inline constexpr std::string_view kProxyDefaults = "proxy-defaults";

[[nodiscard]] bool isConfigKind(std::string_view kind);

// Field names without regard to case and to '_'; numbers where text is wanted and the other way round are
// taken, as Consul does; unknown fields are refused. The error is what follows "Request decoding failed: ".
[[nodiscard]] Result<ConfigEntry> readConfigEntry(std::string_view body);

// The entry's own rules, and what is lower-cased, rounded or filled in by them. Errors are Consul's words.
[[nodiscard]] Result<void> validateConfigEntry(ConfigEntry& entry);

}  // namespace halftone::registry

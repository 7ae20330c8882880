// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>

#include "server/registry/localagent.h"
#include "server/registry/model.h"

// The registry's values as the text that its database keeps, and back. Nothing for text that is no record.
namespace halftone::registry {

[[nodiscard]] std::string toRecord(const Node& node);
[[nodiscard]] std::string toRecord(const Service& service);
[[nodiscard]] std::string toRecord(const Check& check);
[[nodiscard]] std::string toRecord(const Session& session);
[[nodiscard]] std::string toRecord(const ConfigEntry& entry);
[[nodiscard]] std::string toRecord(const LocalCheck& local);

template <typename T>
[[nodiscard]] std::optional<T> fromRecord(const std::string& text);

}  // namespace halftone::registry

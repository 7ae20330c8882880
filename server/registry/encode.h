// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/registry/jsonreader.h"
#include "server/registry/model.h"
#include "server/registry/statestore.h"

// The registry's records as Consul 1.8 writes them, field by field and in its order.
namespace halftone::registry {

[[nodiscard]] Json encodeNode(const Node& node);
// As catalog/node and health/service tell an instance.
[[nodiscard]] Json encodeService(const Service& service);
// As agent/services tells it.
[[nodiscard]] Json encodeAgentService(const Service& service);
// As catalog/service tells it: the node's fields beside the service's.
[[nodiscard]] Json encodeCatalogService(const Node& node, const Service& service);
[[nodiscard]] Json encodeCheck(const Check& check);
[[nodiscard]] Json encodeKey(const KvEntry& entry, bool withValue = true);
[[nodiscard]] Json encodeSession(const Session& session);
[[nodiscard]] Json encodeConfigEntry(const ConfigEntry& entry);

// Adds a member that the object does not have yet. Its own operator[] walks all members for each one added.
void append(Json& object, const std::string& name, Json value);
[[nodiscard]] Json textMap(const TextMap& map, bool nullIfEmpty);
[[nodiscard]] std::string base64(std::string_view bytes);
// Standard alphabet with padding; the error tells the place as Go does.
[[nodiscard]] Result<std::string> fromBase64(std::string_view text);

}  // namespace halftone::registry

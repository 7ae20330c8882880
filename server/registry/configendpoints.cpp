// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "server/registry/configentries.h"
#include "server/registry/configgraph.h"
#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::config {

namespace {

constexpr ReadHeaders kHeaders{};

// "kind/name" or "kind".
ConfigName nameOf(const std::string& path) {
  const std::size_t slash = path.find('/');
  if (slash == std::string::npos) return {path, {}};
  return {path.substr(0, slash), path.substr(slash + 1)};
}

}  // namespace

Outcome apply(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  auto entry = readConfigEntry(call.http.body);
  if (!entry) return Answer::refused("Bad request: Request decoding failed: " + entry.error().message);
  std::optional<Index> expected;
  if (const std::string cas = call.text("cas"); !cas.empty()) {
    const auto parsed = parseUnsigned(cas);
    if (!parsed) return Answer::failed(parsed.error().message);
    expected = *parsed;
  }
  if (auto valid = validateConfigEntry(*entry); !valid) return Answer::failed(valid.error().message);
  StateStore& state = registry.state();
  const ConfigName name{entry->kind, entry->name};
  if (expected) {
    const auto at = state.configEntries().find(name);
    const Index current = at == state.configEntries().end() ? 0 : at->second.modified;
    if (current != *expected) return Answer::json(call, false);
  }
  if (auto valid = checkConfigGraph(state.configEntries(), name, *entry); !valid) {
    return Answer::failed(valid.error().message);
  }
  state.begin();
  state.putConfigEntry(std::move(*entry));
  state.commit();
  return Answer::json(call, true);
}

Outcome get(Registry& registry, const Call& call) {
  const ConfigName wanted = nameOf(call.rest);
  if (!wanted.first.empty() && !isConfigKind(wanted.first)) {
    return Answer::failed("invalid config entry kind: " + wanted.first);
  }
  const bool isNamed = call.rest.find('/') != std::string::npos;  // by the empty name too
  const StateStore& state = registry.state();
  auto body = [&state, wanted, isNamed, pretty = PrettyCall(call)] {
    if (isNamed) {
      const auto at = state.configEntries().find(wanted);
      if (at != state.configEntries().end()) return pretty.json(encodeConfigEntry(at->second));
      return Answer::text(404,
                          "Config entry not found for \"" + wanted.first + "\" / \"" + wanted.second + "\"");
    }
    Json list = Json::array();
    for (const auto& [name, entry] : state.configEntries()) {
      if (wanted.first.empty() || name.first == wanted.first) list.push_back(encodeConfigEntry(entry));
    }
    return pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Topic::Kind::Config, {}}}, [&state] { return state.configIndex(); }, std::move(body),
      kHeaders);
}

Outcome erase(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  const ConfigName name = nameOf(call.rest);
  if (call.rest.find('/') == std::string::npos)
    return Answer::text(404, "Must provide both a kind and name to delete");
  if (!isConfigKind(name.first)) return Answer::refused("invalid config entry kind: " + name.first);
  StateStore& state = registry.state();
  if (auto valid = checkConfigGraph(state.configEntries(), name, std::nullopt); !valid) {
    return Answer::failed(valid.error().message);
  }
  state.begin();
  state.eraseConfigEntry(name);
  state.commit();
  return Answer::json(call, Json::object());
}

}  // namespace halftone::registry::config

// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "server/registry/encode.h"
#include "server/registry/endpoints.h"
#include "server/registry/reads.h"
#include "server/registry/registry.h"

namespace halftone::registry::kv {

namespace {

constexpr std::size_t kMaxValueBytes = 512 * 1024;
constexpr ReadHeaders kHeaders{};
using Kind = Topic::Kind;

Outcome recurse(Registry& registry, const Call& call) {
  const std::string& prefix = call.rest;
  const StateStore& state = registry.state();
  auto body = [&state, prefix, pretty = PrettyCall(call)] {
    Json list = Json::array();
    const auto& keys = state.keys();
    for (auto at = keys.lower_bound(prefix); at != keys.end() && at->first.starts_with(prefix); ++at) {
      list.push_back(encodeKey(at->second));
    }
    return list.empty() ? Answer::empty(404) : pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Kind::Prefix, prefix}}, [&state, prefix] { return state.prefixIndex(prefix); },
      std::move(body), kHeaders);
}

Outcome keys(Registry& registry, const Call& call) {
  const std::string& prefix = call.rest;
  const StateStore& state = registry.state();
  const std::string separator = call.has("separator") ? call.text("separator") : call.text("seperator");
  auto body = [&state, prefix, separator, pretty = PrettyCall(call)] {
    Json list = Json::array();
    std::string last;
    const auto& all = state.keys();
    for (auto at = all.lower_bound(prefix); at != all.end() && at->first.starts_with(prefix); ++at) {
      std::string key = at->first;
      if (!separator.empty()) {
        const std::size_t cut = key.find(separator, prefix.size());
        if (cut != std::string::npos) key.resize(cut + separator.size());
        if (!list.empty() && key == last) continue;
      }
      list.push_back(key);
      last = std::move(key);
    }
    return list.empty() && !prefix.empty() ? Answer::empty(404) : pretty.json(list);
  };
  return indexedRead(
      registry, call, {{Kind::Prefix, prefix}}, [&state, prefix] { return state.prefixIndex(prefix); },
      std::move(body), kHeaders);
}

std::optional<net::HttpResponse> refuseConflict(const Call& call,
                                                std::initializer_list<std::string_view> flags) {
  std::vector<std::string> given;
  for (const std::string_view flag : flags) {
    if (call.has(flag)) given.push_back(std::string(flag) + "=" + call.text(flag));
  }
  if (given.size() < 2) return std::nullopt;
  std::sort(given.begin(), given.end());
  std::string list;
  for (const std::string& flag : given) list += (list.empty() ? "" : "&") + flag;
  return Answer::refused("Conflicting flags: " + list);
}

}  // namespace

Outcome get(Registry& registry, const Call& call) {
  if (call.has("keys")) return keys(registry, call);
  if (call.has("recurse")) return recurse(registry, call);
  const std::string& key = call.rest;
  if (key.empty()) return Answer::refused("Missing key name");
  const StateStore& state = registry.state();
  auto body = [&state, key, raw = call.has("raw"), pretty = PrettyCall(call)] {
    const KvEntry* entry = state.key(key);
    if (entry == nullptr) return Answer::empty(404);
    if (!raw) return pretty.json(Json::array({encodeKey(*entry)}));
    net::HttpResponse response;
    response.body = entry->value;
    response.fields.emplace_back("Content-Type", "text/plain");
    // A value is somebody's bytes: no browser shall take it for a page of ours.
    response.fields.emplace_back("X-Content-Type-Options", "nosniff");
    response.fields.emplace_back("Content-Security-Policy", "sandbox");
    return response;
  };
  return indexedRead(
      registry, call, {{Kind::Key, key}}, [&state, key] { return state.keyIndex(key); }, std::move(body),
      kHeaders);
}

Outcome put(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  if (call.rest.empty()) return Answer::refused("Missing key name");
  if (auto refused = refuseConflict(call, {"cas", "acquire", "release"})) return std::move(*refused);
  KvEntry entry;
  entry.key = call.rest;
  for (const char* flag : {"flags", "cas"}) {
    if (!call.has(flag)) continue;
    if (const auto valid = parseUnsigned(call.text(flag)); !valid)
      return Answer::failed(valid.error().message);
  }
  if (call.has("flags")) entry.flags = *parseUnsigned(call.text("flags"));
  if (call.http.body.size() > kMaxValueBytes) {
    return Answer::text(413,
                        "Request body(" + std::to_string(call.http.body.size()) +
                            " bytes) too large, max size: " + std::to_string(kMaxValueBytes) +
                            " bytes. See https://www.consul.io/docs/agent/options.html#kv_max_value_size.");
  }
  entry.value = call.http.body;

  StateStore& state = registry.state();
  const auto done = state.write([&]() -> Result<bool> {
    if (call.has("acquire")) {
      entry.session = call.text("acquire");
      return state.acquireKey(std::move(entry));
    }
    if (call.has("release")) {
      entry.session = call.text("release");
      return state.releaseKey(std::move(entry));
    }
    if (call.has("cas")) return state.putKeyIf(std::move(entry), *parseUnsigned(call.text("cas")));
    state.putKey(std::move(entry), true);
    return true;
  });
  return done ? Answer::json(call, *done) : Answer::failed(done.error().message);
}

Outcome erase(Registry& registry, const Call& call) {
  if (auto refused = refuseDatacenter(call)) return std::move(*refused);
  if (auto refused = refuseConflict(call, {"recurse", "cas"})) return std::move(*refused);
  const bool tree = call.has("recurse");
  if (call.rest.empty() && !tree) return Answer::refused("Missing key name");
  StateStore& state = registry.state();
  bool erased = true;
  if (call.has("cas")) {
    const auto expected = parseUnsigned(call.text("cas"));
    if (!expected) return Answer::failed(expected.error().message);
    state.begin();
    erased = state.eraseKeyIf(call.rest, *expected);
  } else {
    state.begin();
    if (tree) {
      state.eraseTree(call.rest);
    } else {
      state.eraseKey(call.rest);
    }
  }
  state.commit();
  return Answer::json(call, erased);
}

}  // namespace halftone::registry::kv

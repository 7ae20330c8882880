// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/catalogchecks.h"

#include <functional>
#include <nlohmann/json.hpp>
#include <string_view>

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxChecks = 200'000;

std::string_view textOf(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return {};
  return it->get_ref<const std::string&>();
}

std::uint64_t fingerprint(const json& check) {
  std::uint64_t hash = 0;
  for (const char* key : {"Node", "CheckID", "ServiceID", "Status", "Name", "Output"}) {
    hash = hash * 0x9E3779B97F4A7C15ULL + std::hash<std::string_view>()(textOf(check, key));
  }
  return hash;
}

}  // namespace

Result<CheckDigest> readCheckDigest(const QByteArray& body) {
  const json root = json::parse(body.begin(), body.end(), nullptr, false);
  if (!root.is_array())
    return fail(ErrorCode::Protocol, "/v1/health/state/any", "the answer is no list of checks");
  if (root.size() > kMaxChecks) {
    return fail(ErrorCode::TooLarge, "/v1/health/state/any", "more than 200,000 checks");
  }
  CheckDigest digest;
  for (const json& check : root) {
    if (!check.is_object()) continue;
    const std::string service(textOf(check, "ServiceName"));
    // Sums do not depend on the order in which Consul lists checks.
    if (service.empty()) {
      digest.nodes[std::string(textOf(check, "Node"))] += fingerprint(check);
    } else {
      digest.services[service] += fingerprint(check);
    }
  }
  return digest;
}

std::set<std::string> differing(const std::map<std::string, std::uint64_t>& before,
                                const std::map<std::string, std::uint64_t>& after) {
  std::set<std::string> names;
  for (const auto& [name, hash] : before) {
    const auto it = after.find(name);
    if (it == after.end() || it->second != hash) names.insert(name);
  }
  for (const auto& [name, hash] : after) {
    if (!before.contains(name)) names.insert(name);
  }
  return names;
}

}  // namespace halftone::app

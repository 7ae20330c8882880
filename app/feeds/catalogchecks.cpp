// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/catalogchecks.h"

#include <algorithm>
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

void worsen(consul::CheckState& state, consul::CheckState other) {
  state = std::max(state, other);
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
    const std::string node(textOf(check, "Node"));
    const consul::CheckState state = consul::checkState(textOf(check, "CheckID"), textOf(check, "Status"));
    // Sums do not depend on the order in which Consul lists checks.
    if (service.empty()) {
      digest.nodes[node] += fingerprint(check);
      if (state != consul::CheckState::Passing) worsen(digest.failingNodes[node], state);
    } else {
      digest.services[service] += fingerprint(check);
      if (state == consul::CheckState::Passing) continue;
      CheckDigest::Failing& failing = digest.failing[{node, std::string(textOf(check, "ServiceID"))}];
      failing.service = service;
      worsen(failing.state, state);
    }
  }
  return digest;
}

void CheckDigest::add(const CheckDigest& other) {
  for (const auto& [name, hash] : other.services) services[name] += hash;
  for (const auto& [name, hash] : other.nodes) nodes[name] += hash;
  for (const auto& [instance, theirs] : other.failing) {
    Failing& ours = failing[instance];
    ours.service = theirs.service;
    worsen(ours.state, theirs.state);
  }
  for (const auto& [node, state] : other.failingNodes) worsen(failingNodes[node], state);
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

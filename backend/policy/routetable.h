// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"
#include "backend/policy/request.h"

namespace halftone::policy {

// Which versions have an instance in service: bit i for version number i (their order in the policy).
// A policy has at most 64 versions.
struct Availability {
  std::uint64_t bits = ~std::uint64_t{0};
  [[nodiscard]] bool has(int version) const { return (bits >> version & 1U) != 0; }
};

// The engine's answer. Numbers index the policy's lists; `RouteTable` gives their names.
struct Decision {
  static constexpr int kDefaultRule = -1;
  static constexpr int kNoVersion = -1;

  int version = kNoVersion;  // kNoVersion: answer 503 (policy.md, point 10)
  int rule = kDefaultRule;
  std::optional<int> bucket;  // absent where one version holds all of the weight
  StickyKey::Kind stickBy = StickyKey::Kind::User;
  bool sticky = true;
  bool fallback = false;
};

// One rule that was tried, for `explain`.
struct TriedRule {
  std::string rule;
  bool matched = false;
  bool enabled = true;
  std::string condition;  // the first that failed, as "header:X-App-Version is beta"; empty if matched
  std::string pointer;    // its JSON pointer
  std::optional<std::string> seen;  // the value seen; nothing: the attribute was absent
  int number = 0;                   // of the rule in the policy
  int failed = -1;                  // of that condition in the rule's `when`; -1: none failed
  std::string attribute;            // whose value was seen: "header:X-App-Version"
};

struct Explanation {
  Decision decision;
  std::vector<TriedRule> tried;
};

// A policy made ready to decide: immutable, shared by any number of threads.
class RouteTable {
 public:
  ~RouteTable();
  RouteTable(const RouteTable&) = delete;
  RouteTable& operator=(const RouteTable&) = delete;

  // The decision for a request. `randomBits` feeds the bucket where there is no sticky key. Neither
  // allocates nor locks. The same arguments give the same answer in every process, for ever.
  [[nodiscard]] Decision decide(const Request& request, Availability available,
                                std::uint32_t randomBits) const;
  // The same decision, with each rule tried and why it did not match. Allocates.
  [[nodiscard]] Explanation explain(const Request& request, Availability available,
                                    std::uint32_t randomBits) const;

  // A hash of the key by which this rule sticks, for consistent hashing over instances; nothing where the
  // request has none. Unsalted, so that a new policy moves nobody. Does not allocate.
  [[nodiscard]] std::optional<std::uint32_t> stickyHash(const Request& request, int rule) const;

  // The user that the policy's identity sources name in this request. Allocates.
  [[nodiscard]] std::optional<std::string> userOf(const Request& request) const;

  [[nodiscard]] const Policy& policy() const;
  [[nodiscard]] int versionCount() const;
  [[nodiscard]] std::string_view versionName(int version) const;
  // "default" for Decision::kDefaultRule.
  [[nodiscard]] std::string_view ruleName(int rule) const;
  // Number of the version of this name, or Decision::kNoVersion.
  [[nodiscard]] int versionNumber(std::string_view name) const;
  // Whether some rule sticks by `session`, so that the gateway has to set its cookie.
  [[nodiscard]] bool needsSessionCookie() const;
  // Whether some condition looks at the region, so that asking a geographic database is worth its time.
  [[nodiscard]] bool needsRegion() const;

 private:
  struct Compiled;
  friend struct Compiler;
  explicit RouteTable(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> m_compiled;
};

// MurmurHash3_x86_32 with seed 0 over `salt + ":" + key`, modulo 10000 (policy.md, point 4).
[[nodiscard]] int bucketOf(std::string_view salt, std::string_view key);
[[nodiscard]] std::uint32_t murmur3x86_32(std::string_view bytes, std::uint32_t seed);

}  // namespace halftone::policy

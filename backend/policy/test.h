// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/policy/model.h"
#include "backend/policy/murmur3.h"
#include "backend/policy/request.h"

namespace re2 {
class RE2;
}

namespace halftone::policy {

class AttributeTable;
class RequestView;

// Patterns compiled once each, equal ones shared, all of them under one budget (limits.h).
class RegexPool {
 public:
  RegexPool();
  ~RegexPool();
  // The compiled pattern, or nothing with what is wrong in `error`.
  [[nodiscard]] std::shared_ptr<const re2::RE2> get(const std::string& pattern, std::string& error);

 private:
  std::map<std::string, std::shared_ptr<const re2::RE2>> m_patterns;
  std::map<std::string, std::string> m_errors;
  int m_instructions = 0;
};

// A condition made ready: immutable, evaluated without allocation. (RE2 keeps a cache of states under a lock
// of its own; it grows when it first sees a new kind of text.)
struct Test {
  Condition::Kind kind = Condition::Kind::Test;
  Operator op = Operator::Exists;
  bool ignoreCase = false;  // Is on method
  bool exists = true;
  int slot = 0;
  int basisPoints = 0;
  std::int64_t low = 0;
  std::int64_t high = 0;
  std::vector<std::string> values;  // Is: sorted
  std::vector<Cidr> blocks;         // In
  std::shared_ptr<const re2::RE2> regex;
  Murmur3 percentHash;
  std::vector<Test> children;

  [[nodiscard]] bool holds(RequestView& view) const;
  // Whether a present value satisfies a test that looks at text (all operators but Exists and In).
  [[nodiscard]] bool holdsFor(std::string_view value) const;
};

// `salt` is the rule's own or the policy's. The condition must be valid; its regex comes from the pool.
[[nodiscard]] Test compileTest(const Condition& condition, std::string_view salt, AttributeTable& attributes,
                               RegexPool& regexes);

}  // namespace halftone::policy

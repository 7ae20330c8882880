// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backend/policy/attributetable.h"
#include "backend/policy/murmur3.h"
#include "backend/policy/routetable.h"
#include "backend/policy/ruleindex.h"
#include "backend/policy/test.h"

namespace halftone::policy {

// A split made ready: which bucket goes to which version, and what the bucket is taken of.
struct CompiledSplit {
  struct Segment {
    int end = 0;  // first bucket that is no longer its own
    int version = 0;
  };
  std::vector<Segment> segments;    // only those of weight above 0
  int only = Decision::kNoVersion;  // the version that holds all of the weight
  StickyKey::Kind stickBy = StickyKey::Kind::User;
  int slot = NameTable::kNone;  // where the key is; kNone for StickyKey::Kind::None
  Murmur3 salted;               // the salt and the colon

  [[nodiscard]] int versionOf(int bucket) const;
};

struct CompiledRule {
  std::vector<Test> when;
  int proven = -1;  // the condition that the index has tested already
  bool enabled = true;
  CompiledSplit split;
};

struct RouteTable::Compiled {
  Policy policy;
  AttributeTable attributes;
  std::vector<CompiledRule> rules;
  CompiledSplit defaultSplit;
  RuleIndex index;
  int stable = 0;
  bool needsSessionCookie = false;

  [[nodiscard]] const CompiledSplit& splitOf(int rule) const {
    return rule < 0 ? defaultSplit : rules[static_cast<std::size_t>(rule)].split;
  }
};

}  // namespace halftone::policy

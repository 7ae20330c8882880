// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

// Which rule of one document is which of another. Internal to backend/store.
namespace halftone::store {

using RuleList = std::vector<nlohmann::ordered_json>;

// One rule as up to three documents have it: its number in each, nothing where it is absent.
struct MatchedRule {
  std::string key;  // its name in base, else in theirs, else in mine; "name#2" for the second of a name
  std::optional<std::size_t> base;
  std::optional<std::size_t> mine;
  std::optional<std::size_t> theirs;
};

// Base's rules in their order, then what theirs added, then what mine added (once if both added one name).
[[nodiscard]] std::vector<MatchedRule> matchRules(const RuleList& base, const RuleList& mine,
                                                  const RuleList& theirs);

// A way to put all rules of `kept` (numbers into the result of matchRules) in order: `spine` gives the order
// of those in base; those that a side added follow what they follow there, theirs before mine.
enum class OrderOf { Base, Mine, Theirs };
[[nodiscard]] std::vector<std::size_t> arrange(const std::vector<MatchedRule>& rules,
                                               const std::vector<std::size_t>& kept, OrderOf spine);

// The numbers of those rules of `among` that base has, in the order of a side that has them all.
[[nodiscard]] std::vector<std::size_t> orderedAs(const std::vector<MatchedRule>& rules,
                                                 const std::vector<std::size_t>& among, OrderOf side);

}  // namespace halftone::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/rulematch.h"

#include <algorithm>
#include <map>

namespace halftone::store {

namespace {

using Json = nlohmann::ordered_json;
using Numbers = std::vector<std::optional<std::size_t>>;

std::string nameOf(const Json& rule) {
  const auto name = rule.find("name");
  return name != rule.end() && name->is_string() ? name->get<std::string>() : std::string();
}

// "name", "name#2": a key for each rule of a list.
std::vector<std::string> keysOf(const RuleList& rules) {
  std::map<std::string, int> seen;
  std::vector<std::string> keys;
  for (const Json& rule : rules) {
    const std::string name = nameOf(rule);
    const int count = ++seen[name];
    keys.push_back(count == 1 ? name : name + "#" + std::to_string(count));
  }
  return keys;
}

// For each of base's rules its number in `side`: by key, and what is left by equal conditions.
Numbers numbersIn(const RuleList& base, const RuleList& side) {
  const std::vector<std::string> baseKeys = keysOf(base);
  const std::vector<std::string> sideKeys = keysOf(side);
  Numbers numbers(base.size());
  std::vector<bool> taken(side.size(), false);
  for (std::size_t i = 0; i < base.size(); ++i) {
    const auto found = std::ranges::find(sideKeys, baseKeys[i]);
    if (found == sideKeys.end()) continue;
    numbers[i] = static_cast<std::size_t>(found - sideKeys.begin());
    taken[*numbers[i]] = true;
  }
  const auto isNew = [&](std::size_t j) { return !taken[j] && !std::ranges::count(baseKeys, sideKeys[j]); };
  for (std::size_t i = 0; i < base.size(); ++i) {
    for (std::size_t j = 0; j < side.size() && !numbers[i]; ++j) {
      if (!isNew(j) || base[i].value("when", Json()) != side[j].value("when", Json())) continue;
      numbers[i] = j;
      taken[j] = true;
    }
  }
  return numbers;
}

std::optional<std::size_t> numberIn(const MatchedRule& rule, OrderOf side) {
  switch (side) {
    case OrderOf::Mine:
      return rule.mine;
    case OrderOf::Theirs:
      return rule.theirs;
    case OrderOf::Base:
      break;
  }
  return rule.base;
}

// Puts what `side` added behind the rule that it follows there, and behind what others added at that place.
void insertAdded(const std::vector<MatchedRule>& rules, const std::vector<std::size_t>& kept, OrderOf side,
                 std::vector<std::size_t>& order) {
  std::vector<std::size_t> inSide;
  for (const std::size_t rule : kept) {
    if (numberIn(rules[rule], side)) inSide.push_back(rule);
  }
  std::ranges::sort(inSide, {}, [&](std::size_t rule) { return *numberIn(rules[rule], side); });
  auto place = order.begin();
  for (const std::size_t rule : inSide) {
    const auto found = std::ranges::find(order, rule);
    if (found != order.end()) {
      place = found + 1;
      continue;
    }
    // Only what the other side added here is not in base and not in this side.
    while (place != order.end() && !rules[*place].base && !numberIn(rules[*place], side)) ++place;
    place = order.insert(place, rule) + 1;
  }
}

}  // namespace

std::vector<MatchedRule> matchRules(const RuleList& base, const RuleList& mine, const RuleList& theirs) {
  const Numbers inMine = numbersIn(base, mine);
  const Numbers inTheirs = numbersIn(base, theirs);
  std::vector<std::string> keys = keysOf(base);
  std::vector<MatchedRule> rules;
  for (std::size_t i = 0; i < base.size(); ++i) rules.push_back({keys[i], i, inMine[i], inTheirs[i]});

  const std::vector<std::string> mineKeys = keysOf(mine);
  const std::vector<std::string> theirsKeys = keysOf(theirs);
  const std::size_t added = rules.size();
  // A new rule may be called as a removed or renamed one was: its key must differ.
  const auto unique = [&keys](std::string key) {
    while (std::ranges::count(keys, key)) key += "+";
    keys.push_back(key);
    return key;
  };
  for (std::size_t j = 0; j < theirs.size(); ++j) {
    if (std::ranges::count(inTheirs, std::optional(j))) continue;
    rules.push_back({unique(theirsKeys[j]), std::nullopt, std::nullopt, j});
  }
  for (std::size_t j = 0; j < mine.size(); ++j) {
    if (std::ranges::count(inMine, std::optional(j))) continue;
    const auto same = std::find_if(
        rules.begin() + static_cast<std::ptrdiff_t>(added), rules.end(), [&](const MatchedRule& rule) {
          return rule.theirs && !rule.mine && theirsKeys[*rule.theirs] == mineKeys[j];
        });
    if (same != rules.end()) {
      same->mine = j;
    } else {
      rules.push_back({unique(mineKeys[j]), std::nullopt, j, std::nullopt});
    }
  }
  return rules;
}

std::vector<std::size_t> orderedAs(const std::vector<MatchedRule>& rules,
                                   const std::vector<std::size_t>& among, OrderOf side) {
  std::vector<std::size_t> order;
  for (const std::size_t rule : among) {
    if (rules[rule].base && numberIn(rules[rule], side)) order.push_back(rule);
  }
  std::ranges::sort(order, {}, [&](std::size_t rule) { return *numberIn(rules[rule], side); });
  return order;
}

std::vector<std::size_t> arrange(const std::vector<MatchedRule>& rules, const std::vector<std::size_t>& kept,
                                 OrderOf spine) {
  std::vector<std::size_t> order = orderedAs(rules, kept, spine);
  // A rule that the spine's side removed, but that stays (the other side changed it), keeps base's place.
  for (const std::size_t rule : orderedAs(rules, kept, OrderOf::Base)) {
    if (std::ranges::count(order, rule)) continue;
    const auto after = std::ranges::find_if(
        order, [&](std::size_t other) { return *rules[other].base > *rules[rule].base; });
    order.insert(after, rule);
  }
  insertAdded(rules, kept, OrderOf::Theirs, order);
  insertAdded(rules, kept, OrderOf::Mine, order);
  return order;
}

}  // namespace halftone::store

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/implies.h"

#include <algorithm>
#include <string>

#include "backend/policy/ascii.h"
#include "backend/policy/attributetable.h"
#include "backend/policy/values.h"

namespace halftone::policy {

namespace {

using C = Condition::Kind;

bool isPlain(const Test& test) {
  return test.kind == C::Test;
}
bool needsPresence(const Test& test) {
  return test.op != Operator::Exists || test.exists;
}

// True of every value that is there.
bool holdsForAll(const Test& test) {
  switch (test.op) {
    case Operator::Exists:
      return test.exists;
    case Operator::Prefix:
    case Operator::Suffix:
    case Operator::Contains:
      return test.values.front().empty();
    case Operator::Percent:
      return test.basisPoints == 10000;
    default:
      return false;
  }
}

// The few values that a test lets through, if it lists them.
struct Listed {
  bool known = false;
  std::vector<std::string> values;
};

Listed listedValues(const Test& test) {
  if (test.op == Operator::Is) return {true, test.values};
  if (test.op != Operator::In) return {};
  Listed listed{true, {}};
  for (const Cidr& block : test.blocks) {
    if (block.prefixBits != 128) return {};
    listed.values.push_back(block.network.toString());
  }
  return listed;
}

// Whether the test has this answer for every value of the list. A list that ignores case stands for many
// spellings: only a test that ignores case too can tell.
bool allAre(const Listed& listed, bool listIgnoresCase, const Test& test, bool answer) {
  if (listIgnoresCase && !test.ignoreCase) return false;
  if (listIgnoresCase && test.op != Operator::Is) return false;
  return std::all_of(listed.values.begin(), listed.values.end(),
                     [&](const std::string& value) { return test.holdsFor(value) == answer; });
}

struct Span {
  Address first, last;
};

Span spanOf(const Cidr& block) {
  Span span{block.network, block.network};
  for (int bit = block.prefixBits; bit < 128; ++bit)
    span.last.bytes[static_cast<std::size_t>(bit / 8)] |= static_cast<std::uint8_t>(0x80U >> (bit % 8));
  return span;
}

bool isNext(const Address& last, const Address& first) {
  Address next = last;
  for (std::size_t i = 16; i-- > 0;)
    if (++next.bytes[i] != 0) return next == first;
  return false;
}

// Adjacent blocks grow together, so that two halves cover the whole.
std::vector<Span> mergedSpans(const std::vector<Cidr>& blocks) {
  std::vector<Span> spans;
  for (const Cidr& block : blocks) spans.push_back(spanOf(block));
  std::sort(spans.begin(), spans.end(),
            [](const Span& a, const Span& b) { return a.first.bytes < b.first.bytes; });
  std::vector<Span> merged;
  for (const Span& span : spans) {
    if (merged.empty() ||
        (merged.back().last.bytes < span.first.bytes && !isNext(merged.back().last, span.first)))
      merged.push_back(span);
    else if (merged.back().last.bytes < span.last.bytes)
      merged.back().last = span.last;
  }
  return merged;
}

// A block of IPv6 that holds the mapped range too does not hold IPv4 (Cidr::contains): no proof across that
// line.
bool mixesFamilies(const std::vector<Cidr>& blocks) {
  const auto wide = [](const Cidr& block) {
    return block.prefixBits < 96 && block.network.bytes[0] == 0 && block.network.bytes[1] == 0;
  };
  return std::any_of(blocks.begin(), blocks.end(), wide);
}

bool blocksInside(const Test& narrow, const Test& wide) {
  if (mixesFamilies(narrow.blocks) || mixesFamilies(wide.blocks))
    return std::all_of(narrow.blocks.begin(), narrow.blocks.end(), [&wide](const Cidr& block) {
      return std::any_of(wide.blocks.begin(), wide.blocks.end(), [&block](const Cidr& other) {
        return other.network == block.network && other.prefixBits == block.prefixBits;
      });
    });
  const auto spans = mergedSpans(wide.blocks);
  return std::all_of(narrow.blocks.begin(), narrow.blocks.end(), [&spans](const Cidr& block) {
    const Span inner = spanOf(block);
    return std::any_of(spans.begin(), spans.end(), [&inner](const Span& outer) {
      return outer.first.bytes <= inner.first.bytes && inner.last.bytes <= outer.last.bytes;
    });
  });
}

bool blocksApart(const Test& one, const Test& other) {
  return std::none_of(one.blocks.begin(), one.blocks.end(), [&other](const Cidr& a) {
    return std::any_of(other.blocks.begin(), other.blocks.end(), [&a](const Cidr& b) {
      const Span left = spanOf(a);
      const Span right = spanOf(b);
      return left.first.bytes <= right.last.bytes && right.first.bytes <= left.last.bytes;
    });
  });
}

bool plainImplies(const Test& narrow, const Test& wide) {
  if (narrow.slot != wide.slot) return false;
  if (!needsPresence(wide)) return !needsPresence(narrow);
  if (!needsPresence(narrow)) return false;
  if (holdsForAll(wide)) return true;
  if (const Listed listed = listedValues(narrow); listed.known)
    return allAre(listed, narrow.ignoreCase, wide, true);
  if (narrow.op == Operator::Range && narrow.low > 0) {
    // Above 0 an integer is its own version; 0 may also be written "-0", which is none.
    if (wide.op == Operator::AtLeast)
      return compareDottedVersions(std::to_string(narrow.low), wide.values[0]) >= 0;
    if (wide.op == Operator::Below)
      return compareDottedVersions(std::to_string(narrow.high), wide.values[0]) < 0;
  }
  const auto text = [](const Test& test) { return std::string_view(test.values.front()); };
  const bool narrowIsText =
      narrow.op == Operator::Prefix || narrow.op == Operator::Suffix || narrow.op == Operator::Contains;
  if (wide.op == Operator::Contains && narrowIsText)
    return text(narrow).find(text(wide)) != std::string_view::npos;
  if (narrow.op != wide.op) return false;
  switch (narrow.op) {
    case Operator::Prefix:
      return text(narrow).starts_with(text(wide));
    case Operator::Suffix:
      return text(narrow).ends_with(text(wide));
    case Operator::Matches:
      return narrow.values == wide.values;
    case Operator::Range:
      return narrow.low >= wide.low && narrow.high <= wide.high;
    case Operator::AtLeast:
      return compareDottedVersions(text(narrow), text(wide)) >= 0;
    case Operator::Below:
      return compareDottedVersions(text(narrow), text(wide)) <= 0;
    case Operator::In:
      return blocksInside(narrow, wide);
    case Operator::Percent:
      return narrow.percentHash == wide.percentHash && narrow.basisPoints <= wide.basisPoints;
    default:
      return false;
  }
}

bool plainExcludes(const Test& one, const Test& other) {
  if (one.slot != other.slot) return false;
  if (needsPresence(one) != needsPresence(other)) return true;
  if (!needsPresence(one)) return false;
  for (const Test* test : {&one, &other})
    if (test->op == Operator::Percent && test->basisPoints == 0) return true;
  if (const Listed listed = listedValues(one); listed.known && allAre(listed, one.ignoreCase, other, false))
    return true;
  if (const Listed listed = listedValues(other); listed.known && allAre(listed, other.ignoreCase, one, false))
    return true;
  const auto text = [](const Test& test) { return std::string_view(test.values.front()); };
  if (one.op == Operator::AtLeast && other.op == Operator::Below)
    return compareDottedVersions(text(one), text(other)) >= 0;
  if (one.op == Operator::Below && other.op == Operator::AtLeast) return plainExcludes(other, one);
  if (one.op != other.op) return false;
  if (one.op == Operator::Prefix)
    return !text(one).starts_with(text(other)) && !text(other).starts_with(text(one));
  if (one.op == Operator::Suffix)
    return !text(one).ends_with(text(other)) && !text(other).ends_with(text(one));
  if (one.op == Operator::Range) return one.high < other.low || other.high < one.low;
  if (one.op == Operator::In) return blocksApart(one, other);
  return false;
}

// What rules of one attribute cannot prove about another: a rule covers only rules that speak of all that it
// speaks of. One bit a slot, folded; cheap enough to ask first.
std::uint64_t slotsSpokenOf(const Test& test) {
  if (isPlain(test)) return std::uint64_t{1} << (test.slot % 64);
  std::uint64_t slots = 0;
  for (const Test& child : test.children) slots |= slotsSpokenOf(child);
  return slots;
}

struct Conditions {
  std::vector<Test> when;
  std::uint64_t plainSlots = 0;  // of conditions that are neither any nor not
  std::uint64_t allSlots = 0;
};

// Counts the comparisons against a budget.
bool covers(const Conditions& wide, const Conditions& narrow, long long& budget) {
  if ((wide.plainSlots & ~narrow.allSlots) != 0) return false;
  return std::all_of(wide.when.begin(), wide.when.end(), [&](const Test& wanted) {
    return std::any_of(narrow.when.begin(), narrow.when.end(), [&](const Test& given) {
      budget -=
          1 + static_cast<long long>(given.values.size() + given.blocks.size() + given.children.size() * 4);
      return implies(given, wanted);
    });
  });
}

}  // namespace

bool implies(const Test& narrow, const Test& wide) {
  const auto impliesWide = [&wide](const Test& child) { return implies(child, wide); };
  if (narrow.kind == C::Any) return std::all_of(narrow.children.begin(), narrow.children.end(), impliesWide);
  if (wide.kind == C::Any)
    return std::any_of(wide.children.begin(), wide.children.end(),
                       [&narrow](const Test& child) { return implies(narrow, child); });
  if (wide.kind == C::Not) return excludes(narrow, wide.children.front());
  if (narrow.kind == C::Not) {
    // "not (x is absent)" is "x is present", and the other way round.
    const Test& denied = narrow.children.front();
    return isPlain(denied) && denied.op == Operator::Exists && denied.slot == wide.slot &&
           (needsPresence(wide) ? !denied.exists && holdsForAll(wide) : denied.exists);
  }
  return plainImplies(narrow, wide);
}

bool excludes(const Test& one, const Test& other) {
  const auto allExclude = [](const Test& any, const Test& rest) {
    return std::all_of(any.children.begin(), any.children.end(),
                       [&rest](const Test& child) { return excludes(child, rest); });
  };
  if (one.kind == C::Any) return allExclude(one, other);
  if (other.kind == C::Any) return allExclude(other, one);
  if (other.kind == C::Not) return implies(one, other.children.front());
  if (one.kind == C::Not) return implies(other, one.children.front());
  return plainExcludes(one, other);
}

Coverage findCovered(const Policy& policy) {
  AttributeTable attributes;
  RegexPool regexes;
  Coverage coverage;
  std::vector<Conditions> rules;
  for (const Rule& rule : policy.rules) {
    Conditions& conditions = rules.emplace_back();
    const std::string& salt = rule.salt ? *rule.salt : policy.effectiveSalt();
    for (const Condition& condition : rule.when) {
      const Test& test = conditions.when.emplace_back(compileTest(condition, salt, attributes, regexes));
      conditions.allSlots |= slotsSpokenOf(test);
      if (isPlain(test)) conditions.plainSlots |= slotsSpokenOf(test);
    }
  }
  long long budget = 4'000'000;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = 0; j < i && policy.rules[i].enabled; ++j) {
      if (!policy.rules[j].enabled) continue;
      if (--budget < 0) {
        coverage.complete = false;
        return coverage;
      }
      if (!covers(rules[j], rules[i], budget)) continue;
      coverage.covered.push_back({i, j, covers(rules[i], rules[j], budget)});
      break;
    }
  }
  return coverage;
}

}  // namespace halftone::policy

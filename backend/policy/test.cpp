// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/test.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>

#include "backend/policy/ascii.h"
#include "backend/policy/attributetable.h"
#include "backend/policy/limits.h"
#include "backend/policy/requestview.h"
#include "backend/policy/values.h"

namespace halftone::policy {

namespace {

// Linear in the worst case too, unlike std::string_view::find: headers and policies may be hostile.
bool contains(std::string_view text, std::string_view part) {
  return part.empty() ||
         (!text.empty() && memmem(text.data(), text.size(), part.data(), part.size()) != nullptr);
}

bool isAmong(const std::vector<std::string>& sorted, std::string_view value) {
  constexpr std::size_t kFew = 4;
  if (sorted.size() <= kFew) return std::find(sorted.begin(), sorted.end(), value) != sorted.end();
  return std::binary_search(sorted.begin(), sorted.end(), value, std::less<>());
}

}  // namespace

RegexPool::RegexPool() = default;
RegexPool::~RegexPool() = default;

std::shared_ptr<const re2::RE2> RegexPool::get(const std::string& pattern, std::string& error) {
  if (const auto at = m_patterns.find(pattern); at != m_patterns.end()) return at->second;
  if (const auto at = m_errors.find(pattern); at != m_errors.end()) {
    error = at->second;
    return nullptr;
  }
  if (m_instructions > kMaxRegexInstructions) {
    error = "the patterns of this policy are too complex together (limit maxRegexInstructions, " +
            std::to_string(kMaxRegexInstructions) + ")";
    return nullptr;
  }
  re2::RE2::Options options(re2::RE2::Quiet);
  options.set_max_mem(4 << 20);
  auto regex = std::make_shared<const re2::RE2>(pattern, options);
  if (!regex->ok()) {
    error = "no regular expression of RE2: " + regex->error();
    // A refused pattern may have cost as much as a good one: it counts by its text.
    m_instructions += static_cast<int>(pattern.size());
    m_errors.emplace(pattern, error);
    return nullptr;
  }
  m_instructions += regex->ProgramSize();
  m_patterns.emplace(pattern, regex);
  return regex;
}

bool Test::holdsFor(std::string_view value) const {
  switch (op) {
    case Operator::Is:
      if (ignoreCase)
        return std::any_of(values.begin(), values.end(),
                           [value](const std::string& one) { return equalsIgnoringCase(one, value); });
      return isAmong(values, value);
    case Operator::Prefix:
      return value.starts_with(values.front());
    case Operator::Suffix:
      return value.ends_with(values.front());
    case Operator::Contains:
      return contains(value, values.front());
    case Operator::Matches:
      return re2::RE2::FullMatch(re2::StringPiece(value.data(), value.size()), *regex);
    case Operator::Range: {
      const auto number = parseInteger(value);
      return number && *number >= low && *number <= high;
    }
    case Operator::AtLeast:
      return isDottedVersion(value) && compareDottedVersions(value, values.front()) >= 0;
    case Operator::Below:
      return isDottedVersion(value) && compareDottedVersions(value, values.front()) < 0;
    case Operator::Percent:
      return percentHash.bucketOf(value) < basisPoints;
    case Operator::In: {
      const auto address = Address::parse(value);
      return address &&
             std::any_of(blocks.begin(), blocks.end(), [&](const Cidr& b) { return b.contains(*address); });
    }
    case Operator::Exists:
      return exists;
  }
  return false;
}

bool Test::holds(RequestView& view) const {
  if (kind == Condition::Kind::Any)
    return std::any_of(children.begin(), children.end(),
                       [&view](const Test& child) { return child.holds(view); });
  if (kind == Condition::Kind::Not) return !children.front().holds(view);
  if (op == Operator::In) {
    const auto& client = view.client();
    return client && std::any_of(blocks.begin(), blocks.end(),
                                 [&client](const Cidr& block) { return block.contains(*client); });
  }
  std::string_view value;
  // An absent attribute fails every condition but `"exists": false` (policy.md, point 2).
  if (!view.get(slot, value)) return op == Operator::Exists && !exists;
  return holdsFor(value);
}

Test compileTest(const Condition& condition, std::string_view salt, AttributeTable& attributes,
                 RegexPool& regexes) {
  Test test;
  test.kind = condition.kind;
  if (condition.kind != Condition::Kind::Test) {
    for (const Condition& child : condition.children)
      test.children.push_back(compileTest(child, salt, attributes, regexes));
    return test;
  }
  test.op = condition.op;
  test.exists = condition.exists;
  test.low = condition.low;
  test.high = condition.high;
  test.values = condition.values;
  test.basisPoints = condition.percent.value();
  test.slot = attributes.add(condition.attribute);
  test.ignoreCase = condition.attribute.kind == Attribute::Kind::Method;
  switch (condition.op) {
    case Operator::Is:
      // A request's host is in lower case already, so that an index can look it up.
      if (condition.attribute.kind == Attribute::Kind::Host)
        for (std::string& value : test.values) value = lowerAscii(value);
      std::sort(test.values.begin(), test.values.end());
      break;
    case Operator::In:
      for (const std::string& value : condition.values)
        if (const auto block = Cidr::parse(value)) test.blocks.push_back(*block);
      break;
    case Operator::Matches: {
      std::string error;
      test.regex = regexes.get(condition.values.front(), error);
      break;
    }
    case Operator::Percent:
      test.percentHash.add(salt);
      test.percentHash.add(":percent:");
      break;
    default:
      break;
  }
  return test;
}

}  // namespace halftone::policy

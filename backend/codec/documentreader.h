// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/basispoints.h"
#include "backend/codec/jsontree.h"
#include "backend/policy/model.h"

namespace halftone::codec {

using Words = std::vector<std::string_view>;

// What the readers of a policy's parts share: values out of a tree, and a finding with its place for each
// that cannot be read. Such a place is marked, so that `validate` does not speak of what was never there.
class DocumentReader {
 public:
  void say(std::string pointer, std::string message) {
    m_findings.push_back({std::move(pointer), std::move(message)});
  }
  // Something could not be read, and what the policy holds in its place means nothing.
  void sayUnreadable(const std::string& pointer, std::string message);
  // Whether a finding of `validate` is about an unreadable part, one inside of it, or one that sums it up.
  [[nodiscard]] bool wasUnreadable(const std::string& pointer) const;
  [[nodiscard]] std::vector<policy::Finding>& findings() { return m_findings; }

  bool isOf(JsonNode::Kind kind, const std::string& pointer, const JsonNode& node, std::string_view wanted);
  bool isObject(const std::string& pointer, const JsonNode& node) {
    return isOf(JsonNode::Kind::Object, pointer, node, "an object");
  }
  void checkRepeated(const std::string& pointer, const JsonNode& object);
  // Refuses keys that are not known, with the nearest that is.
  void checkKeys(const std::string& pointer, const JsonNode& object, const Words& known);
  [[nodiscard]] static std::string hint(std::string_view written, const Words& words);

  const JsonNode* required(const std::string& pointer, const JsonNode& object, std::string_view key);
  void readRequiredString(const std::string& pointer, const JsonNode& object, std::string_view key,
                          std::string& out);
  void readPercent(const std::string& at, const JsonNode& node, BasisPoints& out);

 private:
  std::vector<policy::Finding> m_findings;
  std::set<std::string> m_unreadable;
  std::set<std::string> m_aboveUnreadable;
};

}  // namespace halftone::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#include <functional>

#include "backend/codec/documentreader.h"
#include "backend/codec/jsontree.h"
#include "backend/codec/policyjson.h"
#include "backend/codec/trafficjson.h"
#include "backend/policy/compile.h"
#include "backend/policy/limits.h"
#include "backend/policy/names.h"
#include "backend/policy/request.h"

namespace halftone::codec {

namespace {

using namespace policy;
using Kind = JsonNode::Kind;

// Reads the whole document before it judges.
class Reader : DocumentReader {
 public:
  tl::expected<Policy, std::vector<Finding>> read(const JsonNode& root) {
    Policy policy;
    if (!isObject("", root)) return tl::unexpected(std::move(findings()));
    checkKeys("", root,
              {"apiVersion", "service", "salt", "identity", "versions", "stable", "whenUnavailable", "rules",
               "default", "traffic"});
    readApiVersion(root);
    readRequiredString("", root, "service", policy.service);
    readSalt("", root, policy.salt);
    readIdentity(root, policy.identity);
    readVersions(root, policy.versions);
    readRequiredString("", root, "stable", policy.stable);
    readWord<WhenUnavailable>("", root, "whenUnavailable", parseWhenUnavailable, {"stable", "fail"},
                              policy.whenUnavailable);
    readRules(root, policy.rules);
    readDefault(root, policy.defaultRule);
    if (const JsonNode* traffic = root.find("traffic"))
      readServiceTraffic(*this, "/traffic", *traffic, policy.traffic);
    for (Finding& finding : validate(policy))
      if (!wasUnreadable(finding.pointer)) findings().push_back(std::move(finding));
    if (findings().empty()) return policy;
    return tl::unexpected(std::move(findings()));
  }

 private:
  void readApiVersion(const JsonNode& root) {
    std::string version;
    readRequiredString("", root, "apiVersion", version);
    if (!version.empty() && version != "halftone/v1")
      say("/apiVersion", quoted(version) + " is not known here; this is \"halftone/v1\"");
    else if (const JsonNode* node = root.find("apiVersion");
             node != nullptr && node->kind == Kind::String && version.empty())
      say("/apiVersion", "must be \"halftone/v1\"");
  }

  void readSalt(const std::string& pointer, const JsonNode& object, std::optional<std::string>& salt) {
    const JsonNode* node = object.find("salt");
    if (node != nullptr && isOf(Kind::String, pointer + "/salt", *node, "a string")) salt = node->text;
  }

  // An optional member that is one of a few words.
  template <typename T>
  void readWord(const std::string& pointer, const JsonNode& object, std::string_view key,
                const std::function<std::optional<T>(std::string_view)>& parse, const Words& words, T& out) {
    const JsonNode* node = object.find(key);
    if (node == nullptr) return;
    const std::string at = childPointer(pointer, key);
    if (!isOf(Kind::String, at, *node, "a string")) return;
    if (const auto value = parse(node->text)) {
      out = *value;
      return;
    }
    std::string list;
    for (const std::string_view word : words)
      list += (list.empty() ? "" : ", ") + quoted(word) + (word.ends_with(':') ? " with a name" : "");
    sayUnreadable(at, quoted(node->text) + " is none of " + list + hint(node->text, words));
  }

  void readIdentity(const JsonNode& root, std::vector<IdentitySource>& identity) {
    const JsonNode* node = root.find("identity");
    if (node == nullptr || !isOf(Kind::Array, "/identity", *node, "a list")) return;
    identity.clear();
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const std::string at = childPointer("/identity", i);
      IdentitySource source{IdentitySource::Kind::Header, "unreadable"};
      if (isOf(Kind::String, at, node->items[i], "a string")) {
        const auto parsed = parseIdentitySource(node->items[i].text);
        if (parsed)
          source = *parsed;
        else
          sayUnreadable(at, quoted(node->items[i].text) + " is no source of identity" +
                                hint(node->items[i].text, identityWords()));
      }
      identity.push_back(std::move(source));
    }
  }

  void readVersions(const JsonNode& root, std::vector<std::pair<std::string, Version>>& versions) {
    const JsonNode* node = required("", root, "versions");
    if (node == nullptr || !isObject("/versions", *node)) return;
    checkRepeated("/versions", *node);
    for (const auto& [name, value] : node->members) {
      const std::string at = childPointer("/versions", name);
      Version version;
      if (isObject(at, value)) {
        checkKeys(at, value, {"select", "balance", "traffic"});
        if (const JsonNode* select = value.find("select"); select != nullptr)
          readSelect(at + "/select", *select, version);
        readWord<Balance>(at, value, "balance", parseBalance, balanceWords(), version.balance);
        if (const JsonNode* traffic = value.find("traffic"))
          readVersionTraffic(*this, at + "/traffic", *traffic, version.traffic);
      }
      versions.emplace_back(name, std::move(version));
    }
  }

  void readSelect(const std::string& at, const JsonNode& node, Version& version) {
    if (!isObject(at, node)) return;
    checkRepeated(at, node);
    for (const auto& [label, value] : node.members)
      if (isOf(Kind::String, childPointer(at, label), value, "a string")) version.select[label] = value.text;
  }

  void readRules(const JsonNode& root, std::vector<Rule>& rules) {
    const JsonNode* node = root.find("rules");
    if (node == nullptr || !isOf(Kind::Array, "/rules", *node, "a list")) return;
    if (node->items.size() > static_cast<std::size_t>(kMaxRules)) {
      sayUnreadable("/rules", "has " + std::to_string(node->items.size()) + " rules, more than " +
                                  std::to_string(kMaxRules) + " (limit maxRules)");
      return;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i)
      readRule(childPointer("/rules", i), node->items[i], rules.emplace_back());
  }

  void readRule(const std::string& at, const JsonNode& node, Rule& rule) {
    if (!isObject(at, node)) return;
    checkKeys(at, node, {"name", "enabled", "when", "split", "salt", "stickBy"});
    readRequiredString(at, node, "name", rule.name);
    if (const JsonNode* enabled = node.find("enabled"))
      if (isOf(Kind::Boolean, at + "/enabled", *enabled, "true or false")) rule.enabled = enabled->boolean;
    if (const JsonNode* when = required(at, node, "when"))
      if (isOf(Kind::Array, at + "/when", *when, "a list"))
        rule.when = readConditions(at + "/when", *when, 0);
    readSplit(at, node, rule.split);
    readSalt(at, node, rule.salt);
    if (node.find("stickBy") != nullptr) readSticky(at, node, rule.stickBy.emplace());
  }

  void readDefault(const JsonNode& root, DefaultRule& rule) {
    const JsonNode* node = required("", root, "default");
    if (node == nullptr || !isObject("/default", *node)) return;
    checkKeys("/default", *node, {"split", "stickBy", "salt"});
    readSplit("/default", *node, rule.split);
    readSalt("/default", *node, rule.salt);
    readSticky("/default", *node, rule.stickBy);
  }

  void readSticky(const std::string& at, const JsonNode& node, StickyKey& key) {
    readWord<StickyKey>(at, node, "stickBy", parseStickyKey, stickyKeyWords(), key);
  }

  void readSplit(const std::string& parent, const JsonNode& object, std::vector<Share>& split) {
    const JsonNode* node = required(parent, object, "split");
    const std::string pointer = parent + "/split";
    if (node == nullptr || !isOf(Kind::Array, pointer, *node, "a list")) return;
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const JsonNode& item = node->items[i];
      const std::string at = childPointer(pointer, i);
      Share& share = split.emplace_back();
      if (!isObject(at, item)) continue;
      checkKeys(at, item, {"version", "weight"});
      readRequiredString(at, item, "version", share.version);
      if (const JsonNode* weight = required(at, item, "weight"))
        readPercent(at + "/weight", *weight, share.weight);
    }
  }

  std::vector<Condition> readConditions(const std::string& pointer, const JsonNode& list, int level) {
    std::vector<Condition> conditions;
    for (std::size_t i = 0; i < list.items.size(); ++i)
      readCondition(childPointer(pointer, i), list.items[i], level, conditions.emplace_back());
    return conditions;
  }

  void readCondition(const std::string& at, const JsonNode& node, int level, Condition& condition) {
    if (!isObject(at, node)) return;
    const JsonNode* any = node.find("any");
    const JsonNode* denied = node.find("not");
    if (any == nullptr && denied == nullptr) return readTest(at, node, condition);
    if (level == kMaxNesting) {
      sayUnreadable(at, "\"any\" and \"not\" nest deeper than " + std::to_string(kMaxNesting) +
                            " levels (limit maxNesting)");
      return;
    }
    if (any != nullptr && denied != nullptr) {
      sayUnreadable(at, "is either \"any\" or \"not\", not both");
      return;
    }
    checkKeys(at, node, {any != nullptr ? "any" : "not"});
    if (any != nullptr) {
      condition.kind = Condition::Kind::Any;
      if (isOf(Kind::Array, at + "/any", *any, "a list"))
        condition.children = readConditions(at + "/any", *any, level + 1);
      return;
    }
    condition.kind = Condition::Kind::Not;
    readCondition(at + "/not", *denied, level + 1, condition.children.emplace_back());
  }

  void readTest(const std::string& at, const JsonNode& node, Condition& condition) {
    Words known = operatorWords();
    known.insert(known.begin(), "attr");
    if (node.members.size() <= 1) known.insert(known.end(), {"any", "not"});
    checkKeys(at, node, known);
    readAttribute(at, node, condition.attribute);
    const JsonNode* operand = nullptr;
    std::string names;
    for (const auto& [key, value] : node.members) {
      const auto op = parseOperator(key);
      if (!op) continue;
      names += (names.empty() ? "" : ", ") + quoted(key);
      if (operand != nullptr) {
        sayUnreadable(at, "has several operators (" + names + "); exactly one is needed");
        return;
      }
      operand = &value;
      condition.op = *op;
    }
    if (operand == nullptr) {
      sayUnreadable(at, "has no operator; exactly one is needed");
      return;
    }
    readOperand(childPointer(at, toString(condition.op)), *operand, condition);
  }

  void readAttribute(const std::string& at, const JsonNode& node, Attribute& attribute) {
    std::string text;
    readRequiredString(at, node, "attr", text);
    const JsonNode* attr = node.find("attr");
    if (attr == nullptr || attr->kind != Kind::String) return;
    if (const auto parsed = parseAttribute(text))
      attribute = *parsed;
    else
      sayUnreadable(at + "/attr", quoted(text) + " is no attribute" + hint(text, attributeWords()));
  }

  void readOperand(const std::string& at, const JsonNode& node, Condition& condition) {
    switch (condition.op) {
      case Operator::Is:
        return readTexts(at, node, condition.values);
      case Operator::In:
        readTexts(at, node, condition.values);
        // Written as one string the place of an error is the string, not an item of a list.
        if (node.kind == Kind::String && !Cidr::parse(node.text))
          sayUnreadable(at, quoted(node.text) + " is no address and no CIDR block");
        return;
      case Operator::Range:
        return readRange(at, node, condition);
      case Operator::Percent:
        return readPercent(at, node, condition.percent);
      case Operator::Exists:
        if (isOf(Kind::Boolean, at, node, "true or false")) condition.exists = node.boolean;
        return;
      default:
        if (isOf(Kind::String, at, node, "a string")) condition.values = {node.text};
        return;
    }
  }

  void readTexts(const std::string& at, const JsonNode& node, std::vector<std::string>& values) {
    if (node.kind == Kind::String) {
      values = {node.text};
      return;
    }
    if (!isOf(Kind::Array, at, node, "a string or a list of strings")) return;
    for (std::size_t i = 0; i < node.items.size(); ++i)
      if (isOf(Kind::String, childPointer(at, i), node.items[i], "a string"))
        values.push_back(node.items[i].text);
  }

  void readRange(const std::string& at, const JsonNode& node, Condition& condition) {
    if (!isOf(Kind::Array, at, node, "a list of two integers")) return;
    if (node.items.size() != 2) {
      sayUnreadable(at, "must be two integers, the lowest and the highest");
      return;
    }
    std::int64_t* const ends[] = {&condition.low, &condition.high};
    for (std::size_t i = 0; i < 2; ++i) {
      if (!isOf(Kind::Number, childPointer(at, i), node.items[i], "an integer")) continue;
      if (node.items[i].integer)
        *ends[i] = *node.items[i].integer;
      else
        sayUnreadable(childPointer(at, i), node.items[i].text + " is no integer of 64 bits");
    }
  }
};

}  // namespace

tl::expected<Policy, std::vector<Finding>> readPolicy(std::string_view json) {
  if (json.size() > kMaxPolicyBytes)
    return tl::unexpected(
        std::vector<Finding>{{"", "is " + std::to_string(json.size()) + " bytes, more than " +
                                      std::to_string(kMaxPolicyBytes) + " (limit maxPolicyBytes)"}});
  JsonProblem problem;
  const auto root = parseJson(json, problem);
  if (!root) return tl::unexpected(std::vector<Finding>{{"", problem.toString()}});
  return Reader().read(*root);
}

}  // namespace halftone::codec

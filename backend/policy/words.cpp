// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/words.h"

#include <initializer_list>
#include <string_view>

#include "backend/policy/compile.h"
#include "backend/policy/names.h"

namespace halftone::policy {

namespace {

// One phrase in both languages, "%1", "%2" where values go.
struct Phrase {
  std::string_view english;
  std::string_view chinese;
};

std::string fill(const Phrase& phrase, Language language, std::initializer_list<std::string_view> values) {
  const std::string_view pattern = language == Language::English ? phrase.english : phrase.chinese;
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' && pattern[i + 1] <= '9') {
      text += *(values.begin() + (pattern[++i] - '1'));
      continue;
    }
    text += pattern[i];
  }
  return text;
}

std::string join(const std::vector<std::string>& parts, Language language, const Phrase& between) {
  std::string text;
  for (const std::string& part : parts) {
    if (!text.empty()) text += language == Language::English ? between.english : between.chinese;
    text += part;
  }
  return text;
}

// Long lists would bury the sentence they stand in.
std::string listed(const std::vector<std::string>& values, Language language, const Phrase& between) {
  constexpr std::size_t kShown = 6;
  if (values.size() <= kShown) return join(values, language, between);
  std::vector<std::string> shown(values.begin(), values.begin() + kShown);
  return join(shown, language, between) +
         fill({" and %1 more", " 等另外 %1 项"}, language, {std::to_string(values.size() - kShown)});
}

constexpr Phrase kOr = {" or ", " 或 "};
constexpr Phrase kComma = {", ", "、"};

Phrase phraseOf(Operator op) {
  switch (op) {
    case Operator::Is:
      return {"%1 is %2", "%1 为 %2"};
    case Operator::Prefix:
      return {"%1 begins with %2", "%1 以 %2 开头"};
    case Operator::Suffix:
      return {"%1 ends with %2", "%1 以 %2 结尾"};
    case Operator::Contains:
      return {"%1 contains %2", "%1 包含 %2"};
    case Operator::Matches:
      return {"%1 matches %2", "%1 匹配 %2"};
    case Operator::Range:
      return {"%1 from %2 to %3", "%1 在 %2 到 %3 之间"};
    case Operator::AtLeast:
      return {"%1 is at least %2", "%1 不低于 %2"};
    case Operator::Below:
      return {"%1 is below %2", "%1 低于 %2"};
    case Operator::In:
      return {"%1 in %2", "%1 属于 %2"};
    case Operator::Percent:
      return {"%2 % of %1", "%1 的 %2%"};
    case Operator::Exists:
      return {"%1 is present", "存在 %1"};
  }
  return {};
}

std::string describeTest(const Condition& test, Language language) {
  const std::string attribute = toString(test.attribute);
  if (test.op == Operator::Exists && !test.exists)
    return fill({"%1 is absent", "不存在 %1"}, language, {attribute});
  if (test.op == Operator::Range)
    return fill(phraseOf(test.op), language,
                {attribute, std::to_string(test.low), std::to_string(test.high)});
  if (test.op == Operator::Percent)
    return fill(phraseOf(test.op), language, {attribute, test.percent.toString()});
  const bool several = test.values.size() > 1;
  std::string value = listed(test.values, language, test.op == Operator::Is ? kOr : kComma);
  if (!several && value.empty()) value = "\"\"";
  return fill(phraseOf(test.op), language, {attribute, value});
}

}  // namespace

std::string describe(const Condition& condition, Language language) {
  if (condition.kind == Condition::Kind::Test) return describeTest(condition, language);
  std::vector<std::string> parts;
  for (const Condition& child : condition.children) parts.push_back(describe(child, language));
  if (condition.kind == Condition::Kind::Not)
    return fill({"not (%1)", "非（%1）"}, language, {join(parts, language, kOr)});
  return fill({"(%1)", "（%1）"}, language, {join(parts, language, kOr)});
}

std::string describe(const Condition& condition) {
  return describe(condition, Language::English);
}

std::string sentence(const TriedRule& tried, const RouteTable& table, Language language) {
  if (!tried.enabled)
    return fill({"Rule \"%1\" is switched off.", "规则“%1”已停用。"}, language, {tried.rule});
  const Rule& rule = table.policy().rules[static_cast<std::size_t>(tried.number)];
  if (tried.matched) {
    std::vector<std::string> parts;
    for (const Condition& condition : rule.when) parts.push_back(describe(condition, language));
    return fill({"Rule \"%1\" matched: %2.", "规则“%1”匹配：%2。"}, language,
                {tried.rule, join(parts, language, {" and ", "，且 "})});
  }
  const std::string condition = describe(rule.when[static_cast<std::size_t>(tried.failed)], language);
  if (!tried.seen)
    return fill({"Rule \"%1\" did not match: it wants %2, and the request has no %3.",
                 "规则“%1”不匹配：要求 %2，而请求中没有 %3。"},
                language, {tried.rule, condition, tried.attribute});
  return fill({"Rule \"%1\" did not match: it wants %2, and %3 was \"%4\".",
               "规则“%1”不匹配：要求 %2，而 %3 的值是“%4”。"},
              language, {tried.rule, condition, tried.attribute, *tried.seen});
}

std::string sentence(const Decision& decision, const RouteTable& table, Language language) {
  const std::string_view rule = table.ruleName(decision.rule);
  if (decision.version == Decision::kNoVersion)
    return fill({"No version can answer; rule \"%1\" decided.", "没有可用的版本；由规则“%1”决定。"}, language,
                {rule});
  const std::string_view version = table.versionName(decision.version);
  std::string text =
      decision.bucket
          ? fill({"Version %1 by rule \"%2\", bucket %3", "由规则“%2”选择版本 %1，桶号 %3"}, language,
                 {version, rule, std::to_string(*decision.bucket)})
          : fill({"Version %1 by rule \"%2\"", "由规则“%2”选择版本 %1"}, language, {version, rule});
  if (!decision.sticky) text += language == Language::English ? ", drawn at random" : "（随机）";
  if (decision.fallback)
    text += language == Language::English ? ", because the version chosen has no instance in service"
                                          : "，因为所选版本没有可用实例";
  return text + (language == Language::English ? "." : "。");
}

}  // namespace halftone::policy

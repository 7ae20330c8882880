// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a filter's selectors against what there is to select, and applies it to an answer's JSON.
#include "server/registry/filter.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/registry/filtersyntax.h"
#include "server/registry/goregexp.h"

namespace halftone::registry {

namespace {

using Expression = Filter::Expression;
using Operator = Expression::Operator;

// The shape of what can be selected.
struct Shape {
  enum class Kind { Text, Number, Boolean, TextList, TextMap, Object, ObjectList, ObjectMap };
  Kind kind = Kind::Text;
  std::vector<std::pair<std::string_view, const Shape*>> fields = {};  // Object, ObjectList, ObjectMap
};
using Kind = Shape::Kind;

const Shape kText{Kind::Text};
const Shape kNumber{Kind::Number};
const Shape kBoolean{Kind::Boolean};
const Shape kTextList{Kind::TextList};
const Shape kTextMap{Kind::TextMap};
const Shape kWeights{Kind::Object, {{"Passing", &kNumber}, {"Warning", &kNumber}}};
const Shape kAddresses{Kind::ObjectMap, {{"Address", &kText}, {"Port", &kNumber}}};
const Shape kMode{Kind::Object, {{"Mode", &kText}}};
const Shape kProxy{Kind::Object,
                   {{"DestinationServiceName", &kText},
                    {"DestinationServiceID", &kText},
                    {"LocalServiceAddress", &kText},
                    {"LocalServicePort", &kNumber},
                    {"MeshGateway", &kMode}}};
const Shape kConnect{Kind::Object, {{"Native", &kBoolean}}};
const Shape kNode{Kind::Object,
                  {{"ID", &kText},
                   {"Node", &kText},
                   {"Address", &kText},
                   {"Datacenter", &kText},
                   {"TaggedAddresses", &kTextMap},
                   {"Meta", &kTextMap}}};
const Shape kService{Kind::Object,
                     {{"Kind", &kText},
                      {"ID", &kText},
                      {"Service", &kText},
                      {"Tags", &kTextList},
                      {"Address", &kText},
                      {"TaggedAddresses", &kAddresses},
                      {"Meta", &kTextMap},
                      {"Port", &kNumber},
                      {"Weights", &kWeights},
                      {"EnableTagOverride", &kBoolean},
                      {"Proxy", &kProxy},
                      {"Connect", &kConnect}}};
const std::vector<std::pair<std::string_view, const Shape*>> kCheckFields{
    {"Node", &kText},      {"CheckID", &kText},     {"Name", &kText},
    {"Status", &kText},    {"Notes", &kText},       {"Output", &kText},
    {"ServiceID", &kText}, {"ServiceName", &kText}, {"ServiceTags", &kTextList},
    {"Type", &kText}};
const Shape kCheck{Kind::Object, kCheckFields};
const Shape kChecks{Kind::ObjectList, kCheckFields};
const Shape kHealthService{Kind::Object, {{"Node", &kNode}, {"Service", &kService}, {"Checks", &kChecks}}};
const Shape kCatalogService{Kind::Object,
                            {{"ID", &kText},
                             {"Node", &kText},
                             {"Address", &kText},
                             {"Datacenter", &kText},
                             {"TaggedAddresses", &kTextMap},
                             {"NodeMeta", &kTextMap},
                             {"ServiceKind", &kText},
                             {"ServiceID", &kText},
                             {"ServiceName", &kText},
                             {"ServiceTags", &kTextList},
                             {"ServiceAddress", &kText},
                             {"ServiceTaggedAddresses", &kAddresses},
                             {"ServiceWeights", &kWeights},
                             {"ServiceMeta", &kTextMap},
                             {"ServicePort", &kNumber},
                             {"ServiceEnableTagOverride", &kBoolean},
                             {"ServiceProxy", &kProxy},
                             {"ServiceConnect", &kConnect}}};

const Shape& shapeOf(FilterOf what) {
  switch (what) {
    case FilterOf::Node:
      return kNode;
    case FilterOf::CatalogService:
      return kCatalogService;
    case FilterOf::HealthService:
      return kHealthService;
    case FilterOf::Check:
      return kCheck;
    case FilterOf::NodeService:
    case FilterOf::AgentService:
      break;
  }
  return kService;
}

const char* operatorName(Operator op) {
  switch (op) {
    case Operator::Equal:
      return "Equal";
    case Operator::NotEqual:
      return "Not Equal";
    case Operator::In:
      return "In";
    case Operator::NotIn:
      return "Not In";
    case Operator::IsEmpty:
      return "Is Empty";
    case Operator::IsNotEmpty:
      return "Is Not Empty";
    case Operator::Matches:
      return "Matches";
    case Operator::NotMatches:
      return "Not Matches";
  }
  return "";
}

bool supports(Kind kind, Operator op) {
  const bool equality = op == Operator::Equal || op == Operator::NotEqual;
  const bool membership = op == Operator::In || op == Operator::NotIn;
  const bool emptiness = op == Operator::IsEmpty || op == Operator::IsNotEmpty;
  switch (kind) {
    case Kind::Text:
      return !emptiness;
    case Kind::Number:
    case Kind::Boolean:
      return equality;
    case Kind::TextList:
    case Kind::TextMap:
    case Kind::ObjectMap:
      return membership || emptiness;
    case Kind::ObjectList:
      return emptiness;
    case Kind::Object:
      return false;
  }
  return false;
}

// Where a selector leads; nothing if it leads nowhere.
std::optional<Kind> resolve(const Shape* shape, const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (shape->kind == Kind::TextMap) return i + 1 == steps.size() ? std::optional(Kind::Text) : std::nullopt;
    if (shape->kind == Kind::ObjectMap && ++i == steps.size()) return Kind::Object;
    const auto& fields = shape->fields;
    const auto at =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == steps[i]; });
    if (at == fields.end()) return std::nullopt;
    shape = at->second;
  }
  return shape->kind;
}

std::string written(const std::vector<std::string>& steps) {
  std::string text;
  for (const std::string& step : steps) text += (text.empty() ? "" : ".") + step;
  return text;
}

Result<void> coerce(const Expression& match, Kind kind) {
  const std::string& value = match.value;
  const auto bad = [&](const char* function) {
    return fail(ErrorCode::Invalid, {},
                "Failed to coerce value \"" + value + "\" for selector \"" + written(match.selector) +
                    "\": strconv." + function + ": parsing \"" + value + "\": invalid syntax");
  };
  if (kind == Kind::Number) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) return bad("ParseInt");
  }
  if (kind == Kind::Boolean && value != "true" && value != "false" && value != "1" && value != "0") {
    return bad("ParseBool");
  }
  return {};
}

Result<void> check(const Shape& shape, Expression& node) {
  if (node.kind != Expression::Kind::Match) {
    if (auto left = check(shape, *node.left); !left) return left;
    return node.right ? check(shape, *node.right) : Result<void>{};
  }
  const auto kind = resolve(&shape, node.selector);
  if (!kind) return fail(ErrorCode::Invalid, {}, "Selector \"" + written(node.selector) + "\" is not valid");
  if (!supports(*kind, node.op)) {
    return fail(ErrorCode::Invalid, {},
                std::string("Invalid match operator \"") + operatorName(node.op) + "\" for selector \"" +
                    written(node.selector) + "\"");
  }
  if (node.op == Operator::Matches || node.op == Operator::NotMatches) {
    auto pattern = compileRegexp(node.value);
    if (!pattern) {
      return fail(ErrorCode::Invalid, {},
                  "Failed to compile regular expression \"" + node.value + "\": " + pattern.error().message);
    }
    node.pattern = std::move(*pattern);
  }
  return coerce(node, *kind);
}

// "80" for the number 80, as values are written in an expression.
std::string textOf(const Json& item) {
  if (item.is_string()) return item.get<std::string>();
  if (item.is_boolean()) return item.get<bool>() ? "true" : "false";
  return item.is_null() ? std::string() : dump(item);
}

bool isEqual(const Json& item, const std::string& value) {
  if (item.is_boolean()) return item.get<bool>() == (value == "true" || value == "1");
  if (item.is_number_integer()) return item.get<std::int64_t>() == std::strtoll(value.c_str(), nullptr, 10);
  return textOf(item) == value;
}

bool contains(const Json& item, const std::string& value) {
  if (item.is_string()) return item.get_ref<const std::string&>().find(value) != std::string::npos;
  if (item.is_object()) return item.contains(value);
  return item.is_array() &&
         std::any_of(item.begin(), item.end(), [&](const Json& one) { return textOf(one) == value; });
}

bool holds(const Expression& match, const Json& item) {
  switch (match.op) {
    case Operator::Equal:
      return isEqual(item, match.value);
    case Operator::NotEqual:
      return !isEqual(item, match.value);
    case Operator::In:
      return contains(item, match.value);
    case Operator::NotIn:
      return !contains(item, match.value);
    case Operator::IsEmpty:
      return item.empty();
    case Operator::IsNotEmpty:
      return !item.empty();
    case Operator::Matches:
      return RE2::PartialMatch(textOf(item), *match.pattern);
    case Operator::NotMatches:
      return !RE2::PartialMatch(textOf(item), *match.pattern);
  }
  return false;
}

// A list of objects matches if any of them does. A missing map key never equals and holds nothing; else it
// reads as "". Fields left out of the JSON are empty.
bool matchFrom(const Expression& match, const Json& item, std::size_t step) {
  if (step == match.selector.size()) return holds(match, item);
  if (item.is_array()) {
    return std::any_of(item.begin(), item.end(),
                       [&](const Json& one) { return matchFrom(match, one, step); });
  }
  const auto at = item.is_object() ? item.find(match.selector[step]) : item.end();
  if (item.is_object() && at != item.end()) return matchFrom(match, *at, step + 1);
  const bool emptiness = match.op == Operator::IsEmpty || match.op == Operator::IsNotEmpty;
  if (emptiness) return match.op == Operator::IsEmpty;
  return holds(match, Json(""));
}

bool evaluate(const Expression& node, const Json& item) {
  switch (node.kind) {
    case Expression::Kind::And:
      return evaluate(*node.left, item) && evaluate(*node.right, item);
    case Expression::Kind::Or:
      return evaluate(*node.left, item) || evaluate(*node.right, item);
    case Expression::Kind::Not:
      return !evaluate(*node.left, item);
    case Expression::Kind::Match:
      return matchFrom(node, item, 0);
  }
  return false;
}

// Whether the selector's last step is a map's key: then an absent one does not equal "".
bool endsInMap(const Shape* shape, const std::vector<std::string>& steps) {
  for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
    const auto& fields = shape->fields;
    const auto at =
        std::find_if(fields.begin(), fields.end(), [&](const auto& f) { return f.first == steps[i]; });
    if (at == fields.end()) return false;
    shape = at->second;
  }
  return shape->kind == Kind::TextMap;
}

// An equality on a map's key asks also for the key: `M.k == v` becomes `k in M and M.k == v`.
void demandKeys(const Shape& shape, std::shared_ptr<Expression>& node) {
  if (node->kind != Expression::Kind::Match) {
    demandKeys(shape, node->left);
    if (node->right) demandKeys(shape, node->right);
    return;
  }
  const bool positive = node->op == Operator::Equal || node->op == Operator::In;
  if (!positive || !endsInMap(&shape, node->selector)) return;
  auto present = std::make_shared<Expression>();
  present->op = Operator::In;
  present->selector.assign(node->selector.begin(), node->selector.end() - 1);
  present->value = node->selector.back();
  auto both = std::make_shared<Expression>();
  both->kind = Expression::Kind::And;
  both->left = std::move(present);
  both->right = std::move(node);
  node = std::move(both);
}

}  // namespace

Result<Filter> Filter::compile(FilterOf what, std::string_view text) {
  if (text.size() > kMaxFilterBytes) return fail(ErrorCode::TooLarge, {}, "the expression is too long");
  auto tree = parseFilter(text);
  if (!tree) return tl::unexpected(tree.error());
  const Shape& shape = shapeOf(what);
  if (auto valid = check(shape, **tree); !valid) return tl::unexpected(valid.error());
  demandKeys(shape, *tree);
  Filter filter;
  filter.m_root = std::move(*tree);
  return filter;
}

bool Filter::matches(const Json& item) const {
  return !m_root || evaluate(*m_root, item);
}

}  // namespace halftone::registry

// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/codec/jsontree.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

namespace halftone::codec {

namespace {

using Json = nlohmann::json;

// nlohmann's events as a JsonNode. A stack of owned nodes: children move into their parent when complete, so
// that no pointer into a growing vector is ever held.
class TreeBuilder : public nlohmann::json_sax<Json> {
 public:
  explicit TreeBuilder(std::string_view text, JsonProblem& problem) : m_text(text), m_problem(problem) {}

  bool null() override { return accept(JsonNode{}); }
  bool boolean(bool value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::Boolean;
    node.boolean = value;
    return accept(std::move(node));
  }
  bool number_integer(number_integer_t value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::Number;
    node.text = std::to_string(value);
    node.integer = value;
    return accept(std::move(node));
  }
  bool number_unsigned(number_unsigned_t value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::Number;
    node.text = std::to_string(value);
    if (value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
      node.integer = static_cast<std::int64_t>(value);
    return accept(std::move(node));
  }
  bool number_float(number_float_t /*value*/, const string_t& written) override {
    JsonNode node;
    node.kind = JsonNode::Kind::Number;
    node.text = written;
    return accept(std::move(node));
  }
  bool string(string_t& value) override {
    JsonNode node;
    node.kind = JsonNode::Kind::String;
    node.text = std::move(value);
    return accept(std::move(node));
  }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*elements*/) override { return open(JsonNode::Kind::Object); }
  bool key(string_t& value) override {
    m_open.back().key = std::move(value);
    return true;
  }
  bool end_object() override { return close(); }
  bool start_array(std::size_t /*elements*/) override { return open(JsonNode::Kind::Array); }
  bool end_array() override { return close(); }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& e) override {
    locate(position);
    m_problem.message = reason(e.what());
    return false;
  }

  [[nodiscard]] JsonNode take() { return std::move(m_root); }

 private:
  struct Open {
    JsonNode node;
    std::string key;  // of the member that is being read
  };

  bool open(JsonNode::Kind kind) {
    if (m_open.size() == kMaxJsonDepth) {
      m_problem.message =
          "nested deeper than " + std::to_string(kMaxJsonDepth) + " levels (limit maxJsonDepth)";
      return false;
    }
    m_open.emplace_back();
    m_open.back().node.kind = kind;
    return true;
  }

  bool close() {
    JsonNode node = std::move(m_open.back().node);
    m_open.pop_back();
    if (node.kind == JsonNode::Kind::Object) dropRepeated(node);
    return accept(std::move(node));
  }

  // Once for each object and sorted, not by a search for each key: thousands of keys are still quick.
  static void dropRepeated(JsonNode& object) {
    std::vector<std::size_t> order(object.members.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&object](std::size_t a, std::size_t b) {
      return object.members[a].key < object.members[b].key;
    });
    std::vector<bool> again(order.size(), false);
    for (std::size_t i = 1; i < order.size(); ++i)
      again[order[i]] = object.members[order[i]].key == object.members[order[i - 1]].key;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (again[i]) {
        object.repeated.push_back(object.members[i].key);
        continue;
      }
      if (kept != i) object.members[kept] = std::move(object.members[i]);
      ++kept;
    }
    object.members.resize(kept);
  }

  bool accept(JsonNode node) {
    if (m_open.empty()) {
      m_root = std::move(node);
      return true;
    }
    Open& parent = m_open.back();
    if (parent.node.kind == JsonNode::Kind::Array)
      parent.node.items.push_back(std::move(node));
    else
      parent.node.members.push_back({std::move(parent.key), std::move(node)});
    return true;
  }

  void locate(std::size_t position) {
    const std::string_view before =
        m_text.substr(0, std::min(position > 0 ? position - 1 : 0, m_text.size()));
    m_problem.line = 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
    const std::size_t lineStart = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
    m_problem.column = 1 + static_cast<std::size_t>(std::count_if(
                               before.begin() + static_cast<std::ptrdiff_t>(lineStart), before.end(),
                               [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
  }

  // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error while ..." without its
  // head.
  static std::string reason(std::string_view what) {
    for (const std::string_view head : {": syntax error ", "] "}) {
      const std::size_t at = what.find(head);
      if (at == std::string_view::npos) continue;
      return "this is no JSON: " + std::string(what.substr(at + head.size()));
    }
    return "this is no JSON";
  }

  std::string_view m_text;
  JsonProblem& m_problem;
  std::vector<Open> m_open;
  JsonNode m_root;
};

}  // namespace

JsonNode::JsonNode() = default;
JsonNode::JsonNode(JsonNode&&) noexcept = default;
JsonNode& JsonNode::operator=(JsonNode&&) noexcept = default;
JsonNode::~JsonNode() = default;

const JsonNode* JsonNode::find(std::string_view key) const {
  const auto at =
      std::find_if(members.begin(), members.end(), [key](const Member& member) { return member.key == key; });
  return at == members.end() ? nullptr : &at->value;
}

std::string_view JsonNode::kindName() const {
  switch (kind) {
    case Kind::Null:
      return "null";
    case Kind::Boolean:
      return "true or false";
    case Kind::Number:
      return "a number";
    case Kind::String:
      return "a string";
    case Kind::Array:
      return "a list";
    case Kind::Object:
      return "an object";
  }
  return {};
}

std::string JsonProblem::toString() const {
  return "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + message;
}

std::optional<JsonNode> parseJson(std::string_view text, JsonProblem& problem) {
  TreeBuilder builder(text, problem);
  // The builder's parse_error returns false instead of throwing; allocation failures end the process.
  if (!Json::sax_parse(text.begin(), text.end(), &builder)) {
    if (problem.message.empty()) problem.message = "this is no JSON";
    return std::nullopt;
  }
  return builder.take();
}

std::optional<int> hundredthsOf(std::string_view number) {
  const bool negative = !number.empty() && number.front() == '-';
  if (negative) number.remove_prefix(1);
  const std::size_t exponentAt = std::min(number.find_first_of("eE"), number.size());
  std::string_view written = exponentAt < number.size() ? number.substr(exponentAt + 1) : "0";
  if (!written.empty() && written.front() == '+') written.remove_prefix(1);
  int exponent = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), exponent);
  if (error != std::errc() || end != written.data() + written.size()) return std::nullopt;
  // digits * 10^(exponent + 2) has to be an integer: collect the digits, then move the point.
  std::string digits;
  bool fraction = false;
  long long scale = exponent + 2LL;
  for (const char c : number.substr(0, exponentAt)) {
    if (c == '.') {
      fraction = true;
    } else {
      if (c < '0' || c > '9') return std::nullopt;
      digits += c;
      if (fraction) --scale;
    }
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  if (digits.empty()) return 0;
  while (digits.back() == '0') {
    digits.pop_back();
    ++scale;
  }
  if (scale < 0 || scale > 9 || static_cast<long long>(digits.size()) + scale > 9) return std::nullopt;
  digits.append(static_cast<std::size_t>(scale), '0');
  const int value = std::atoi(digits.c_str());
  return negative ? -value : value;
}

}  // namespace halftone::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/ruletext.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/codec/jsontree.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kRulePointer = "/rules/0";
constexpr std::string_view kNoRules = "\"rules\": []";

bool isFlat(const Json& json) {
  if (!json.is_structured()) return true;
  return std::all_of(json.begin(), json.end(), [](const Json& item) {
    return !item.is_structured() ||
           (item.is_array() &&
            std::none_of(item.begin(), item.end(), [](const Json& i) { return i.is_structured(); }));
  });
}

std::string onOneLine(const Json& json) {
  std::string text;
  const bool object = json.is_object();
  for (const auto& [key, value] : json.items()) {
    if (!text.empty()) text += ", ";
    if (object) text += Json(key).dump() + ": ";
    text +=
        value.is_structured() ? onOneLine(value) : value.dump(-1, ' ', false, Json::error_handler_t::replace);
  }
  if (object) return text.empty() ? "{}" : "{ " + text + " }";
  return '[' + text + ']';
}

// As people write it: what is flat stays on its line.
std::string pretty(const Json& json, std::size_t indent, bool top) {
  if (!json.is_structured()) return json.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (!top && isFlat(json) && (json.is_object() || json.empty() || !json.front().is_structured()))
    return onOneLine(json);
  const std::string inner(indent + 2, ' ');
  std::string text;
  for (const auto& [key, value] : json.items()) {
    text += text.empty() ? "\n" : ",\n";
    text += inner;
    if (json.is_object()) text += Json(key).dump() + ": ";
    text += pretty(value, indent + 2, false);
  }
  const std::string outer = '\n' + std::string(indent, ' ');
  return json.is_object() ? '{' + text + outer + '}' : '[' + text + outer + ']';
}

// Walks over JSON that is known to be valid.
class Walker {
 public:
  explicit Walker(std::string_view json) : m_json(json) {}

  std::pair<std::size_t, std::size_t> find(std::string_view pointer) {
    skipSpace();
    std::size_t begin = m_at;
    while (!pointer.empty()) {
      pointer.remove_prefix(1);
      const std::string_view step = pointer.substr(0, pointer.find('/'));
      pointer.remove_prefix(step.size());
      if (!enter(step)) break;
      begin = m_at;
    }
    m_at = begin;
    skipValue();
    return {begin, m_at};
  }

 private:
  // From a value's begin to that of its member or item; false leaves the place anywhere.
  bool enter(std::string_view step) {
    if (m_at >= m_json.size() || (m_json[m_at] != '{' && m_json[m_at] != '[')) return false;
    const bool object = m_json[m_at] == '{';
    ++m_at;
    for (std::size_t number = 0;; ++number) {
      skipSpace();
      if (m_at >= m_json.size() || m_json[m_at] == '}' || m_json[m_at] == ']') return false;
      bool found = std::to_string(number) == step;
      if (object) {
        const std::size_t begin = m_at;
        skipValue();
        found = keyIs(m_json.substr(begin, m_at - begin), step);
        skipSpace();
        ++m_at;  // the colon
        skipSpace();
      }
      if (found) return true;
      skipValue();
      skipSpace();
      if (m_at < m_json.size() && m_json[m_at] == ',') ++m_at;
    }
  }

  static bool keyIs(std::string_view quoted, std::string_view step) {
    std::string escaped;
    for (const char c : Json::parse(quoted, nullptr, false).get<std::string>())
      escaped += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    return escaped == step;
  }

  void skipSpace() {
    while (m_at < m_json.size() && std::string_view(" \t\r\n").find(m_json[m_at]) != std::string_view::npos)
      ++m_at;
  }

  void skipValue() {
    int depth = 0;
    do {
      if (m_at >= m_json.size()) return;
      const char c = m_json[m_at];
      if (c == '"') {
        skipString();
        continue;
      }
      if (c == '{' || c == '[') ++depth;
      if (c == '}' || c == ']') --depth;
      ++m_at;
      if (depth == 0 && c != '}' && c != ']') skipWord();
    } while (depth > 0);
  }

  void skipString() {
    for (++m_at; m_at < m_json.size() && m_json[m_at] != '"'; ++m_at) {
      if (m_json[m_at] == '\\') ++m_at;
    }
    m_at = std::min(m_at + 1, m_json.size());
  }

  void skipWord() {
    while (m_at < m_json.size() &&
           std::string_view(",]}: \t\r\n").find(m_json[m_at]) == std::string_view::npos)
      ++m_at;
  }

  std::string_view m_json;
  std::size_t m_at = 0;
};

// A place that a reader of JSON names by line and column.
TextPlace placeOfLine(std::string_view text, std::size_t line, std::size_t column) {
  std::size_t begin = 0;
  for (std::size_t i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n', begin);
    if (end == std::string_view::npos) break;
    begin = end + 1;
  }
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  QString rest =
      QString::fromUtf8(text.substr(begin, end - begin).data(), static_cast<qsizetype>(end - begin));
  const auto before = static_cast<int>(QString::fromUtf8(text.data(), static_cast<qsizetype>(begin)).size());
  const int inLine = std::min(static_cast<int>(column) - 1, static_cast<int>(rest.size()));
  return {static_cast<int>(line), static_cast<int>(column), before + inLine, 1};
}

}  // namespace

std::string writeRuleText(const policy::Rule& rule) {
  policy::Policy policy;
  policy.rules = {rule};
  const Json document = Json::parse(codec::writePolicy(policy), nullptr, false);
  return pretty(document.at("rules").at(0), 0, true);
}

RuleReading readRuleText(const std::string& text, const policy::Policy& policy) {
  codec::JsonProblem wrong;
  const auto tree = codec::parseJson(text, wrong);
  if (!tree) return {{}, {{placeOfLine(text, wrong.line, wrong.column), {}, wrong.message}}};
  policy::Policy context = policy;
  context.rules.clear();
  std::string document = codec::writePolicy(context);
  const std::size_t place = document.find(kNoRules);
  document.replace(place, kNoRules.size(), "\"rules\": [" + text + "]");
  auto read = codec::readPolicy(document);
  if (read) return {std::move(read->rules.front()), {}};
  RuleReading reading;
  for (const policy::Finding& finding : read.error()) {
    if (finding.pointer.compare(0, kRulePointer.size(), kRulePointer) != 0) continue;
    const std::string pointer = finding.pointer.substr(kRulePointer.size());
    reading.problems.push_back({placeInJson(text, pointer), pointer, finding.message});
  }
  if (reading.problems.empty())  // of the policy around it
    reading.problems.push_back({{}, {}, read.error().front().pointer + ": " + read.error().front().message});
  return reading;
}

TextPlace placeInJson(std::string_view json, std::string_view pointer) {
  const auto [begin, end] = Walker(json).find(pointer);
  return placeAt(json, begin, end);
}

TextPlace placeAt(std::string_view text, std::size_t begin, std::size_t end) {
  const QString before = QString::fromUtf8(text.data(), static_cast<qsizetype>(begin));
  const QString value = QString::fromUtf8(text.data() + begin, static_cast<qsizetype>(end - begin));
  TextPlace place;
  place.line = static_cast<int>(before.count(QLatin1Char('\n'))) + 1;
  place.offset = static_cast<int>(before.size());
  place.column = place.offset - static_cast<int>(before.lastIndexOf(QLatin1Char('\n')));
  place.length = static_cast<int>(value.indexOf(QLatin1Char('\n')) < 0 ? value.size()
                                                                       : value.indexOf(QLatin1Char('\n')));
  return place;
}

}  // namespace halftone::app

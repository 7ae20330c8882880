// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <limits>

#include "backend/codec/trafficjson.h"
#include "backend/policy/names.h"
#include "backend/policy/trafficfields.h"

namespace halftone::codec {

namespace {

using namespace policy;
using Kind = JsonNode::Kind;

// Collects the keys of a group, for hints on those that are misspelt.
struct KeyCollector {
  Words keys;
  template <typename... Rest>
  void time(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void number(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void decimal(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void percent(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void flag(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void text(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void texts(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void pairs(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void drain(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
  template <typename... Rest>
  void group(std::string_view key, Rest&&...) {
    keys.push_back(key);
  }
};

class TrafficReader {
 public:
  TrafficReader(DocumentReader& reader, std::string at, const JsonNode& node)
      : m_reader(reader), m_at(std::move(at)), m_node(node) {}

  void time(std::string_view key, std::optional<Duration>& value, Duration low, Duration high) {
    if (m_node.find(key) != nullptr) time(key, value.emplace(low), low, high);
  }
  void time(std::string_view key, Duration& value, Duration, Duration) {
    const JsonNode* node = find(key, Kind::String, "a string such as \"250ms\"");
    if (node == nullptr) return;
    if (const auto duration = parseDuration(node->text))
      value = *duration;
    else
      m_reader.sayUnreadable(childPointer(m_at, key),
                             quoted(node->text) + " is no time; a number and \"ms\", \"s\", \"m\" or \"h\"");
  }
  void number(std::string_view key, std::optional<int>& value, int low, int high) {
    if (m_node.find(key) != nullptr) number(key, value.emplace(low), low, high);
  }
  void number(std::string_view key, int& value, int, int) {
    const JsonNode* node = find(key, Kind::Number, "an integer");
    if (node == nullptr) return;
    using Limits = std::numeric_limits<int>;
    if (node->integer && *node->integer >= Limits::min() && *node->integer <= Limits::max())
      value = static_cast<int>(*node->integer);
    else
      m_reader.sayUnreadable(childPointer(m_at, key), node->text + " is no integer of 32 bits");
  }
  void decimal(std::string_view key, int& value, int, int) {
    const JsonNode* node = find(key, Kind::Number, "a number");
    if (node == nullptr) return;
    if (const auto hundredths = hundredthsOf(node->text))
      value = *hundredths;
    else
      m_reader.sayUnreadable(childPointer(m_at, key), node->text + " is no number with at most two decimals");
  }
  void percent(std::string_view key, BasisPoints& value) {
    if (const JsonNode* node = m_node.find(key)) m_reader.readPercent(childPointer(m_at, key), *node, value);
  }
  void flag(std::string_view key, bool& value) {
    if (const JsonNode* node = find(key, Kind::Boolean, "true or false")) value = node->boolean;
  }
  void text(std::string_view key, std::string& value, Form, Presence presence) {
    if (presence == Presence::Required && m_reader.required(m_at, m_node, key) == nullptr) return;
    if (const JsonNode* node = find(key, Kind::String, "a string")) value = node->text;
  }
  void texts(std::string_view key, std::vector<std::string>& values, Form) {
    const JsonNode* list = find(key, Kind::Array, "a list of strings");
    if (list == nullptr) return;
    values.clear();
    for (std::size_t i = 0; i < list->items.size(); ++i) {
      const JsonNode& item = list->items[i];
      if (m_reader.isOf(Kind::String, childPointer(childPointer(m_at, key), i), item, "a string"))
        values.push_back(item.text);
    }
  }
  void pairs(std::string_view key, std::vector<std::pair<std::string, std::string>>& fields) {
    const JsonNode* object = find(key, Kind::Object, "an object");
    if (object == nullptr) return;
    const std::string at = childPointer(m_at, key);
    m_reader.checkRepeated(at, *object);
    for (const auto& [name, value] : object->members)
      if (m_reader.isOf(Kind::String, childPointer(at, name), value, "a string"))
        fields.emplace_back(name, value.text);
  }
  void drain(std::string_view key, std::optional<DrainRule>& rule) {
    const JsonNode* node = find(key, Kind::String, "a string");
    if (node == nullptr) return;
    rule = parseDrainRule(node->text);
    if (!rule)
      m_reader.sayUnreadable(childPointer(m_at, key),
                             quoted(node->text) + " is none of \"keep\", \"pace 50/s\", \"deadline 5m\"");
  }
  template <typename Group>
  void group(std::string_view key, std::optional<Group>& group) {
    const JsonNode* node = find(key, Kind::Object, "an object");
    if (node == nullptr) return;
    const std::string at = childPointer(m_at, key);
    KeyCollector known;
    visitFields(known, group.emplace());
    m_reader.checkKeys(at, *node, known.keys);
    TrafficReader inner(m_reader, at, *node);
    visitFields(inner, *group);
  }

 private:
  // The member, if it is there and of that kind.
  const JsonNode* find(std::string_view key, Kind kind, std::string_view wanted) {
    const JsonNode* node = m_node.find(key);
    if (node == nullptr || !m_reader.isOf(kind, childPointer(m_at, key), *node, wanted)) return nullptr;
    return node;
  }

  DocumentReader& m_reader;
  std::string m_at;
  const JsonNode& m_node;
};

// A service's group under a version is misplaced, not misspelt.
void sayMisplaced(DocumentReader& reader, const std::string& at, const JsonNode& node, const Words& known) {
  KeyCollector all;
  Traffic unused;
  visitServiceFields(all, unused);
  Words both = known;
  for (const std::string_view key : all.keys) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    if (node.find(key) == nullptr) continue;
    reader.say(childPointer(at, key), "is a setting of the service, not of a version");
    both.push_back(key);
  }
  reader.checkKeys(at, node, both);
}

}  // namespace

void readServiceTraffic(DocumentReader& reader, const std::string& at, const JsonNode& node,
                        Traffic& traffic) {
  if (!reader.isObject(at, node)) return;
  KeyCollector known;
  visitServiceFields(known, traffic);
  reader.checkKeys(at, node, known.keys);
  TrafficReader own(reader, at, node);
  visitServiceFields(own, traffic);
}

void readVersionTraffic(DocumentReader& reader, const std::string& at, const JsonNode& node,
                        Traffic& traffic) {
  if (!reader.isObject(at, node)) return;
  KeyCollector known;
  visitVersionFields(known, traffic);
  sayMisplaced(reader, at, node, known.keys);
  TrafficReader own(reader, at, node);
  visitVersionFields(own, traffic);
}

}  // namespace halftone::codec

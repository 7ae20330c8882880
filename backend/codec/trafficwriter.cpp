// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "backend/codec/trafficjson.h"
#include "backend/policy/trafficfields.h"

namespace halftone::codec {

namespace {

using namespace policy;
using Json = nlohmann::ordered_json;

// Writes what is set; the values of a group that is there all of them, so that a reader sees what holds.
struct TrafficWriter {
  Json json = Json::object();

  void time(std::string_view key, const std::optional<Duration>& value, Duration, Duration) {
    if (value) json[std::string(key)] = toString(*value);
  }
  void time(std::string_view key, Duration value, Duration, Duration) {
    json[std::string(key)] = toString(value);
  }
  void number(std::string_view key, const std::optional<int>& value, int, int) {
    if (value) json[std::string(key)] = *value;
  }
  void number(std::string_view key, int value, int, int) { json[std::string(key)] = value; }
  void decimal(std::string_view key, int hundredths, int, int) {
    json[std::string(key)] = percentNumber(BasisPoints(hundredths));
  }
  void percent(std::string_view key, BasisPoints value) { json[std::string(key)] = percentNumber(value); }
  void flag(std::string_view key, bool value) { json[std::string(key)] = value; }
  void text(std::string_view key, const std::string& value, Form, Presence presence) {
    if (!value.empty() || presence == Presence::Required) json[std::string(key)] = value;
  }
  void texts(std::string_view key, const std::vector<std::string>& values, Form) {
    json[std::string(key)] = values;
  }
  void pairs(std::string_view key, const std::vector<std::pair<std::string, std::string>>& fields) {
    Json& object = json[std::string(key)] = Json::object();
    for (const auto& [name, value] : fields) object[name] = value;
  }
  void drain(std::string_view key, const std::optional<DrainRule>& rule) {
    if (rule) json[std::string(key)] = toString(*rule);
  }
  template <typename Group>
  void group(std::string_view key, const std::optional<Group>& group) {
    if (!group) return;
    TrafficWriter inner;
    visitFields(inner, *group);
    json[std::string(key)] = std::move(inner.json);
  }
};

}  // namespace

Json writeServiceTraffic(const Traffic& traffic) {
  TrafficWriter writer;
  visitServiceFields(writer, traffic);
  return std::move(writer.json);
}

Json writeVersionTraffic(const Traffic& traffic) {
  TrafficWriter writer;
  visitVersionFields(writer, traffic);
  return std::move(writer.json);
}

Json percentNumber(BasisPoints share) {
  if (share.value() % 100 == 0) return share.value() / 100;
  return share.percent();
}

}  // namespace halftone::codec

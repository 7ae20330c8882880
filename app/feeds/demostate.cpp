// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/demostate.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxEntries = 1000;
constexpr double kMaxInteger = 9e15;

QString textOf(const json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return {};
  return QString::fromStdString(it->get_ref<const std::string&>()).left(256);
}

double numberOf(const json& object, const char* key) {
  const auto it = object.find(key);
  return it == object.end() || !it->is_number() ? 0 : std::clamp(it->get<double>(), 0.0, kMaxInteger);
}

quint64 countOf(const json& object, const char* key) {
  return static_cast<quint64>(numberOf(object, key));
}

int smallOf(const json& object, const char* key) {
  return static_cast<int>(std::min(numberOf(object, key), 1e9));
}

DemoCrowd crowdOf(const json& object) {
  return {smallOf(object, "users"),     smallOf(object, "maxUsers"), numberOf(object, "requestsPerSecond"),
          countOf(object, "requests"),  countOf(object, "failed"),   countOf(object, "sessions"),
          countOf(object, "reconnects")};
}

DemoProcess processOf(const json& object) {
  return {textOf(object, "id"),           textOf(object, "role"),
          textOf(object, "version"),      textOf(object, "state"),
          textOf(object, "address"),      static_cast<qint64>(countOf(object, "pid")),
          numberOf(object, "cpuPercent"), countOf(object, "rssBytes"),
          smallOf(object, "restarts")};
}

// The objects of an array member; nothing if it is none.
const json& listOf(const json& root, const char* key) {
  static const json kNone = json::array();
  const auto it = root.find(key);
  return it != root.end() && it->is_array() ? *it : kNone;
}

}  // namespace

Result<DemoState> readDemoState(const QByteArray& text) {
  const json root = json::parse(text.begin(), text.end(), nullptr, false);
  if (!root.is_object()) return fail(ErrorCode::Protocol, {}, "this is no state of a demo");
  const auto crowd = root.find("crowd");
  if (crowd == root.end() || !crowd->is_object()) {
    return fail(ErrorCode::Protocol, "/crowd", "the state of the demo has no crowd");
  }
  const json& processes = listOf(root, "processes");
  const json& faults = listOf(root, "faults");
  if (processes.size() > kMaxEntries || faults.size() > kMaxEntries) {
    return fail(ErrorCode::TooLarge, {}, "more than 1,000 processes or faults");
  }
  DemoState state;
  state.crowd = crowdOf(*crowd);
  for (const json& object : processes) {
    if (object.is_object()) state.processes.push_back(processOf(object));
  }
  for (const json& object : faults) {
    if (!object.is_object()) continue;
    state.faults.push_back({textOf(object, "version"), std::min(numberOf(object, "errorRate"), 1.0),
                            smallOf(object, "latencyMs")});
  }
  return state;
}

}  // namespace halftone::app

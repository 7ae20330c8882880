// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/telemetry/trafficframe.h"

#include <nlohmann/json.hpp>
#include <optional>

namespace halftone::telemetry {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kMaxVersions = 1'000;
constexpr std::size_t kMaxRows = 10'000;  // instances; decisions
constexpr std::size_t kMaxFrameBytes = 16 * 1024 * 1024;

ordered_json writeVersion(const VersionTraffic& version) {
  ordered_json latency = ordered_json::array();
  for (const auto& [bucket, count] : version.latency.sparse()) latency.push_back({bucket, count});
  return {{"version", version.version},   {"requests", version.requests}, {"errors", version.errors},
          {"status", version.status},     {"inFlight", version.inFlight}, {"tunnels", version.tunnels},
          {"latency", std::move(latency)}};
}

ordered_json writeInstance(const InstanceTraffic& instance) {
  return {{"id", instance.id},
          {"version", instance.version},
          {"address", instance.address},
          {"state", instance.state},
          {"requests", instance.requests},
          {"errors", instance.errors},
          {"inFlight", instance.inFlight},
          {"tunnels", instance.tunnels}};
}

// Reads members of one object; remembers whether any was missing or of another type.
class ObjectReader {
 public:
  explicit ObjectReader(const json& object) : m_object(object), m_ok(object.is_object()) {}

  std::string text(const char* key) {
    const json* value = member(key);
    if (value == nullptr || !value->is_string()) return wrong<std::string>();
    return value->get<std::string>();
  }
  std::uint64_t count(const char* key) {
    const json* value = member(key);
    if (value == nullptr || !value->is_number_unsigned()) return wrong<std::uint64_t>();
    return value->get<std::uint64_t>();
  }
  std::int64_t time(const char* key) {
    const json* value = member(key);
    if (value == nullptr || !value->is_number_integer()) return wrong<std::int64_t>();
    return value->get<std::int64_t>();
  }
  // The array of that key, at most `limit` long; null (and not ok) for anything else.
  const json* array(const char* key, std::size_t limit) {
    const json* value = member(key);
    if (value == nullptr || !value->is_array() || value->size() > limit) {
      m_ok = false;
      return nullptr;
    }
    return value;
  }
  const json* member(const char* key) const {
    if (!m_object.is_object()) return nullptr;
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
  }
  [[nodiscard]] bool ok() const { return m_ok; }

 private:
  template <typename T>
  T wrong() {
    m_ok = false;
    return T{};
  }
  const json& m_object;
  bool m_ok;
};

bool readLatency(const json& pairs, Histogram& histogram) {
  for (const json& pair : pairs) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_number_unsigned() ||
        !pair[1].is_number_unsigned()) {
      return false;
    }
    const auto bucket = pair[0].get<std::uint64_t>();
    if (bucket >= static_cast<std::uint64_t>(Histogram::kBuckets)) return false;
    histogram.add(static_cast<int>(bucket), pair[1].get<std::uint64_t>());
  }
  return true;
}

std::optional<VersionTraffic> readVersion(const json& object) {
  ObjectReader reader(object);
  VersionTraffic version;
  version.version = reader.text("version");
  version.requests = reader.count("requests");
  version.errors = reader.count("errors");
  version.inFlight = reader.count("inFlight");
  version.tunnels = reader.count("tunnels");
  const json* status = reader.array("status", version.status.size());
  const json* latency = reader.array("latency", Histogram::kBuckets);
  if (!reader.ok() || status->size() != version.status.size()) return std::nullopt;
  for (std::size_t i = 0; i < version.status.size(); ++i) {
    if (!(*status)[i].is_number_unsigned()) return std::nullopt;
    version.status[i] = (*status)[i].get<std::uint64_t>();
  }
  if (!readLatency(*latency, version.latency)) return std::nullopt;
  return version;
}

std::optional<InstanceTraffic> readInstance(const json& object) {
  ObjectReader reader(object);
  InstanceTraffic instance;
  instance.id = reader.text("id");
  instance.version = reader.text("version");
  instance.address = reader.text("address");
  instance.state = reader.text("state");
  instance.requests = reader.count("requests");
  instance.errors = reader.count("errors");
  instance.inFlight = reader.count("inFlight");
  instance.tunnels = reader.count("tunnels");
  if (!reader.ok()) return std::nullopt;
  return instance;
}

std::optional<DecisionCount> readDecision(const json& object) {
  ObjectReader reader(object);
  DecisionCount decision;
  decision.rule = reader.text("rule");
  decision.version = reader.text("version");
  decision.count = reader.count("count");
  if (!reader.ok()) return std::nullopt;
  return decision;
}

template <typename T>
bool readRows(const json* rows, std::optional<T> (*read)(const json&), std::vector<T>& out) {
  if (rows == nullptr) return false;
  out.reserve(rows->size());
  for (const json& row : *rows) {
    std::optional<T> value = read(row);
    if (!value) return false;
    out.push_back(std::move(*value));
  }
  return true;
}

bool readPolicyState(const json* object, PolicyState& state) {
  if (object == nullptr) return false;
  ObjectReader reader(*object);
  state.index = reader.count("index");
  state.revision = reader.count("revision");
  state.state = reader.text("state");
  state.error = reader.text("error");
  return reader.ok();
}

}  // namespace

std::string writeTrafficFrame(const TrafficFrame& frame) {
  ordered_json versions = ordered_json::array();
  for (const VersionTraffic& version : frame.versions) versions.push_back(writeVersion(version));
  ordered_json decisions = ordered_json::array();
  for (const DecisionCount& decision : frame.decisions) {
    decisions.push_back({{"rule", decision.rule}, {"version", decision.version}, {"count", decision.count}});
  }
  ordered_json instances = ordered_json::array();
  for (const InstanceTraffic& instance : frame.instances) instances.push_back(writeInstance(instance));
  const ordered_json policy = {{"index", frame.policy.index},
                               {"revision", frame.policy.revision},
                               {"state", frame.policy.state},
                               {"error", frame.policy.error}};
  const ordered_json whole = {{"type", "traffic"},
                              {"node", frame.node},
                              {"service", frame.service},
                              {"epoch", frame.epoch},
                              {"time", frame.timeMs},
                              {"policy", policy},
                              {"versions", std::move(versions)},
                              {"decisions", std::move(decisions)},
                              {"instances", std::move(instances)},
                              {"unrouted", frame.unrouted}};
  // Names come from documents of others: bytes that are no UTF-8 must not throw.
  return whole.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<TrafficFrame> readTrafficFrame(std::string_view text) {
  const auto refuse = [](const char* why) { return fail(ErrorCode::Protocol, "traffic frame", why); };
  if (text.size() > kMaxFrameBytes) return refuse("it is longer than 16 MiB");
  const json object = json::parse(text, nullptr, false);
  ObjectReader reader(object);
  if (!reader.ok() || reader.text("type") != "traffic") return refuse("it is no JSON object of type traffic");
  TrafficFrame frame;
  frame.node = reader.text("node");
  frame.service = reader.text("service");
  frame.epoch = reader.text("epoch");
  frame.timeMs = reader.time("time");
  frame.unrouted = reader.count("unrouted");
  if (!reader.ok()) return refuse("a field is missing or of a wrong type");
  if (!readPolicyState(reader.member("policy"), frame.policy)) return refuse("its policy is wrong");
  if (!readRows(reader.array("versions", kMaxVersions), readVersion, frame.versions)) {
    return refuse("its versions are wrong or too many");
  }
  if (!readRows(reader.array("decisions", kMaxRows), readDecision, frame.decisions)) {
    return refuse("its decisions are wrong or too many");
  }
  if (!readRows(reader.array("instances", kMaxRows), readInstance, frame.instances)) {
    return refuse("its instances are wrong or too many");
  }
  return frame;
}

}  // namespace halftone::telemetry

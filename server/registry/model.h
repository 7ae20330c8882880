// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// The registry's records, as plain values. Names and meanings are those of Consul's HTTP API (version 1.8).
namespace halftone::registry {

using Index = std::uint64_t;  // the number of a write, from 1
using TextMap = std::map<std::string, std::string>;
using WallTime = std::chrono::system_clock::time_point;

inline constexpr std::string_view kDatacenter = "dc1";
inline constexpr std::string_view kConsulVersion = "1.8.7";  // whose contract is spoken

inline constexpr std::string_view kPassing = "passing";
inline constexpr std::string_view kWarning = "warning";
inline constexpr std::string_view kCritical = "critical";
inline constexpr std::string_view kSerfCheckId = "serfHealth";
inline constexpr std::string_view kNodeMaintenanceId = "_node_maintenance";
inline constexpr std::string_view kServiceMaintenancePrefix = "_service_maintenance:";

struct Node {
  std::string id;  // a UUID, or ""
  std::string name;
  std::string address;
  TextMap taggedAddresses;
  TextMap meta;
  Index created = 0;
  Index modified = 0;
};

struct ServiceAddress {
  std::string address;
  int port = 0;
  friend bool operator==(const ServiceAddress&, const ServiceAddress&) = default;
};

struct Service {
  std::string node;
  std::string id;
  std::string name;
  std::string kind;
  std::vector<std::string> tags;
  std::string address;
  std::map<std::string, ServiceAddress> taggedAddresses;
  TextMap meta;
  bool isMetaGiven = false;  // else it is told as null
  int port = 0;
  int weightPassing = 1;
  int weightWarning = 1;
  bool enableTagOverride = false;
  std::string proxy;    // JSON object; "" stands for the empty one
  std::string connect;  // JSON object; "" stands for the empty one
  Index created = 0;
  Index modified = 0;
};

struct Check {
  std::string node;
  std::string id;
  std::string name;
  std::string status{kCritical};
  std::string notes;
  std::string output;
  std::string serviceId;  // "": a check of the node
  std::string serviceName;
  std::vector<std::string> serviceTags;
  std::string type;        // "http", "ttl", ... or ""
  std::string definition;  // JSON object; "" stands for the empty one
  Index created = 0;
  Index modified = 0;
};

// A key of the store. `session` holds its lock, or is "".
struct KvEntry {
  std::string key;
  std::string value;
  std::uint64_t flags = 0;
  std::string session;
  Index lockIndex = 0;
  Index created = 0;
  Index modified = 0;
};

// What a deleted key leaves for kTombstoneLife, so that the index of its prefix does not go back.
struct Tombstone {
  Index index = 0;
  WallTime since;
};

enum class SessionEnd { Release, Delete };  // what becomes of the keys it holds

struct Session {
  std::string id;
  std::string name;
  std::string node;
  std::chrono::nanoseconds lockDelay{std::chrono::seconds(15)};
  SessionEnd behavior = SessionEnd::Release;
  std::string ttl;  // as given, a Go duration; "" lives until destroyed
  std::vector<std::string> nodeChecks;
  std::vector<std::string> serviceChecks;
  std::vector<std::string> otherChecks;  // given by the older name "Checks"
  Index created = 0;
  Index modified = 0;
};

// A config entry of the mesh. `body` is its JSON object with Kind and Name, without indexes.
struct ConfigEntry {
  std::string kind;
  std::string name;
  std::string body;
  Index created = 0;
  Index modified = 0;
};

// Names of nodes and services compare without case.
[[nodiscard]] std::string foldCase(std::string_view name);

using InNode = std::pair<std::string, std::string>;      // folded node name and the ID of a service or check
using ConfigName = std::pair<std::string, std::string>;  // kind and name

}  // namespace halftone::registry

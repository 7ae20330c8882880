// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/records.h"

#include <nlohmann/json.hpp>
#include <type_traits>

#include "server/registry/jsonreader.h"

namespace halftone::registry {

namespace {

// Each kind of record lists its members once, for both directions.
template <typename Visitor, typename Record>
void visitIndexes(Visitor& visit, Record& record) {
  visit("created", record.created);
  visit("modified", record.modified);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const Node*) {
  visit("id", record.id);
  visit("name", record.name);
  visit("address", record.address);
  visit("taggedAddresses", record.taggedAddresses);
  visit("meta", record.meta);
  visitIndexes(visit, record);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const ServiceAddress*) {
  visit("address", record.address);
  visit("port", record.port);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const Service*) {
  visit("node", record.node);
  visit("id", record.id);
  visit("name", record.name);
  visit("kind", record.kind);
  visit("tags", record.tags);
  visit("address", record.address);
  visit("taggedAddresses", record.taggedAddresses);
  visit("meta", record.meta);
  visit("isMetaGiven", record.isMetaGiven);
  visit("port", record.port);
  visit("weightPassing", record.weightPassing);
  visit("weightWarning", record.weightWarning);
  visit("enableTagOverride", record.enableTagOverride);
  visit("proxy", record.proxy);
  visit("connect", record.connect);
  visitIndexes(visit, record);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const Check*) {
  visit("node", record.node);
  visit("id", record.id);
  visit("name", record.name);
  visit("status", record.status);
  visit("notes", record.notes);
  visit("output", record.output);
  visit("serviceId", record.serviceId);
  visit("serviceName", record.serviceName);
  visit("serviceTags", record.serviceTags);
  visit("type", record.type);
  visit("definition", record.definition);
  visitIndexes(visit, record);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const Session*) {
  visit("id", record.id);
  visit("name", record.name);
  visit("node", record.node);
  visit("lockDelay", record.lockDelay);
  visit("behavior", record.behavior);
  visit("ttl", record.ttl);
  visit("nodeChecks", record.nodeChecks);
  visit("serviceChecks", record.serviceChecks);
  visit("otherChecks", record.otherChecks);
  visitIndexes(visit, record);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const ConfigEntry*) {
  visit("kind", record.kind);
  visit("name", record.name);
  visit("body", record.body);
  visitIndexes(visit, record);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const CheckSpec*) {
  visit("id", record.id);
  visit("name", record.name);
  visit("notes", record.notes);
  visit("status", record.status);
  visit("serviceId", record.serviceId);
  visit("http", record.http);
  visit("method", record.method);
  visit("header", record.header);
  visit("body", record.body);
  visit("tlsSkipVerify", record.tlsSkipVerify);
  visit("tcp", record.tcp);
  visit("args", record.args);
  visit("aliasNode", record.aliasNode);
  visit("aliasService", record.aliasService);
  visit("interval", record.interval);
  visit("timeout", record.timeout);
  visit("ttl", record.ttl);
  visit("deregisterAfter", record.deregisterAfter);
  visit("outputMaxSize", record.outputMaxSize);
  visit("successBeforePassing", record.successBeforePassing);
  visit("failuresBeforeCritical", record.failuresBeforeCritical);
}

template <typename Visitor>
void members(Visitor& visit, auto& record, const LocalCheck*) {
  visit("spec", record.spec);
  visit("check", record.check);
}

template <typename T>
concept Nested = std::is_same_v<T, ServiceAddress> || std::is_same_v<T, CheckSpec> ||
    std::is_same_v<T, Check> || std::is_same_v<T, LocalCheck> || std::is_same_v<T, Node> ||
    std::is_same_v<T, Service> || std::is_same_v<T, Session> || std::is_same_v<T, ConfigEntry>;
template <typename T>
concept TextKeyed = requires {
  typename T::mapped_type;
};

template <typename T>
Json encode(const T& value);

struct Writer {
  Json object = Json::object();
  template <typename T>
  void operator()(const char* name, const T& value) {
    object[name] = encode(value);
  }
};

template <typename T>
Json encode(const T& value) {
  if constexpr (Nested<T>) {
    Writer writer;
    members(writer, value, static_cast<const T*>(nullptr));
    return std::move(writer.object);
  } else if constexpr (TextKeyed<T>) {
    Json object = Json::object();
    for (const auto& [key, item] : value) object[key] = encode(item);
    return object;
  } else if constexpr (std::is_same_v<T, std::chrono::nanoseconds>) {
    return value.count();
  } else if constexpr (std::is_enum_v<T>) {
    return static_cast<int>(value);
  } else {
    return value;
  }
}

template <typename T>
void decode(const Json& json, T& value);

struct Reader {
  const Json& object;
  template <typename T>
  void operator()(const char* name, T& value) {
    if (const auto at = object.find(name); at != object.end()) decode(*at, value);
  }
};

// Throws nlohmann's exception where a record is not what we wrote; fromRecord catches it.
template <typename T>
void decode(const Json& json, T& value) {
  if constexpr (Nested<T>) {
    Reader reader{json};
    members(reader, value, static_cast<const T*>(nullptr));
  } else if constexpr (TextKeyed<T>) {
    for (const auto& [key, item] : json.items()) decode(item, value[key]);
  } else if constexpr (std::is_same_v<T, std::chrono::nanoseconds>) {
    value = std::chrono::nanoseconds(json.get<std::int64_t>());
  } else if constexpr (std::is_enum_v<T>) {
    value = static_cast<T>(json.get<int>());
  } else {
    value = json.get<T>();
  }
}

}  // namespace

std::string toRecord(const Node& node) {
  return dump(encode(node));
}
std::string toRecord(const Service& service) {
  return dump(encode(service));
}
std::string toRecord(const Check& check) {
  return dump(encode(check));
}
std::string toRecord(const Session& session) {
  return dump(encode(session));
}
std::string toRecord(const ConfigEntry& entry) {
  return dump(encode(entry));
}
std::string toRecord(const LocalCheck& local) {
  return dump(encode(local));
}

template <typename T>
std::optional<T> fromRecord(const std::string& text) {
  try {
    const Json json = Json::parse(text);
    if (!json.is_object()) return std::nullopt;
    T value;
    decode(json, value);
    return value;
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
}

template std::optional<Node> fromRecord(const std::string&);
template std::optional<Service> fromRecord(const std::string&);
template std::optional<Check> fromRecord(const std::string&);
template std::optional<Session> fromRecord(const std::string&);
template std::optional<ConfigEntry> fromRecord(const std::string&);
template std::optional<LocalCheck> fromRecord(const std::string&);

}  // namespace halftone::registry

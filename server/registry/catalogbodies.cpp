// SPDX-License-Identifier: GPL-3.0-or-later
#include <nlohmann/json.hpp>

#include "server/registry/bodies.h"
#include "server/registry/duration.h"
#include "server/registry/identifiers.h"

namespace halftone::registry {

namespace {

// The definition of a catalog check. Only kept to be told again: nobody runs it.
struct Definition {
  std::chrono::nanoseconds interval{0}, timeout{0}, deregisterAfter{0};
  std::chrono::nanoseconds intervalDuration{0}, timeoutDuration{0}, deregisterAfterDuration{0};
  std::string http, tcp, method, body;
  std::map<std::string, std::vector<std::string>> header;
  bool tlsSkipVerify = false;
};

// What Consul derives from a definition: its kind, where there is an interval.
std::string typeOf(const Definition& definition) {
  if (definition.interval.count() == 0) return {};
  if (!definition.http.empty()) return "http";
  return definition.tcp.empty() ? std::string() : "tcp";
}

std::string encodeDefinition(const Definition& definition) {
  Json object = Json::object();
  const auto duration = [&object](const char* name, std::chrono::nanoseconds value) {
    if (value.count() != 0) object[name] = formatDuration(value);
  };
  const auto text = [&object](const char* name, const std::string& value) {
    if (!value.empty()) object[name] = value;
  };
  duration("Interval", definition.interval);
  duration("Timeout", definition.timeout);
  duration("DeregisterCriticalServiceAfter", definition.deregisterAfter);
  text("HTTP", definition.http);
  if (definition.tlsSkipVerify) object["TLSSkipVerify"] = true;
  if (!definition.header.empty()) object["Header"] = definition.header;
  text("Method", definition.method);
  text("Body", definition.body);
  text("TCP", definition.tcp);
  return object.empty() ? std::string() : dump(object);
}

bool readDefinition(const Json& value, JsonReader& reader, Definition& out) {
  return reader.object(
      value, "Definition.",
      {{"HTTP", &out.http},
       {"TLSSkipVerify", &out.tlsSkipVerify},
       {"Header", &out.header},
       {"Method", &out.method},
       {"Body", &out.body},
       {"TCP", &out.tcp},
       {"Interval", DurationTarget{&out.interval}},
       {"Timeout", DurationTarget{&out.timeout}},
       {"DeregisterCriticalServiceAfter", DurationTarget{&out.deregisterAfter}},
       {"IntervalDuration", DurationTarget{&out.intervalDuration}},
       {"TimeoutDuration", DurationTarget{&out.timeoutDuration}},
       {"DeregisterCriticalServiceAfterDuration", DurationTarget{&out.deregisterAfterDuration}}});
}

ReadValue addressesInto(std::map<std::string, ServiceAddress>& out) {
  return [&out](const Json& value, JsonReader& reader) {
    if (!value.is_object())
      return reader.refuse("json: cannot unmarshal value into Go struct field .TaggedAddresses");
    for (const auto& [name, item] : value.items()) {
      ServiceAddress& address = out[name];
      if (!reader.object(item, "TaggedAddresses.",
                         {{"Address", &address.address}, {"Port", &address.port}})) {
        return false;
      }
    }
    return true;
  };
}

// A JSON object that is kept as it is.
ReadValue objectInto(std::string& out) {
  return [&out](const Json& value, JsonReader& reader) {
    if (!value.is_object()) return reader.refuse("json: cannot unmarshal value into Go struct");
    out = value.empty() ? std::string() : dump(value);
    return true;
  };
}

ReadValue ignored() {
  return [](const Json&, JsonReader&) { return true; };
}

template <typename Body, typename Read>
Result<Body> readBody(std::string_view text, Read read) {
  const auto json = parseBody(text);
  if (!json) return tl::unexpected(json.error());
  Body body;
  JsonReader reader;
  read(*json, reader, body);
  if (!reader.isOk()) return fail(ErrorCode::Invalid, {}, reader.error());
  return body;
}

}  // namespace

bool readNode(const Json& value, JsonReader& reader, Node& out) {
  std::string datacenter;
  return reader.object(value, "Node.",
                       {{"ID", &out.id},
                        {"Node", &out.name},
                        {"Address", &out.address},
                        {"Datacenter", &datacenter},
                        {"TaggedAddresses", &out.taggedAddresses},
                        {"Meta", &out.meta},
                        {"CreateIndex", &out.created},
                        {"ModifyIndex", &out.modified}});
}

bool readService(const Json& value, JsonReader& reader, Service& out) {
  const ReadValue weights = [&out](const Json& item, JsonReader& inner) {
    out.weightPassing = out.weightWarning = 0;
    return inner.object(item, "Weights.", {{"Passing", &out.weightPassing}, {"Warning", &out.weightWarning}});
  };
  std::string nameSpace;
  if (value.is_object()) {
    for (const auto& [key, item] : value.items())
      out.isMetaGiven |= sameName(key, "Meta") && item.is_object();
  }
  return reader.object(value, "Service.",
                       {{"Kind", &out.kind},
                        {"ID", &out.id},
                        {"Service", &out.name},
                        {"Tags", &out.tags},
                        {"Address", &out.address},
                        {"TaggedAddresses", addressesInto(out.taggedAddresses)},
                        {"Meta", &out.meta},
                        {"Port", &out.port},
                        {"Weights", weights},
                        {"EnableTagOverride", &out.enableTagOverride},
                        {"Proxy", objectInto(out.proxy)},
                        {"Connect", objectInto(out.connect)},
                        {"Namespace", &nameSpace},
                        {"CreateIndex", &out.created},
                        {"ModifyIndex", &out.modified}});
}

bool readCheck(const Json& value, JsonReader& reader, Check& out) {
  Definition definition;
  std::string nameSpace;
  out.status.clear();
  const bool read = reader.object(
      value, "Check.",
      {{"Node", &out.node},
       {"CheckID", &out.id},
       {"Name", &out.name},
       {"Status", &out.status},
       {"Notes", &out.notes},
       {"Output", &out.output},
       {"ServiceID", &out.serviceId},
       {"ServiceName", &out.serviceName},
       {"ServiceTags", &out.serviceTags},
       {"Type", &out.type},
       {"Definition", [&definition](const Json& item,
                                    JsonReader& inner) { return readDefinition(item, inner, definition); }},
       {"Namespace", &nameSpace},
       {"CreateIndex", &out.created},
       {"ModifyIndex", &out.modified}});
  if (!read) return false;
  out.definition = encodeDefinition(definition);
  if (out.type.empty()) out.type = typeOf(definition);
  return true;
}

Result<RegistrationBody> readRegistration(std::string_view text) {
  return readBody<RegistrationBody>(text, [](const Json& json, JsonReader& reader, RegistrationBody& body) {
    Registration& out = body.registration;
    const ReadValue service = [&out](const Json& value, JsonReader& inner) {
      return readService(value, inner, out.service.emplace());
    };
    std::optional<Check> single;
    const ReadValue check = [&single](const Json& value, JsonReader& inner) {
      return readCheck(value, inner, single.emplace());
    };
    const ReadValue checks = [&out](const Json& value, JsonReader& inner) {
      return inner.array(value, "Checks", [&out](const Json& item, JsonReader& each) {
        return readCheck(item, each, out.checks.emplace_back());
      });
    };
    reader.object(json, "",
                  {{"ID", &out.node.id},
                   {"Node", &out.node.name},
                   {"Address", &out.node.address},
                   {"Datacenter", &body.datacenter},
                   {"TaggedAddresses", &out.node.taggedAddresses},
                   {"NodeMeta", &out.node.meta},
                   {"Service", service},
                   {"Check", check},
                   {"Checks", checks},
                   {"SkipNodeUpdate", &out.skipNodeUpdate},
                   {"WriteRequest", ignored()}});
    if (single) out.checks.push_back(std::move(*single));
  });
}

Result<void> validate(RegistrationBody& body) {
  const auto refuse = [](std::string why) { return fail(ErrorCode::Refused, {}, std::move(why)); };
  Registration& registration = body.registration;
  if (registration.node.name.empty()) return refuse("Must provide node");
  if (registration.node.address.empty() && !registration.skipNodeUpdate) {
    return refuse("Must provide address if SkipNodeUpdate is not set");
  }
  if (!registration.node.id.empty()) {
    if (auto valid = checkNodeId(registration.node.id); !valid) return valid;
  }
  if (registration.service) {
    Service& service = *registration.service;
    if (!service.id.empty() && service.name.empty()) return refuse("Must provide service name with ID");
    if (service.id.empty()) service.id = service.name;
    if (service.name.empty()) {
      return refuse("failed inserting service: failed inserting service: object missing primary index");
    }
    if (service.address == "0.0.0.0" || service.address == "::" || service.address == "[::]") {
      return refuse("Invalid service address");
    }
    if (auto valid = validateProxy(service); !valid) return valid;
  }
  for (Check& check : registration.checks) {
    if (!check.node.empty() && foldCase(check.node) != foldCase(registration.node.name)) {
      return refuse("check node \"" + check.node + "\" does not match node \"" + registration.node.name +
                    "\"");
    }
    check.node = registration.node.name;
    if (check.id.empty()) check.id = check.name;
  }
  return {};
}

Result<DeregistrationBody> readDeregistration(std::string_view text) {
  return readBody<DeregistrationBody>(text,
                                      [](const Json& json, JsonReader& reader, DeregistrationBody& body) {
                                        std::string address;
                                        std::string nameSpace;
                                        reader.object(json, "",
                                                      {{"Node", &body.node},
                                                       {"Address", &address},
                                                       {"ServiceID", &body.serviceId},
                                                       {"CheckID", &body.checkId},
                                                       {"Datacenter", &body.datacenter},
                                                       {"Namespace", &nameSpace},
                                                       {"WriteRequest", ignored()}});
                                      });
}

}  // namespace halftone::registry

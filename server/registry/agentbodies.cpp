// SPDX-License-Identifier: GPL-3.0-or-later
#include <QHostAddress>
#include <QString>
#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/registry/bodies.h"

namespace halftone::registry {

namespace {

constexpr std::size_t kMaxMetaPairs = 64;
constexpr std::size_t kMaxMetaKey = 128;
constexpr std::size_t kMaxMetaValue = 512;
constexpr int kMaxWeight = 65535;

tl::unexpected<Error> invalid(std::string why) {
  return fail(ErrorCode::Invalid, {}, std::move(why));
}

bool readCheckSpec(const Json& value, JsonReader& reader, CheckSpec& out) {
  std::string token;
  return reader.object(value, "Check.",
                       {{"ID", &out.id},
                        {"CheckID", &out.id},
                        {"Name", &out.name},
                        {"Notes", &out.notes},
                        {"Status", &out.status},
                        {"ServiceID", &out.serviceId},
                        {"service_id", &out.serviceId},
                        {"Token", &token},
                        {"HTTP", &out.http},
                        {"Method", &out.method},
                        {"Header", &out.header},
                        {"Body", &out.body},
                        {"TLSSkipVerify", &out.tlsSkipVerify},
                        {"tls_skip_verify", &out.tlsSkipVerify},
                        {"TCP", &out.tcp},
                        {"Args", &out.args},
                        {"ScriptArgs", &out.args},
                        {"script_args", &out.args},
                        {"GRPC", &out.grpc},
                        {"GRPCUseTLS", &out.grpcUseTls},
                        {"AliasNode", &out.aliasNode},
                        {"AliasService", &out.aliasService},
                        {"DockerContainerID", &out.dockerContainerId},
                        {"docker_container_id", &out.dockerContainerId},
                        {"Shell", &out.shell},
                        {"Interval", DurationTarget{&out.interval}},
                        {"Timeout", DurationTarget{&out.timeout}},
                        {"TTL", DurationTarget{&out.ttl}},
                        {"DeregisterCriticalServiceAfter", DurationTarget{&out.deregisterAfter}},
                        {"deregister_critical_service_after", DurationTarget{&out.deregisterAfter}},
                        {"OutputMaxSize", &out.outputMaxSize},
                        {"SuccessBeforePassing", &out.successBeforePassing},
                        {"FailuresBeforeCritical", &out.failuresBeforeCritical}});
}

ReadValue objectInto(std::string& out) {
  return [&out](const Json& value, JsonReader& reader) {
    if (!value.is_object()) return reader.refuse("json: cannot unmarshal value into Go struct");
    out = dump(value);
    return true;
  };
}

bool isMetaKey(const std::string& key) {
  return std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
}

Result<void> validateMeta(const TextMap& meta) {
  if (meta.size() > kMaxMetaPairs) {
    return invalid("Invalid Service Meta: Node metadata cannot contain more than 64 key/value pairs");
  }
  for (const auto& [key, value] : meta) {
    const char* why = nullptr;
    if (key.empty()) {
      why = "Key cannot be blank";
    } else if (!isMetaKey(key)) {
      why = "Key contains invalid characters";
    } else if (key.size() > kMaxMetaKey) {
      why = "Key is too long (limit: 128 characters)";
    } else if (key.starts_with("consul-")) {
      why = "Key prefix 'consul-' is reserved for internal use";
    } else if (value.size() > kMaxMetaValue) {
      why = "Value is too long (limit: 512 characters)";
    }
    if (why != nullptr) {
      return invalid("Invalid Service Meta: Couldn't load metadata pair ('" + key + "', '" + value +
                     "'): " + why);
    }
  }
  return {};
}

Result<void> validateWeights(const Service& service) {
  if (service.weightPassing < 1) return invalid("Invalid Weights: Passing must be greater than 0");
  if (service.weightWarning < 0) return invalid("Invalid Weights: Warning must be greater or equal than 0");
  if (service.weightPassing > kMaxWeight || service.weightWarning > kMaxWeight) {
    return invalid("Invalid Weights: DNS Weight must be between 0 and 65535");
  }
  return {};
}

}  // namespace

Result<void> validateProxy(const Service& service) {
  if (service.kind != "connect-proxy") return {};
  std::vector<std::string> reasons;
  const Json proxy = parseObject(service.proxy);
  const bool isNamed = std::any_of(proxy.items().begin(), proxy.items().end(), [](const auto& item) {
    return foldCase(item.key()) == "destinationservicename" && item.value().is_string() &&
           !item.value().template get_ref<const std::string&>().empty();
  });
  if (!isNamed)
    reasons.emplace_back("Proxy.DestinationServiceName must be non-empty for Connect proxy services");
  if (service.port == 0) reasons.emplace_back("Port must be set for a Connect proxy");
  if (reasons.empty()) return {};
  // As Go's multierror writes it.
  std::string text =
      std::to_string(reasons.size()) + (reasons.size() == 1 ? " error" : " errors") + " occurred:\n";
  for (const std::string& reason : reasons) text += "\t* " + reason + "\n";
  return invalid(text + "\n");
}

namespace {

// A service with an IP address of its own is known by it in the LAN and the WAN, unless told otherwise.
void fillTaggedAddresses(Service& service) {
  const QHostAddress address(QString::fromStdString(service.address));
  if (address.isNull()) return;
  const bool isIpv4 = address.protocol() == QAbstractSocket::IPv4Protocol;
  for (const char* name : {isIpv4 ? "lan_ipv4" : "lan_ipv6", isIpv4 ? "wan_ipv4" : "wan_ipv6"}) {
    service.taggedAddresses.try_emplace(name, ServiceAddress{service.address, service.port});
  }
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

Result<AgentServiceBody> readAgentService(std::string_view text) {
  return readBody<AgentServiceBody>(text, [](const Json& json, JsonReader& reader, AgentServiceBody& body) {
    Service& out = body.service;
    const ReadValue addresses = [&out](const Json& value, JsonReader& inner) {
      if (!value.is_object()) {
        return inner.refuse(
            "json: cannot unmarshal value into Go struct field .TaggedAddresses of type "
            "map[string]structs.ServiceAddress");
      }
      for (const auto& [name, item] : value.items()) {
        ServiceAddress& address = out.taggedAddresses[name];
        if (!inner.object(item, "TaggedAddresses.",
                          {{"Address", &address.address}, {"Port", &address.port}})) {
          return false;
        }
      }
      return true;
    };
    const ReadValue weights = [&out](const Json& value, JsonReader& inner) {
      out.weightPassing = out.weightWarning = 0;
      return inner.object(value, "Weights.",
                          {{"Passing", &out.weightPassing}, {"Warning", &out.weightWarning}});
    };
    CheckSpec single;
    const ReadValue check = [&single](const Json& value, JsonReader& inner) {
      return readCheckSpec(value, inner, single);
    };
    const ReadValue checks = [&body](const Json& value, JsonReader& inner) {
      return inner.array(value, "Checks", [&body](const Json& item, JsonReader& each) {
        return readCheckSpec(item, each, body.checks.emplace_back());
      });
    };
    std::string token;
    reader.object(json, "",
                  {{"Kind", &out.kind},
                   {"ID", &out.id},
                   {"Name", &out.name},
                   {"Tags", &out.tags},
                   {"Address", &out.address},
                   {"TaggedAddresses", addresses},
                   {"tagged_addresses", addresses},
                   {"Meta", &out.meta},
                   {"Port", &out.port},
                   {"Check", check},
                   {"Checks", checks},
                   {"Weights", weights},
                   {"Token", &token},
                   {"EnableTagOverride", &out.enableTagOverride},
                   {"enable_tag_override", &out.enableTagOverride},
                   {"Proxy", objectInto(out.proxy)},
                   {"Connect", objectInto(out.connect)}});
    if (!single.isEmpty()) body.checks.insert(body.checks.begin(), std::move(single));
    out.isMetaGiven = std::any_of(json.items().begin(), json.items().end(), [](const auto& item) {
      return foldCase(item.key()) == "meta" && item.value().is_object();
    });
  });
}

Result<CheckSpec> readAgentCheck(std::string_view text) {
  return readBody<CheckSpec>(
      text, [](const Json& json, JsonReader& reader, CheckSpec& spec) { readCheckSpec(json, reader, spec); });
}

bool isCheckStatus(std::string_view status) {
  return status == kPassing || status == kWarning || status == kCritical;
}

Result<void> validateCheck(const CheckSpec& spec, bool allowScripts) {
  const bool alias = spec.kind() == ProbeKind::Alias;
  const bool probed = !spec.http.empty() || !spec.tcp.empty() || !spec.args.empty() || !spec.grpc.empty() ||
                      !spec.dockerContainerId.empty();
  if (spec.interval.count() > 0 && spec.ttl.count() > 0) {
    return invalid("Invalid check: Interval and TTL cannot both be specified");
  }
  if (probed && spec.interval.count() <= 0) {
    return invalid("Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks");
  }
  if (!probed && !alias && spec.ttl.count() <= 0) {
    return invalid("Invalid check: TTL must be > 0 for TTL checks");
  }
  if (spec.outputMaxSize < 0) return invalid("Invalid check: MaxOutputMaxSize must be positive");
  if (!spec.grpc.empty() || !spec.dockerContainerId.empty()) {
    return invalid("Invalid check: GRPC and Docker checks are not supported by this registry");
  }
  if (!spec.args.empty() && !allowScripts) {
    return fail(
        ErrorCode::Refused, {},
        "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' "
        "to true");
  }
  return {};
}

Result<void> validate(AgentServiceBody& body, bool allowScripts) {
  Service& service = body.service;
  if (service.name.empty()) return invalid("Missing service name");
  if (service.address == "0.0.0.0" || service.address == "::" || service.address == "[::]") {
    return invalid("Invalid service address");
  }
  if (service.id.empty()) service.id = service.name;
  if (auto valid = validateWeights(service); !valid) return valid;
  if (auto valid = validateMeta(service.meta); !valid) return valid;
  if (auto valid = validateProxy(service); !valid) return valid;
  for (const CheckSpec& check : body.checks) {
    // Scripts are refused last, as a server error.
    if (auto valid = validateCheck(check, true); !valid) return valid;
    if (!check.status.empty() && !isCheckStatus(check.status)) {
      return invalid("Status for checks must 'passing', 'warning', 'critical'");
    }
  }
  for (const CheckSpec& check : body.checks) {
    if (auto valid = validateCheck(check, allowScripts); !valid) return valid;
  }
  fillTaggedAddresses(service);
  return {};
}

}  // namespace halftone::registry

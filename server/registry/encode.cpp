// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/encode.h"

#include <array>
#include <nlohmann/json.hpp>

namespace halftone::registry {

namespace {

Json addresses(const std::map<std::string, ServiceAddress>& map) {
  Json object = Json::object();
  for (const auto& [name, address] : map)
    object[name] = Json{{"Address", address.address}, {"Port", address.port}};
  return object;
}

Json weights(const Service& service) {
  return Json{{"Passing", service.weightPassing}, {"Warning", service.weightWarning}};
}

// A proxy's JSON always has these two, as Go's encoder does not omit empty structs.
Json proxy(const Service& service) {
  Json object = parseObject(service.proxy);
  for (const char* name : {"MeshGateway", "Expose"}) {
    if (!object.contains(name)) object[name] = Json::object();
  }
  return object;
}

void addIndexes(Json& object, Index created, Index modified) {
  object["CreateIndex"] = created;
  object["ModifyIndex"] = modified;
}

constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

void append(Json& object, const std::string& name, Json value) {
  object.get_ref<Json::object_t&>().Container::emplace_back(name, std::move(value));
}

Json textMap(const TextMap& map, bool nullIfEmpty) {
  if (map.empty() && nullIfEmpty) return nullptr;
  Json object = Json::object();
  for (const auto& [key, value] : map) object[key] = value;
  return object;
}

Json encodeNode(const Node& node) {
  Json object{{"ID", node.id},
              {"Node", node.name},
              {"Address", node.address},
              {"Datacenter", kDatacenter},
              {"TaggedAddresses", textMap(node.taggedAddresses, true)},
              {"Meta", textMap(node.meta, true)}};
  addIndexes(object, node.created, node.modified);
  return object;
}

Json encodeService(const Service& service) {
  Json object;
  if (!service.kind.empty()) object["Kind"] = service.kind;
  object["ID"] = service.id;
  object["Service"] = service.name;
  object["Tags"] = service.tags;
  object["Address"] = service.address;
  if (!service.taggedAddresses.empty()) object["TaggedAddresses"] = addresses(service.taggedAddresses);
  object["Meta"] = textMap(service.meta, !service.isMetaGiven);
  object["Port"] = service.port;
  object["Weights"] = weights(service);
  object["EnableTagOverride"] = service.enableTagOverride;
  object["Proxy"] = proxy(service);
  object["Connect"] = parseObject(service.connect);
  addIndexes(object, service.created, service.modified);
  return object;
}

Json encodeAgentService(const Service& service) {
  Json object;
  if (!service.kind.empty()) object["Kind"] = service.kind;
  object["ID"] = service.id;
  object["Service"] = service.name;
  object["Tags"] = service.tags;
  object["Meta"] = textMap(service.meta, false);
  object["Port"] = service.port;
  object["Address"] = service.address;
  if (!service.taggedAddresses.empty()) object["TaggedAddresses"] = addresses(service.taggedAddresses);
  object["Weights"] = weights(service);
  object["EnableTagOverride"] = service.enableTagOverride;
  if (!service.proxy.empty()) object["Proxy"] = proxy(service);
  if (!service.connect.empty()) object["Connect"] = parseObject(service.connect);
  return object;
}

Json encodeCatalogService(const Node& node, const Service& service) {
  Json object{{"ID", node.id},
              {"Node", node.name},
              {"Address", node.address},
              {"Datacenter", kDatacenter},
              {"TaggedAddresses", textMap(node.taggedAddresses, true)},
              {"NodeMeta", textMap(node.meta, true)},
              {"ServiceKind", service.kind},
              {"ServiceID", service.id},
              {"ServiceName", service.name},
              {"ServiceTags", service.tags},
              {"ServiceAddress", service.address}};
  if (!service.taggedAddresses.empty()) object["ServiceTaggedAddresses"] = addresses(service.taggedAddresses);
  object["ServiceWeights"] = weights(service);
  object["ServiceMeta"] = textMap(service.meta, false);
  object["ServicePort"] = service.port;
  object["ServiceEnableTagOverride"] = service.enableTagOverride;
  object["ServiceProxy"] = proxy(service);
  object["ServiceConnect"] = parseObject(service.connect);
  addIndexes(object, service.created, service.modified);
  return object;
}

Json encodeCheck(const Check& check) {
  Json object{{"Node", check.node},
              {"CheckID", check.id},
              {"Name", check.name},
              {"Status", check.status},
              {"Notes", check.notes},
              {"Output", check.output},
              {"ServiceID", check.serviceId},
              {"ServiceName", check.serviceName},
              {"ServiceTags", check.serviceTags},
              {"Type", check.type},
              {"Definition", parseObject(check.definition)}};
  addIndexes(object, check.created, check.modified);
  return object;
}

Json encodeKey(const KvEntry& entry, bool withValue) {
  Json object{{"LockIndex", entry.lockIndex}, {"Key", entry.key}, {"Flags", entry.flags}};
  if (withValue && !entry.value.empty()) {
    object["Value"] = base64(entry.value);
  } else {
    object["Value"] = nullptr;
  }
  if (!entry.session.empty()) object["Session"] = entry.session;
  addIndexes(object, entry.created, entry.modified);
  return object;
}

Json encodeSession(const Session& session) {
  Json serviceChecks = nullptr;
  for (const std::string& id : session.serviceChecks)
    serviceChecks.push_back(Json{{"ID", id}, {"Namespace", ""}});
  Json object{{"ID", session.id},
              {"Name", session.name},
              {"Node", session.node},
              {"LockDelay", session.lockDelay.count()},
              {"Behavior", session.behavior == SessionEnd::Delete ? "delete" : "release"},
              {"TTL", session.ttl},
              {"NodeChecks", session.nodeChecks},
              {"ServiceChecks", std::move(serviceChecks)}};
  if (!session.otherChecks.empty()) object["Checks"] = session.otherChecks;
  addIndexes(object, session.created, session.modified);
  return object;
}

Json encodeConfigEntry(const ConfigEntry& entry) {
  Json object = parseObject(entry.body);
  addIndexes(object, entry.created, entry.modified);
  return object;
}

std::string base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = (group << 8) | (k < count ? static_cast<unsigned char>(bytes[i + k]) : 0U);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      text += k <= count ? kBase64[(group >> (18 - 6 * k)) & 63] : '=';
    }
  }
  return text;
}

Result<std::string> fromBase64(std::string_view text) {
  const auto bad = [](std::size_t at) {
    return fail(ErrorCode::Invalid, {}, "illegal base64 data at input byte " + std::to_string(at));
  };
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3);
  if (text.size() % 4 != 0) return bad(text.size() / 4 * 4);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    std::uint32_t group = 0;
    std::size_t digits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t digit = kBase64.find(text[i + k]);
      if (digit == std::string_view::npos) {
        const bool padding = text[i + k] == '=' && k >= 2 && i + 4 == text.size() &&
                             text.substr(i + k).find_first_not_of('=') == std::string_view::npos;
        if (!padding) return bad(i + k);
        group <<= 6 * (4 - k);
        break;
      }
      group = (group << 6) | static_cast<std::uint32_t>(digit);
      ++digits;
    }
    for (std::size_t k = 0; k + 1 < digits; ++k) bytes += static_cast<char>((group >> (16 - 8 * k)) & 255);
  }
  return bytes;
}

}  // namespace halftone::registry

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filesource.h"

#include <QFile>
#include <nlohmann/json.hpp>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::proxy {

namespace {

constexpr qint64 kMaxEndpointsBytes = 1024 * 1024;

Result<std::string> readFile(const std::string& path, qint64 limit) {
  QFile file(QString::fromStdString(path));
  if (!file.open(QIODevice::ReadOnly)) return fail(ErrorCode::Io, path, file.errorString().toStdString());
  const QByteArray bytes = file.read(limit + 1);
  if (bytes.size() > limit) return fail(ErrorCode::TooLarge, path, "the file is too large");
  return bytes.toStdString();
}

Error firstOf(const std::string& path, const std::vector<policy::Finding>& findings) {
  return Error{ErrorCode::Invalid, path + '#' + findings.front().pointer, findings.front().message};
}

Result<std::shared_ptr<const policy::RouteTable>> readTable(const std::string& path,
                                                            const std::string& service) {
  const auto text = readFile(path, codec::kMaxPolicyBytes);
  if (!text) return tl::unexpected(text.error());
  auto policy = codec::readPolicy(*text);
  if (!policy) return tl::unexpected(firstOf(path, policy.error()));
  if (policy->service != service) {
    return fail(ErrorCode::Invalid, path + "#/service", "it is a policy for " + policy->service);
  }
  // Here an instance's version is said by name, whatever labels the policy would select it by.
  for (auto& [name, version] : policy->versions) version.select = {{"version", name}};
  auto table = policy::compile(std::move(*policy));
  if (!table) return tl::unexpected(firstOf(path, table.error()));
  return *table;
}

Result<std::vector<KnownInstance>> readEndpoints(const std::string& path, const policy::RouteTable& table) {
  const auto text = readFile(path, kMaxEndpointsBytes);
  if (!text) return tl::unexpected(text.error());
  const auto refuse = [&](const std::string& why) { return fail(ErrorCode::Invalid, path, why); };
  const auto object = nlohmann::json::parse(*text, nullptr, false);
  if (!object.is_object()) return refuse("it is no JSON object of versions and addresses");
  std::vector<KnownInstance> instances;
  for (const auto& [version, addresses] : object.items()) {
    if (table.versionNumber(version) == policy::Decision::kNoVersion)
      return refuse("no version is named " + version);
    if (!addresses.is_array()) return refuse(version + " has no list of addresses");
    for (const auto& address : addresses) {
      if (!address.is_string()) return refuse(version + " has an address that is no text");
      KnownInstance instance;
      instance.address = address.get<std::string>();
      if (const auto parsed = net::SocketAddress::parse(instance.address); !parsed)
        return tl::unexpected(parsed.error());
      instance.id = instance.address;
      instance.state = "passing";
      instance.inService = true;
      instance.meta = {{"version", version}};
      instances.push_back(std::move(instance));
    }
  }
  return instances;
}

}  // namespace

Result<Routing> readRoutingFiles(const std::string& policyPath, const std::string& endpointsPath,
                                 const std::string& service) {
  auto table = readTable(policyPath, service);
  if (!table) return tl::unexpected(table.error());
  auto instances = readEndpoints(endpointsPath, **table);
  if (!instances) return tl::unexpected(instances.error());
  Routing routing;
  routing.snapshot = makeSnapshot(std::move(*table), *instances);
  routing.instances = std::move(*instances);
  routing.policy = {0, 0, "ok", ""};
  return routing;
}

}  // namespace halftone::proxy

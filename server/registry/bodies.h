// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/jsonreader.h"
#include "server/registry/localagent.h"
#include "server/registry/statestore.h"

// The bodies of writes. Errors of reading are Go's words; errors of validate() are Consul's.
namespace halftone::registry {

// --- catalog/register, catalog/deregister, and the same parts inside a transaction ----------------------

struct RegistrationBody {
  std::string datacenter;
  Registration registration;
};
[[nodiscard]] Result<RegistrationBody> readRegistration(std::string_view body);
// Checks it and fills in what is left out.
[[nodiscard]] Result<void> validate(RegistrationBody& body);

struct DeregistrationBody {
  std::string datacenter;
  std::string node;
  std::string serviceId;
  std::string checkId;
};
[[nodiscard]] Result<DeregistrationBody> readDeregistration(std::string_view body);

// As catalog/register and txn take them; the indexes are those of a compare-and-set.
bool readNode(const Json& value, JsonReader& reader, Node& out);
bool readService(const Json& value, JsonReader& reader, Service& out);
bool readCheck(const Json& value, JsonReader& reader, Check& out);

// --- agent -----------------------------------------------------------------------------------------------

struct AgentServiceBody {
  Service service;
  std::vector<CheckSpec> checks;  // empty ones left out; `Check` comes first
};
[[nodiscard]] Result<AgentServiceBody> readAgentService(std::string_view body);
[[nodiscard]] Result<CheckSpec> readAgentCheck(std::string_view body);

// With `Code::Refused` for what is a 500: scripts that are not allowed.
[[nodiscard]] Result<void> validate(AgentServiceBody& body, bool allowScripts);
[[nodiscard]] Result<void> validateCheck(const CheckSpec& spec, bool allowScripts);
// A sidecar names its service and its port.
[[nodiscard]] Result<void> validateProxy(const Service& service);
[[nodiscard]] bool isCheckStatus(std::string_view status);

}  // namespace halftone::registry

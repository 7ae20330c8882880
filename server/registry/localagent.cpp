// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/localagent.h"

#include <algorithm>

namespace halftone::registry {

namespace {

constexpr std::string_view kConsulService = "consul";

// A write whose steps cannot fail.
template <typename Body>
void writeSurely(StateStore& state, Body body) {
  state.begin();
  body();
  state.commit();
}

}  // namespace

LocalAgent::LocalAgent(StateStore& state, StateStore::Clock clock, Node node)
    : m_state(state), m_clock(std::move(clock)), m_node(std::move(node)) {}

Result<void> LocalAgent::join(int serverPort) {
  Service consul;
  consul.id = consul.name = kConsulService;
  consul.port = serverPort;
  consul.isMetaGiven = true;
  consul.meta = {{"non_voter", "false"},         {"raft_version", "3"},
                 {"serf_protocol_current", "2"}, {"serf_protocol_max", "5"},
                 {"serf_protocol_min", "1"},     {"version", std::string(kConsulVersion)}};
  Check alive;
  alive.node = m_node.name;
  alive.id = kSerfCheckId;
  alive.name = "Serf Health Status";
  alive.status = kPassing;
  alive.output = "Agent alive and reachable";
  return m_state.write([&] { return m_state.registerAll({m_node, false, consul, {alive}}); });
}

std::vector<const LocalCheck*> LocalAgent::checksOf(const std::string& serviceId) const {
  std::vector<const LocalCheck*> found;
  for (const auto& [id, local] : m_checks) {
    if (local.check.serviceId == serviceId) found.push_back(&local);
  }
  return found;
}

Check LocalAgent::withService(Check check) const {
  if (const auto at = m_services.find(check.serviceId); at != m_services.end()) {
    check.serviceName = at->second.name;
    check.serviceTags = at->second.tags;
  }
  return check;
}

// Into the agent's own list; the caller brings it to the catalog. A check that was there keeps its state, so
// that registering again does not make an instance flap.
void LocalAgent::addCheck(CheckSpec spec) {
  const std::string id = spec.id;
  LocalCheck local;
  local.check.node = m_node.name;
  local.check.id = id;
  local.check.name = spec.name;
  local.check.notes = spec.notes;
  local.check.serviceId = spec.serviceId;
  local.check.type = spec.typeName();
  if (!spec.status.empty()) local.check.status = spec.status;
  if (const auto old = m_checks.find(id); old != m_checks.end()) {
    local.check.status = old->second.check.status;
    local.check.output = old->second.check.output;
    local.criticalSince = old->second.criticalSince;
  }
  if (local.check.status == kCritical && !local.criticalSince) local.criticalSince = m_clock();
  local.check = withService(std::move(local.check));
  local.spec = std::move(spec);
  if (local.spec.kind() == ProbeKind::Alias) {
    m_aliases.insert(id);
  } else {
    m_aliases.erase(id);
  }
  if (m_runner != nullptr) m_runner->start(local.spec);
  m_checks[id] = std::move(local);
  m_touched.checks.insert(id);
}

Result<void> LocalAgent::registerService(Service service, std::vector<CheckSpec> checks, bool replaceChecks) {
  service.node = m_node.name;
  const std::string id = service.id;
  std::vector<std::string> keep;
  for (std::size_t i = 0; i < checks.size(); ++i) {
    CheckSpec& spec = checks[i];
    if (spec.id.empty()) {
      spec.id = "service:" + id;
      if (checks.size() > 1) spec.id += ":" + std::to_string(i + 1);
    }
    if (spec.name.empty()) spec.name = "Service '" + service.name + "' check";
    spec.serviceId = id;
    keep.push_back(spec.id);
  }
  std::vector<std::string> dropped;
  if (replaceChecks) {
    for (const LocalCheck* local : checksOf(id)) {
      if (std::find(keep.begin(), keep.end(), local->spec.id) == keep.end())
        dropped.push_back(local->spec.id);
    }
  }
  m_services[id] = service;
  m_touched.services.insert(id);
  for (CheckSpec& spec : checks) addCheck(std::move(spec));
  if (!dropped.empty()) eraseChecks(dropped);

  Registration registration{m_node, true, std::move(service), {}};
  for (const LocalCheck* local : checksOf(id)) registration.checks.push_back(withService(local->check));
  return m_state.write([&] { return m_state.registerAll(registration); });
}

void LocalAgent::deregisterService(const std::string& serviceId) {
  if (m_services.erase(serviceId) == 0) return;
  m_touched.services.insert(serviceId);
  std::vector<std::string> ids;
  for (const LocalCheck* local : checksOf(serviceId)) ids.push_back(local->check.id);
  for (const std::string& id : ids) {
    if (m_runner != nullptr) m_runner->stop(id);
    m_aliases.erase(id);
    m_checks.erase(id);
    m_touched.checks.insert(id);
  }
  writeSurely(m_state, [&] { m_state.eraseService(m_node.name, serviceId); });
}

Result<void> LocalAgent::registerCheck(CheckSpec spec) {
  if (!spec.serviceId.empty() && !m_services.contains(spec.serviceId)) {
    return fail(ErrorCode::NotFound, {}, "ServiceID \"" + spec.serviceId + "\" does not exist");
  }
  const std::string id = spec.id;
  addCheck(std::move(spec));
  return m_state.write([&] { return m_state.putCheck(m_checks.at(id).check); });
}

void LocalAgent::eraseChecks(const std::vector<std::string>& ids) {
  writeSurely(m_state, [&] {
    for (const std::string& id : ids) {
      if (m_checks.erase(id) == 0) continue;
      if (m_runner != nullptr) m_runner->stop(id);
      m_aliases.erase(id);
      m_touched.checks.insert(id);
      m_state.eraseCheck(m_node.name, id);
    }
  });
}

void LocalAgent::deregisterCheck(const std::string& checkId) {
  if (m_checks.contains(checkId)) eraseChecks({checkId});
}

Result<void> LocalAgent::updateTtl(const std::string& checkId, std::string_view status, std::string output) {
  const auto at = m_checks.find(checkId);
  if (at == m_checks.end() || at->second.spec.kind() != ProbeKind::Ttl) {
    return fail(ErrorCode::NotFound, {}, "CheckID \"" + checkId + "\" does not have associated TTL");
  }
  constexpr std::size_t kDefaultOutput = 4096;
  const auto limit = at->second.spec.outputMaxSize > 0
                         ? static_cast<std::size_t>(at->second.spec.outputMaxSize)
                         : kDefaultOutput;
  if (output.size() > limit) {
    output = output.substr(0, limit) + " ... (captured " + std::to_string(limit) + " of " +
             std::to_string(output.size()) + " bytes)";
  }
  if (m_runner != nullptr) m_runner->restartTtl(checkId);
  setResult(checkId, status, std::move(output));
  return {};
}

void LocalAgent::setResult(const std::string& checkId, std::string_view status, std::string output) {
  const auto at = m_checks.find(checkId);
  if (at == m_checks.end()) return;
  LocalCheck& local = at->second;
  const bool sameStatus = local.check.status == status;
  if (sameStatus && local.check.output == output) return;
  local.check.output = std::move(output);
  local.check.status = status;
  if (status != kCritical) {
    local.criticalSince.reset();
  } else if (!local.criticalSince) {
    local.criticalSince = m_clock();
  }
  const Check* known = m_state.check(m_node.name, checkId);
  if (sameStatus && known != nullptr && !known->output.empty()) {
    if (!local.outputSince) local.outputSince = m_clock();
    return;
  }
  m_touched.checks.insert(checkId);
  syncCheck(local);
}

void LocalAgent::syncCheck(LocalCheck& local) {
  local.outputSince.reset();
  // Refused only if the node or service was taken out of the catalog behind our back; reconcile() mends that.
  static_cast<void>(m_state.write([&] { return m_state.putCheck(local.check); }));
}

void LocalAgent::setMaintenance(const std::string& checkId, const std::string& serviceId,
                                std::string_view name, std::string reason) {
  if (m_checks.contains(checkId)) return;  // the first reason stays
  LocalCheck local;
  local.spec.id = local.check.id = checkId;
  local.spec.serviceId = local.check.serviceId = serviceId;
  local.spec.name = local.check.name = name;
  local.spec.notes = local.check.notes = std::move(reason);
  local.check.node = m_node.name;
  local.check.type = "maintenance";
  local.criticalSince = m_clock();
  local.check = withService(std::move(local.check));
  m_touched.checks.insert(checkId);
  syncCheck(m_checks[checkId] = std::move(local));
}

Result<void> LocalAgent::setServiceMaintenance(const std::string& serviceId, bool on, std::string reason) {
  if (!m_services.contains(serviceId)) {
    return fail(ErrorCode::NotFound, {}, "No service registered with ID \"" + serviceId + "\"");
  }
  const std::string checkId = std::string(kServiceMaintenancePrefix) + serviceId;
  if (!on) {
    deregisterCheck(checkId);
    return {};
  }
  if (reason.empty()) {
    reason =
        "Maintenance mode is enabled for this service, but no reason was provided. This is a default "
        "message.";
  }
  setMaintenance(checkId, serviceId, "Service Maintenance Mode", std::move(reason));
  return {};
}

void LocalAgent::setNodeMaintenance(bool on, std::string reason) {
  const std::string checkId(kNodeMaintenanceId);
  if (!on) {
    deregisterCheck(checkId);
    return;
  }
  if (reason.empty()) {
    reason =
        "Maintenance mode is enabled for this node, but no reason was provided. This is a default message.";
  }
  setMaintenance(checkId, {}, "Node Maintenance Mode", std::move(reason));
}

void LocalAgent::sweep() {
  const WallTime now = m_clock();
  std::set<std::string> dead;
  for (auto& [id, local] : m_checks) {
    if (local.outputSince && now - *local.outputSince >= kCheckUpdateInterval) {
      m_touched.checks.insert(id);
      syncCheck(local);
    }
    if (local.spec.deregisterAfter.count() <= 0 || !local.criticalSince || local.check.serviceId.empty())
      continue;
    const auto after = std::max<std::chrono::nanoseconds>(local.spec.deregisterAfter, kMinDeregisterAfter);
    if (now - *local.criticalSince > after) dead.insert(local.check.serviceId);
  }
  for (const std::string& serviceId : dead) deregisterService(serviceId);
}

void LocalAgent::reconcile() {
  writeSurely(m_state, [this] {
    std::vector<std::string> strangers;
    for (const Service* service : m_state.servicesOn(m_node.name)) {
      const auto own = m_services.find(service->id);
      if (own == m_services.end()) {
        if (service->id != kConsulService) strangers.push_back(service->id);
      } else if (own->second.enableTagOverride && own->second.tags != service->tags) {
        own->second.tags = service->tags;  // who registered it allowed others to change the tags
        m_touched.services.insert(service->id);
      }
    }
    for (const std::string& id : strangers) m_state.eraseService(m_node.name, id);
    strangers.clear();
    for (const Check* check : m_state.checksOn(m_node.name)) {
      if (!m_checks.contains(check->id) && check->id != kSerfCheckId) strangers.push_back(check->id);
    }
    for (const std::string& id : strangers) m_state.eraseCheck(m_node.name, id);
    for (const auto& [id, service] : m_services) static_cast<void>(m_state.putService(service));
    for (const auto& [id, local] : m_checks) {
      // What is only a newer output waits for its time, see sweep().
      if (!local.outputSince) static_cast<void>(m_state.putCheck(withService(local.check)));
    }
  });
}

void LocalAgent::refreshAliases() {
  for (const std::string& id : m_aliases) {
    const CheckSpec& spec = m_checks.at(id).spec;
    const std::string& node = spec.aliasNode.empty() ? m_node.name : spec.aliasNode;
    std::vector<const Check*> followed = m_state.checksOf(node, {});
    if (!spec.aliasService.empty()) {
      for (const Check* check : m_state.checksOf(node, spec.aliasService)) followed.push_back(check);
    }
    std::string status(kPassing);
    std::string output = "All checks passing.";
    for (const Check* check : followed) {
      if (check->id == id || check->status == kPassing || status == kCritical) continue;
      if (check->status == kWarning && status == kWarning) continue;
      status = check->status;
      output = "Aliased check \"" + check->name + "\" failing: " + check->output;
    }
    setResult(id, status, std::move(output));
  }
}

LocalAgent::Touched LocalAgent::takeTouched() {
  return std::exchange(m_touched, {});
}

void LocalAgent::restore(std::vector<Service> services, std::vector<LocalCheck> checks) {
  for (Service& service : services) {
    const std::string id = service.id;
    m_services.emplace(id, std::move(service));
  }
  for (LocalCheck& local : checks) {
    const std::string id = local.check.id;
    if (local.check.status == kCritical) local.criticalSince = m_clock();
    if (local.spec.kind() == ProbeKind::Alias) m_aliases.insert(id);
    if (m_runner != nullptr) m_runner->start(local.spec);
    m_checks.emplace(id, std::move(local));
  }
}

}  // namespace halftone::registry

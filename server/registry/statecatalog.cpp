// SPDX-License-Identifier: GPL-3.0-or-later
// The catalog's part of the state store. Which index a write raises follows the contract's table of reads.
#include <algorithm>

#include "server/registry/statestore.h"
#include "server/registry/statestoretables.h"

namespace halftone::registry {

namespace {

bool isSame(const Node& a, const Node& b) {
  return a.id == b.id && a.name == b.name && a.address == b.address &&
         a.taggedAddresses == b.taggedAddresses && a.meta == b.meta;
}

bool isSame(const Service& a, const Service& b) {
  return a.name == b.name && a.kind == b.kind && a.tags == b.tags && a.address == b.address &&
         a.taggedAddresses == b.taggedAddresses && a.meta == b.meta && a.isMetaGiven == b.isMetaGiven &&
         a.port == b.port && a.weightPassing == b.weightPassing && a.weightWarning == b.weightWarning &&
         a.enableTagOverride == b.enableTagOverride && a.proxy == b.proxy && a.connect == b.connect;
}

bool isSame(const Check& a, const Check& b) {
  return a.name == b.name && a.status == b.status && a.notes == b.notes && a.output == b.output &&
         a.serviceId == b.serviceId && a.serviceName == b.serviceName && a.serviceTags == b.serviceTags &&
         a.type == b.type && a.definition == b.definition;
}

tl::unexpected<Error> refused(std::string message) {
  return fail(ErrorCode::Refused, {}, std::move(message));
}

}  // namespace

Result<void> StateStore::registerAll(const Registration& registration) {
  if (!registration.skipNodeUpdate || node(registration.node.name) == nullptr) {
    if (auto put = putNode(registration.node); !put)
      return refused("failed inserting node: " + put.error().message);
  }
  if (registration.service) {
    Service service = *registration.service;
    service.node = registration.node.name;
    if (auto put = putService(std::move(service)); !put) {
      return refused("failed inserting service: " + put.error().message);
    }
  }
  for (const Check& check : registration.checks) {
    if (auto put = putCheck(check); !put) return refused("failed inserting check: " + put.error().message);
  }
  return {};
}

Result<void> StateStore::putNode(Node node) {
  const std::string name = foldCase(node.name);
  const auto byName = m_nodes.find(name);
  node.created = m_index;
  if (byName != m_nodes.end()) {
    const Node& existing = byName->second;
    if (!node.id.empty() && !existing.id.empty() && node.id != existing.id) {
      return refused("Node name " + node.name + " is reserved by node " + existing.id + " with name " +
                     existing.name);
    }
    if (node.id.empty()) node.id = existing.id;
    node.created = existing.created;
  } else if (!node.id.empty()) {
    // The same ID under another name is a node renamed: what was on the old name goes.
    for (const auto& [oldName, old] : m_nodes) {
      if (old.id != node.id) continue;
      node.created = old.created;
      eraseNode(std::string(oldName));
      break;
    }
  }
  if (byName != m_nodes.end() && isSame(byName->second, node)) return {};
  node.modified = m_index;
  put(m_nodes, name, std::move(node));
  m_pending.nodes.insert(name);
  raise(&Tables::nodes);
  raiseServicesOn(name);  // a node is part of its services' health answers
  return {};
}

Result<void> StateStore::putService(Service service) {
  const InNode at{foldCase(service.node), service.id};
  const auto owner = m_nodes.find(at.first);
  if (owner == m_nodes.end()) return refused("Missing node registration");
  service.node = owner->second.name;
  service.created = m_index;
  if (const auto existing = m_services.find(at); existing != m_services.end()) {
    if (isSame(existing->second, service)) return {};
    service.created = existing->second.created;
    tallyUndoably(existing->second, Tally::Out);
    if (const std::string oldName = foldCase(existing->second.name); oldName != foldCase(service.name)) {
      unlink(m_instancesByName, oldName, at);
      m_pending.serviceNames.insert(oldName);
      if (m_instancesByName.contains(oldName)) {
        raiseService(oldName);
      } else {
        erase(m_serviceIndexes, oldName);
        raise(&Tables::lastExtinction);
      }
    }
  }
  service.modified = m_index;
  link(m_instancesByName, foldCase(service.name), at);
  raise(&Tables::services);
  raiseService(service.name);
  m_pending.services.insert(at);
  tallyUndoably(service, Tally::In);
  put(m_services, at, std::move(service));
  return {};
}

std::vector<std::string> StateStore::ServiceTags::inOrder() const {
  std::vector<const std::pair<const std::string, TagUse>*> uses;
  for (const auto& use : tags) uses.push_back(&use);
  std::ranges::sort(uses, {}, [](const auto* use) { return use->second.since; });
  std::vector<std::string> names;
  for (const auto* use : uses) names.push_back(use->first);
  return names;
}

void StateStore::tally(const std::string& name, const std::vector<std::string>& tags, Tally direction) {
  if (direction == Tally::In) {
    ServiceTags& all = m_serviceTags[name];
    ++all.instances;
    for (const std::string& tag : tags)
      ++all.tags.try_emplace(tag, TagUse{0, m_tagsSeen++}).first->second.instances;
    return;
  }
  const auto at = m_serviceTags.find(name);
  if (at == m_serviceTags.end()) return;
  for (const std::string& tag : tags) {
    const auto counted = at->second.tags.find(tag);
    if (counted != at->second.tags.end() && --counted->second.instances == 0) at->second.tags.erase(counted);
  }
  if (--at->second.instances == 0) m_serviceTags.erase(at);
}

void StateStore::tallyUndoably(const Service& service, Tally direction) {
  const Tally back = direction == Tally::In ? Tally::Out : Tally::In;
  m_undo.emplace_back([this, back, name = service.name, tags = service.tags] { tally(name, tags, back); });
  tally(service.name, service.tags, direction);
}

Result<void> StateStore::putCheck(Check check) {
  const InNode at{foldCase(check.node), check.id};
  const auto owner = m_nodes.find(at.first);
  if (owner == m_nodes.end()) return refused("Missing node registration");
  check.node = owner->second.name;
  if (check.status.empty()) check.status = kCritical;
  if (!check.serviceId.empty()) {
    const Service* service = this->service(at.first, check.serviceId);
    if (service == nullptr) {
      return refused("Missing service registration on node \"" + check.node + "\"");
    }
    check.serviceName = service->name;
    check.serviceTags = service->tags;
  }
  if (check.status == kCritical) endSessionsOf(at.first, &at.second);

  check.created = m_index;
  if (const auto existing = m_checks.find(at); existing != m_checks.end()) {
    if (isSame(existing->second, check)) return {};
    check.created = existing->second.created;
    removeCheck(at);
  }
  check.modified = m_index;
  raise(&Tables::checks);
  if (check.serviceId.empty()) {
    raiseServicesOn(at.first);
  } else {
    raiseService(check.serviceName);
  }
  link(m_checksByService, {at.first, check.serviceId}, at.second);
  if (!check.serviceName.empty()) link(m_checksByName, foldCase(check.serviceName), at);
  link(m_checksByStatus, check.status, at);
  m_pending.checks.insert(at);
  put(m_checks, at, std::move(check));
  return {};
}

// Takes the check out of the tables, without raising an index.
void StateStore::removeCheck(const InNode& at) {
  const auto existing = m_checks.find(at);
  if (existing == m_checks.end()) return;
  unlink(m_checksByService, {at.first, existing->second.serviceId}, at.second);
  unlink(m_checksByName, foldCase(existing->second.serviceName), at);
  unlink(m_checksByStatus, existing->second.status, at);
  m_pending.checks.insert(at);
  erase(m_checks, at);
}

void StateStore::eraseCheck(std::string_view node, const std::string& checkId) {
  const InNode at{foldCase(node), checkId};
  const auto existing = m_checks.find(at);
  if (existing == m_checks.end()) return;
  raise(&Tables::checks);
  if (existing->second.serviceId.empty()) {
    raiseServicesOn(at.first);
  } else if (const Service* service = this->service(at.first, existing->second.serviceId)) {
    raiseService(service->name);
  }
  removeCheck(at);
  endSessionsOf(at.first, &at.second);
}

void StateStore::eraseService(std::string_view node, const std::string& serviceId) {
  const InNode at{foldCase(node), serviceId};
  const auto existing = m_services.find(at);
  if (existing == m_services.end()) return;
  std::vector<std::string> checkIds;
  for (const Check* check : checksOf(at.first, serviceId)) checkIds.push_back(check->id);
  for (const std::string& id : checkIds) eraseCheck(at.first, id);

  const std::string name = foldCase(existing->second.name);
  unlink(m_instancesByName, name, at);
  tallyUndoably(existing->second, Tally::Out);
  erase(m_services, at);
  m_pending.services.insert(at);
  raise(&Tables::services);
  if (m_instancesByName.contains(name)) {
    raiseService(name);
    return;
  }
  erase(m_serviceIndexes, name);
  m_pending.serviceNames.insert(name);
  raise(&Tables::lastExtinction);
}

void StateStore::eraseNode(std::string_view node) {
  const std::string name = foldCase(node);
  if (!m_nodes.contains(name)) return;
  std::vector<std::string> serviceIds;
  for (const Service* service : servicesOn(name)) serviceIds.push_back(service->id);
  for (const std::string& id : serviceIds) eraseService(name, id);
  std::vector<std::string> checkIds;
  for (const Check* check : checksOn(name)) checkIds.push_back(check->id);
  for (const std::string& id : checkIds) eraseCheck(name, id);
  endSessionsOf(name, nullptr);
  erase(m_nodes, name);
  m_pending.nodes.insert(name);
  raise(&Tables::nodes);
}

// Only while restoring: the tables that are derived from the services and checks.
void StateStore::indexService(const Service& service) {
  m_instancesByName[foldCase(service.name)].insert({foldCase(service.node), service.id});
  tally(service.name, service.tags, Tally::In);
}

void StateStore::indexCheck(const Check& check) {
  const InNode at{foldCase(check.node), check.id};
  m_checksByService[{at.first, check.serviceId}].insert(at.second);
  m_checksByStatus[check.status].insert(at);
  if (!check.serviceName.empty()) m_checksByName[foldCase(check.serviceName)].insert(at);
}

}  // namespace halftone::registry

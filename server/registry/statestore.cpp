// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/statestore.h"

#include <algorithm>
#include <cassert>

#include "server/registry/statestoretables.h"

namespace halftone::registry {

std::string foldCase(std::string_view name) {
  std::string folded(name);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

StateStore::StateStore(Clock clock) : m_clock(std::move(clock)) {}

void StateStore::begin() {
  assert(!m_writing);
  m_writing = true;
  ++m_index;
  m_pending.indexes = true;
}

void StateStore::commit() {
  assert(m_writing);
  m_writing = false;
  m_undo.clear();
  if (m_committed.isEmpty()) {
    m_committed = std::move(m_pending);
  } else {
    m_committed.nodes.merge(m_pending.nodes);
    m_committed.services.merge(m_pending.services);
    m_committed.checks.merge(m_pending.checks);
    m_committed.serviceNames.merge(m_pending.serviceNames);
    m_committed.keys.merge(m_pending.keys);
    m_committed.tombstones.merge(m_pending.tombstones);
    m_committed.sessions.merge(m_pending.sessions);
    m_committed.configEntries.merge(m_pending.configEntries);
    m_committed.indexes = true;
  }
  m_pending = {};
}

void StateStore::rollback() {
  assert(m_writing);
  m_writing = false;
  while (!m_undo.empty()) {
    m_undo.back()();
    m_undo.pop_back();
  }
  --m_index;
  m_pending = {};
}

Changes StateStore::takeChanges() {
  return std::exchange(m_committed, {});
}

void StateStore::raise(Index Tables::*table) {
  const Index old = m_tables.*table;
  if (old == m_index) return;
  m_undo.emplace_back([this, table, old] { m_tables.*table = old; });
  m_tables.*table = m_index;
}

void StateStore::raiseService(std::string_view serviceName) {
  const std::string name = foldCase(serviceName);
  put(m_serviceIndexes, name, m_index);
  m_pending.serviceNames.insert(name);
}

void StateStore::raiseServicesOn(std::string_view node) {
  for (const Service* service : servicesOn(node)) raiseService(service->name);
}

const Node* StateStore::node(std::string_view name) const {
  const auto at = m_nodes.find(foldCase(name));
  return at == m_nodes.end() ? nullptr : &at->second;
}

const Service* StateStore::service(std::string_view node, const std::string& id) const {
  const auto at = m_services.find({foldCase(node), id});
  return at == m_services.end() ? nullptr : &at->second;
}

const Check* StateStore::check(std::string_view node, const std::string& id) const {
  const auto at = m_checks.find({foldCase(node), id});
  return at == m_checks.end() ? nullptr : &at->second;
}

const KvEntry* StateStore::key(const std::string& key) const {
  const auto at = m_keys.find(key);
  return at == m_keys.end() ? nullptr : &at->second;
}

const Session* StateStore::session(const std::string& id) const {
  const auto at = m_sessions.find(id);
  return at == m_sessions.end() ? nullptr : &at->second;
}

std::vector<const Service*> StateStore::instances(std::string_view serviceName) const {
  std::vector<const Service*> found;
  const auto at = m_instancesByName.find(foldCase(serviceName));
  if (at == m_instancesByName.end()) return found;
  found.reserve(at->second.size());
  for (const InNode& instance : at->second) found.push_back(&m_services.at(instance));
  return found;
}

std::vector<const Service*> StateStore::servicesOn(std::string_view node) const {
  std::vector<const Service*> found;
  const std::string name = foldCase(node);
  for (auto at = m_services.lower_bound({name, {}}); at != m_services.end() && at->first.first == name;
       ++at) {
    found.push_back(&at->second);
  }
  return found;
}

std::vector<const Check*> StateStore::checksOn(std::string_view node) const {
  std::vector<const Check*> found;
  const std::string name = foldCase(node);
  for (auto at = m_checks.lower_bound({name, {}}); at != m_checks.end() && at->first.first == name; ++at) {
    found.push_back(&at->second);
  }
  return found;
}

std::vector<const Check*> StateStore::checksOf(std::string_view node, const std::string& serviceId) const {
  std::vector<const Check*> found;
  const std::string name = foldCase(node);
  const auto at = m_checksByService.find({name, serviceId});
  if (at == m_checksByService.end()) return found;
  for (const std::string& id : at->second) found.push_back(&m_checks.at({name, id}));
  return found;
}

std::vector<const Check*> StateStore::checksNamed(std::string_view serviceName) const {
  std::vector<const Check*> found;
  const auto at = m_checksByName.find(foldCase(serviceName));
  if (at == m_checksByName.end()) return found;
  for (const InNode& check : at->second) found.push_back(&m_checks.at(check));
  return found;
}

std::vector<const Check*> StateStore::checksIn(const std::string& status) const {
  std::vector<const Check*> found;
  const auto at = m_checksByStatus.find(status);
  if (at == m_checksByStatus.end()) return found;
  found.reserve(at->second.size());
  for (const InNode& check : at->second) found.push_back(&m_checks.at(check));
  return found;
}

Index StateStore::serviceIndex(std::string_view serviceName) const {
  const auto at = m_serviceIndexes.find(foldCase(serviceName));
  if (at != m_serviceIndexes.end()) return at->second;
  if (m_tables.lastExtinction != 0) return m_tables.lastExtinction;
  return std::max({m_tables.nodes, m_tables.services, m_tables.checks});
}

Index StateStore::keyIndex(const std::string& key) const {
  const auto at = m_keys.find(key);
  return at != m_keys.end() ? at->second.modified : std::max(m_tables.keys, m_tables.tombstones);
}

Index StateStore::prefixIndex(const std::string& prefix) const {
  Index newest = 0;
  if (!prefix.empty()) {
    for (auto at = m_keys.lower_bound(prefix); at != m_keys.end() && at->first.starts_with(prefix); ++at) {
      newest = std::max(newest, at->second.modified);
    }
    for (auto at = m_tombstones.lower_bound(prefix);
         at != m_tombstones.end() && at->first.starts_with(prefix); ++at) {
      newest = std::max(newest, at->second.index);
    }
  }
  return newest != 0 ? newest : std::max(m_tables.keys, m_tables.tombstones);
}

void StateStore::restore(Image image) {
  m_index = image.index;
  m_tables = image.tables;
  m_serviceIndexes = std::move(image.serviceIndexes);
  for (Node& node : image.nodes) m_nodes.emplace(foldCase(node.name), std::move(node));
  for (const Service& service : image.services) {
    indexService(service);
    m_services.emplace(InNode{foldCase(service.node), service.id}, service);
  }
  for (const Check& check : image.checks) {
    indexCheck(check);
    m_checks.emplace(InNode{foldCase(check.node), check.id}, check);
  }
  for (KvEntry& entry : image.keys) {
    if (!entry.session.empty()) m_keysBySession[entry.session].insert(entry.key);
    const std::string key = entry.key;
    m_keys.emplace(key, std::move(entry));
  }
  m_tombstones = std::move(image.tombstones);
  for (Session& session : image.sessions) {
    m_sessionsByNode[foldCase(session.node)].insert(session.id);
    const std::string id = session.id;
    m_sessions.emplace(id, std::move(session));
  }
  for (ConfigEntry& entry : image.configEntries) {
    ConfigName name{entry.kind, entry.name};
    m_configEntries.emplace(std::move(name), std::move(entry));
  }
  m_undo.clear();
}

}  // namespace halftone::registry

// SPDX-License-Identifier: GPL-3.0-or-later
// The key-value part of the state store, with sessions and their locks, and config entries.
#include <algorithm>

#include "server/registry/identifiers.h"
#include "server/registry/statestore.h"
#include "server/registry/statestoretables.h"

namespace halftone::registry {

namespace {

tl::unexpected<Error> refused(std::string message) {
  return fail(ErrorCode::Refused, {}, std::move(message));
}

}  // namespace

// Writes the entry unless it is what is there already: an equal write wakes nobody.
void StateStore::storeKey(KvEntry entry, const KvEntry* existing) {
  entry.created = existing != nullptr ? existing->created : m_index;
  entry.modified = m_index;
  if (existing != nullptr && existing->value == entry.value && existing->flags == entry.flags &&
      existing->session == entry.session && existing->lockIndex == entry.lockIndex) {
    return;
  }
  const std::string key = entry.key;
  if (existing != nullptr && existing->session != entry.session && !existing->session.empty()) {
    unlink(m_keysBySession, std::string(existing->session), key);
  }
  if (!entry.session.empty()) link(m_keysBySession, std::string(entry.session), key);
  put(m_keys, key, std::move(entry));
  m_pending.keys.insert(key);
  raise(&Tables::keys);
}

void StateStore::putKey(KvEntry entry, bool keepSession) {
  const KvEntry* existing = key(entry.key);
  if (keepSession) entry.session = existing != nullptr ? existing->session : std::string();
  entry.lockIndex = 0;  // as Consul 1.8: a plain write resets it
  storeKey(std::move(entry), existing);
}

Result<bool> StateStore::acquireKey(KvEntry entry) {
  if (entry.session.empty()) return refused("missing session");
  if (auto valid = checkSessionId(entry.session); !valid) return tl::unexpected(valid.error());
  if (!m_sessions.contains(entry.session)) return refused("invalid session \"" + entry.session + "\"");
  if (const auto delay = m_lockDelays.find(entry.key); delay != m_lockDelays.end()) {
    if (m_clock() < delay->second) return false;
    m_lockDelays.erase(delay);
  }
  const KvEntry* existing = key(entry.key);
  if (existing != nullptr && !existing->session.empty() && existing->session != entry.session) return false;
  const bool held = existing != nullptr && existing->session == entry.session;
  entry.lockIndex = (existing != nullptr ? existing->lockIndex : 0) + (held ? 0 : 1);
  storeKey(std::move(entry), existing);
  return true;
}

Result<bool> StateStore::releaseKey(KvEntry entry) {
  if (entry.session.empty()) return refused("missing session");
  const KvEntry* existing = key(entry.key);
  if (existing == nullptr || existing->session != entry.session) return false;
  entry.session.clear();
  entry.lockIndex = existing->lockIndex;
  storeKey(std::move(entry), existing);
  return true;
}

bool StateStore::putKeyIf(KvEntry entry, Index expected) {
  const KvEntry* existing = key(entry.key);
  if ((existing != nullptr ? existing->modified : 0) != expected) return false;
  putKey(std::move(entry), true);
  return true;
}

void StateStore::dropKey(const std::string& key) {
  const KvEntry* existing = this->key(key);
  if (existing == nullptr) return;
  if (!existing->session.empty()) unlink(m_keysBySession, std::string(existing->session), key);
  erase(m_keys, key);
  put(m_tombstones, key, Tombstone{m_index, m_clock()});
  m_pending.keys.insert(key);
  m_pending.tombstones.insert(key);
  raise(&Tables::keys);
  raise(&Tables::tombstones);
}

void StateStore::eraseKey(const std::string& key) {
  dropKey(std::string(key));
}

bool StateStore::eraseKeyIf(const std::string& key, Index expected) {
  const KvEntry* existing = this->key(key);
  if (existing == nullptr) return true;
  if (existing->modified != expected) return false;
  dropKey(std::string(key));
  return true;
}

void StateStore::eraseTree(const std::string& prefix) {
  std::vector<std::string> keys;
  for (auto at = m_keys.lower_bound(prefix); at != m_keys.end() && at->first.starts_with(prefix); ++at) {
    keys.push_back(at->first);
  }
  for (const std::string& key : keys) dropKey(key);
}

void StateStore::eraseOldTombstones() {
  const WallTime oldest = m_clock() - kTombstoneLife;
  std::vector<std::string> old;
  for (const auto& [key, tombstone] : m_tombstones) {
    if (tombstone.since < oldest) old.push_back(key);
  }
  for (const std::string& key : old) {
    erase(m_tombstones, key);
    m_pending.tombstones.insert(key);
  }
}

Result<void> StateStore::putSession(Session session) {
  const std::string nodeName = foldCase(session.node);
  const auto owner = m_nodes.find(nodeName);
  if (owner == m_nodes.end()) return refused("Missing node registration");
  session.node = owner->second.name;
  for (const auto* list : {&session.otherChecks, &session.nodeChecks, &session.serviceChecks}) {
    for (const std::string& id : *list) {
      const Check* bound = check(nodeName, id);
      if (bound == nullptr) return refused("Missing check '" + id + "' registration");
      if (bound->status == kCritical) return refused("Check '" + id + "' is in critical state");
    }
  }
  session.created = session.modified = m_index;
  const std::string id = session.id;
  link(m_sessionsByNode, nodeName, id);
  put(m_sessions, id, std::move(session));
  m_pending.sessions.insert(id);
  raise(&Tables::sessions);
  return {};
}

void StateStore::eraseSession(const std::string& id) {
  const auto at = m_sessions.find(id);
  if (at == m_sessions.end()) return;
  const Session session = at->second;
  unlink(m_sessionsByNode, foldCase(session.node), session.id);
  erase(m_sessions, session.id);
  m_pending.sessions.insert(session.id);
  raise(&Tables::sessions);

  std::set<std::string> locked;
  if (const auto held = m_keysBySession.find(session.id); held != m_keysBySession.end())
    locked = held->second;
  const auto delay = std::min<std::chrono::nanoseconds>(session.lockDelay, kMaxLockDelay);
  for (const std::string& key : locked) {
    if (session.behavior == SessionEnd::Delete) {
      dropKey(key);
    } else {
      const KvEntry* existing = this->key(key);
      KvEntry released = *existing;
      released.session.clear();
      storeKey(std::move(released), existing);
    }
    if (delay > std::chrono::nanoseconds::zero()) {
      put(m_lockDelays, key, m_clock() + std::chrono::duration_cast<WallTime::duration>(delay));
    }
  }
}

// Ends the sessions of a node, or only those bound to one of its checks.
void StateStore::endSessionsOf(std::string_view node, const std::string* checkId) {
  const auto at = m_sessionsByNode.find(foldCase(node));
  if (at == m_sessionsByNode.end()) return;
  std::vector<std::string> ending;
  for (const std::string& id : at->second) {
    const Session& session = m_sessions.at(id);
    const auto bound = [checkId](const std::vector<std::string>& list) {
      return std::find(list.begin(), list.end(), *checkId) != list.end();
    };
    if (checkId == nullptr || bound(session.nodeChecks) || bound(session.otherChecks) ||
        bound(session.serviceChecks)) {
      ending.push_back(id);
    }
  }
  for (const std::string& id : ending) eraseSession(id);
}

void StateStore::putConfigEntry(ConfigEntry entry) {
  const ConfigName name{entry.kind, entry.name};
  entry.created = entry.modified = m_index;
  if (const auto existing = m_configEntries.find(name); existing != m_configEntries.end()) {
    entry.created = existing->second.created;
  }
  put(m_configEntries, name, std::move(entry));
  m_pending.configEntries.insert(name);
  raise(&Tables::config);
}

void StateStore::eraseConfigEntry(const ConfigName& name) {
  if (!m_configEntries.contains(name)) return;
  erase(m_configEntries, ConfigName(name));
  m_pending.configEntries.insert(name);
  raise(&Tables::config);
}

}  // namespace halftone::registry

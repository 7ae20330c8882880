// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/registry/changes.h"
#include "server/registry/model.h"

namespace halftone::registry {

// One catalog registration: a node, and optionally a service and checks on it. A single write.
struct Registration {
  Node node;
  bool skipNodeUpdate = false;
  std::optional<Service> service;
  std::vector<Check> checks;
};

// The registry's whole state: catalog, key-value store, sessions, config entries, and the one counter of
// writes. Pure: no sockets, no timers, time comes from the injected clock. One thread.
//
// Every write runs between begin() and commit() or rollback(); a write that fails leaves nothing behind.
// Every write but an undone one takes the next number of the counter, whether it changes something or not.
class StateStore {
 public:
  using Clock = std::function<WallTime()>;
  explicit StateStore(Clock clock);
  StateStore(const StateStore&) = delete;
  StateStore& operator=(const StateStore&) = delete;

  // --- writes -------------------------------------------------------------------------------------------
  void begin();
  void commit();
  void rollback();
  // Runs `body` as one write; undone if it gives an error.
  template <typename Body>
  auto write(Body body) {
    begin();
    auto result = body();
    if (result) {
      commit();
    } else {
      rollback();
    }
    return result;
  }
  // Everything committed since the last call.
  [[nodiscard]] Changes takeChanges();

  // The functions of this part belong inside a write. Errors carry Consul's words as their message.
  [[nodiscard]] Result<void> registerAll(const Registration& registration);
  [[nodiscard]] Result<void> putNode(Node node);
  [[nodiscard]] Result<void> putService(Service service);
  [[nodiscard]] Result<void> putCheck(Check check);
  void eraseNode(std::string_view node);  // with its services, checks and sessions
  void eraseService(std::string_view node, const std::string& serviceId);  // with its checks
  void eraseCheck(std::string_view node, const std::string& checkId);

  void putKey(KvEntry entry, bool keepSession);  // a plain set keeps the lock's session
  // False if refused by somebody's lock or a lock-delay; an error if the session is unknown.
  [[nodiscard]] Result<bool> acquireKey(KvEntry entry);
  [[nodiscard]] Result<bool> releaseKey(KvEntry entry);
  [[nodiscard]] bool putKeyIf(KvEntry entry, Index expected);  // 0: only if absent
  [[nodiscard]] bool eraseKeyIf(const std::string& key, Index expected);
  void eraseKey(const std::string& key);
  void eraseTree(const std::string& prefix);
  void eraseOldTombstones();

  [[nodiscard]] Result<void> putSession(Session session);
  void eraseSession(const std::string& id);

  // Without validation, that is configgraph's job. Raises the index even if the entry is an equal one.
  void putConfigEntry(ConfigEntry entry);
  void eraseConfigEntry(const ConfigName& name);

  // --- reads --------------------------------------------------------------------------------------------
  [[nodiscard]] const std::map<std::string, Node>& nodes() const { return m_nodes; }
  [[nodiscard]] const std::map<InNode, Service>& services() const { return m_services; }
  [[nodiscard]] const std::map<InNode, Check>& checks() const { return m_checks; }
  [[nodiscard]] const std::map<std::string, KvEntry>& keys() const { return m_keys; }
  [[nodiscard]] const std::map<std::string, Tombstone>& tombstones() const { return m_tombstones; }
  [[nodiscard]] const std::map<std::string, Session>& sessions() const { return m_sessions; }
  [[nodiscard]] const std::map<ConfigName, ConfigEntry>& configEntries() const { return m_configEntries; }

  [[nodiscard]] const Node* node(std::string_view name) const;
  [[nodiscard]] const Service* service(std::string_view node, const std::string& id) const;
  [[nodiscard]] const Check* check(std::string_view node, const std::string& id) const;
  [[nodiscard]] const KvEntry* key(const std::string& key) const;
  [[nodiscard]] const Session* session(const std::string& id) const;
  // By node name, then service ID.
  [[nodiscard]] std::vector<const Service*> instances(std::string_view serviceName) const;
  [[nodiscard]] std::vector<const Service*> servicesOn(std::string_view node) const;
  [[nodiscard]] std::vector<const Check*> checksOn(std::string_view node) const;
  // Those of the service instance; serviceId "" gives those of the node itself.
  [[nodiscard]] std::vector<const Check*> checksOf(std::string_view node, const std::string& serviceId) const;
  [[nodiscard]] std::vector<const Check*> checksNamed(std::string_view serviceName) const;
  // By node name, then check ID.
  [[nodiscard]] std::vector<const Check*> checksIn(const std::string& status) const;
  // The services that have instances, by name as registered, and the union of their instances' tags. Kept up
  // with each write: a catalog of 50,000 instances is not walked for it.
  struct TagUse {
    std::size_t instances = 0;
    std::uint64_t since = 0;  // tags are told in the order in which they came up
  };
  struct ServiceTags {
    std::size_t instances = 0;
    std::map<std::string, TagUse> tags;
    [[nodiscard]] std::vector<std::string> inOrder() const;
  };
  [[nodiscard]] const std::map<std::string, ServiceTags>& serviceTags() const { return m_serviceTags; }

  // --- indexes, as reads tell them (0: never written) ----------------------------------------------------
  [[nodiscard]] Index lastIndex() const { return m_index; }
  [[nodiscard]] Index nodesIndex() const { return m_tables.nodes; }
  [[nodiscard]] Index servicesIndex() const { return m_tables.services; }
  [[nodiscard]] Index checksIndex() const { return m_tables.checks; }
  [[nodiscard]] Index sessionsIndex() const { return m_tables.sessions; }
  [[nodiscard]] Index configIndex() const { return m_tables.config; }
  [[nodiscard]] Index serviceIndex(std::string_view serviceName) const;
  [[nodiscard]] Index keyIndex(const std::string& key) const;
  [[nodiscard]] Index prefixIndex(const std::string& prefix) const;

  // --- durability ---------------------------------------------------------------------------------------
  struct Tables {
    Index nodes = 0, services = 0, checks = 0, keys = 0, tombstones = 0, sessions = 0, config = 0;
    Index lastExtinction = 0;  // when a service last lost its last instance
  };
  [[nodiscard]] const Tables& tables() const { return m_tables; }
  [[nodiscard]] const std::map<std::string, Index>& serviceIndexes() const { return m_serviceIndexes; }
  struct Image {
    Index index = 0;
    Tables tables;
    std::map<std::string, Index> serviceIndexes;
    std::vector<Node> nodes;
    std::vector<Service> services;
    std::vector<Check> checks;
    std::vector<KvEntry> keys;
    std::map<std::string, Tombstone> tombstones;
    std::vector<Session> sessions;
    std::vector<ConfigEntry> configEntries;
  };
  void restore(Image image);  // into a fresh store; touches no Changes

 private:
  template <typename Map>
  void put(Map& map, const typename Map::key_type& key, typename Map::mapped_type value);
  template <typename Map>
  void erase(Map& map, const typename Map::key_type& key);
  template <typename Map, typename Item>
  void link(Map& map, const typename Map::key_type& key, const Item& item);
  template <typename Map, typename Item>
  void unlink(Map& map, const typename Map::key_type& key, const Item& item);
  void raise(Index Tables::*table);
  void raiseService(std::string_view serviceName);
  void raiseServicesOn(std::string_view node);
  void storeKey(KvEntry entry, const KvEntry* existing);
  void dropKey(const std::string& key);
  void endSessionsOf(std::string_view node, const std::string* checkId);
  enum class Tally { In, Out };
  void tally(const std::string& name, const std::vector<std::string>& tags, Tally direction);
  void tallyUndoably(const Service& service, Tally direction);
  void indexService(const Service& service);
  void indexCheck(const Check& check);
  void removeCheck(const InNode& at);

  Clock m_clock;
  Index m_index = 0;
  Tables m_tables;
  std::map<std::string, Index> m_serviceIndexes;  // by folded name, only of those with instances
  std::map<std::string, Node> m_nodes;
  std::map<InNode, Service> m_services;
  std::map<InNode, Check> m_checks;
  std::map<std::string, std::set<InNode>> m_instancesByName;
  std::map<std::string, ServiceTags> m_serviceTags;
  std::uint64_t m_tagsSeen = 0;
  std::map<InNode, std::set<std::string>> m_checksByService;  // (node, service ID or "") to check IDs
  std::map<std::string, std::set<InNode>> m_checksByName;     // folded service name
  std::map<std::string, std::set<InNode>> m_checksByStatus;
  std::map<std::string, KvEntry> m_keys;
  std::map<std::string, Tombstone> m_tombstones;
  std::map<std::string, Session> m_sessions;
  std::map<std::string, std::set<std::string>> m_keysBySession;
  std::map<std::string, std::set<std::string>> m_sessionsByNode;
  std::map<std::string, WallTime> m_lockDelays;  // key to the end of its delay; not durable, as in Consul
  std::map<ConfigName, ConfigEntry> m_configEntries;

  bool m_writing = false;
  std::vector<std::function<void()>> m_undo;
  Changes m_pending;    // of the write in progress
  Changes m_committed;  // since takeChanges()
};

inline constexpr std::chrono::minutes kTombstoneLife{15};
inline constexpr std::chrono::seconds kMaxLockDelay{60};

}  // namespace halftone::registry

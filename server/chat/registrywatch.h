// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/consul/instances.h"
#include "backend/consul/watch.h"
#include "server/chat/policysnapshot.h"

namespace halftone::chat {

// What the registry tells a node of its service: the policy in force and the other nodes. What it has stays
// in force while Consul is away or a policy is bad. Main thread.
class RegistryWatch : public QObject {
  Q_OBJECT
 public:
  struct Self {
    std::string service;
    std::string node;
    std::string version;
  };
  RegistryWatch(const consul::Endpoint& endpoint, Self self, QObject* parent = nullptr);
  void start();
  [[nodiscard]] const std::shared_ptr<const PolicySnapshot>& policy() const { return m_snapshot; }

 signals:
  void policyChanged();
  // Another node answers its checks no more, or has vanished from the registry without a word.
  void nodeDied(const std::string& node);

 private:
  void takePolicy(const consul::Answer& answer);
  void refuse(std::string why);
  void takeInstances(const consul::Answer& answer);
  void noteDeaths(const std::vector<consul::Instance>& instances);
  void rebuild();

  Self m_self;
  consul::Watch m_policyWatch;
  consul::Watch m_instancesWatch;
  std::shared_ptr<const policy::RouteTable> m_table;
  std::vector<consul::Instance> m_instances;
  std::map<std::string, bool> m_isAlive;  // other nodes by id
  PolicyState m_state;
  bool m_isAway = false;
  std::string m_awayError;
  std::shared_ptr<const PolicySnapshot> m_snapshot = std::make_shared<PolicySnapshot>();
};

}  // namespace halftone::chat

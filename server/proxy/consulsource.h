// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <string>

#include "backend/consul/client.h"
#include "backend/consul/watch.h"
#include "server/proxy/routing.h"
#include "server/proxy/savedrouting.h"

namespace halftone::proxy {

// Keeps the routing as Consul says: watches the policy and the instances of one service. What it has stays in
// force while Consul is away or the policy is bad. Main thread.
class ConsulSource : public QObject {
  Q_OBJECT
 public:
  ConsulSource(const consul::Endpoint& endpoint, const std::string& service, QObject* parent = nullptr);
  ~ConsulSource() override;  // what was not yet saved is
  // Begins with what this file holds, if it holds something good, and keeps in it what Consul says. Before
  // start().
  void keepSnapshot(std::string path);
  void start();
  [[nodiscard]] const Routing& routing() const { return m_routing; }

  // How long an empty list of instances must stand, right after Consul was away, before it is believed
  // (contract, pitfall 22).
  static constexpr std::chrono::milliseconds kDoubt{5'000};

 signals:
  void changed();

 private:
  void takePolicy(const consul::Answer& answer);
  void takePolicyText(const std::string& text);
  void refusePolicy(std::string why);
  void takeInstances(const QByteArray& body);
  void save();
  void rebuild();
  void tellState();

  std::string m_service;
  consul::Watch m_policyWatch;
  consul::Watch m_instancesWatch;
  QTimer m_doubt;
  HostResolver m_resolver;
  std::shared_ptr<const policy::RouteTable> m_table;
  telemetry::PolicyState m_policy{0, 0, "absent", "there is no policy yet"};  // as if Consul were here
  std::optional<std::string> m_policyAway;                                    // why the watch fails
  std::optional<std::string> m_instancesAway;
  bool m_instancesWereAway = false;  // since the last list that was believed
  Routing m_routing;
  std::string m_snapshot;  // "": none is kept
  SavedRouting m_saved;
  QTimer m_saving;
};

}  // namespace halftone::proxy

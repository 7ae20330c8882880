// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>

#include "backend/base/result.h"
#include "backend/consul/selfregistration.h"
#include "server/chat/adminport.h"
#include "server/chat/config.h"
#include "server/chat/counters.h"
#include "server/chat/datathread.h"
#include "server/chat/faults.h"
#include "server/chat/mailbox.h"
#include "server/chat/registrywatch.h"
#include "server/net/socket.h"

namespace halftone::chat {

// A chat node, whole: the composition root of the role, also used by tests. Lives in the main thread, which
// must run an EpollDispatcher.
//
//   main thread:  admin port, registration in Consul --post--> data thread: clients, rooms, sessions
//                 mailbox  <--values------------------------   data thread --commands--> store thread
//                 (SQLite)
class Node : public QObject {
  Q_OBJECT
 public:
  // Listens on both ports when it returns.
  [[nodiscard]] static Result<std::unique_ptr<Node>> start(NodeConfig config);
  ~Node() override;

  [[nodiscard]] net::SocketAddress address() const { return m_address; }
  [[nodiscard]] net::SocketAddress adminAddress() const { return m_admin->address(); }
  [[nodiscard]] const Counters& counters() const { return m_counters; }

  // The orderly end: out of the registry, sessions told to come back elsewhere, everything stored; then calls
  // back, within three seconds.
  void stop(std::function<void()> done);

 private:
  explicit Node(NodeConfig config) : m_config(std::move(config)) {}
  [[nodiscard]] Result<void> listen();
  void enroll();
  void shutDownData();
  void tellMaintenance();

  NodeConfig m_config;
  Counters m_counters;
  Faults m_faults;
  Mailbox m_mailbox;
  std::unique_ptr<DataThread> m_data;
  std::unique_ptr<AdminPort> m_admin;
  net::SocketAddress m_address;
  std::unique_ptr<consul::Client> m_consul;
  std::unique_ptr<consul::SelfRegistration> m_registration;
  std::unique_ptr<RegistryWatch> m_registry;
  std::string m_maintenanceReason;
  std::function<void()> m_stopped;
};

}  // namespace halftone::chat

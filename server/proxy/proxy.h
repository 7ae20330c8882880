// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/consul/client.h"
#include "backend/consul/selfregistration.h"
#include "server/proxy/adminport.h"
#include "server/proxy/certificates.h"
#include "server/proxy/consulsource.h"
#include "server/proxy/handover.h"
#include "server/proxy/jwtkeyfile.h"
#include "server/proxy/routing.h"
#include "server/proxy/settings.h"
#include "server/proxy/telling.h"
#include "server/proxy/workerthread.h"

namespace halftone::proxy {

struct ProxyOptions {
  Settings settings;
  net::SocketAddress listen;
  net::SocketAddress admin;
  int workers = 1;
  std::vector<net::CertificateFiles> certificates;  // none: clients come without TLS
  std::string jwtKeyFile;                           // where jwtKeys come from; empty: they stay as they are
  std::shared_ptr<JwtKeyFile::Keys> jwtKeys;        // the settings'
  std::string adminToken;                           // wanted on the admin port; empty: none
  TellingOptions telling;
  std::string handover;  // a Unix socket: takes listeners over from who is there, and offers them on
  std::optional<consul::Endpoint> consul;  // else `routing` is all there is
  std::string snapshot;                    // file of what Consul said last; "": none is kept
  Routing routing;
};

// The whole proxy: workers, control plane, admin port. Lives in the main thread, on an EpollDispatcher.
//
//   main thread                                worker threads
//   Consul -> ConsulSource -> Routing --queued, immutable snapshot--> Worker
//   AdminPort <- makeFrame <------ Counters (read relaxed) <--------- Worker
class Proxy : public QObject {
  Q_OBJECT
 public:
  // Listens and starts; what can fail fails here.
  [[nodiscard]] static Result<std::unique_ptr<Proxy>> start(ProxyOptions options);

  [[nodiscard]] net::SocketAddress address() const { return m_address; }
  [[nodiscard]] net::SocketAddress adminAddress() const { return m_admin->address(); }
  [[nodiscard]] telemetry::TrafficFrame frame() const;
  // Replaces the routing, where there is no Consul.
  void setRouting(Routing routing);

  // Deregisters (but not a successor of the same name), takes no more connections, lets requests in flight
  // end for as long as the settings say, ends tunnels, then calls back.
  void stop(std::function<void()> done);

 signals:
  // Another process has the listeners and is ready: time to stop().
  void succeeded();

 private:
  explicit Proxy(ProxyOptions options);
  [[nodiscard]] Result<void> listen();
  [[nodiscard]] Result<void> startWorkers();
  [[nodiscard]] Result<std::vector<net::UniqueFd>> openListeners();
  [[nodiscard]] Result<void> offerListeners(const std::vector<net::UniqueFd>& listeners);
  [[nodiscard]] Result<void> startTelling();
  [[nodiscard]] std::string moreMetrics() const;
  void keepIdentityCookies();
  void followConsul();
  void registerSelf();
  void distribute();
  void forgetUnusedCounters();
  void drainWorkers();
  void finished();

  ProxyOptions m_options;
  std::shared_ptr<const Settings> m_settings;
  std::string m_epoch;
  net::SocketAddress m_address;
  std::unique_ptr<Telling> m_telling;
  std::unique_ptr<AdminPort> m_admin;
  std::unique_ptr<Certificates> m_certificates;
  std::unique_ptr<JwtKeyFile> m_jwtKeyFile;
  Inheritance m_inheritance;
  std::unique_ptr<Handover> m_handover;
  std::string m_successor;  // its node's name
  std::vector<std::unique_ptr<WorkerThread>> m_workers;
  std::shared_ptr<const RoutingSnapshot> m_distributed;
  std::unique_ptr<consul::Client> m_client;
  std::unique_ptr<ConsulSource> m_source;
  std::unique_ptr<consul::SelfRegistration> m_registration;
  QTimer m_forgetTimer;
  QTimer m_drainTimer;
  std::size_t m_drained = 0;
  std::function<void()> m_done;
};

}  // namespace halftone::proxy

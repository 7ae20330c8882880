// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>

#include "backend/consul/client.h"
#include "backend/consul/selfregistration.h"
#include "backend/store/policystore.h"
#include "server/demo/adminport.h"
#include "server/demo/crowd.h"
#include "server/demo/fleet.h"
#include "server/net/httpclient.h"

namespace halftone::demo {

// The demo as a whole: brings up the fleet, publishes the first policy where there is none, waits until the
// proxy really routes, then lets the crowd in and says that it is ready. Lives in the main thread.
class Demo : public QObject {
  Q_OBJECT
 public:
  struct Settings {
    consul::Endpoint consul;  // without a URL: a registry of our own
    int users = 300;
    net::SocketAddress admin;
  };

  explicit Demo(Settings settings, QObject* parent = nullptr);
  ~Demo() override;
  [[nodiscard]] Result<void> start();
  void stop(std::function<void()> done);

 signals:
  void ready(const QString& line);     // the line of JSON for stdout
  void failed(const QString& reason);  // it cannot go on

 private:
  void seedPolicy();
  void waitForRoutes();
  void probe();
  [[nodiscard]] bool routesToAll(const std::string& trafficFrame) const;
  void open();
  [[nodiscard]] std::string readyLine() const;

  Settings m_settings;
  Fleet m_fleet;
  std::unique_ptr<consul::Client> m_consul;
  std::unique_ptr<store::PolicyStore> m_store;
  std::unique_ptr<Crowd> m_crowd;
  std::unique_ptr<AdminPort> m_admin;
  std::unique_ptr<consul::SelfRegistration> m_registration;
  QTimer m_probeTimer;
  QTimer m_giveUp;
  net::HttpClient m_probes;
};

}  // namespace halftone::demo

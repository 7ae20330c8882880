// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "backend/base/result.h"
#include "server/demo/fleet.h"
#include "server/demo/processusage.h"
#include "server/net/httpclient.h"
#include "server/net/httpserver.h"

namespace halftone::demo {

class Crowd;

// What the console's Demo page talks to (resources/docs/streams.md, "Demo"): tells processes, crowd and
// faults, and changes them. Lives in the main thread.
class AdminPort : public QObject {
  Q_OBJECT
 public:
  struct Faults {
    double errorRate = 0;  // 0 to 1
    int latencyMs = 0;
  };

  AdminPort(Fleet* fleet, Crowd* crowd, QObject* parent = nullptr);
  ~AdminPort() override;
  [[nodiscard]] Result<void> listen(const net::SocketAddress& address);
  [[nodiscard]] std::string url() const;

 private:
  void handle(const net::HttpRequest& request, const net::HttpResponder& responder);
  void openStream(const net::HttpResponder& responder);
  [[nodiscard]] net::HttpResponse change(const net::HttpRequest& request);
  [[nodiscard]] net::HttpResponse changeCrowd(const std::string& body);
  [[nodiscard]] net::HttpResponse changeProcess(const std::string& id, const std::string& body);
  [[nodiscard]] net::HttpResponse changeFaults(const std::string& version, const std::string& body);
  void tellFaults(const Fleet::Member& member, const Faults& faults);
  void remindRestarted();
  [[nodiscard]] std::string frame();
  void broadcast();

  Fleet* m_fleet;
  Crowd* m_crowd;
  std::string m_epoch;
  CpuMeter m_meter;
  std::map<std::string, Faults> m_faults;      // by version
  std::map<std::string, std::int64_t> m_told;  // pid of each node that was told them last
  std::set<net::WebSocketPeer*> m_streams;
  QTimer m_beat;
  net::HttpClient m_client;
  std::unique_ptr<net::HttpServer> m_server;
};

}  // namespace halftone::demo

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <functional>
#include <map>
#include <memory>

#include "backend/telemetry/trafficframe.h"
#include "server/net/httpserver.h"

namespace halftone::proxy {

// The proxy's admin port (resources/docs/streams.md): /health, /metrics, /v1/traffic, /v1/samples and
// the WebSocket /v1/stream. With a token all but /health want `Authorization: Bearer TOKEN`. Main thread.
class AdminPort : public QObject {
  Q_OBJECT
 public:
  using Report = std::function<telemetry::TrafficFrame()>;
  struct Pages {
    Report report;
    std::function<std::string()> moreMetrics;  // Prometheus text behind the frame's
    std::function<std::string()> samples;      // JSON
  };
  struct Options {
    net::SocketAddress address;
    bool reusePort = false;  // a successor may listen on the same address meanwhile
    std::string token;       // empty: none is wanted
  };
  [[nodiscard]] static Result<std::unique_ptr<AdminPort>> listen(Options options, Pages pages);
  ~AdminPort() override;
  [[nodiscard]] net::SocketAddress address() const { return m_server->address(); }
  // From now on /health says 503.
  void setDraining() { m_draining = true; }

 private:
  AdminPort(std::string token, Pages pages);
  void answer(const net::HttpRequest& request, const net::HttpResponder& responder);
  [[nodiscard]] net::HttpResponse health() const;
  void addReader(net::WebSocketPeer* peer);
  void beat();

  [[nodiscard]] bool isAllowed(const net::HttpRequest& request) const;

  std::string m_token;
  Pages m_pages;
  std::unique_ptr<net::HttpServer> m_server;
  std::vector<net::WebSocketPeer*> m_readers;
  telemetry::TrafficFrame m_lastFrame;
  QTimer m_timer;
  int m_quietBeats = 0;
  bool m_draining = false;
};

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/adminport.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "backend/telemetry/prometheus.h"

namespace halftone::proxy {

namespace {

constexpr std::chrono::milliseconds kBeat{100};
constexpr int kQuietBeats = 10;  // without a change: a frame a second
constexpr std::size_t kMaxReaders = 64;
constexpr std::size_t kSlowReader = 256 * 1024;  // bytes waiting: it skips frames

}  // namespace

Result<std::unique_ptr<AdminPort>> AdminPort::listen(Options options, Pages pages) {
  std::unique_ptr<AdminPort> port(new AdminPort(std::move(options.token), std::move(pages)));
  net::HttpServer::Limits limits;
  limits.maxBody = 64 * 1024;
  limits.maxConnections = 256;
  limits.reusePort = options.reusePort;
  auto server = net::HttpServer::listen(
      options.address, limits,
      [self = port.get()](const net::HttpRequest& request, const net::HttpResponder& responder) {
        self->answer(request, responder);
      });
  if (!server) return tl::unexpected(server.error());
  port->m_server = std::move(*server);
  return port;
}

AdminPort::AdminPort(std::string token, Pages pages) : m_token(std::move(token)), m_pages(std::move(pages)) {
  m_timer.setInterval(kBeat);
  connect(&m_timer, &QTimer::timeout, this, &AdminPort::beat);
}

// The server first: it tells its readers that they are gone, and they take themselves from the list.
AdminPort::~AdminPort() {
  m_server.reset();
}

void AdminPort::answer(const net::HttpRequest& request, const net::HttpResponder& responder) {
  if (request.method != "GET" && request.method != "HEAD") {
    net::HttpResponse refusal = net::HttpResponse::text(405, "only GET is allowed here\n");
    refusal.fields.emplace_back("Allow", "GET, HEAD");
    responder.send(std::move(refusal));
  } else if (request.path == "/health") {
    responder.send(health());
  } else if (!isAllowed(request)) {
    net::HttpResponse refusal = net::HttpResponse::text(401, "this needs the proxy's token\n");
    refusal.fields.emplace_back("WWW-Authenticate", "Bearer");
    responder.send(std::move(refusal));
  } else if (request.path == "/v1/samples") {
    responder.send(net::HttpResponse::json(200, m_pages.samples()));
  } else if (request.path == "/metrics") {
    net::HttpResponse page =
        net::HttpResponse::text(200, telemetry::writePrometheus(m_pages.report()) + m_pages.moreMetrics());
    page.fields = {{"Content-Type", telemetry::kPrometheusContentType}};
    responder.send(std::move(page));
  } else if (request.path == "/v1/traffic") {
    responder.send(net::HttpResponse::json(200, telemetry::writeTrafficFrame(m_pages.report())));
  } else if (request.path == "/v1/stream") {
    if (m_readers.size() >= kMaxReaders) {
      responder.send(net::HttpResponse::text(503, "too many readers\n"));
      return;
    }
    if (net::WebSocketPeer* const peer = responder.upgrade()) addReader(peer);
  } else {
    responder.send(net::HttpResponse::text(404, "there is no such page\n"));
  }
}

// Takes as long for a wrong token as for the right one.
bool AdminPort::isAllowed(const net::HttpRequest& request) const {
  if (m_token.empty()) return true;
  const std::string wanted = "Bearer " + m_token;
  const std::string_view given = request.field("authorization");
  unsigned difference = given.size() == wanted.size() ? 0 : 1;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const char other = i < given.size() ? given[i] : '\0';
    difference |= static_cast<unsigned char>(wanted[i]) ^ static_cast<unsigned char>(other);
  }
  return difference == 0;
}

net::HttpResponse AdminPort::health() const {
  const telemetry::TrafficFrame frame = m_pages.report();
  const bool routes = frame.policy.state != "absent" || !frame.versions.empty();
  const bool healthy = routes && !m_draining;
  const nlohmann::ordered_json body = {{"status", m_draining ? "draining"
                                                  : healthy  ? "ok"
                                                             : "no policy"},
                                       {"node", frame.node},
                                       {"service", frame.service},
                                       {"policy", frame.policy.state}};
  return net::HttpResponse::json(healthy ? 200 : 503,
                                 body.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

void AdminPort::addReader(net::WebSocketPeer* peer) {
  m_readers.push_back(peer);
  peer->closed = [this, peer] {
    std::erase(m_readers, peer);
    if (m_readers.empty()) m_timer.stop();
  };
  m_lastFrame = m_pages.report();
  peer->sendText(telemetry::writeTrafficFrame(m_lastFrame));
  if (!m_timer.isActive()) {
    m_quietBeats = 0;
    m_timer.start();
  }
}

void AdminPort::beat() {
  telemetry::TrafficFrame frame = m_pages.report();
  m_lastFrame.timeMs = frame.timeMs;
  if (frame == m_lastFrame && ++m_quietBeats < kQuietBeats) return;
  m_quietBeats = 0;
  const std::string text = telemetry::writeTrafficFrame(frame);
  m_lastFrame = std::move(frame);
  // A copy: sending may find that a reader is gone, which takes it from the list.
  for (net::WebSocketPeer* const reader : std::vector(m_readers)) {
    if (std::find(m_readers.begin(), m_readers.end(), reader) == m_readers.end()) continue;
    if (reader->bufferedBytes() <= kSlowReader) reader->sendText(text);
  }
}

}  // namespace halftone::proxy

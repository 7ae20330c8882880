// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/adminport.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "server/chat/epoch.h"
#include "server/chat/health.h"
#include "server/chat/metrics.h"

namespace halftone::chat {

namespace {

// From the registry's word to the proxies' obeying it: they are told by a blocking query.
constexpr std::chrono::milliseconds kLeadWithRegistry{500};

constexpr const char* kPrometheusContentType = "text/plain; version=0.0.4; charset=utf-8";

bool isKnownPath(std::string_view path) {
  constexpr std::string_view kPaths[] = {"/health", "/metrics", "/v1/sessions", "/v1/stream", "/v1/faults"};
  return std::find(std::begin(kPaths), std::end(kPaths), path) != std::end(kPaths);
}

}  // namespace

AdminPort::AdminPort(Parts parts)
    : m_parts(parts),
      m_feed({parts.config.node, parts.config.version, newEpoch()}, parts.data, parts.mailbox),
      m_operations(parts.data, parts.mailbox,
                   parts.config.consul ? kLeadWithRegistry : std::chrono::milliseconds(0)),
      m_tails(parts.data, parts.mailbox) {}

Result<std::unique_ptr<AdminPort>> AdminPort::listen(Parts parts) {
  std::unique_ptr<AdminPort> self(new AdminPort(parts));
  auto server = net::HttpServer::listen(
      parts.config.admin, {},
      [port = self.get()](const net::HttpRequest& request, const net::HttpResponder& responder) {
        port->handle(request, responder);
      });
  if (!server) return tl::unexpected(server.error());
  self->m_server = std::move(*server);
  return self;
}

void AdminPort::handle(const net::HttpRequest& request, const net::HttpResponder& responder) {
  const bool isRead = request.method == "GET" || request.method == "HEAD";
  if (request.path == "/v1/faults" && request.method == "PUT") return responder.send(setFaults(request.body));
  if (m_operations.handle(request, responder)) return;
  if (request.path == "/v1/tail" && request.method == "GET") return m_tails.open(request, responder);
  if (!isKnownPath(request.path))
    return responder.send(net::HttpResponse::text(404, "there is no such page\n"));
  if (!isRead) return responder.send(net::HttpResponse::text(405, "GET or HEAD\n"));
  if (request.path == "/health") return responder.send(health());
  if (request.path == "/v1/sessions") return sendSessions(responder);
  if (request.path == "/v1/stream") return openStream(responder);
  if (request.path == "/v1/faults") {
    return responder.send(net::HttpResponse::json(200, writeFaults(m_parts.faults.current())));
  }
  responder.send({200,
                  {{"Content-Type", kPrometheusContentType}},
                  writeMetrics(m_parts.config, m_parts.counters, m_parts.data.health())});
}

net::HttpResponse AdminPort::health() const {
  const NodeHealth health{m_parts.data.health(), m_isGoingAway, m_operations.state(),
                          m_parts.config.limits.minFreeBytes};
  return net::HttpResponse::json(health.isServing() ? 200 : 503,
                                 writeHealth(m_parts.config, health, m_parts.counters.sessions.value()));
}

net::HttpResponse AdminPort::setFaults(const std::string& body) {
  const Result<FaultSettings> settings = readFaults(body);
  if (!settings) return net::HttpResponse::text(400, settings.error().toString() + "\n");
  m_parts.faults.set(*settings);
  return net::HttpResponse::json(200, writeFaults(*settings));
}

void AdminPort::sendSessions(const net::HttpResponder& responder) {
  m_feed.request([this, responder](const SessionsSnapshot& snapshot) {
    responder.send(net::HttpResponse::json(200, m_feed.write(snapshot)));
  });
}

void AdminPort::openStream(const net::HttpResponder& responder) {
  if (net::WebSocketPeer* peer = responder.upgrade()) m_feed.add(peer);
}

}  // namespace halftone::chat

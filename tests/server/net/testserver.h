// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>
#include <memory>

#include "server/net/httpserver.h"

// On a free port of the loopback.
[[nodiscard]] inline std::unique_ptr<halftone::net::HttpServer> serve(
    halftone::net::HttpServer::Handler handler, halftone::net::HttpServer::Limits limits = {}) {
  auto server = halftone::net::HttpServer::listen(*halftone::net::SocketAddress::parse("127.0.0.1:0"), limits,
                                                  std::move(handler));
  if (!server) qFatal("%s", server.error().toString().c_str());
  return std::move(*server);
}

// Answers with what was asked.
inline void echo(const halftone::net::HttpRequest& request, const halftone::net::HttpResponder& responder) {
  responder.send(halftone::net::HttpResponse::text(
      200, request.method + " " + request.target + " [" + request.body + "]"));
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/health.h"

#include "server/chat/json.h"

namespace halftone::chat {

namespace {

const char* statusOf(const NodeHealth& health) {
  if (health.isGoingAway) return "going away";
  if (health.service != ServiceState::Serving) return toString(health.service);
  return health.isServing() ? "ok" : "failing";
}

}  // namespace

std::string writeHealth(const NodeConfig& config, const NodeHealth& health, std::size_t sessions) {
  std::string body;
  JsonObject object(body);
  object.text("status", statusOf(health));
  object.text("node", config.node).text("version", config.version).number("sessions", sessions);
  object.member("backplane");
  {
    JsonObject backplane(body);
    backplane.text("kind", config.backplane.kind()).flag("ok", health.backplane.ok);
    backplane.number("latencyMs", health.backplane.latencyMs).number("queued", health.backplane.queued);
    if (!health.backplane.error.empty()) backplane.text("error", health.backplane.error);
    backplane.end();
  }
  object.end();
  return body;
}

}  // namespace halftone::chat

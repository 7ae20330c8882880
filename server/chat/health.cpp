// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/health.h"

#include "server/chat/json.h"

namespace halftone::chat {

std::string writeHealth(const NodeConfig& config, const NodeHealth& health, std::size_t sessions) {
  const bool isMemory = config.backplane.sqlitePath.empty();
  std::string body;
  JsonObject object(body);
  object.text("status", health.isServing() ? "ok" : health.isGoingAway ? "going away" : "failing");
  object.text("node", config.node).text("version", config.version).number("sessions", sessions);
  object.member("backplane");
  {
    JsonObject backplane(body);
    backplane.text("kind", isMemory ? "memory" : "sqlite").flag("ok", health.backplane.ok);
    backplane.number("latencyMs", health.backplane.latencyMs).number("queued", health.backplane.queued);
    if (!health.backplane.error.empty()) backplane.text("error", health.backplane.error);
    backplane.end();
  }
  object.end();
  return body;
}

}  // namespace halftone::chat

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

std::string NodeHealth::trouble() const {
  if (!backplane.ok) return "the store fails: " + backplane.error;
  if (backplane.waitingMs > kMaxWaiting.count())
    return "the store has not answered for " + std::to_string(backplane.waitingMs) + " ms";
  if (backplane.queued > kMaxQueued) return std::to_string(backplane.queued) + " commands wait for the store";
  if (backplane.disk && backplane.disk->freeBytes < minFreeBytes) {
    return "the store's disk has " + std::to_string(backplane.disk->freeBytes >> 20) + " MB free of the " +
           std::to_string(minFreeBytes >> 20) + " MB that are needed";
  }
  return {};
}

std::string writeHealth(const NodeConfig& config, const NodeHealth& health, std::size_t sessions) {
  std::string body;
  JsonObject object(body);
  object.text("status", statusOf(health));
  object.text("node", config.node).text("version", config.version).number("sessions", sessions);
  const std::string trouble = health.trouble();
  if (!trouble.empty()) object.text("reason", trouble);
  object.member("backplane");
  {
    JsonObject backplane(body);
    backplane.text("kind", config.backplane.kind()).flag("ok", health.backplane.ok);
    backplane.number("latencyMs", health.backplane.latencyMs).number("waitingMs", health.backplane.waitingMs);
    backplane.number("queued", health.backplane.queued);
    if (!health.backplane.error.empty()) backplane.text("error", health.backplane.error);
    backplane.end();
  }
  if (health.backplane.disk) {
    object.member("disk");
    JsonObject disk(body);
    disk.number("freeBytes", health.backplane.disk->freeBytes)
        .number("totalBytes", health.backplane.disk->totalBytes);
    disk.number("minFreeBytes", health.minFreeBytes);
    disk.end();
  }
  object.end();
  return body;
}

}  // namespace halftone::chat

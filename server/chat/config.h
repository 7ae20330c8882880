// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "backend/base/result.h"
#include "backend/consul/client.h"
#include "backend/policy/request.h"
#include "server/chat/limits.h"
#include "server/chat/origin.h"
#include "server/chat/redisconnection.h"
#include "server/chat/sqlitedatabase.h"
#include "server/net/socket.h"
#include "server/role/role.h"

namespace halftone::chat {

struct BackplaneChoice {
  std::string sqlitePath;  // of these two none: in memory
  std::optional<RedisAddress> redis;
  StoreSync sync = StoreSync::Normal;
  std::size_t keep = 10'000;                            // messages of a room
  std::chrono::seconds idLife = std::chrono::hours(6);  // Redis: how long a client's id is remembered
  [[nodiscard]] const char* kind() const {
    return redis ? "redis" : sqlitePath.empty() ? "memory" : "sqlite";
  }
  [[nodiscard]] bool isMemory() const { return !redis && sqlitePath.empty(); }
};

// Everything that a node is told when it starts.
struct NodeConfig {
  std::string node;
  std::string version;
  std::string service = "chat";
  net::SocketAddress listen;
  net::SocketAddress admin;
  std::string advertise;  // host that others reach this node by; empty: that of `listen`
  std::optional<consul::Endpoint> consul;
  std::chrono::milliseconds checkInterval{2000};
  BackplaneChoice backplane;
  OriginRules origins;
  bool deflate = false;               // permessage-deflate is agreed to
  std::vector<policy::Cidr> trusted;  // proxies whose X-Forwarded-For counts
  Limits limits;
};

[[nodiscard]] const std::vector<role::Options::Known>& knownOptions();
[[nodiscard]] Result<NodeConfig> readConfig(const role::Options& options);

}  // namespace halftone::chat

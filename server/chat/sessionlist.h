// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "backend/base/result.h"
#include "server/net/httpserver.h"

namespace halftone::chat {

class Hub;
class Session;

// One page of the open sessions, the oldest first.
struct SessionQuery {
  std::string text;  // in the user's name or the session's id; empty: any
  std::string user;
  std::string room;
  std::string api;  // v1, v2
  bool misplaced = false;
  std::size_t offset = 0;
  std::size_t limit = 100;  // at most 1000
};

// From the parameters of a request. The error names the parameter.
[[nodiscard]] Result<SessionQuery> readSessionQuery(const net::HttpRequest& request);
// One session as the lists tell it. Data thread.
[[nodiscard]] nlohmann::ordered_json describe(const Session& session, const Hub& hub);
// {"total":N,"offset":0,"sessions":[...]}. Data thread.
[[nodiscard]] std::string listSessions(const Hub& hub, const SessionQuery& query);
// {"node":..,"version":..,"open":N,"apis":{..},"rooms":[{"room":..,"members":N}]}, the largest rooms. Data
// thread.
[[nodiscard]] std::string countSessions(const Hub& hub);

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

#include "server/chat/backplane.h"
#include "server/chat/message.h"
#include "server/chat/origin.h"
#include "server/net/httphead.h"

namespace halftone::chat {

// What an HTTP request on the data port asks for, as a value that outlives the bytes it came in.
struct ApiRequest {
  enum class Kind { Page, Version, Health, History, Upgrade, Refused };
  Kind kind = Kind::Refused;
  bool keepAlive = true;
  bool headOnly = false;  // HEAD: the fields of the answer without its body
  bool isHttp10 = false;
  ApiVersion api = ApiVersion::V1;  // History, Upgrade
  HistoryQuery history;             // History
  std::string user;                 // Upgrade; empty: a guest
  std::string websocketKey;         // Upgrade
  std::string extensions;           // Upgrade; what was agreed on, empty: none
  std::string head;                 // Upgrade: rememberHead()
  int status = 0;                   // Refused
  const char* allow = "GET, HEAD";  // Refused with 405
  std::string code;                 // Refused: for programs
  std::string why;                  // Refused: for people
};

// What decides beside the request itself.
struct RequestRules {
  OriginRules origins;
  bool deflate = false;
};

// The API that the policy gives to a request that asks for none itself.
using PolicyApi = std::function<ApiVersion(const net::RequestHead& head)>;

// Reads a request. The API is that of the path (/api/v1, /api/v2), else of the header X-API-Version,
// else of the query's `version`, else the policy's, else v1.
[[nodiscard]] ApiRequest readRequest(const net::RequestHead& head, const RequestRules& rules,
                                     const PolicyApi& policyApi = {});

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/net/httpserver.h"

namespace halftone::net {

// What shapes an answer besides itself.
struct ResponseContext {
  bool keepAlive = false;
  bool isHead = false;    // the length of the body, but not the body
  bool isHttp10 = false;  // must be told that the connection stays
};

// The answer as bytes. Fields that are the server's own or would break the head are left out.
[[nodiscard]] std::string formatResponse(const HttpResponse& response, ResponseContext context,
                                         std::string_view date);

// Whether a field may be written as it is (no line break smuggled into a head).
[[nodiscard]] bool isWritableField(std::string_view name, std::string_view value);

}  // namespace halftone::net

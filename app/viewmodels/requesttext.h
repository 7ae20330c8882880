// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "app/feeds/liverequest.h"
#include "backend/base/result.h"

namespace halftone::app {

// A request as an operator pastes it: a cURL command (as browsers copy it), a head of HTTP/1.1 (RFC 9112), or
// the JSON of policy.md. Nothing is sent and nothing is run. Invalid, with the line and what is wrong there.
[[nodiscard]] Result<LiveRequest> parseRequestText(const QString& text);
// A request as HTTP/1.1, as it is pasted again.
[[nodiscard]] QString requestText(const LiveRequest& request);

// As a cURL command, every argument in single quotes (POSIX sh). Without a Host it goes to localhost.
[[nodiscard]] QString curlText(const LiveRequest& request);
// As JSON, as it is pasted again and as halftonectl reads it.
[[nodiscard]] QString requestJson(const LiveRequest& request);

inline constexpr qsizetype kMaxRequestText = 256 * 1024;

}  // namespace halftone::app

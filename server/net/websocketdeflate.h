// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "server/net/httphead.h"
#include "server/net/websocketframe.h"

// The extension permessage-deflate (RFC 7692), server's side, without context takeover in either direction:
// each message is compressed by itself. So one compressed frame serves all the members of a room, and an idle
// connection keeps no window. Any thread.
namespace halftone::net::ws {

// The Sec-WebSocket-Extensions value that accepts the first offer of the request that can be served, or "" if
// there is none (section 5.1: an offer with parameters that are unknown, doubled or out of range is
// declined).
[[nodiscard]] std::string acceptDeflate(const FieldList& fields);

// Appends one data frame with the message compressed; as it is, where compressing gains nothing (section 6:
// the choice is made message by message).
void encodeDeflatedInto(std::string& out, Opcode opcode, std::string_view payload);

enum class Inflated { Done, TooLarge, Malformed };
// The message that a compressed payload stands for, at most `limit` bytes (section 7.2.2). `out` is empty
// unless Done.
[[nodiscard]] Inflated inflateMessage(std::string_view compressed, std::size_t limit, std::string& out);

}  // namespace halftone::net::ws

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "server/net/httphead.h"

// How heads change on their way through (RFC 9110 section 7.6, RFC 9112 section 3). Pure functions.
namespace halftone::proxy {

// Whether a request wants a WebSocket: the one upgrade that is passed on. (Passing others, such as h2c, would
// let a client talk past the policy.)
[[nodiscard]] bool wantsWebSocket(const net::RequestHead& head);

// Methods that no gateway passes on: CONNECT, which would let a client talk past the policy, and TRACE, which
// shows what stands between.
[[nodiscard]] net::HeadParse checkMethod(const net::RequestHead& head);
// Whether the proxy itself is the one who is asked: OPTIONS with Max-Forwards 0 (RFC 9110 section 7.6.2).
[[nodiscard]] bool endsHere(const net::RequestHead& head);

// Takes out the fields that Connection names, and itself: what came ends here (RFC 9110 section 7.6.1), but
// not what a policy then sets. Before fields are edited; heads that nobody edits lose them as they are
// written.
void dropNamedHops(net::RequestHead& head);
void dropNamedHops(net::ResponseHead& head);

struct RequestRewrite {
  std::string_view target;         // origin-form
  std::string_view host;           // net::effectiveHost, or a name of ours where there is none (HTTP/1.0)
  std::string_view clientAddress;  // of the connection
  std::string_view traceparent;    // takes the place of what came; empty: that stays
  bool trustForwarded = false;     // keeps X-Forwarded-Proto and -Host as they came, and adds to Forwarded
  bool tls = false;                // how the client came
  bool webSocket = false;          // asks for the upgrade
};
// Appends the head that goes to an instance. Hop-by-hop fields go, framing is written anew,
// X-Forwarded-For/-Proto/-Host, Forwarded (RFC 7239) and Via are added.
void writeRequestHead(std::string& out, const net::RequestHead& head, const RequestRewrite& rewrite);

struct ResponseRewrite {
  std::string_view version;    // X-Halftone-Version; empty: none
  std::string_view setCookie;  // a whole Set-Cookie value; empty: none
  std::string_view date;       // used if the answer has none (RFC 9110 section 6.6.1)
  bool close = false;          // the connection ends after this answer
  bool keepAlive10 = false;    // an HTTP/1.0 client that keeps its connection has to be told
  bool dropCoding = false;     // no Transfer-Encoding: the body is sent without it, or HTTP/1.0 asked
  bool webSocket = false;      // a 101
};
// Appends the head that goes to the client.
void writeResponseHead(std::string& out, const net::ResponseHead& head, const ResponseRewrite& rewrite);

// Appends a whole answer of the proxy's own. `fields`: further lines of its head; its type, where they
// begin with one, else it is plain text. A 204 or 304 has no body.
void writeOwnAnswer(std::string& out, int status, std::string_view text, std::string_view date, bool close,
                    bool withBody, std::string_view fields = {});

// The first value of a cookie of that name; empty if there is none.
[[nodiscard]] std::string_view findCookie(const net::FieldList& fields, std::string_view name);

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/heads.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace halftone::proxy {

namespace {

using net::equalsIgnoringCase;

// What becomes of a field on its way.
enum class Fate {
  Pass,
  Hop,         // ends here: hop-by-hop
  Framing,     // written anew
  Connection,  // Hop, and may name more of them
  Host,
  ForwardedFor,
  ForwardedProto,
  ForwardedHost,
  Forwarded,  // RFC 7239
  MaxForwards,
  TraceParent,
  Expect,
  Upgrade,  // of an answer
  Coding,   // Transfer-Encoding of an answer
  Date,
  Version,
};

struct KnownField {
  std::string_view name;
  Fate fate;
};

// RFC 9110 section 7.6.1, and what the proxy itself writes.
constexpr std::array kRequestFields{
    KnownField{"te", Fate::Hop},
    KnownField{"host", Fate::Host},
    KnownField{"expect", Fate::Expect},
    KnownField{"upgrade", Fate::Hop},
    KnownField{"forwarded", Fate::Forwarded},
    KnownField{"connection", Fate::Connection},
    KnownField{"keep-alive", Fate::Hop},
    KnownField{"traceparent", Fate::TraceParent},
    KnownField{"max-forwards", Fate::MaxForwards},
    KnownField{"content-length", Fate::Framing},
    KnownField{"x-forwarded-for", Fate::ForwardedFor},
    KnownField{"x-forwarded-host", Fate::ForwardedHost},
    KnownField{"proxy-connection", Fate::Hop},
    KnownField{"x-forwarded-proto", Fate::ForwardedProto},
    KnownField{"transfer-encoding", Fate::Framing},
};
constexpr std::array kResponseFields{
    KnownField{"date", Fate::Date},
    KnownField{"upgrade", Fate::Upgrade},
    KnownField{"connection", Fate::Connection},
    KnownField{"keep-alive", Fate::Hop},
    KnownField{"content-length", Fate::Framing},
    KnownField{"proxy-connection", Fate::Hop},
    KnownField{"transfer-encoding", Fate::Coding},
    KnownField{"x-halftone-version", Fate::Version},
};

// Most fields are none of these: a bit for each length that occurs tells it without comparing.
template <std::size_t N>
constexpr std::uint64_t lengthsOf(const std::array<KnownField, N>& fields) {
  std::uint64_t lengths = 0;
  for (const KnownField& field : fields) lengths |= std::uint64_t{1} << field.name.size();
  return lengths;
}

// "content_length" is Content-Length to whoever reads fields as CGI does (RFC 3875 section 4.1.18): it goes.
bool isDisguised(std::string_view known, std::string_view name) {
  return name.find('_') != std::string_view::npos &&
         std::equal(known.begin(), known.end(), name.begin(), [](char a, char b) {
           return a == (b == '_' ? '-' : b >= 'A' && b <= 'Z' ? static_cast<char>(b | 0x20) : b);
         });
}

template <std::size_t N>
Fate fateOf(const std::array<KnownField, N>& known, std::uint64_t lengths, std::string_view name) {
  if (name.size() >= 64 || (lengths >> name.size() & 1U) == 0) return Fate::Pass;
  for (const KnownField& field : known) {
    if (field.name.size() != name.size()) continue;
    if (equalsIgnoringCase(field.name, name)) return field.fate;
    if (isDisguised(field.name, name)) return Fate::Hop;
  }
  return Fate::Pass;
}

Fate requestFate(std::string_view name) {
  constexpr std::uint64_t kLengths = lengthsOf(kRequestFields);
  return fateOf(kRequestFields, kLengths, name);
}

Fate responseFate(std::string_view name) {
  constexpr std::uint64_t kLengths = lengthsOf(kResponseFields);
  return fateOf(kResponseFields, kLengths, name);
}

// Those that the proxy does not write or end itself.
bool mayBeNamed(Fate fate) {
  return fate == Fate::Pass || fate == Fate::TraceParent || fate == Fate::MaxForwards;
}

template <typename FateOf>
void dropNamed(net::FieldList& fields, FateOf fateOfField) {
  for (std::size_t i = 0; i < fields.all().size();) {
    const std::string_view name = fields.all()[i].name;
    if (mayBeNamed(fateOfField(name)) && fields.hasToken("connection", name)) {
      fields.remove(name);
    } else {
      ++i;
    }
  }
  fields.remove("connection");
}

// Whether Connection names anything but the options that we handle: then fields have to be looked up in it.
bool namesFurtherFields(std::string_view connection) {
  return !equalsIgnoringCase(connection, "keep-alive") && !equalsIgnoringCase(connection, "close") &&
         !equalsIgnoringCase(connection, "upgrade");
}

void appendField(std::string& out, std::string_view name, std::string_view value) {
  out.append(name);
  out.append(": ");
  out.append(value);
  out.append("\r\n");
}

void appendNumber(std::string& out, std::uint64_t number) {
  std::array<char, 24> digits{};
  const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), static_cast<std::size_t>(result.ptr - digits.data()));
}

void appendContentLength(std::string& out, std::uint64_t length) {
  out.append("Content-Length: ");
  appendNumber(out, length);
  out.append("\r\n");
}

// The values of all fields of one fate, as the beginning of a list.
void appendList(std::string& out, const net::FieldList& fields, Fate fate) {
  for (const Field& field : fields.all()) {
    if (requestFate(field.name) != fate || field.value.empty()) continue;
    out.append(field.value);
    out.append(", ");
  }
}

void appendForwardedFor(std::string& out, const net::FieldList& fields, bool present,
                        std::string_view client) {
  out.append("X-Forwarded-For: ");
  if (present) appendList(out, fields, Fate::ForwardedFor);
  out.append(client);
  out.append("\r\n");
}

// A value that is no token is quoted (RFC 7239 section 4); a host or an address needs no escapes.
void appendForwarded(std::string& out, const RequestRewrite& rewrite) {
  const bool isIpv6 = rewrite.clientAddress.find(':') != std::string_view::npos;
  out.append(isIpv6 ? "for=\"[" : "for=");
  out.append(rewrite.clientAddress);
  out.append(isIpv6 ? "]\"" : "");
  out.append(rewrite.tls ? ";proto=https" : ";proto=http");
  if (!rewrite.host.empty()) {
    out.append(";host=\"");
    out.append(rewrite.host);
    out += '"';
  }
  out.append("\r\n");
}

// One less than it was (RFC 9110 section 7.6.2); false for what is no number.
bool appendMaxForwards(std::string& out, std::string_view value) {
  const auto left = net::parseContentLength(value);
  if (!left || *left == 0) return false;
  out.append("Max-Forwards: ");
  appendNumber(out, *left - 1);
  out.append("\r\n");
  return true;
}

void appendStatusLine(std::string& out, int status, std::string_view reason) {
  out.append("HTTP/1.1 ");
  appendNumber(out, static_cast<std::uint64_t>(status));
  out += ' ';
  out.append(reason);
  out.append("\r\n");
}

}  // namespace

net::HeadParse checkMethod(const net::RequestHead& head) {
  if (head.method == "CONNECT") return {net::HeadStatus::Bad, 0, 501, "CONNECT is not done here"};
  if (head.method == "TRACE") return {net::HeadStatus::Bad, 0, 405, "TRACE is not done here"};
  return {net::HeadStatus::Complete, 0, 0, ""};
}

bool endsHere(const net::RequestHead& head) {
  if (head.method != "OPTIONS") return false;
  const auto left = head.fields.find("max-forwards");
  return left && !left->empty() && left->find_first_not_of('0') == std::string_view::npos;
}

bool wantsWebSocket(const net::RequestHead& head) {
  if (!head.wantsUpgrade || head.minorVersion < 1 || head.method != "GET") return false;
  const bool hasBody = head.framing == net::BodyFraming::Chunked || head.contentLength > 0;
  return !hasBody && head.fields.hasToken("upgrade", "websocket");
}

void dropNamedHops(net::RequestHead& head) {
  dropNamed(head.fields, requestFate);
}

void dropNamedHops(net::ResponseHead& head) {
  dropNamed(head.fields, responseFate);
}

void writeRequestHead(std::string& out, const net::RequestHead& head, const RequestRewrite& rewrite) {
  out.append(head.method);
  out += ' ';
  out.append(rewrite.target);
  out.append(" HTTP/1.1\r\n");

  bool furtherHops = false;
  for (const Field& field : head.fields.all()) {
    if (requestFate(field.name) == Fate::Connection && namesFurtherFields(field.value)) furtherHops = true;
  }
  bool forwardedFor = false;
  bool forwarded = false;
  bool forwardedProto = false;
  bool forwardedHost = false;
  for (const Field& field : head.fields.all()) {
    const Fate fate = requestFate(field.name);
    if (furtherHops && mayBeNamed(fate) && head.fields.hasToken("connection", field.name)) continue;
    switch (fate) {
      case Fate::ForwardedFor:
        forwardedFor = true;
        continue;
      case Fate::Forwarded:
        forwarded = rewrite.trustForwarded;
        continue;
      case Fate::ForwardedProto:
        if (!rewrite.trustForwarded) continue;
        forwardedProto = true;
        break;
      case Fate::ForwardedHost:
        if (!rewrite.trustForwarded) continue;
        forwardedHost = true;
        break;
      case Fate::TraceParent:
        if (!rewrite.traceparent.empty()) continue;
        break;
      case Fate::MaxForwards:
        if (head.method == "OPTIONS" && appendMaxForwards(out, field.value)) continue;
        break;
      case Fate::Expect:  // our request is HTTP/1.1, which would give it a meaning (RFC 9110 section 10.1.1)
        if (head.minorVersion == 0) continue;
        break;
      case Fate::Pass:
        break;
      default:
        continue;
    }
    appendField(out, field.name, field.value);
  }
  appendField(out, "Host", rewrite.host);
  if (rewrite.webSocket) out.append("Connection: Upgrade\r\nUpgrade: websocket\r\n");
  if (!rewrite.traceparent.empty()) appendField(out, "traceparent", rewrite.traceparent);
  if (head.framing == net::BodyFraming::Length) appendContentLength(out, head.contentLength);
  if (head.framing == net::BodyFraming::Chunked) out.append("Transfer-Encoding: chunked\r\n");
  appendForwardedFor(out, head.fields, forwardedFor, rewrite.clientAddress);
  out.append("Forwarded: ");
  if (forwarded) appendList(out, head.fields, Fate::Forwarded);
  appendForwarded(out, rewrite);
  if (!forwardedProto)
    out.append(rewrite.tls ? "X-Forwarded-Proto: https\r\n" : "X-Forwarded-Proto: http\r\n");
  if (!forwardedHost) appendField(out, "X-Forwarded-Host", rewrite.host);
  out.append(head.minorVersion == 0 ? "Via: 1.0 halftone\r\n\r\n" : "Via: 1.1 halftone\r\n\r\n");
}

void writeResponseHead(std::string& out, const net::ResponseHead& head, const ResponseRewrite& rewrite) {
  appendStatusLine(out, head.status, head.reason);
  bool furtherHops = false;
  for (const Field& field : head.fields.all()) {
    if (responseFate(field.name) == Fate::Connection && namesFurtherFields(field.value)) furtherHops = true;
  }
  bool date = false;
  bool upgrade = false;
  for (const Field& field : head.fields.all()) {
    switch (responseFate(field.name)) {
      case Fate::Upgrade:  // what the client would have to speak (RFC 9110 section 15.5.22)
        if (head.status != 426) continue;
        upgrade = true;
        break;
      case Fate::Date:
        date = true;
        break;
      case Fate::Framing:
        // As they came: the parser has let at most one through, and the answer to a HEAD describes a body
        // that is not there. Where there can be none they may not stand (RFC 9112 section 6.1, RFC 9110
        // section 8.6).
        if (head.status < 200 || head.status == 204) continue;
        break;
      case Fate::Coding:
        if (head.status < 200 || head.status == 204 || rewrite.dropCoding) continue;
        break;
      case Fate::Version:
        if (!rewrite.version.empty()) continue;
        break;
      case Fate::Pass:
        if (furtherHops && head.fields.hasToken("connection", field.name)) continue;
        break;
      default:
        continue;
    }
    appendField(out, field.name, field.value);
  }
  // 1xx are no answers yet: nothing is added to them.
  if (head.status >= 200 || rewrite.webSocket) {
    if (!date) appendField(out, "Date", rewrite.date);
    if (!rewrite.version.empty()) appendField(out, "X-Halftone-Version", rewrite.version);
    if (!rewrite.setCookie.empty()) appendField(out, "Set-Cookie", rewrite.setCookie);
  }
  if (rewrite.webSocket) {
    out.append("Connection: Upgrade\r\nUpgrade: websocket\r\n");
  } else if (rewrite.close) {
    out.append(upgrade ? "Connection: close, Upgrade\r\n" : "Connection: close\r\n");
  } else if (rewrite.keepAlive10) {
    out.append("Connection: keep-alive\r\n");
  } else if (upgrade) {
    out.append("Connection: Upgrade\r\n");
  }
  out.append("\r\n");
}

void writeOwnAnswer(std::string& out, int status, std::string_view text, std::string_view date, bool close,
                    bool withBody, std::string_view fields) {
  appendStatusLine(out, status, net::reasonPhrase(status));
  const bool mayHaveBody = status != 204 && status != 304;  // RFC 9110 section 6.4.1
  if (mayHaveBody) {
    if (!fields.starts_with("Content-Type:")) out.append("Content-Type: text/plain; charset=utf-8\r\n");
    appendContentLength(out, text.size() + 1);
  }
  appendField(out, "Date", date);
  if (status == 405) out.append("Allow: GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS\r\n");
  out.append(fields);
  if (close) out.append("Connection: close\r\n");
  out.append("\r\n");
  if (!withBody || !mayHaveBody) return;
  out.append(text);
  out += '\n';
}

std::string_view findCookie(const net::FieldList& fields, std::string_view name) {
  for (const Field& field : fields.all()) {
    if (!equalsIgnoringCase(field.name, "cookie")) continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(';'), rest.size());
      std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      const std::size_t start = pair.find_first_not_of(" \t");
      if (start == std::string_view::npos) continue;
      pair.remove_prefix(start);
      if (pair.size() > name.size() && pair.substr(0, name.size()) == name && pair[name.size()] == '=') {
        return pair.substr(name.size() + 1);
      }
    }
  }
  return {};
}

}  // namespace halftone::proxy

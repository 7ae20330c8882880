// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httphead.h"

#include <algorithm>

#include "server/net/httptext.h"

namespace halftone::net {

namespace {

constexpr std::size_t kVersionBytes = 8;  // "HTTP/1.1"
constexpr std::size_t kMaxRequestLineBytes = kMaxMethodBytes + 1 + kMaxTargetBytes + 1 + kVersionBytes + 2;

constexpr HeadParse kGood{HeadStatus::Complete, 0, 0, ""};

bool isGood(const HeadParse& parse) {
  return parse.status == HeadStatus::Complete;
}

// "HTTP/1.x"; 505 for other major versions, 400 for what is none. A higher minor version is treated as the
// highest that we know (RFC 9110 section 2.5).
HeadParse parseVersion(std::string_view text, int& minor) {
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != kVersionBytes || !text.starts_with("HTTP/") || text[6] != '.' || !isDigit(text[5]) ||
      !isDigit(text[7])) {
    return badHead(400, "the start line names no HTTP version");
  }
  if (text[5] != '1') return badHead(505, "only HTTP/1.0 and HTTP/1.1 are spoken here");
  minor = text[7] == '0' ? 0 : 1;
  return kGood;
}

// The part after "http://" or "https://"; nothing in other forms.
std::optional<std::string_view> afterScheme(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (equalsIgnoringCase(target.substr(0, scheme.size()), scheme)) return target.substr(scheme.size());
  }
  return std::nullopt;
}

std::string_view authorityOf(std::string_view rest) {
  return rest.substr(0, rest.find_first_of("/?"));
}

HeadParse checkTarget(const RequestHead& head) {
  const std::string_view target = head.target;
  if (target.empty()) return badHead(400, "the request line has no target");
  if (target.size() > kMaxTargetBytes) return badHead(414, "the target is too long");
  if (!isTargetText(target)) return badHead(400, "the target holds a forbidden character");
  if (head.method == "CONNECT") {
    return isAuthority(target, true) ? kGood : badHead(400, "CONNECT wants HOST:PORT");
  }
  if (target.front() == '/') return kGood;
  if (target == "*") return head.method == "OPTIONS" ? kGood : badHead(400, "\"*\" is for OPTIONS");
  const std::optional<std::string_view> rest = afterScheme(target);
  if (!rest) return badHead(400, "the target is neither a path nor an http URL");
  const std::string_view authority = authorityOf(*rest);
  return isAuthority(authority) ? kGood : badHead(400, "the target's host is malformed");
}

// What can be said of a request line, also of an incomplete one, in the order of its bytes. TLS and other
// protocols on our port end here.
HeadParse checkStart(std::string_view line) {
  const std::string_view method = line.substr(0, line.find(' '));
  const bool mayEndInCr = method.size() == line.size() && method.ends_with('\r');
  const std::string_view known = mayEndInCr ? method.substr(0, method.size() - 1) : method;
  const std::string_view looked = known.substr(0, kMaxMethodBytes + 1);
  if (!looked.empty() && !isToken(looked)) return badHead(400, "the method is malformed");
  if (known.size() > kMaxMethodBytes) return badHead(501, "the method is unknown");
  return line.size() > kMaxRequestLineBytes ? badHead(414, "the target is too long") : kGood;
}

// `line` has passed checkStart().
HeadParse parseRequestLine(std::string_view line, RequestHead& head) {
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0)
    return badHead(400, "the request line lacks method or target");
  head.method = line.substr(0, space);
  const std::string_view rest = line.substr(space + 1);
  const std::size_t last = rest.rfind(' ');
  if (last == std::string_view::npos) return badHead(400, "the start line names no HTTP version");
  head.target = rest.substr(0, last);
  if (const HeadParse version = parseVersion(rest.substr(last + 1), head.minorVersion); !isGood(version)) {
    return version;
  }
  return checkTarget(head);
}

// A coding list that is not exactly "chunked" (RFC 9112 section 6.1).
HeadParse refuseTransferEncoding(const FieldList& fields, int unknown, int malformed) {
  unsigned members = 0;
  unsigned chunked = 0;
  bool chunkedIsLast = false;
  for (const Field& field : fields.all()) {
    if (!equalsIgnoringCase(field.name, "transfer-encoding")) continue;
    forEachMember(field.value, [&](std::string_view coding) {
      ++members;
      chunkedIsLast = equalsIgnoringCase(coding, "chunked");
      if (chunkedIsLast) ++chunked;
      return true;
    });
  }
  if (members == 0 || chunked > 1 || (chunked == 1 && !chunkedIsLast)) {
    return badHead(malformed, "the transfer coding \"chunked\" must be the last one, once");
  }
  return badHead(unknown, "the only transfer coding known here is \"chunked\"");
}

// Content-Length and Transfer-Encoding. Two of them are how requests are smuggled, even where they agree.
HeadParse readFraming(const MessageFields& said, const FieldList& fields, int minorVersion, int unknownCoding,
                      int malformed, BodyFraming& framing, std::uint64_t& contentLength) {
  if (said.transferEncodings > 0) {
    if (minorVersion == 0) return badHead(malformed, "HTTP/1.0 has no Transfer-Encoding");
    if (said.contentLengths > 0) return badHead(malformed, "both Content-Length and Transfer-Encoding");
    if (said.transferEncodings > 1 || !equalsIgnoringCase(said.transferEncoding, "chunked")) {
      return refuseTransferEncoding(fields, unknownCoding, malformed);
    }
    framing = BodyFraming::Chunked;
    return kGood;
  }
  if (said.contentLengths == 0) return kGood;
  if (said.contentLengths > 1) return badHead(malformed, "two Content-Length fields");
  const std::optional<std::uint64_t> length = parseContentLength(said.contentLength);
  if (!length) return badHead(malformed, "the Content-Length is no number");
  framing = BodyFraming::Length;
  contentLength = *length;
  return kGood;
}

bool keepsAlive(const MessageFields& said, int minorVersion) {
  return !said.saysClose && (minorVersion == 1 || said.saysKeepAlive);
}

HeadParse interpretRequest(RequestHead& head) {
  const MessageFields said = readMessageFields(head.fields);
  if (said.hosts > 1) return badHead(400, "two Host fields");
  if (said.hosts == 0 && head.minorVersion == 1) return badHead(400, "HTTP/1.1 without a Host field");
  if (!said.host.empty() && !isAuthority(said.host)) return badHead(400, "the Host field is malformed");
  const HeadParse framing =
      readFraming(said, head.fields, head.minorVersion, 501, 400, head.framing, head.contentLength);
  if (!isGood(framing)) return framing;
  head.keepAlive = keepsAlive(said, head.minorVersion);
  head.wantsUpgrade = head.minorVersion == 1 && said.saysUpgrade && said.hasUpgrade;
  if (said.hasExpect && head.minorVersion == 1) {  // HTTP/1.0 knows no expectations (RFC 9110 section 10.1.1)
    if (!equalsIgnoringCase(said.expect, "100-continue")) return badHead(417, "the expectation is unknown");
    head.expectsContinue = head.framing == BodyFraming::Chunked || head.contentLength > 0;
  }
  return kGood;
}

// Fields after a start line of `used` bytes, and the limit on the whole head.
HeadParse finishHead(std::string_view bytes, std::size_t used, FieldList& fields,
                     SpaceBeforeColon space = SpaceBeforeColon::Refuse) {
  const std::string_view window = bytes.substr(0, kMaxHeadBytes);
  HeadParse parse = parseFields(window.substr(used), fields, space);
  if (isGood(parse)) parse.used += used;
  if (parse.status == HeadStatus::NeedMore && bytes.size() >= kMaxHeadBytes) {
    return badHead(431, "the head is too large");
  }
  return parse;
}

}  // namespace

HeadParse parseRequestHead(std::string_view bytes, RequestHead& head, std::size_t alreadySeen) {
  if (isStillIncomplete(bytes, alreadySeen)) return {};
  head.method = {};
  head.fields.clear();
  head.framing = BodyFraming::None;
  head.contentLength = 0;
  head.expectsContinue = false;
  head.wantsUpgrade = false;

  const std::size_t skipped = emptyLinesBefore(bytes);
  const std::string_view window = bytes.substr(skipped, std::min(bytes.size() - skipped, kMaxHeadBytes));
  const std::size_t lineEnd = window.find('\n');
  const std::string_view start = window.substr(0, lineEnd == std::string_view::npos ? lineEnd : lineEnd + 1);
  if (const HeadParse soFar = checkStart(start); !isGood(soFar)) return soFar;
  const Line line = takeLine(start);
  if (line.status == HeadStatus::NeedMore) return {};
  if (line.status == HeadStatus::Bad) return badHead(400, "a line ends in LF without CR");
  if (const HeadParse parsed = parseRequestLine(line.text, head); !isGood(parsed)) return parsed;

  const HeadParse fields = finishHead(bytes, skipped + line.used, head.fields);
  if (!isGood(fields)) return fields;
  const HeadParse meaning = interpretRequest(head);
  return isGood(meaning) ? fields : meaning;
}

std::string_view effectiveHost(const RequestHead& head) {
  if (head.method == "CONNECT") return head.target;
  if (const auto rest = afterScheme(head.target)) return authorityOf(*rest);
  return head.fields.find("host").value_or(std::string_view());
}

std::string_view pathAndQuery(const RequestHead& head) {
  const auto rest = afterScheme(head.target);
  if (!rest) return head.target;
  const std::string_view path = rest->substr(authorityOf(*rest).size());
  if (!path.empty()) return path;
  return head.method == "OPTIONS" ? std::string_view("*") : std::string_view("/");
}

namespace {

HeadParse parseStatusLine(std::string_view line, ResponseHead& head) {
  int ignored = 0;
  if (!isGood(parseVersion(line.substr(0, kVersionBytes), ignored))) {
    return badHead(502, "the answer's status line is malformed");
  }
  head.minorVersion = ignored;
  const std::string_view rest = line.substr(kVersionBytes);
  const auto digit = [&](std::size_t i) { return rest[i] >= '0' && rest[i] <= '9' ? rest[i] - '0' : -1; };
  // Some servers omit the space before an empty reason; nothing can be misread by that.
  if (rest.size() < 4 || rest[0] != ' ' || (rest.size() > 4 && rest[4] != ' ')) {
    return badHead(502, "the answer's status line is malformed");
  }
  if (digit(1) < 1 || digit(2) < 0 || digit(3) < 0) {
    return badHead(502, "the answer's status is no status");
  }
  // Some servers answer 999: whoever asked is to see it, and it counts as a 5xx (RFC 9110 section 15).
  head.status = digit(1) * 100 + digit(2) * 10 + digit(3);
  head.reason = rest.size() > 5 ? rest.substr(5) : std::string_view();
  return isFieldText(head.reason) ? kGood : badHead(502, "the answer's reason holds a control character");
}

HeadParse interpretResponse(std::string_view requestMethod, ResponseHead& head) {
  const MessageFields said = readMessageFields(head.fields);
  head.keepAlive = keepsAlive(said, head.minorVersion);
  const bool isBodiless = head.status < 200 || head.status == 204;
  const bool opensTunnel = requestMethod == "CONNECT" && head.status / 100 == 2;
  if (isBodiless || opensTunnel) {
    // Neither field may be here (RFC 9112 section 6.3). What follows them might be taken for the next answer.
    if (said.transferEncodings > 0 || (said.contentLengths > 0 && said.contentLength != "0"))
      head.keepAlive = false;
    return kGood;
  }
  const HeadParse framing =
      readFraming(said, head.fields, head.minorVersion, 502, 502, head.framing, head.contentLength);
  if (!isGood(framing)) return framing;
  if (requestMethod == "HEAD" || head.status == 304) {
    head.framing = BodyFraming::None;
  } else if (head.framing == BodyFraming::None) {
    head.framing = BodyFraming::UntilClose;
    head.keepAlive = false;
  }
  return kGood;
}

}  // namespace

HeadParse parseResponseHead(std::string_view bytes, std::string_view requestMethod, ResponseHead& head,
                            std::size_t alreadySeen) {
  if (isStillIncomplete(bytes, alreadySeen)) return {};
  head.fields.clear();
  head.framing = BodyFraming::None;
  head.contentLength = 0;

  const auto asUpstreamFault = [](HeadParse parse) {
    if (parse.status == HeadStatus::Bad) parse.answer = 502;
    return parse;
  };
  const Line line = takeLine(bytes.substr(0, kMaxHeadBytes));
  if (line.status == HeadStatus::NeedMore) {
    const std::string_view start = bytes.substr(0, 5);
    if (!std::string_view("HTTP/").starts_with(start)) return badHead(502, "the answer is not HTTP");
    return bytes.size() >= kMaxHeadBytes ? badHead(502, "the answer's head is too large") : HeadParse{};
  }
  if (line.status == HeadStatus::Bad) return badHead(502, "a line of the answer ends in LF without CR");
  if (const HeadParse start = parseStatusLine(line.text, head); !isGood(start)) return start;
  // A proxy removes the space that a server put before a colon (RFC 9112 section 5.1).
  const HeadParse fields = finishHead(bytes, line.used, head.fields, SpaceBeforeColon::Drop);
  if (!isGood(fields)) return asUpstreamFault(fields);
  const HeadParse meaning = interpretResponse(requestMethod, head);
  return isGood(meaning) ? fields : meaning;
}

}  // namespace halftone::net

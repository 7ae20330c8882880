// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "server/net/httphead.h"

// The grammar that request heads, response heads and trailers share (RFC 9110 section 5). Private to
// server/net.
namespace halftone::net {

[[nodiscard]] bool isTokenCharacter(unsigned char c);
[[nodiscard]] bool isToken(std::string_view text);       // not empty
[[nodiscard]] bool isTargetText(std::string_view text);  // printable ASCII without space, '"', '<', '>', '#'
[[nodiscard]] bool isNameText(std::string_view text);    // what a registered host name may hold
[[nodiscard]] bool isFieldText(std::string_view text);   // no control characters but the tab
[[nodiscard]] bool isFieldCharacter(unsigned char c);
[[nodiscard]] std::string_view trimmed(std::string_view text);  // spaces and tabs

// Calls `visit(member)` for each non-empty member of a comma-separated list until it returns false. Quoted
// strings are not looked into: the fields read with this hold tokens.
template <typename Visit>
void forEachMember(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view member = trimmed(list.substr(0, comma));
    if (!member.empty() && !visit(member)) return;
    if (comma == std::string_view::npos) return;
    list.remove_prefix(comma + 1);
  }
}

// A line that ends in CR LF. NeedMore if there is no LF yet; Bad if the LF comes alone.
struct Line {
  HeadStatus status = HeadStatus::NeedMore;
  std::string_view text;  // without CR LF
  std::size_t used = 0;   // with them
};
[[nodiscard]] Line takeLine(std::string_view bytes);

enum class SpaceBeforeColon { Refuse, Drop };
// Field lines up to and with the empty line that ends the section.
[[nodiscard]] HeadParse parseFields(std::string_view bytes, FieldList& fields,
                                    SpaceBeforeColon space = SpaceBeforeColon::Refuse);

// The bytes of the empty lines before a request line that are skipped: some clients send one behind a body.
[[nodiscard]] std::size_t emptyLinesBefore(std::string_view bytes);

// A registered name, an IPv4 address or a bracketed IPv6 address, and a port where there is one (RFC 3986
// section 3.2). Neither user nor zone: both are refused.
[[nodiscard]] bool isAuthority(std::string_view text, bool needsPort = false);

// Whether the bytes after the first `alreadySeen` cannot complete a head of which those were a part.
[[nodiscard]] bool isStillIncomplete(std::string_view bytes, std::size_t alreadySeen);

// What the fields say about framing and the connection, as far as requests and responses agree.
struct MessageFields {
  unsigned hosts = 0;
  unsigned contentLengths = 0;
  unsigned transferEncodings = 0;
  std::string_view host;
  std::string_view contentLength;
  std::string_view transferEncoding;
  std::string_view expect;
  bool hasExpect = false;
  bool hasUpgrade = false;
  bool saysClose = false;
  bool saysKeepAlive = false;
  bool saysUpgrade = false;
};
[[nodiscard]] MessageFields readMessageFields(const FieldList& fields);

[[nodiscard]] inline HeadParse badHead(int answer, const char* why) {
  return {HeadStatus::Bad, 0, answer, why};
}

}  // namespace halftone::net

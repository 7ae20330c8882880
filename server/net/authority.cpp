// SPDX-License-Identifier: GPL-3.0-or-later
#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "server/net/httptext.h"

namespace halftone::net {

namespace {

bool isIpv6(std::string_view text) {
  std::array<char, INET6_ADDRSTRLEN> copy{};
  if (text.size() >= copy.size()) return false;
  std::copy(text.begin(), text.end(), copy.begin());
  in6_addr ignored{};
  return inet_pton(AF_INET6, copy.data(), &ignored) == 1;
}

bool isHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool isRegisteredName(std::string_view text) {
  if (text.empty() || !isNameText(text)) return false;
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 >= text.size() || !isHexDigit(text[at + 1]) || !isHexDigit(text[at + 2])) return false;
  }
  return true;
}

bool isPort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size();
}

}  // namespace

bool isAuthority(std::string_view text, bool needsPort) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t colon = text.find(':', bracket);
  const std::string_view host = text.substr(0, colon);
  const bool knownHost = bracket > 0 ? host.size() == bracket + 1 && isIpv6(host.substr(1, bracket - 1))
                                     : isRegisteredName(host);
  if (!knownHost) return false;
  // "host:" is in the grammar, and means the same as "host".
  const bool emptyPort = colon == std::string_view::npos || colon + 1 == text.size();
  return emptyPort ? !needsPort : isPort(text.substr(colon + 1));
}

}  // namespace halftone::net

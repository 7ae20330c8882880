// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/names.h"

#include <charconv>

#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

bool hasControlCharacter(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7f) return true;
    // U+0080 to U+009F in UTF-8: C2 80 to C2 9F.
    if (c == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  }
  return false;
}

}  // namespace

bool isValidName(std::string_view name) {
  if (name.empty() || name.size() > kMaxNameBytes) return false;
  if (name.front() == ' ' || name.back() == ' ') return false;
  return !hasControlCharacter(name) && net::ws::isValidUtf8(name);
}

ApiVersion apiVersionOf(std::string_view version) {
  if (!version.empty() && (version.front() == 'v' || version.front() == 'V')) version.remove_prefix(1);
  unsigned number = 0;
  const auto [end, error] = std::from_chars(version.data(), version.data() + version.size(), number);
  const bool isNumber = end != version.data() && error == std::errc{};
  return isNumber && number >= 2 ? ApiVersion::V2 : ApiVersion::V1;
}

const char* toString(ApiVersion api) {
  return api == ApiVersion::V2 ? "v2" : "v1";
}

}  // namespace halftone::chat

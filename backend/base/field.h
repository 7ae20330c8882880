// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace halftone {

// One header field of an HTTP message, as views into the bytes it came in (RFC 9110 section 5).
struct Field {
  std::string_view name;
  std::string_view value;  // without the optional white space around it
};

}  // namespace halftone

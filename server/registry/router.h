// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "server/registry/api.h"

namespace halftone::registry {

// What a client without a token gets, where access control is on.
enum class Anonymous { Open, EmptyArray, EmptyObject, KeyRead, Refused };  // KeyRead: 404 for a list of keys

struct Method {
  std::string_view name;
  Endpoint endpoint;
  Anonymous anonymous = Anonymous::Refused;
};

struct Route {
  std::string_view path;  // with a slash at its end: everything below it too
  std::vector<Method> methods;
};

// The route of a decoded path: the exact one, else the longest prefix; null if there is none.
[[nodiscard]] const Route* findRoute(std::string_view path);

// The path without "//", "." and "..", as Go's ServeMux redirects to. Keeps a slash at the end.
[[nodiscard]] std::string cleanPath(std::string_view path);

// "OPTIONS,GET,PUT"
[[nodiscard]] std::string allowedMethods(const Route& route);

}  // namespace halftone::registry

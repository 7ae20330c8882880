// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/prefixrewrite.h"

namespace halftone::proxy::filters {

std::string_view rewritten(const policy::RewriteSettings& settings, std::string_view target,
                           std::string& out) {
  if (!target.starts_with(settings.prefix)) return target;
  // `target` may view `out`.
  std::string whole = settings.to;
  whole.append(target.substr(settings.prefix.size()));
  out = std::move(whole);
  return out;
}

}  // namespace halftone::proxy::filters

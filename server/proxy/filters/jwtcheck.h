// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "backend/base/published.h"
#include "backend/policy/traffic.h"
#include "server/proxy/filters/filter.h"
#include "server/proxy/filters/jwtkeys.h"

namespace halftone::proxy::filters {

// The policy's `jwt`: a bearer token (RFC 6750) is verified, and its claims are what `jwt:CLAIM` sees.
class JwtCheck final : public Filter {
 public:
  // Without keys no token is good.
  JwtCheck(const policy::JwtSettings& settings, std::shared_ptr<const Published<JwtKeys>> keys);
  [[nodiscard]] std::optional<OwnAnswer> before(Context& context) override;

 private:
  policy::JwtSettings m_settings;
  std::shared_ptr<const Published<JwtKeys>> m_keys;
};

}  // namespace halftone::proxy::filters

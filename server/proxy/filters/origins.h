// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "backend/policy/traffic.h"
#include "server/proxy/filters/filter.h"

namespace halftone::proxy::filters {

// The policy's `origins`: which pages may read answers (CORS, by the Fetch standard, fetch.spec.whatwg.org)
// and open WebSockets (RFC 6455 section 10.2).
class Origins final : public Filter {
 public:
  explicit Origins(const policy::OriginSettings& settings);
  [[nodiscard]] std::optional<OwnAnswer> before(Context& context) override;
  void editAnswer(net::FieldList& fields, const Notes& notes) const override;
  [[nodiscard]] bool isAllowed(std::string_view origin) const;

 private:
  [[nodiscard]] OwnAnswer preflight(std::string_view origin) const;

  policy::OriginSettings m_settings;
  std::string m_methods;
  std::string m_headers;
  std::string m_expose;
  bool m_any = false;
};

}  // namespace halftone::proxy::filters

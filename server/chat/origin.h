// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"

namespace halftone::chat {

// Which web pages may open a WebSocket here (RFC 6455 section 10.2, RFC 6454): browsers do not keep pages of
// others from trying, so the server must. A value.
class OriginRules {
 public:
  // Comma-separated: "https://chat.example.com", "https://*.example.com" (any depth of sub-domains, not the
  // domain itself), "http://localhost:*" (any port).
  [[nodiscard]] static Result<OriginRules> parse(std::string_view list);
  [[nodiscard]] static OriginRules any();
  // What a node that listens on loopback allows of itself: pages of this machine, on any port.
  [[nodiscard]] static OriginRules loopback();

  // What a node that others can reach allows of itself: the pages of the host that they have asked for.
  [[nodiscard]] static OriginRules own();

  // `origin` is the header's value, `host` that of the request.
  [[nodiscard]] bool allows(std::string_view origin, std::string_view host = {}) const;

 private:
  struct Rule {
    std::string scheme;
    std::string host;  // lower case; of a wildcard: what must follow the sub-domain, with its dot
    std::string port;  // empty: the scheme's own
    bool anySubdomain = false;
    bool anyPort = false;
  };
  static Result<Rule> parseRule(std::string_view text);

  std::vector<Rule> m_rules;
  bool m_any = false;
  bool m_own = false;
};

}  // namespace halftone::chat

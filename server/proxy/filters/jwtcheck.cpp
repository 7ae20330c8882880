// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/jwtcheck.h"

#include <ctime>

namespace halftone::proxy::filters {

namespace {

// RFC 6750 section 2.1; the scheme in any case. Empty: there is none.
std::string_view bearerToken(const net::FieldList& fields) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto value = fields.find("authorization");
  if (!value || value->size() <= kScheme.size()) return {};
  if (!net::equalsIgnoringCase(value->substr(0, kScheme.size()), kScheme)) return {};
  std::string_view token = value->substr(kScheme.size());
  while (token.starts_with(' ')) token.remove_prefix(1);
  return token;
}

}  // namespace

JwtCheck::JwtCheck(const policy::JwtSettings& settings, std::shared_ptr<const Published<JwtKeys>> keys)
    : m_settings(settings), m_keys(std::move(keys)) {}

std::optional<OwnAnswer> JwtCheck::before(Context& context) {
  // The instance might read the other one.
  if (context.head.fields.count("authorization") > 1) return OwnAnswer{400, "two Authorization fields", {}};
  const std::string_view token = bearerToken(context.head.fields);
  if (token.empty()) {
    if (!m_settings.required) return std::nullopt;
    return OwnAnswer{401, "a token is required", "WWW-Authenticate: Bearer\r\n"};
  }
  std::optional<JwtKeys::Claims> claims;
  if (const auto keys = m_keys ? m_keys->current() : nullptr)
    claims = keys->verify(std::string(token), m_settings, std::time(nullptr));
  if (!claims)
    return OwnAnswer{401, "the token is not valid", "WWW-Authenticate: Bearer error=\"invalid_token\"\r\n"};
  Notes& notes = context.notes;
  notes.claims = std::move(*claims);
  for (const auto& [name, value] : notes.claims) notes.claimViews.push_back({name, value});
  context.request.claims = notes.claimViews;
  return std::nullopt;
}

}  // namespace halftone::proxy::filters

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/origin.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace halftone::chat {

namespace {

struct Parts {
  std::string scheme;
  std::string host;
  std::string port;
};

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

// scheme "://" host [ ":" port ], nothing after it (RFC 6454 section 6.2).
std::optional<Parts> split(std::string_view origin) {
  const std::size_t schemeEnd = origin.find("://");
  if (schemeEnd == std::string_view::npos || schemeEnd == 0) return std::nullopt;
  std::string_view rest = origin.substr(schemeEnd + 3);
  if (rest.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos) return std::nullopt;
  // An IPv6 address has colons of its own, inside brackets.
  const std::size_t bracket = rest.rfind(']');
  const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  Parts parts{lower(origin.substr(0, schemeEnd)), lower(rest.substr(0, colon)), {}};
  if (colon != std::string_view::npos) parts.port = rest.substr(colon + 1);
  if (parts.host.empty() || (colon != std::string_view::npos && parts.port.empty())) return std::nullopt;
  const bool isDefault =
      (parts.scheme == "http" && parts.port == "80") || (parts.scheme == "https" && parts.port == "443");
  if (isDefault) parts.port.clear();
  return parts;
}

}  // namespace

Result<OriginRules::Rule> OriginRules::parseRule(std::string_view text) {
  std::optional<Parts> parts = split(text);
  if (!parts) return fail(ErrorCode::Invalid, std::string(text), "is no origin (SCHEME://HOST[:PORT])");
  Rule rule{std::move(parts->scheme), std::move(parts->host), std::move(parts->port)};
  if (rule.host.starts_with("*.")) {
    rule.anySubdomain = true;
    rule.host.erase(0, 1);
  }
  if (rule.port == "*") {
    rule.anyPort = true;
    rule.port.clear();
  }
  const bool hasStar = rule.host.find('*') != std::string::npos || rule.port.find('*') != std::string::npos;
  if (hasStar || rule.host == ".")
    return fail(ErrorCode::Invalid, std::string(text), "has a star where none may be");
  return rule;
}

Result<OriginRules> OriginRules::parse(std::string_view list) {
  OriginRules rules;
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view item = list.substr(0, comma);
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    auto rule = parseRule(item);
    if (!rule) return tl::unexpected(rule.error());
    rules.m_rules.push_back(std::move(*rule));
  }
  return rules;
}

OriginRules OriginRules::any() {
  OriginRules rules;
  rules.m_any = true;
  return rules;
}

OriginRules OriginRules::loopback() {
  return parse(
             "http://localhost:*,http://127.0.0.1:*,http://[::1]:*,"
             "https://localhost:*,https://127.0.0.1:*,https://[::1]:*")
      .value();
}

OriginRules OriginRules::own() {
  OriginRules rules;
  rules.m_own = true;
  return rules;
}

bool OriginRules::allows(std::string_view origin, std::string_view host) const {
  if (m_any) return true;
  const std::optional<Parts> parts = split(origin);
  if (!parts) return false;
  if (m_own) {
    const std::optional<Parts> asked = split(parts->scheme + "://" + std::string(host));
    return asked && asked->host == parts->host && asked->port == parts->port;
  }
  return std::any_of(m_rules.begin(), m_rules.end(), [&parts](const Rule& rule) {
    if (rule.scheme != parts->scheme || (!rule.anyPort && rule.port != parts->port)) return false;
    if (!rule.anySubdomain) return rule.host == parts->host;
    return parts->host.size() > rule.host.size() && parts->host.ends_with(rule.host);
  });
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/origins.h"

#include <algorithm>

namespace halftone::proxy::filters {

namespace {

constexpr std::string_view kAllowOrigin = "Access-Control-Allow-Origin";
constexpr std::string_view kAllowCredentials = "Access-Control-Allow-Credentials";
constexpr std::string_view kExpose = "Access-Control-Expose-Headers";

std::string joined(const std::vector<std::string>& items) {
  std::string list;
  for (const std::string& item : items) list += (list.empty() ? "" : ", ") + item;
  return list;
}

// "https://*.shop.example" allows every host below, but not shop.example itself.
bool matches(std::string_view pattern, std::string_view origin) {
  const std::size_t star = pattern.find("://*.");
  if (star == std::string_view::npos) return net::equalsIgnoringCase(pattern, origin);
  const std::string_view scheme = pattern.substr(0, star + 3);
  const std::string_view rest = pattern.substr(star + 4);  // ".shop.example"
  return origin.size() > scheme.size() + rest.size() &&
         net::equalsIgnoringCase(origin.substr(0, scheme.size()), scheme) &&
         net::equalsIgnoringCase(origin.substr(origin.size() - rest.size()), rest) &&
         origin.substr(scheme.size(), origin.size() - scheme.size() - rest.size()).find_first_of("/@:") ==
             std::string_view::npos;
}

void appendField(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

Origins::Origins(const policy::OriginSettings& settings)
    : m_settings(settings),
      m_methods(joined(settings.methods)),
      m_headers(joined(settings.headers)),
      m_expose(joined(settings.expose)),
      m_any(std::find(settings.allow.begin(), settings.allow.end(), "*") != settings.allow.end()) {}

bool Origins::isAllowed(std::string_view origin) const {
  return m_any || std::any_of(m_settings.allow.begin(), m_settings.allow.end(),
                              [origin](const std::string& pattern) { return matches(pattern, origin); });
}

std::optional<OwnAnswer> Origins::before(Context& context) {
  const auto origin = context.head.fields.find("origin");
  if (!origin) return std::nullopt;
  // The instance might read the other one.
  if (context.head.fields.count("origin") > 1) return OwnAnswer{400, "two Origin fields", {}};
  const bool isAllowedOrigin = isAllowed(*origin);
  if (context.isUpgrade) {
    if (isAllowedOrigin) return std::nullopt;
    return OwnAnswer{403, "pages of this origin may not connect", {}};
  }
  const bool isPreflight =
      context.head.method == "OPTIONS" && context.head.fields.find("access-control-request-method");
  if (isPreflight) return isAllowedOrigin ? preflight(*origin) : OwnAnswer{204, {}, "Vary: Origin\r\n"};
  if (isAllowedOrigin) context.notes.origin = m_any ? "*" : std::string(*origin);
  return std::nullopt;
}

OwnAnswer Origins::preflight(std::string_view origin) const {
  OwnAnswer answer{204, {}, {}};
  appendField(answer.fields, kAllowOrigin, m_any ? "*" : origin);
  appendField(answer.fields, "Access-Control-Allow-Methods", m_methods);
  appendField(answer.fields, "Access-Control-Allow-Headers", m_headers);
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(m_settings.maxAge).count();
  appendField(answer.fields, "Access-Control-Max-Age", std::to_string(seconds));
  if (m_settings.credentials) appendField(answer.fields, kAllowCredentials, "true");
  if (!m_any) appendField(answer.fields, "Vary", "Origin");
  return answer;
}

void Origins::editAnswer(net::FieldList& fields, const Notes& notes) const {
  fields.remove(kAllowOrigin);
  fields.remove(kAllowCredentials);
  if (!m_any) fields.add({"Vary", "Origin"});
  if (notes.origin.empty()) return;
  fields.add({kAllowOrigin, notes.origin});
  if (m_settings.credentials) fields.add({kAllowCredentials, "true"});
  if (!m_expose.empty()) fields.add({kExpose, m_expose});
}

}  // namespace halftone::proxy::filters

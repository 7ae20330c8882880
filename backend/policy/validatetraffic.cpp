// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/policy/validatetraffic.h"

#include <algorithm>
#include <array>
#include <set>

#include "backend/policy/ascii.h"
#include "backend/policy/limits.h"
#include "backend/policy/names.h"
#include "backend/policy/trafficfields.h"

namespace halftone::policy {

namespace {

// Fields by which messages are framed and connections kept: the proxy's own business (RFC 9110 section 7.6.1,
// RFC 9112 section 6), and what it tells of the client.
constexpr std::array<std::string_view, 16> kReservedFields{"connection",
                                                           "content-length",
                                                           "forwarded",
                                                           "host",
                                                           "keep-alive",
                                                           "te",
                                                           "proxy-connection",
                                                           "trailer",
                                                           "expect",
                                                           "upgrade",
                                                           "via",
                                                           "transfer-encoding",
                                                           "x-forwarded-for",
                                                           "x-forwarded-host",
                                                           "x-forwarded-proto",
                                                           "x-halftone-version"};

bool isReserved(std::string_view name) {
  return std::any_of(kReservedFields.begin(), kReservedFields.end(),
                     [name](std::string_view reserved) { return equalsIgnoringCase(reserved, name); });
}

bool isPath(std::string_view text) {
  return text.starts_with('/') && std::all_of(text.begin(), text.end(), [](char c) {
           return c > 0x20 && c < 0x7f && c != '?' && c != '#';
         });
}

// "https://shop.example:8443", "https://*.shop.example", or "*" (RFC 6454 section 6.2).
bool isOrigin(std::string_view text) {
  if (text == "*") return true;
  const std::size_t end = text.find("://");
  if (end == std::string_view::npos || !isToken(text.substr(0, end))) return false;
  std::string_view host = text.substr(end + 3);
  if (host.starts_with("*.")) host.remove_prefix(2);
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return isLetter(c) || isDigit(c) || c == '.' || c == '-' || c == ':' || c == '[' || c == ']';
  });
}

bool isLimitKey(std::string_view text) {
  constexpr std::string_view kHeader = "header:";
  return text == "user" || text == "ip" ||
         (text.starts_with(kHeader) && isToken(text.substr(kHeader.size())));
}

class TrafficValidator {
 public:
  TrafficValidator(std::string pointer, const std::set<std::string>& versions, std::vector<Finding>& findings)
      : m_pointer(std::move(pointer)), m_versions(versions), m_findings(findings) {}

  void time(std::string_view key, const std::optional<Duration>& value, Duration low, Duration high) {
    if (value) time(key, *value, low, high);
  }
  void time(std::string_view key, Duration value, Duration low, Duration high) {
    if (value < low || value > high)
      say(key, toString(value) + " is not from " + toString(low) + " to " + toString(high));
  }
  void number(std::string_view key, const std::optional<int>& value, int low, int high) {
    if (value) number(key, *value, low, high);
  }
  void number(std::string_view key, int value, int low, int high) {
    if (value < low || value > high)
      say(key, std::to_string(value) + " is not from " + std::to_string(low) + " to " + std::to_string(high));
  }
  void decimal(std::string_view key, int hundredths, int low, int high) {
    if (hundredths < low || hundredths > high)
      say(key, BasisPoints(hundredths).toString() + " is not from " + BasisPoints(low).toString() + " to " +
                   BasisPoints(high).toString());
  }
  void percent(std::string_view key, BasisPoints value) {
    if (value.value() < 0 || value.value() > 10000) say(key, "must be from 0 to 100");
  }
  void flag(std::string_view, bool) {}

  void text(std::string_view key, const std::string& value, Form form, Presence) {
    checkForm(childPointer(m_pointer, key), value, form);
  }
  void texts(std::string_view key, const std::vector<std::string>& values, Form form) {
    const std::string at = childPointer(m_pointer, key);
    if (!checkCount(at, values.size())) return;
    for (std::size_t i = 0; i < values.size(); ++i) checkForm(childPointer(at, i), values[i], form);
  }
  void pairs(std::string_view key, const std::vector<std::pair<std::string, std::string>>& fields) {
    const std::string at = childPointer(m_pointer, key);
    if (!checkCount(at, fields.size())) return;
    for (const auto& [name, value] : fields) {
      const std::string field = childPointer(at, name);
      checkForm(field, name, Form::FieldName);
      if (value.size() > static_cast<std::size_t>(kMaxFieldBytes))
        m_findings.push_back(
            {field, "longer than " + std::to_string(kMaxFieldBytes) + " bytes (limit maxFieldBytes)"});
      if (hasControls(value) || trimmed(value).size() != value.size())
        m_findings.push_back({field, "a field's value has no control characters and no space around it"});
    }
  }
  void drain(std::string_view key, const std::optional<DrainRule>& rule) {
    if (!rule) return;
    if (rule->kind == DrainRule::Kind::Pace) number(key, rule->perSecond, 1, kMaxCount);
    if (rule->kind == DrainRule::Kind::Deadline) time(key, rule->within, kNoTime, kDay);
  }
  template <typename Group>
  void group(std::string_view key, const std::optional<Group>& group) {
    if (!group) return;
    TrafficValidator inner(childPointer(m_pointer, key), m_versions, m_findings);
    visitFields(inner, *group);
    inner.checkTogether(*group);
  }

 private:
  void say(std::string_view key, std::string message) {
    m_findings.push_back({childPointer(m_pointer, key), std::move(message)});
  }

  bool checkCount(const std::string& at, std::size_t count) {
    if (count <= static_cast<std::size_t>(kMaxTrafficItems)) return true;
    m_findings.push_back({at, "has " + std::to_string(count) + " items, more than " +
                                  std::to_string(kMaxTrafficItems) + " (limit maxTrafficItems)"});
    return false;
  }

  void checkForm(const std::string& at, const std::string& text, Form form) {
    if (text.size() > static_cast<std::size_t>(kMaxNameBytes)) {
      m_findings.push_back(
          {at, "longer than " + std::to_string(kMaxNameBytes) + " bytes (limit maxNameBytes)"});
      return;
    }
    const std::string complaint = complaintOf(text, form);
    if (!complaint.empty()) m_findings.push_back({at, quoted(text) + complaint});
  }

  std::string complaintOf(const std::string& text, Form form) const {
    switch (form) {
      case Form::Any:
        break;
      case Form::FieldName:
        if (!isToken(text)) return " is no name of a header";
        if (isReserved(text)) return " is the proxy's own business and cannot be changed";
        break;
      case Form::Path:
        if (!isPath(text)) return " is no path: it begins with \"/\" and has no query";
        break;
      case Form::Version:
        return complaintOfVersion(text);
      case Form::LimitKey:
        if (!isLimitKey(text)) return " is none of \"user\", \"ip\", \"header:\" with a name";
        break;
      case Form::Origin:
        if (!isOrigin(text)) return " is no origin, such as \"https://shop.example\"";
        break;
      case Form::Method:
        if (!isToken(text)) return " is no method";
        break;
    }
    return {};
  }

  std::string complaintOfVersion(const std::string& name) const {
    if (m_versions.empty() || m_versions.contains(name)) return {};
    const std::vector<std::string_view> names(m_versions.begin(), m_versions.end());
    const std::string_view near = nearestWord(name, names);
    return " is not in /versions" + (near.empty() ? std::string() : "; did you mean " + quoted(near) + "?");
  }

  // What one value alone does not tell.
  template <typename Group>
  void checkTogether(const Group&) {}
  void checkTogether(const OutlierSettings& outliers) {
    if (outliers.ejectAtMost < outliers.ejectFor)
      say("ejectAtMost",
          toString(outliers.ejectAtMost) + " is less than \"ejectFor\", " + toString(outliers.ejectFor));
  }
  void checkTogether(const RateLimitSettings& limit) {
    if (limit.burst != 0 && limit.burst < limit.requests)
      say("burst",
          std::to_string(limit.burst) + " is less than \"requests\", " + std::to_string(limit.requests));
  }
  void checkTogether(const OriginSettings& origins) {
    const bool any = std::find(origins.allow.begin(), origins.allow.end(), "*") != origins.allow.end();
    if (any && origins.credentials) say("credentials", "cannot go with an \"allow\" of \"*\"");
  }

  std::string m_pointer;
  const std::set<std::string>& m_versions;
  std::vector<Finding>& m_findings;
};

}  // namespace

void validateTraffic(const Policy& policy, std::vector<Finding>& findings) {
  std::set<std::string> versions;
  for (const auto& [name, version] : policy.versions) versions.insert(name);
  TrafficValidator service("/traffic", versions, findings);
  visitServiceFields(service, policy.traffic);
  for (const auto& [name, version] : policy.versions) {
    TrafficValidator one(childPointer("/versions", name) + "/traffic", versions, findings);
    visitVersionFields(one, version.traffic);
    if (version.traffic.mirror && version.traffic.mirror->version == name)
      findings.push_back({childPointer("/versions", name) + "/traffic/mirror/version",
                          "is the version itself; a mirror is another one"});
    if (version.traffic.rateLimit || version.traffic.jwt || version.traffic.origins || version.traffic.drain)
      findings.push_back({childPointer("/versions", name) + "/traffic",
                          "\"rateLimit\", \"jwt\", \"origins\" and \"drain\" are settings of the service"});
  }
}

}  // namespace halftone::policy

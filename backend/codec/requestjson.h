// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "backend/policy/compare.h"
#include "backend/policy/routetable.h"

namespace halftone::codec {

inline constexpr std::size_t kMaxRequestBytes = 1024 * 1024;

// A request as read from text: owns what policy::Request views. Movable; `view` is valid while it stays put.
class RequestDocument {
 public:
  // The address that `client` names is the peer's: the fields of trusted proxies are followed from there
  // (policy.md, point 7).
  [[nodiscard]] policy::Request view(std::span<const policy::Cidr> trusted = {}) const;

 private:
  friend Result<RequestDocument> readRequest(std::string_view json);
  std::string m_method = "GET";
  std::string m_target = "/";
  std::vector<std::pair<std::string, std::string>> m_headers;
  std::vector<std::pair<std::string, std::string>> m_claims;
  std::optional<policy::Address> m_client;
  std::string m_region;
  // Views into the above, made by `view`.
  mutable std::vector<Field> m_fields;
  mutable std::vector<policy::Claim> m_claimViews;
};

// The request of policy.md's last section: method, target, headers, client; and, all optional, `claims` (an
// object, of a token that was verified) and `region`. Keys of others are passed over: records of real traffic
// carry more.
[[nodiscard]] Result<RequestDocument> readRequest(std::string_view json);

// {"version":"v2","rule":"staging users","bucket":1234,"sticky":true,"fallback":false}, one line, these keys
// in this order; `bucket` absent where none was used, `version` null where no version can answer.
[[nodiscard]] std::string writeDecision(const policy::Decision& decision, const policy::RouteTable& table);

// The same with "stickBy", the rules tried ("tried") and a sentence for each in English and Chinese.
[[nodiscard]] std::string writeExplanation(const policy::Explanation& explanation,
                                           const policy::RouteTable& table);

// What would change, as JSON, indented by two.
[[nodiscard]] std::string writeComparison(const policy::ComparisonReport& report);

}  // namespace halftone::codec

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/base/result.h"
#include "backend/policy/traffic.h"

namespace halftone::proxy::filters {

// The keys that tokens are verified with. Immutable: any number of threads may use it at once.
class JwtKeys {
 public:
  static constexpr std::size_t kMaxKeys = 16;
  static constexpr std::size_t kMaxTokenBytes = 8 * 1024;
  using Claims = std::vector<std::pair<std::string, std::string>>;

  // From a file: {"keys":[{"alg":"HS256","secret":"..."},{"alg":"ES256","pem":"-----BEGIN PUBLIC KEY..."}]}.
  [[nodiscard]] static Result<std::shared_ptr<const JwtKeys>> read(const std::string& path);
  [[nodiscard]] static Result<std::shared_ptr<const JwtKeys>> parse(const std::string& text);

  // The claims of a token (RFC 7519) that one of the keys has signed with its own algorithm, that holds at
  // this time (seconds since 1970) and is for whom the settings say: those that are strings, whole numbers or
  // booleans, as text. Nothing for any other token.
  [[nodiscard]] std::optional<Claims> verify(const std::string& token, const policy::JwtSettings& settings,
                                             std::int64_t now) const;

 private:
  struct Key {
    std::string algorithm;
    std::string text;  // the secret, or the public key as PEM
  };
  std::vector<Key> m_keys;
};

}  // namespace halftone::proxy::filters

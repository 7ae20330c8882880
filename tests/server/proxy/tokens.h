// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jwt.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

namespace halftone::proxy::test {

// A signed token (RFC 7519); empty if the key does not fit the algorithm.
inline std::string tokenOf(jwt_alg_t algorithm, const std::string& key, const nlohmann::json& claims) {
  jwt_t* token = nullptr;
  jwt_new(&token);
  jwt_add_grants_json(token, claims.dump().c_str());
  jwt_set_alg(token, algorithm, reinterpret_cast<const unsigned char*>(key.data()),
              static_cast<int>(key.size()));
  char* const text = jwt_encode_str(token);
  const std::string result = text == nullptr ? "" : text;
  std::free(text);
  jwt_free(token);
  return result;
}

// The header field of a user whose token is signed by a shared secret.
inline std::string tokenField(const std::string& user, const std::string& secret) {
  return "Authorization: Bearer " + tokenOf(JWT_ALG_HS256, secret, {{"sub", user}}) + "\r\n";
}

}  // namespace halftone::proxy::test

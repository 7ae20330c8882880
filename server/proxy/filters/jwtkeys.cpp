// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filters/jwtkeys.h"

#include <jwt.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace halftone::proxy::filters {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxFileBytes = 256 * 1024;
constexpr std::size_t kMaxClaims = 64;

struct FreeJwt {
  void operator()(jwt_t* token) const { jwt_free(token); }
};
struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

std::optional<jwt_alg_t> algorithmOf(const std::string& name) {
  if (name == "HS256") return JWT_ALG_HS256;
  if (name == "RS256") return JWT_ALG_RS256;
  if (name == "ES256") return JWT_ALG_ES256;
  return std::nullopt;
}

// All claims of a token that this key has signed. With another algorithm than the key's it is refused, or an
// RSA key that everybody knows would do as an HMAC secret.
Json claimsOf(const std::string& token, const std::string& key, jwt_alg_t algorithm) {
  jwt_t* raw = nullptr;
  const auto* const bytes = reinterpret_cast<const unsigned char*>(key.data());
  if (jwt_decode(&raw, token.c_str(), bytes, static_cast<int>(key.size())) != 0) return nullptr;
  const std::unique_ptr<jwt_t, FreeJwt> decoded(raw);
  if (jwt_get_alg(decoded.get()) != algorithm) return nullptr;
  const std::unique_ptr<char, FreeText> text(jwt_get_grants_json(decoded.get(), nullptr));
  if (text == nullptr) return nullptr;
  return Json::parse(text.get(), nullptr, false);
}

// Whether `exp` and `nbf`, where they are there, allow the time (RFC 7519 sections 4.1.4 and 4.1.5).
bool holdsAt(const Json& claims, std::int64_t now) {
  const auto until = claims.find("exp");
  if (until != claims.end() && (!until->is_number() || static_cast<double>(now) >= until->get<double>()))
    return false;
  const auto from = claims.find("nbf");
  return from == claims.end() || (from->is_number() && static_cast<double>(now) >= from->get<double>());
}

bool isFor(const Json& claims, const std::vector<std::string>& wanted) {
  if (wanted.empty()) return true;
  const auto isWanted = [&](const Json& one) {
    return one.is_string() && std::find(wanted.begin(), wanted.end(), one.get<std::string>()) != wanted.end();
  };
  const auto audience = claims.find("aud");
  if (audience == claims.end()) return false;
  if (audience->is_array()) return std::any_of(audience->begin(), audience->end(), isWanted);
  return isWanted(*audience);
}

bool isFrom(const Json& claims, const std::string& issuer) {
  if (issuer.empty()) return true;
  const auto found = claims.find("iss");
  return found != claims.end() && found->is_string() && found->get<std::string>() == issuer;
}

JwtKeys::Claims asText(const Json& claims) {
  JwtKeys::Claims result;
  for (const auto& [name, value] : claims.items()) {
    if (result.size() == kMaxClaims) break;
    if (value.is_string()) result.emplace_back(name, value.get<std::string>());
    if (value.is_number_integer() || value.is_boolean()) result.emplace_back(name, value.dump());
  }
  return result;
}

std::string textOf(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Result<std::shared_ptr<const JwtKeys>> JwtKeys::read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (!file || !(text << file.rdbuf())) return fail(ErrorCode::Io, path, "cannot be read");
  if (text.str().size() > kMaxFileBytes) return fail(ErrorCode::TooLarge, path, "the file is too large");
  auto keys = parse(text.str());
  if (!keys) return fail(keys.error().code, path + '#' + keys.error().place, keys.error().message);
  return keys;
}

Result<std::shared_ptr<const JwtKeys>> JwtKeys::parse(const std::string& text) {
  const Json document = Json::parse(text, nullptr, false);
  if (!document.is_object() || !document.contains("keys") || !document["keys"].is_array())
    return fail(ErrorCode::Invalid, "/keys", "is no list of keys");
  const Json& list = document["keys"];
  if (list.empty() || list.size() > kMaxKeys)
    return fail(ErrorCode::Invalid, "/keys", "must be 1 to " + std::to_string(kMaxKeys) + " keys");
  auto keys = std::make_shared<JwtKeys>();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string at = "/keys/" + std::to_string(i);
    if (!list[i].is_object()) return fail(ErrorCode::Invalid, at, "is no object");
    const std::string algorithm = textOf(list[i], "alg");
    if (!algorithmOf(algorithm))
      return fail(ErrorCode::Invalid, at + "/alg", "is none of HS256, RS256, ES256");
    const char* const member = algorithm == "HS256" ? "secret" : "pem";
    std::string key = textOf(list[i], member);
    if (key.empty()) return fail(ErrorCode::Invalid, at + '/' + member, "is missing");
    keys->m_keys.push_back({algorithm, std::move(key)});
  }
  return std::shared_ptr<const JwtKeys>(std::move(keys));
}

std::optional<JwtKeys::Claims> JwtKeys::verify(const std::string& token, const policy::JwtSettings& settings,
                                               std::int64_t now) const {
  if (token.size() > kMaxTokenBytes) return std::nullopt;
  for (const Key& key : m_keys) {
    const Json claims = claimsOf(token, key.text, *algorithmOf(key.algorithm));
    if (!claims.is_object()) continue;
    if (!holdsAt(claims, now) || !isFor(claims, settings.audience) || !isFrom(claims, settings.issuer))
      return std::nullopt;
    return asText(claims);
  }
  return std::nullopt;
}

}  // namespace halftone::proxy::filters

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "server/net/httphead.h"
#include "server/net/httpserver.h"

namespace halftone::net {

namespace {

int hexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// A parameter that cannot be decoded is as if it were not there.
template <typename Visit>
void forEachParameter(std::string_view query, std::string_view name, Visit visit) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (percentDecode(pair.substr(0, equals), true) != name) continue;
    std::optional<std::string> value = percentDecode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (value && !visit(std::move(*value))) return;
  }
}

HttpResponse withType(int status, std::string body, std::string type) {
  HttpResponse response{status, {}, std::move(body)};
  response.fields.emplace_back("Content-Type", std::move(type));
  return response;
}

}  // namespace

std::optional<std::string> percentDecode(std::string_view text, bool plusIsSpace) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plusIsSpace) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hexValue(text[i + 1]);
      const int low = hexValue(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

std::string_view HttpRequest::field(std::string_view name) const {
  for (const auto& [fieldName, value] : fields) {
    if (equalsIgnoringCase(fieldName, name)) return value;
  }
  return "";
}

std::optional<std::string> HttpRequest::parameter(std::string_view name) const {
  std::optional<std::string> found;
  forEachParameter(query, name, [&](std::string value) {
    found = std::move(value);
    return false;
  });
  return found;
}

std::vector<std::string> HttpRequest::parameters(std::string_view name) const {
  std::vector<std::string> found;
  forEachParameter(query, name, [&](std::string value) {
    found.push_back(std::move(value));
    return true;
  });
  return found;
}

HttpResponse HttpResponse::text(int status, std::string body) {
  return withType(status, std::move(body), "text/plain; charset=utf-8");
}

HttpResponse HttpResponse::json(int status, std::string body) {
  return withType(status, std::move(body), "application/json");
}

}  // namespace halftone::net

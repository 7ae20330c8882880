// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/json.h"

#include <limits>
#include <nlohmann/json.hpp>

namespace halftone::consul {

using nlohmann::json;

json parseJson(const QByteArray& body) {
  return json::parse(body.begin(), body.end(), nullptr, false);
}

const json& member(const json& object, const char* key) {
  static const json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(key);
  return found == object.end() ? kNull : *found;
}

std::string textOf(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_string() ? value.get_ref<const std::string&>() : std::string();
}

std::uint64_t unsignedOf(const json& object, const char* key) {
  const json& value = member(object, key);
  return value.is_number_unsigned() ? value.get<std::uint64_t>() : 0;
}

int intOf(const json& object, const char* key, int fallback) {
  const json& value = member(object, key);
  if (!value.is_number_integer()) return fallback;
  if (value.is_number_unsigned() &&
      value.get<std::uint64_t>() > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
    return fallback;
  }
  const auto number = value.get<std::int64_t>();
  return number < std::numeric_limits<int>::min() ? fallback : static_cast<int>(number);
}

std::vector<std::string> textsOf(const json& array) {
  std::vector<std::string> texts;
  if (!array.is_array()) return texts;
  texts.reserve(array.size());
  for (const json& element : array) {
    if (element.is_string()) texts.push_back(element.get_ref<const std::string&>());
  }
  return texts;
}

}  // namespace halftone::consul

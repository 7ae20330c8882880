// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace halftone::app {

// Members of an object from outside, of whatever kind they are: the empty value where it is not the one asked
// for.

inline constexpr int kMaxFieldText = 256;

[[nodiscard]] inline QString textField(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_string()) return {};
  return QString::fromStdString(it->get_ref<const std::string&>()).left(kMaxFieldText);
}

[[nodiscard]] inline double numberField(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  return it == object.end() || !it->is_number() ? 0 : it->get<double>();
}

[[nodiscard]] inline qint64 integerField(const nlohmann::json& object, const char* key) {
  const auto it = object.find(key);
  if (it == object.end() || !it->is_number()) return 0;
  if (it->is_number_float()) return static_cast<qint64>(std::clamp(it->get<double>(), -9e15, 9e15));
  return it->get<qint64>();
}

[[nodiscard]] inline quint64 countField(const nlohmann::json& object, const char* key) {
  return static_cast<quint64>(std::max<qint64>(0, integerField(object, key)));
}

}  // namespace halftone::app

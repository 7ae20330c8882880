// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// QCOMPARE of JSON values: one of its overloads takes qfloat16, and asking whether JSON converts to it needs
// the complete type.
#include <QFloat16>
#include <QTest>
#include <nlohmann/json.hpp>

namespace nlohmann {

// What QCOMPARE shows when two values differ.
inline char* toString(const json& value) {
  return qstrdup(value.dump().c_str());
}

}  // namespace nlohmann

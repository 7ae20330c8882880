// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <optional>
#include <string>

namespace halftone {

// A share of the whole in hundredths of a percent: 0 to 10000. A value type without allocation.
class BasisPoints {
 public:
  constexpr BasisPoints() = default;
  constexpr explicit BasisPoints(int hundredths) : m_hundredths(hundredths) {}

  [[nodiscard]] static constexpr BasisPoints whole() { return BasisPoints(10000); }
  // From a percentage with at most two decimals, 0 to 100; nothing if it is not such a number.
  [[nodiscard]] static std::optional<BasisPoints> fromPercent(double percent);

  [[nodiscard]] constexpr int value() const { return m_hundredths; }
  [[nodiscard]] constexpr double percent() const { return m_hundredths / 100.0; }
  // The shortest decimal form of the percentage: "5", "0.5", "33.33".
  [[nodiscard]] std::string toString() const;

  friend constexpr auto operator<=>(BasisPoints, BasisPoints) = default;
  friend constexpr BasisPoints operator+(BasisPoints a, BasisPoints b) {
    return BasisPoints(a.m_hundredths + b.m_hundredths);
  }

 private:
  int m_hundredths = 0;
};

}  // namespace halftone

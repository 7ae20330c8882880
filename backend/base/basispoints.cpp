// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/base/basispoints.h"

#include <cmath>

namespace halftone {

std::optional<BasisPoints> BasisPoints::fromPercent(double percent) {
  if (!(percent >= 0.0 && percent <= 100.0)) return std::nullopt;
  const double hundredths = percent * 100.0;
  const double rounded = std::round(hundredths);
  // A decimal of two places is at most a few units in the last place away after the multiplication.
  if (std::abs(hundredths - rounded) > 1e-6) return std::nullopt;
  return BasisPoints(static_cast<int>(rounded));
}

std::string BasisPoints::toString() const {
  std::string text = std::to_string(m_hundredths / 100);
  const int rest = m_hundredths % 100;
  if (rest == 0) return text;
  text += '.';
  text += static_cast<char>('0' + rest / 10);
  if (rest % 10 != 0) text += static_cast<char>('0' + rest % 10);
  return text;
}

}  // namespace halftone

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace halftone::app {

// One version's part of a split that is being edited.
struct SplitPart {
  int weight = 0;  // basis points
  bool locked = false;
  bool stable = false;
  friend bool operator==(const SplitPart&, const SplitPart&) = default;
};

// Who gives and takes when one weight is changed.
enum class Balancing {
  StableAbsorbs,  // the stable version, as far as it can; only then the others
  Proportional,   // all that are not locked, by their weights
};

inline constexpr int kWholeSplit = 10000;

// The most that part `row` can have: all but what the others have locked away.
[[nodiscard]] int largestWeight(const std::vector<SplitPart>& parts, int row);

// Gives part `row` the weight `wanted`, as near as the locks allow, and the rest to the others. The weights
// sum to 10000 after it if they did before. A locked part stays as it is.
[[nodiscard]] std::vector<SplitPart> withWeight(std::vector<SplitPart> parts, int row, int wanted,
                                                Balancing balancing);

// What is not locked in equal parts; what does not divide goes to the stable version, else to the first.
[[nodiscard]] std::vector<SplitPart> withEqualWeights(std::vector<SplitPart> parts);

}  // namespace halftone::app

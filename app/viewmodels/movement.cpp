// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/movement.h"

#include <algorithm>

namespace halftone::app {

std::map<std::pair<std::string, std::string>, int> movement(const std::vector<policy::Share>& before,
                                                            const std::vector<policy::Share>& after) {
  std::map<std::pair<std::string, std::string>, int> moves;
  std::size_t i = 0;
  std::size_t j = 0;
  int leftBefore = before.empty() ? 0 : before[0].weight.value();
  int leftAfter = after.empty() ? 0 : after[0].weight.value();
  while (i < before.size() && j < after.size()) {
    const int both = std::min(leftBefore, leftAfter);
    if (both > 0 && before[i].version != after[j].version)
      moves[{before[i].version, after[j].version}] += both;
    leftBefore -= both;
    leftAfter -= both;
    if (leftBefore == 0 && ++i < before.size()) leftBefore = before[i].weight.value();
    if (leftAfter == 0 && ++j < after.size()) leftAfter = after[j].weight.value();
  }
  return moves;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/splitweights.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace halftone::app {

namespace {

using Rows = std::vector<std::size_t>;

// The parts that may change when part `row` does.
Rows othersFree(const std::vector<SplitPart>& parts, int row) {
  Rows rows;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (static_cast<int>(i) != row && !parts[i].locked) rows.push_back(i);
  }
  return rows;
}

int sumOf(const std::vector<SplitPart>& parts, const Rows& rows) {
  return std::accumulate(rows.begin(), rows.end(), 0,
                         [&parts](int sum, std::size_t row) { return sum + parts[row].weight; });
}

// Shares `total` among the rows in proportion to their weights, evenly if they have none; the largest
// remainders get the odd points, so that the sum is exact.
void shareOut(std::vector<SplitPart>& parts, const Rows& rows, int total) {
  if (rows.empty()) return;
  const std::int64_t base = sumOf(parts, rows);
  struct Remainder {
    std::size_t row;
    std::int64_t size;
  };
  std::vector<Remainder> remainders;
  int given = 0;
  for (const std::size_t row : rows) {
    const std::int64_t weight = base > 0 ? parts[row].weight : 1;
    const std::int64_t whole = base > 0 ? base : static_cast<std::int64_t>(rows.size());
    const std::int64_t product = weight * total;
    remainders.push_back({row, product % whole});
    parts[row].weight = static_cast<int>(product / whole);
    given += parts[row].weight;
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const Remainder& a, const Remainder& b) { return a.size > b.size; });
  for (int i = 0; i < total - given; ++i) ++parts[remainders[static_cast<std::size_t>(i)].row].weight;
}

// The stable version takes what is over or gives what is short; what it has not, the other rows give.
void absorb(std::vector<SplitPart>& parts, const Rows& rows, std::size_t stable, int total) {
  Rows others;
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(others),
               [stable](std::size_t row) { return row != stable; });
  const int othersSum = sumOf(parts, others);
  parts[stable].weight = std::max(0, total - othersSum);
  if (othersSum > total) shareOut(parts, others, total);
}

}  // namespace

int largestWeight(const std::vector<SplitPart>& parts, int row) {
  int locked = 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (static_cast<int>(i) != row && parts[i].locked) locked += parts[i].weight;
  }
  return kWholeSplit - locked;
}

std::vector<SplitPart> withWeight(std::vector<SplitPart> parts, int row, int wanted, Balancing balancing) {
  const auto index = static_cast<std::size_t>(row);
  if (row < 0 || index >= parts.size() || parts[index].locked) return parts;
  const Rows rows = othersFree(parts, row);
  if (rows.empty()) return parts;
  const int limit = largestWeight(parts, row);
  const int weight = std::clamp(wanted, 0, limit);
  const auto stable =
      std::find_if(rows.begin(), rows.end(), [&parts](std::size_t i) { return parts[i].stable; });
  parts[index].weight = weight;
  if (balancing == Balancing::StableAbsorbs && stable != rows.end()) {
    absorb(parts, rows, *stable, limit - weight);
  } else {
    shareOut(parts, rows, limit - weight);
  }
  return parts;
}

std::vector<SplitPart> withEqualWeights(std::vector<SplitPart> parts) {
  const Rows rows = othersFree(parts, -1);
  if (rows.empty()) return parts;
  const int total = largestWeight(parts, -1);
  const int each = total / static_cast<int>(rows.size());
  for (const std::size_t row : rows) parts[row].weight = each;
  const auto stable =
      std::find_if(rows.begin(), rows.end(), [&parts](std::size_t i) { return parts[i].stable; });
  parts[stable == rows.end() ? rows.front() : *stable].weight += total - each * static_cast<int>(rows.size());
  return parts;
}

}  // namespace halftone::app

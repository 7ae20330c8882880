// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVariantList>
#include <vector>

namespace halftone::app {

// One line of two texts side by side.
struct DiffLine {
  enum class Kind { Same, Removed, Added, Changed, Gap };  // Gap: lines that are the same, left out
  Kind kind = Kind::Same;
  int leftNumber = 0;  // from 1; 0: nothing on that side
  int rightNumber = 0;
  QString left;
  QString right;
};

// The lines of two texts side by side, by their longest common subsequence; of what is the same only
// `context` lines around each change. Texts that differ in more than kMaxCells of line pairs are shown as
// replaced whole.
inline constexpr std::size_t kMaxDiffCells = 4'000'000;
[[nodiscard]] std::vector<DiffLine> diffLines(const QString& left, const QString& right, int context = 3);

// For QML: [{kind, leftNumber, rightNumber, left, right}], kind "same", "removed", "added", "changed", "gap".
[[nodiscard]] QVariantList diffRows(const QString& left, const QString& right);

}  // namespace halftone::app

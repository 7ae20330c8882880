// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "app/charts/plotdata.h"
#include "app/viewmodels/comparison.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

// The health page's findings in words, in the language of now.

struct ComparisonTexts {
  QString kind;                           // of StateMark
  QString verdict;                        // "v2 is worse than v1"
  QString basis;                          // how many requests it rests on
  std::vector<RecordModel::Record> rows;  // name, difference, interval, word, kind
};

[[nodiscard]] ComparisonTexts comparisonTexts(const Comparison& comparison, const QString& baseline,
                                              const QString& candidate, const HistoryBin& before,
                                              const HistoryBin& after);
// What was kept as marks, as the charts draw and explain them.
[[nodiscard]] std::vector<ChartMark> chartMarks(const std::vector<HistoryMark>& marks, qint64 nowMs);
// From when to when, with dates, in local time.
[[nodiscard]] QString stretchText(double from, double to);

}  // namespace halftone::app

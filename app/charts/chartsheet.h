// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "backend/base/result.h"

namespace halftone::app {

class LinePlot;

// A chart on the sheet, with its heading.
struct SheetChart {
  QString title;
  LinePlot* plot = nullptr;  // as it is drawn now, with its colours and size
};

// Writes the charts one below the other, with their legends under a line of text, to `file`: as SVG if its
// name ends so, else as PNG at twice the size. An existing file is replaced whole or not at all. GUI thread.
[[nodiscard]] Result<void> writeSheet(const QString& file, const QString& heading,
                                      const std::vector<SheetChart>& charts);

// Writes the points of all charts to `file` as CSV (RFC 4180): time (ISO 8601, UTC), chart, unit, line,
// version, value; only those between `from` and `to` (seconds since 1970). Whole or not at all.
[[nodiscard]] Result<void> writePoints(const QString& file, const std::vector<SheetChart>& charts,
                                       double from, double to);

}  // namespace halftone::app

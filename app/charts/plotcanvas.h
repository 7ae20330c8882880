// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <qcustomplot.h>

namespace halftone::app {

// The hidden plot of a chart: its axes and their look, and access to what it has painted. GUI thread.
class PlotCanvas : public QCustomPlot {
 public:
  // Exactly 1: wider lines cost 10 to 40 times the time without phFastPolylines.
  static constexpr double kPenWidth = 1.0;

  PlotCanvas();

  // What the last replot painted.
  void paintBuffers(QPainter* painter) const;
  void setLook(const QColor& text, const QColor& grid, const QFont& font);
  // Seconds since 1970.
  void setTimeRange(double from, double to);

 private:
  QSharedPointer<QCPAxisTickerDateTime> m_ticker{new QCPAxisTickerDateTime};
};

}  // namespace halftone::app

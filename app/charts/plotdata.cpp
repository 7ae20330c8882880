// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/plotdata.h"

#include <limits>
#include <utility>

namespace halftone::app {

PlotData::PlotData(QObject* parent)
    : QObject(parent), m_threshold(std::numeric_limits<double>::quiet_NaN()) {}

void PlotData::setCurves(std::vector<Curve> curves) {
  m_curves = std::move(curves);
  emit changed();
}

void PlotData::setMarks(std::vector<ChartMark> marks) {
  m_marks = std::move(marks);
  emit changed();
}

void PlotData::set(std::vector<Curve> curves, std::vector<ChartMark> marks) {
  m_curves = std::move(curves);
  m_marks = std::move(marks);
  emit changed();
}

void PlotData::setThreshold(double value) {
  m_threshold = value;
  emit changed();
}

}  // namespace halftone::app

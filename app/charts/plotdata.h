// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <vector>

namespace halftone::app {

// One line of a chart.
struct Curve {
  QString name;                // as the legend and the read-out show it
  QString version;             // gives its colour, by VersionColors
  int variant = 0;             // 0 solid, 1 dashed, 2 dotted: p50, p95, p99 of one version
  std::vector<double> times;   // seconds since 1970, ascending
  std::vector<double> values;  // as many; NaN leaves a gap
};

// A moment worth a vertical line: a publish, a fault.
struct ChartMark {
  double time = 0;  // seconds since 1970
  QString label;
  QString detail = {};  // what a tool tip says of it
  bool bad = false;     // a fault, not a deed
};

// What one chart shows. A view model owns one for each chart and sets it whole, once a second; LinePlot draws
// it. GUI thread.
class PlotData : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")

 public:
  explicit PlotData(QObject* parent = nullptr);

  void setCurves(std::vector<Curve> curves);
  void setMarks(std::vector<ChartMark> marks);
  // A horizontal line, such as a limit; NaN: none.
  void setThreshold(double value);
  // All at once: the chart is drawn once.
  void set(std::vector<Curve> curves, std::vector<ChartMark> marks);

  [[nodiscard]] const std::vector<Curve>& curves() const { return m_curves; }
  [[nodiscard]] const std::vector<ChartMark>& marks() const { return m_marks; }
  [[nodiscard]] double threshold() const { return m_threshold; }

 signals:
  void changed();

 private:
  std::vector<Curve> m_curves;
  std::vector<ChartMark> m_marks;
  double m_threshold;
};

}  // namespace halftone::app

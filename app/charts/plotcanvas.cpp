// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/plotcanvas.h"

#include <QPainter>
#include <algorithm>

namespace halftone::app {

namespace {

constexpr int kPixelsPerTick = 90;
constexpr int kLabelGap = 7;  // pixels between the time axis and its labels

// The pixmap of a paint buffer is protected; toPixmap() would draw everything again.
struct BufferPixels : QCPPaintBufferPixmap {
  static const QPixmap& of(const QCPPaintBufferPixmap& buffer) { return buffer.*(&BufferPixels::mBuffer); }
};

}  // namespace

PlotCanvas::PlotCanvas() {
  setInteractions({});
  axisRect()->setupFullAxesBox(true);
  axisRect()->setAutoMargins(QCP::msNone);
  xAxis->setTicker(m_ticker);
  yAxis->ticker()->setTickCount(4);
  for (QCPAxis* axis : {xAxis, yAxis, xAxis2, yAxis2}) axis->setSubTicks(false);
  for (QCPAxis* axis : {yAxis, xAxis2, yAxis2}) axis->setBasePen(Qt::NoPen);
  for (QCPAxis* axis : {xAxis2, yAxis2}) axis->setTicks(false);
  yAxis->setTickPen(Qt::NoPen);
  yAxis->setNumberFormat(QStringLiteral("gb"));
  yAxis->setNumberPrecision(6);
}

void PlotCanvas::paintBuffers(QPainter* painter) const {
  for (const auto& buffer : mPaintBuffers) {
    const auto* pixels = dynamic_cast<const QCPPaintBufferPixmap*>(buffer.data());
    if (pixels != nullptr) painter->drawPixmap(0, 0, BufferPixels::of(*pixels));
  }
}

void PlotCanvas::setLook(const QColor& text, const QColor& grid, const QFont& font) {
  for (QCPAxis* axis : {xAxis, yAxis}) {
    axis->setTickLabelColor(text);
    axis->setTickLabelFont(font);
    axis->grid()->setPen(QPen(grid, kPenWidth));
    axis->grid()->setZeroLinePen(QPen(grid, kPenWidth));
  }
  xAxis->grid()->setVisible(false);
  xAxis->setBasePen(QPen(grid, kPenWidth));
  xAxis->setTickPen(QPen(grid, kPenWidth));
  xAxis->setTickLabelPadding(kLabelGap);
  const QFontMetrics metrics(font);
  axisRect()->setMargins({metrics.horizontalAdvance(QStringLiteral("000000")), metrics.height() / 2,
                          metrics.horizontalAdvance(QStringLiteral("00:00")) / 2,
                          metrics.height() + 2 * kLabelGap});
}

void PlotCanvas::setTimeRange(double from, double to) {
  m_ticker->setTickCount(std::max(2, viewport().width() / kPixelsPerTick));
  m_ticker->setDateTimeFormat(to - from <= 600 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
  xAxis->setRange(from, to);
}

}  // namespace halftone::app

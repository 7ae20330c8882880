// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/lineplot.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QHoverEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPicture>
#include <QQuickWindow>
#include <QWheelEvent>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "app/charts/plotcanvas.h"
#include "app/feeds/clock.h"

namespace halftone::app {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kHeadroom = 1.12;  // above the highest point
constexpr double kRing = 7;         // pixels across
constexpr int kRings = 12;          // on a curve, at least
constexpr double kMarkReach = 6;    // pixels from a mark at which the pointer is on it
constexpr double kZoomStep = 0.8;   // of the span, for one notch of the wheel
constexpr int kNotch = 120;         // QWheelEvent::angleDelta of one notch
constexpr double kDay = 86400;
// What drawing plots may take of one frame; the others wait for the next, so that twelve that change at once
// do not stop a slider. Each frame draws one at least.
constexpr qint64 kFrameNs = 15'000'000;
constexpr qint64 kFrameBudgetNs = 5'000'000;

// The time that all plots share. GUI thread.
class DrawingTurn {
 public:
  bool begins() {
    if (!m_frame.isValid() || m_frame.nsecsElapsed() >= kFrameNs) {
      m_frame.start();
      m_spentNs = 0;
    }
    m_clock.start();
    return m_spentNs <= kFrameBudgetNs;
  }
  void ends() { m_spentNs += m_clock.nsecsElapsed(); }

 private:
  QElapsedTimer m_frame;
  QElapsedTimer m_clock;
  qint64 m_spentNs = 0;
};

DrawingTurn& drawingTurn() {
  static DrawingTurn turn;
  return turn;
}

// The sample nearest to `time`, or nothing if none is as near as its neighbours are.
std::optional<std::size_t> sampleAt(const Curve& curve, double time) {
  const auto& times = curve.times;
  if (times.empty() || std::isnan(time)) return std::nullopt;
  auto next = std::lower_bound(times.begin(), times.end(), time);
  if (next == times.end()) --next;
  if (next != times.begin() && time - *std::prev(next) < *next - time) --next;
  const double step =
      times.size() > 1 ? (times.back() - times.front()) / static_cast<double>(times.size() - 1) : 1;
  if (std::abs(*next - time) > 1.5 * step) return std::nullopt;
  return static_cast<std::size_t>(next - times.begin());
}

const std::vector<Curve>& curvesOf(const PlotData* data) {
  static const std::vector<Curve> none;
  return data != nullptr ? data->curves() : none;
}

QString valueText(double value) {
  if (std::isnan(value)) return QStringLiteral("–");
  const int decimals = std::abs(value) < 10 ? 2 : std::abs(value) < 100 ? 1 : 0;
  return QLocale().toString(value, 'f', decimals);
}

}  // namespace

LinePlot::LinePlot(QQuickItem* parent)
    : QQuickPaintedItem(parent), m_canvas(std::make_unique<PlotCanvas>()), m_hoverTime(kNone) {
  setAcceptHoverEvents(true);
  connect(m_canvas.get(), &QCustomPlot::afterReplot, this, [this] {
    if (!m_begun) return;  // QCustomPlot's first picture is of a plot without range or look
    ++m_revision;
    update();
    emit drawn();
  });
  connect(this, &LinePlot::lookChanged, this, &LinePlot::refresh);
}

LinePlot::~LinePlot() = default;

void LinePlot::setPlotData(PlotData* data) {
  if (m_data == data) return;
  if (m_data) m_data->disconnect(this);
  m_data = data;
  if (m_data) connect(m_data, &PlotData::changed, this, &LinePlot::refresh);
  emit plotDataChanged();
  refresh();
}

void LinePlot::refresh() {
  m_dirty = true;
  polish();
}

void LinePlot::updatePolish() {
  if (!m_dirty || !isVisible() || window() == nullptr) return;
  if (!drawingTurn().begins()) {
    const auto again = [this] { polish(); };
    connect(window(), &QQuickWindow::frameSwapped, this, again, Qt::SingleShotConnection);
    window()->update();
    return;
  }
  m_dirty = false;
  m_begun = true;
  updateLegend();
  draw();
  drawingTurn().ends();
}

void LinePlot::draw() {
  fitCanvas();
  QFont font(m_fontFamily);
  font.setPixelSize(m_fontPixelSize);
  m_canvas->setLook(m_textColor, m_gridColor, font);
  const double to = m_end > 0 ? m_end : newestTime();
  m_canvas->setTimeRange(to - m_span, to);
  drawCurves(to - m_span, to);
  m_canvas->replot(QCustomPlot::rpQueuedRefresh);
}

void LinePlot::fitCanvas() {
  m_canvas->setViewport(QRect(0, 0, qCeil(width()), qCeil(height())));
  if (window() != nullptr) m_canvas->setBufferDevicePixelRatio(window()->effectiveDevicePixelRatio());
}

void LinePlot::drawCurves(double from, double to) {
  m_canvas->clearGraphs();
  m_empty = true;
  double top = m_data && !std::isnan(m_data->threshold()) ? m_data->threshold() : 0;
  std::map<double, double> below;  // of stacked curves, by time
  QCPGraph* previous = nullptr;
  for (const Curve& curve : curvesOf(m_data)) {
    const auto first =
        std::lower_bound(curve.times.begin(), curve.times.end(), from - 2) - curve.times.begin();
    QVector<double> keys;
    QVector<double> values;
    keys.reserve(static_cast<qsizetype>(curve.times.size()) - first);
    values.reserve(static_cast<qsizetype>(curve.times.size()) - first);
    for (auto i = static_cast<std::size_t>(first); i < curve.times.size() && curve.times[i] <= to; ++i) {
      double value = curve.values[i];
      if (m_stacked) value = below[curve.times[i]] += std::isnan(value) ? 0 : value;
      keys.append(curve.times[i]);
      values.append(value);
      if (value > top) top = value;
      m_empty = m_empty && (std::isnan(curve.values[i]) || curve.times[i] < from);
    }
    const QColor color = colorOfVersion(curve.version);
    QCPGraph* graph = m_canvas->addGraph();
    graph->setData(keys, values, true);
    graph->setPen(QPen(color, PlotCanvas::kPenWidth,
                       curve.variant == 0   ? Qt::SolidLine
                       : curve.variant == 1 ? Qt::DashLine
                                            : Qt::DotLine));
    if (hasRings(curve.version)) {
      graph->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, color, m_backgroundColor, kRing));
      graph->setScatterSkip(static_cast<int>(keys.size()) / kRings);
    }
    if (m_stacked) {
      QColor fill = color;
      fill.setAlphaF(0.35F);
      graph->setBrush(fill);
      graph->setChannelFillGraph(previous);
      previous = graph;
    }
  }
  m_canvas->yAxis->setRange(0, top > 0 ? top * kHeadroom : 1);
}

void LinePlot::paint(QPainter* painter) {
  painter->fillRect(boundingRect(), m_backgroundColor);
  if (m_revision == 0) return;
  m_canvas->paintBuffers(painter);
  paintMarks(painter);
}

void LinePlot::paintMarks(QPainter* painter) const {
  if (!m_data) return;
  const QRectF plot = m_canvas->axisRect()->rect();
  QFont font(m_fontFamily);
  font.setPixelSize(m_fontPixelSize);
  painter->setFont(font);
  const double threshold = m_data->threshold();
  if (!std::isnan(threshold) && m_canvas->yAxis->range().contains(threshold)) {
    painter->setPen(QPen(m_badColor, PlotCanvas::kPenWidth, Qt::DashLine));
    const double y = m_canvas->yAxis->coordToPixel(threshold);
    painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
  }
  const QFontMetricsF metrics(font);
  double labelled = plot.left();  // up to where labels stand already
  for (const ChartMark& mark : m_data->marks()) {
    const double x = xOf(mark.time);
    if (x < 0) continue;
    painter->setPen(QPen(mark.bad ? m_badColor : m_markColor, PlotCanvas::kPenWidth, Qt::DashLine));
    painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    const double width = metrics.horizontalAdvance(mark.label);
    const double left = x + width + 4 > plot.right() ? x - width - 4 : x + 4;
    if (left < labelled) continue;
    painter->drawText(QPointF(left, plot.top() + metrics.ascent()), mark.label);
    labelled = left + width + 4;
  }
}

void LinePlot::drawInto(QPainter* painter, const QRectF& place) const {
  QPicture picture;
  {
    QCPPainter vectors(&picture);
    m_canvas->toPainter(&vectors, qCeil(width()), qCeil(height()));
  }
  painter->save();
  painter->translate(place.topLeft());
  painter->scale(place.width() / width(), place.height() / height());
  painter->fillRect(QRectF(0, 0, width(), height()), m_backgroundColor);
  painter->drawPicture(0, 0, picture);
  paintMarks(painter);
  painter->restore();
}

double LinePlot::xOf(double time) const {
  const QCPRange shown = m_canvas->xAxis->range();
  if (std::isnan(time) || !shown.contains(time)) return -1;
  return m_canvas->xAxis->coordToPixel(time);
}

double LinePlot::plotBottom() const {
  return m_canvas->axisRect()->bottom();
}

QVariantList LinePlot::valuesAt(double time) const {
  QVariantList rows;
  if (!m_data) return rows;
  for (const Curve& curve : m_data->curves()) {
    const std::optional<std::size_t> sample = sampleAt(curve, time);
    QString text = valueText(sample ? curve.values[*sample] : kNone);
    if (!m_unit.isEmpty()) text += QLatin1Char(' ') + m_unit;
    rows.append(QVariantMap{{QStringLiteral("name"), curve.name},
                            {QStringLiteral("version"), curve.version},
                            {QStringLiteral("variant"), curve.variant},
                            {QStringLiteral("text"), text}});
  }
  return rows;
}

QString LinePlot::timeText(double time) const {
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(time * 1000));
  return at.toString(m_span > kDay / 2 ? QStringLiteral("MM-dd HH:mm:ss") : QStringLiteral("HH:mm:ss"));
}

QString LinePlot::markText(double time) const {
  QStringList lines;
  if (!m_data || std::isnan(time)) return {};
  const double reach = std::max(kMarkReach * secondsPerPixel(), 0.6);
  for (const ChartMark& mark : m_data->marks()) {
    if (std::abs(mark.time - time) > reach) continue;
    lines.append(mark.detail.isEmpty() ? mark.label : mark.detail);
  }
  return lines.join(QLatin1Char('\n'));
}

double LinePlot::secondsPerPixel() const {
  return m_canvas->xAxis->range().size() / std::max(1, m_canvas->axisRect()->width());
}

void LinePlot::setInteractive(bool interactive) {
  if (m_interactive == interactive) return;
  m_interactive = interactive;
  setAcceptedMouseButtons(interactive ? Qt::LeftButton : Qt::NoButton);
  emit interactiveChanged();
}

void LinePlot::wheelEvent(QWheelEvent* event) {
  const int turned = event->angleDelta().y();
  const int sideways = event->angleDelta().x();
  event->setAccepted(m_interactive && (turned != 0 || sideways != 0));
  if (!event->isAccepted()) return;
  if (turned != 0) {
    emit zoomAsked(std::pow(kZoomStep, static_cast<double>(turned) / kNotch),
                   m_canvas->xAxis->pixelToCoord(event->position().x()));
  } else {
    emit panAsked(-m_canvas->xAxis->range().size() / 10 * sideways / kNotch);
  }
}

void LinePlot::mousePressEvent(QMouseEvent* event) {
  m_dragX = event->position().x();
  setKeepMouseGrab(true);
  event->accept();
}

void LinePlot::mouseMoveEvent(QMouseEvent* event) {
  const double seconds = (m_dragX - event->position().x()) * secondsPerPixel();
  m_dragX = event->position().x();
  if (seconds != 0) emit panAsked(seconds);
}

void LinePlot::mouseReleaseEvent(QMouseEvent* event) {
  setKeepMouseGrab(false);
  event->accept();
}

void LinePlot::mouseDoubleClickEvent(QMouseEvent* event) {
  event->accept();
  emit resetAsked();
}

void LinePlot::geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) {
  QQuickPaintedItem::geometryChange(newGeometry, oldGeometry);
  if (newGeometry.size() != oldGeometry.size()) refresh();
}

void LinePlot::itemChange(ItemChange change, const ItemChangeData& value) {
  QQuickPaintedItem::itemChange(change, value);
  const bool appeared = (change == ItemVisibleHasChanged && value.boolValue) ||
                        (change == ItemSceneChange && value.window != nullptr);
  if (change == ItemDevicePixelRatioHasChanged || (appeared && m_dirty)) refresh();
}

void LinePlot::hoverMoveEvent(QHoverEvent* event) {
  QQuickPaintedItem::hoverMoveEvent(event);
  const double x = event->position().x();
  if (!m_canvas->axisRect()->rect().contains(event->position().toPoint())) return setHoverTime(kNone);
  const double time = m_canvas->xAxis->pixelToCoord(x);
  if (!m_data || m_data->curves().empty()) return setHoverTime(kNone);
  const std::optional<std::size_t> sample = sampleAt(m_data->curves().front(), time);
  setHoverTime(sample ? m_data->curves().front().times[*sample] : kNone);
}

void LinePlot::hoverLeaveEvent(QHoverEvent* event) {
  QQuickPaintedItem::hoverLeaveEvent(event);
  setHoverTime(kNone);
}

void LinePlot::updateLegend() {
  QVariantList legend;
  for (const Curve& curve : curvesOf(m_data)) {
    legend.append(QVariantMap{{QStringLiteral("name"), curve.name},
                              {QStringLiteral("version"), curve.version},
                              {QStringLiteral("variant"), curve.variant}});
  }
  if (legend == m_legend) return;
  m_legend = legend;
  emit legendChanged();
}

void LinePlot::setHoverTime(double time) {
  if (m_hoverTime == time || (std::isnan(m_hoverTime) && std::isnan(time))) return;
  m_hoverTime = time;
  emit hoverTimeChanged();
}

double LinePlot::newestTime() const {
  double newest = 0;
  if (m_data) {
    for (const Curve& curve : m_data->curves()) {
      if (!curve.times.empty()) newest = std::max(newest, curve.times.back());
    }
  }
  return newest > 0 ? newest : nowSeconds();
}

bool LinePlot::hasRings(const QString& version) const {
  const auto index = m_versionIndexes.constFind(version);
  if (index == m_versionIndexes.constEnd() || m_colors.isEmpty()) return false;
  return index->toInt() / m_colors.size() % 2 == 1;
}

QColor LinePlot::colorOfVersion(const QString& version) const {
  const auto index = m_versionIndexes.constFind(version);
  if (index == m_versionIndexes.constEnd() || m_colors.isEmpty()) return m_textColor;
  return m_colors[index->toInt() % m_colors.size()];
}

}  // namespace halftone::app

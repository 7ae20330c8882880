// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QColor>
#include <QList>
#include <QPointer>
#include <QQuickPaintedItem>
#include <QVariantList>
#include <QVariantMap>
#include <memory>

#include "app/charts/plotdata.h"

namespace halftone::app {

class PlotCanvas;

// Lines over time, drawn by a QCustomPlot that is never shown: its buffers are painted into the scene. It
// draws anew when its data change and it can be seen; the crosshair is the scene's, so that hovering draws
// nothing here. GUI thread (QCustomPlot is a widget).
class LinePlot : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::PlotData* plotData READ plotData WRITE setPlotData NOTIFY plotDataChanged)
  Q_PROPERTY(QString unit MEMBER m_unit NOTIFY lookChanged)
  // Seconds shown, ending at `end` (seconds since 1970; 0: at the newest point).
  Q_PROPERTY(double span MEMBER m_span NOTIFY lookChanged)
  Q_PROPERTY(double end MEMBER m_end NOTIFY lookChanged)
  // Each curve on top of the one before, filled.
  Q_PROPERTY(bool stacked MEMBER m_stacked NOTIFY lookChanged)
  // VersionColors.indexes and Theme.series: a curve's colour is that of its version.
  Q_PROPERTY(QVariantMap versionIndexes MEMBER m_versionIndexes NOTIFY lookChanged)
  Q_PROPERTY(QList<QColor> colors MEMBER m_colors NOTIFY lookChanged)
  Q_PROPERTY(QColor textColor MEMBER m_textColor NOTIFY lookChanged)
  Q_PROPERTY(QColor gridColor MEMBER m_gridColor NOTIFY lookChanged)
  Q_PROPERTY(QColor backgroundColor MEMBER m_backgroundColor NOTIFY lookChanged)
  Q_PROPERTY(QColor markColor MEMBER m_markColor NOTIFY lookChanged)
  Q_PROPERTY(QColor badColor MEMBER m_badColor NOTIFY lookChanged)
  // Whether wheel, drag and double click ask for another stretch of time.
  Q_PROPERTY(bool interactive READ isInteractive WRITE setInteractive NOTIFY interactiveChanged)
  Q_PROPERTY(QString fontFamily MEMBER m_fontFamily NOTIFY lookChanged)
  Q_PROPERTY(int fontPixelSize MEMBER m_fontPixelSize NOTIFY lookChanged)
  // [{name, version, variant}]
  Q_PROPERTY(QVariantList legend READ legend NOTIFY legendChanged)
  // The sample's time under the mouse, NaN without a mouse.
  Q_PROPERTY(double hoverTime READ hoverTime NOTIFY hoverTimeChanged)
  // Where the time axis lies in the item.
  Q_PROPERTY(double plotBottom READ plotBottom NOTIFY drawn)
  // No curve has a value in what is shown; false until it is drawn.
  Q_PROPERTY(bool empty READ isEmpty NOTIFY drawn)
  // Rises with each drawing: bindings on xOf and valuesAt name it to follow.
  Q_PROPERTY(int revision READ revision NOTIFY drawn)

 public:
  explicit LinePlot(QQuickItem* parent = nullptr);
  ~LinePlot() override;

  [[nodiscard]] PlotData* plotData() const { return m_data; }
  void setPlotData(PlotData* data);
  [[nodiscard]] QVariantList legend() const { return m_legend; }
  [[nodiscard]] double hoverTime() const { return m_hoverTime; }
  [[nodiscard]] double plotBottom() const;
  [[nodiscard]] int revision() const { return m_revision; }
  [[nodiscard]] bool isEmpty() const { return m_empty; }

  // Where a time stands in the item, -1 if it is outside of what is shown.
  Q_INVOKABLE double xOf(double time) const;
  // [{name, version, variant, text}] at that time; a curve that has nothing there shows a dash.
  Q_INVOKABLE QVariantList valuesAt(double time) const;
  Q_INVOKABLE QString timeText(double time) const;
  // What the marks within a few pixels of `time` say, a line each; empty: there is none.
  Q_INVOKABLE QString markText(double time) const;

  [[nodiscard]] bool isInteractive() const { return m_interactive; }
  void setInteractive(bool interactive);

  // Of its curves; of an unknown version that of the text.
  [[nodiscard]] QColor colorOfVersion(const QString& version) const;
  // Whether its colour was given to another version before: its curves have rings on them.
  [[nodiscard]] bool hasRings(const QString& version) const;
  // The chart as last drawn, by vectors, into `place` of the painter.
  void drawInto(QPainter* painter, const QRectF& place) const;

  void paint(QPainter* painter) override;

 signals:
  void plotDataChanged();
  void lookChanged();
  void legendChanged();
  void hoverTimeChanged();
  void drawn();
  void interactiveChanged();
  // The shown span times `factor`, with `time` where it stands.
  void zoomAsked(double factor, double time);
  // So many seconds later (or earlier).
  void panAsked(double seconds);
  void resetAsked();

 protected:
  void geometryChange(const QRectF& newGeometry, const QRectF& oldGeometry) override;
  void itemChange(ItemChange change, const ItemChangeData& value) override;
  void hoverMoveEvent(QHoverEvent* event) override;
  void hoverLeaveEvent(QHoverEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void updatePolish() override;

 private:
  void refresh();
  void draw();
  void fitCanvas();
  void drawCurves(double from, double to);
  void paintMarks(QPainter* painter) const;
  void updateLegend();
  void setHoverTime(double time);
  [[nodiscard]] double secondsPerPixel() const;
  [[nodiscard]] double newestTime() const;

  std::unique_ptr<PlotCanvas> m_canvas;
  QPointer<PlotData> m_data;
  QString m_unit;
  double m_span = 300;
  double m_end = 0;
  bool m_stacked = false;
  bool m_dirty = true;
  bool m_begun = false;  // drawn once at least, or about to be
  bool m_empty = false;
  QVariantMap m_versionIndexes;
  QList<QColor> m_colors;
  QColor m_textColor = Qt::gray;
  QColor m_gridColor = Qt::darkGray;
  QColor m_backgroundColor = Qt::black;
  QColor m_markColor = Qt::white;
  QColor m_badColor = Qt::red;
  bool m_interactive = false;
  double m_dragX = 0;
  QString m_fontFamily;
  int m_fontPixelSize = 12;
  QVariantList m_legend;
  double m_hoverTime;
  int m_revision = 0;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/charts/chartsheet.h"

#include <QBuffer>
#include <QDateTime>
#include <QImage>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>
#include <algorithm>
#include <cmath>

#include "app/charts/lineplot.h"

namespace halftone::app {

namespace {

constexpr int kMargin = 16;
constexpr int kHeading = 40;
constexpr int kTitle = 28;
constexpr int kLegendLine = 18;
constexpr int kScale = 2;           // of a PNG
constexpr int kDotsPerInch = 96;    // a unit of the SVG is a pixel of the screen
constexpr int kLargestSide = 8000;  // units

QSize sheetSize(const std::vector<SheetChart>& charts) {
  double width = 0;
  double height = kHeading;
  for (const SheetChart& chart : charts) {
    width = std::max(width, chart.plot->width());
    height += kTitle + chart.plot->height() + kMargin;
  }
  return QSize(static_cast<int>(std::ceil(width)) + 2 * kMargin, static_cast<int>(std::ceil(height)))
      .boundedTo({kLargestSide, kLargestSide});
}

// Right of the title, from the right edge to the left.
void paintLegend(QPainter& painter, const LinePlot& plot, double right, double baseline) {
  const QVariantList legend = plot.legend();
  for (auto entry = legend.rbegin(); entry != legend.rend(); ++entry) {
    const QVariantMap line = entry->toMap();
    const QString name = line.value(QStringLiteral("name")).toString();
    right -= painter.fontMetrics().horizontalAdvance(name);
    painter.setPen(plot.property("textColor").value<QColor>());
    painter.drawText(QPointF(right, baseline), name);
    right -= kLegendLine + 4;
    const int variant = line.value(QStringLiteral("variant")).toInt();
    painter.setPen(QPen(plot.colorOfVersion(line.value(QStringLiteral("version")).toString()), 2,
                        variant == 0   ? Qt::SolidLine
                        : variant == 1 ? Qt::DashLine
                                       : Qt::DotLine));
    painter.drawLine(QPointF(right, baseline - 4), QPointF(right + kLegendLine, baseline - 4));
    if (plot.hasRings(line.value(QStringLiteral("version")).toString()))
      painter.drawEllipse(QPointF(right + kLegendLine / 2.0, baseline - 4), 3, 3);
    right -= 12;
  }
}

void paintSheet(QPainter& painter, const QSize& size, const QString& heading,
                const std::vector<SheetChart>& charts) {
  const LinePlot& first = *charts.front().plot;
  painter.fillRect(QRect({0, 0}, size), first.property("backgroundColor").value<QColor>());
  QFont font(first.property("fontFamily").toString());
  font.setPixelSize(13);
  painter.setFont(font);
  painter.setPen(first.property("markColor").value<QColor>());
  painter.drawText(QPointF(kMargin, kHeading - kMargin), heading);
  double y = kHeading;
  for (const SheetChart& chart : charts) {
    const double baseline = y + kTitle - 10;
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(chart.plot->property("markColor").value<QColor>());
    painter.drawText(QPointF(kMargin, baseline), chart.title);
    font.setWeight(QFont::Normal);
    painter.setFont(font);
    paintLegend(painter, *chart.plot, size.width() - kMargin, baseline);
    y += kTitle;
    chart.plot->drawInto(&painter, {kMargin, y, chart.plot->width(), chart.plot->height()});
    y += chart.plot->height() + kMargin;
  }
}

QByteArray asSvg(const QSize& size, const QString& heading, const std::vector<SheetChart>& charts) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setResolution(kDotsPerInch);
  generator.setSize(size);
  generator.setViewBox(QRect({0, 0}, size));
  generator.setTitle(heading);
  QPainter painter(&generator);
  paintSheet(painter, size, heading, charts);
  painter.end();
  return bytes;
}

QByteArray asPng(const QSize& size, const QString& heading, const std::vector<SheetChart>& charts) {
  QImage image(size * kScale, QImage::Format_RGB32);
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(kScale, kScale);
  paintSheet(painter, size, heading, charts);
  painter.end();
  QByteArray bytes;
  QBuffer buffer(&bytes);
  buffer.open(QIODevice::WriteOnly);
  image.save(&buffer, "PNG");
  return bytes;
}

Result<void> save(const QString& file, const QByteArray& bytes) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size() || !out.commit())
    return fail(ErrorCode::Io, file.toStdString(), out.errorString().toStdString());
  return {};
}

// A field of CSV; a name that begins like a formula is not for a spreadsheet to run.
QByteArray field(QString text) {
  if (!text.isEmpty() && QStringLiteral("=+-@\t\r").contains(text.front())) text.prepend(QLatin1Char('\''));
  if (text.contains(QLatin1Char('"')) || text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('\n')))
    text = QLatin1Char('"') + text.replace(QLatin1Char('"'), QLatin1String("\"\"")) + QLatin1Char('"');
  return text.toUtf8();
}

}  // namespace

Result<void> writeSheet(const QString& file, const QString& heading, const std::vector<SheetChart>& charts) {
  const bool drawn = std::all_of(charts.begin(), charts.end(), [](const SheetChart& chart) {
    return chart.plot != nullptr && chart.plot->width() > 0 && chart.plot->height() > 0;
  });
  if (charts.empty() || !drawn)
    return fail(ErrorCode::Invalid, file.toStdString(), "there is no chart to write");
  const QSize size = sheetSize(charts);
  const bool svg = file.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive);
  const QByteArray bytes = svg ? asSvg(size, heading, charts) : asPng(size, heading, charts);
  if (bytes.isEmpty()) return fail(ErrorCode::Io, file.toStdString(), "the picture could not be made");
  return save(file, bytes);
}

Result<void> writePoints(const QString& file, const std::vector<SheetChart>& charts, double from, double to) {
  QByteArray text = "time,chart,unit,line,version,value\r\n";
  for (const SheetChart& chart : charts) {
    if (chart.plot == nullptr || chart.plot->plotData() == nullptr) continue;
    const QByteArray title = field(chart.title);
    const QByteArray unit = field(chart.plot->property("unit").toString());
    for (const Curve& curve : chart.plot->plotData()->curves()) {
      const QByteArray names = field(curve.name) + ',' + field(curve.version) + ',';
      for (std::size_t i = 0; i < curve.times.size(); ++i) {
        if (curve.times[i] < from || curve.times[i] > to || std::isnan(curve.values[i])) continue;
        const auto time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(curve.times[i] * 1000), Qt::UTC);
        text += time.toString(Qt::ISODateWithMs).toLatin1() + ',' + title + ',' + unit + ',' + names +
                QByteArray::number(curve.values[i], 'g', 10) + "\r\n";
      }
    }
  }
  return save(file, text);
}

}  // namespace halftone::app

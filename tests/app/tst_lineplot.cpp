// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QQuickWindow>
#include <QSignalSpy>
#include <QTest>
#include <cmath>
#include <limits>

#include "app/charts/lineplot.h"

using namespace halftone::app;

namespace {

constexpr double kStart = 1'763'800'000;

std::vector<Curve> oneCurve(double height) {
  Curve curve{QStringLiteral("v1"), QStringLiteral("v1"), 0, {}, {}};
  for (int second = 0; second <= 60; ++second) {
    curve.times.push_back(kStart + second);
    curve.values.push_back(second == 30 ? std::numeric_limits<double>::quiet_NaN() : height);
  }
  return {curve};
}

bool isNear(const QColor& a, const QColor& b) {
  return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) + std::abs(a.blue() - b.blue()) < 330;
}

}  // namespace

// The chart as the scene shows it.
class LinePlotTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_window = std::make_unique<QQuickWindow>();
    m_window->resize(400, 200);
    m_data = std::make_unique<PlotData>();
    m_plot = new LinePlot(m_window->contentItem());
    m_plot->setSize({400, 200});
    m_plot->setProperty("span", 60.0);
    m_plot->setProperty("colors", QVariant::fromValue(QList<QColor>{Qt::red}));
    m_plot->setProperty("versionIndexes", QVariantMap{{QStringLiteral("v1"), 0}});
    m_plot->setProperty("backgroundColor", QColor(Qt::white));
    m_plot->setPlotData(m_data.get());
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
  }
  void cleanup() { m_window.reset(); }

  void aCurveIsDrawnInTheColourOfItsVersion() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(count(Qt::red) > 100);
  }
  void aVersionWhoseColourIsTakenHasRingsOnItsCurve() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(count(Qt::red) > 100);
    const int plain = count(Qt::red);
    QVERIFY(!m_plot->hasRings(QStringLiteral("v1")));
    m_plot->setProperty("versionIndexes", QVariantMap{{QStringLiteral("v1"), 1}});
    QVERIFY(m_plot->hasRings(QStringLiteral("v1")));
    QCOMPARE(m_plot->colorOfVersion(QStringLiteral("v1")), QColor(Qt::red));
    QTRY_VERIFY(count(Qt::red) > plain + 50);
  }
  // QCustomPlot paints itself once without range or look: black dotted lines on white.
  void nothingIsSeenOrSaidBeforeTheFirstDrawing() {
    QVERIFY(!LinePlot().isEmpty());
    LinePlot* late = new LinePlot(m_window->contentItem());
    late->setSize({400, 200});
    late->setProperty("backgroundColor", QColor(Qt::green));
    QImage image(400, 200, QImage::Format_RGB32);
    QPainter painter(&image);
    late->paint(&painter);
    painter.end();
    QImage blank(image.size(), image.format());
    blank.fill(Qt::green);
    QCOMPARE(image, blank);
    QTRY_VERIFY(late->revision() > 0 && late->isEmpty());
  }
  void coloursChangeLive() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(count(Qt::red) > 100);
    m_plot->setProperty("colors", QVariant::fromValue(QList<QColor>{Qt::blue}));
    QTRY_VERIFY(count(Qt::blue) > 100 && count(Qt::red) == 0);
  }
  void aHiddenChartDrawsNothingUntilItIsSeen() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(m_plot->revision() > 0);
    m_plot->setVisible(false);
    const int before = m_plot->revision();
    m_data->setCurves(oneCurve(20));
    m_window->update();
    QTest::qWait(50);
    QCOMPARE(m_plot->revision(), before);
    m_plot->setVisible(true);
    QTRY_COMPARE(m_plot->revision(), before + 1);
  }
  void severalChangesOfATurnAreOneDrawing() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(m_plot->revision() > 0);
    const int before = m_plot->revision();
    m_data->setCurves(oneCurve(11));
    m_data->setMarks({{kStart + 20, QStringLiteral("r2")}});
    m_plot->setProperty("span", 50.0);
    QTRY_COMPARE(m_plot->revision(), before + 1);
  }
  void aMarkStandsAtItsTime() {
    m_data->setCurves(oneCurve(10));
    m_data->setMarks({{kStart + 30, QStringLiteral("r2")}});
    m_plot->setProperty("markColor", QColor(Qt::green));
    QTRY_VERIFY(count(Qt::green) > 20);
    const double x = m_plot->xOf(kStart + 30);
    QVERIFY(x > 200 && x < 300);
    QCOMPARE(m_plot->xOf(kStart - 100), -1.0);
  }
  void hoveringGivesTheSampleUnderThePointer() {
    m_data->setCurves(oneCurve(10));
    QTRY_VERIFY(m_plot->xOf(kStart + 40) > 0);
    QSignalSpy moved(m_plot, &LinePlot::hoverTimeChanged);
    QTest::mouseMove(m_window.get(), QPoint(static_cast<int>(m_plot->xOf(kStart + 40)), 100));
    QTRY_COMPARE(m_plot->hoverTime(), kStart + 40);
    const QVariantMap row = m_plot->valuesAt(m_plot->hoverTime()).constFirst().toMap();
    QCOMPARE(row.value(QStringLiteral("text")).toString(), QLocale().toString(10.0, 'f', 1));
  }
  void aGapReadsAsADash() {
    m_data->setCurves(oneCurve(10));
    m_plot->setProperty("unit", QStringLiteral("ms"));
    const QVariantMap row = m_plot->valuesAt(kStart + 30).constFirst().toMap();
    QCOMPARE(row.value(QStringLiteral("text")).toString(), QStringLiteral("– ms"));
  }

 private:
  // Pixels of about this colour: thin lines are smoothed.
  [[nodiscard]] int count(QColor color) const {
    const QImage image = m_window->grabWindow();
    int pixels = 0;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) pixels += isNear(image.pixelColor(x, y), color) ? 1 : 0;
    }
    return pixels;
  }

  std::unique_ptr<PlotData> m_data;
  std::unique_ptr<QQuickWindow> m_window;
  LinePlot* m_plot = nullptr;
};

int main(int argc, char* argv[]) {
  QApplication application(argc, argv);  // QCustomPlot is a widget
  LinePlotTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_lineplot.moc"

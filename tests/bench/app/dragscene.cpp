// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/dragscene.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QRandomGenerator>
#include <QTest>
#include <QTimer>
#include <cmath>
#include <memory>

#include "app/charts/plotdata.h"
#include "app/viewmodels/splitmodel.h"
#include "tests/bench/app/scene.h"

namespace halftone::bench {

namespace {

constexpr int kSeries = 6;
constexpr int kPoints = 3600;
constexpr int kMoveEveryMs = 8;  // a mouse of 125 Hz
constexpr double kSwingMs = 3000;

constexpr char kScene[] =
    "import QtQuick\n"
    "import QtQuick.Layouts\n"
    "import Halftone.App\n"
    "import Halftone.Theme\n"
    "import Halftone.Ui\n"
    "Rectangle {\n"
    "  id: scene\n"
    "  required property SplitModel split\n"
    "  required property var plots\n"
    "  color: Theme.window\n"
    "  ColumnLayout {\n"
    "    anchors.fill: parent\n"
    "    anchors.margins: Theme.space\n"
    "    SplitEditor { split: scene.split; Layout.fillWidth: true }\n"
    "    GridLayout {\n"
    "      columns: 4\n"
    "      Layout.fillWidth: true\n"
    "      Layout.fillHeight: true\n"
    "      Repeater {\n"
    "        model: scene.plots\n"
    "        PlotCard {\n"
    "          required property var modelData\n"
    "          plotData: modelData\n"
    "          title: \"requests\"\n"
    "          span: 3600\n"
    "          Layout.fillWidth: true\n"
    "          Layout.fillHeight: true\n"
    "        }\n"
    "      }\n"
    "    }\n"
    "  }\n"
    "}\n";

// Noise, an hour long, that moves on by one point at a time.
class Noise {
 public:
  Noise() {
    const double now = static_cast<double>(QDateTime::currentSecsSinceEpoch());
    for (int i = 0; i < kPoints; ++i) m_times.push_back(now - kPoints + i);
    for (int i = 0; i < kSeries; ++i) {
      std::vector<double> values;
      for (int j = 0; j < kPoints; ++j) values.push_back(value(i));
      m_values.push_back(std::move(values));
    }
  }
  void step() {
    m_times.erase(m_times.begin());
    m_times.push_back(m_times.back() + 1);
    for (int i = 0; i < kSeries; ++i) {
      auto& values = m_values[static_cast<std::size_t>(i)];
      values.erase(values.begin());
      values.push_back(value(i));
    }
  }
  void show(app::PlotData& plot) const {
    std::vector<app::Curve> curves;
    for (int i = 0; i < kSeries; ++i) {
      const QString version = QStringLiteral("v%1").arg(i % 3 + 1);
      curves.push_back({version, version, i / 3, m_times, m_values[static_cast<std::size_t>(i)]});
    }
    plot.setCurves(std::move(curves));
  }

 private:
  static double value(int series) { return 100 * (series + 1) + QRandomGenerator::global()->bounded(60); }

  std::vector<double> m_times;
  std::vector<std::vector<double>> m_values;
};

}  // namespace

FrameTimes dragBesideCharts(int charts, int chartsPerSecond, std::chrono::milliseconds time) {
  app::SplitModel split;
  split.setInForce({{"v2", BasisPoints(500)}, {"v3", BasisPoints(1500)}, {"v1", BasisPoints(8000)}},
                   QStringLiteral("v1"), {});
  split.reset();
  std::vector<std::unique_ptr<app::PlotData>> plots;
  QVariantList shown;
  Noise noise;
  for (int i = 0; i < charts; ++i) {
    plots.push_back(std::make_unique<app::PlotData>());
    noise.show(*plots.back());
    shown.append(QVariant::fromValue(plots.back().get()));
  }

  Scene scene;
  QQuickItem* const root = scene.show(
      kScene, {{QStringLiteral("split"), QVariant::fromValue(&split)}, {QStringLiteral("plots"), shown}});
  if (root == nullptr) return {};

  const QQuickItem* slider = find(root, QStringLiteral("splitSlider_v2"));
  if (slider == nullptr) return {};
  const auto* handle = slider->property("handle").value<QQuickItem*>();
  const QPointF from = handle->mapToScene(QPointF(handle->width() / 2, handle->height() / 2));
  const double track = slider->width() * 0.6;

  QTimer live;
  live.setTimerType(Qt::PreciseTimer);
  live.callOnTimeout(&live, [&] {
    noise.step();
    for (const auto& plot : plots) noise.show(*plot);
  });
  live.start(1000 / chartsPerSecond);

  QTest::mousePress(&scene.view(), Qt::LeftButton, {}, from.toPoint());
  QElapsedTimer clock;
  QTimer hand;
  hand.setTimerType(Qt::PreciseTimer);
  hand.callOnTimeout(&hand, [&] {
    // At one speed to and fro: a hand that stands still, as at the ends of a sine, asks for no frame.
    const double swing = std::fmod(static_cast<double>(clock.elapsed()) / kSwingMs, 2);
    const double along = swing < 1 ? swing : 2 - swing;
    QTest::mouseMove(&scene.view(), (from + QPointF(along * track, 0)).toPoint());
  });
  clock.start();
  const FrameWatch watch(&scene.view());
  hand.start(kMoveEveryMs);
  runFor(time);
  FrameTimes times = watch.times();
  hand.stop();
  live.stop();
  QTest::mouseRelease(&scene.view(), Qt::LeftButton, {}, from.toPoint());
  return times;
}

}  // namespace halftone::bench

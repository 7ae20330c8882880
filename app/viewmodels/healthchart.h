// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

#include "app/charts/plotdata.h"

namespace halftone::app {

// One chart of the health page: its lines, and a threshold that the operator sets. GUI thread.
class HealthChart : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(halftone::app::PlotData* plotData READ plotData CONSTANT)
  Q_PROPERTY(QString unit READ unit CONSTANT)
  Q_PROPERTY(QString thresholdText READ thresholdText NOTIFY thresholdChanged)

 public:
  HealthChart(QString key, QString unit, double usual, QObject* parent = nullptr);

  [[nodiscard]] PlotData* plotData() const { return m_data; }
  [[nodiscard]] const QString& key() const { return m_key; }
  [[nodiscard]] const QString& unit() const { return m_unit; }
  // NaN: none.
  [[nodiscard]] double threshold() const { return m_data->threshold(); }
  // Empty: none.
  [[nodiscard]] QString thresholdText() const;
  // As the operator types it, in the language's or the plain notation; empty: none. False if it is no number
  // of at least 0, and then nothing changes.
  Q_INVOKABLE bool setThresholdText(const QString& text);
  // Takes the threshold kept for a service of a cluster; nothing kept: the usual one.
  void follow(const QString& cluster, const QString& service);
  // That of a service's chart of this key, without a chart; NaN: none.
  [[nodiscard]] static double keptThreshold(const QString& cluster, const QString& service,
                                            const QString& key);
  // Of the chart of errors, in percent, where the operator has set none.
  static constexpr double kUsualErrors = 1;

 signals:
  void thresholdChanged();

 private:
  void set(double threshold);

  QString m_key;
  QString m_unit;
  double m_usual;
  QString m_cluster;
  QString m_service;
  PlotData* m_data;
};

}  // namespace halftone::app

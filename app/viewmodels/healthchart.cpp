// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/healthchart.h"

#include <QLocale>
#include <QSettings>
#include <QUrl>
#include <cmath>
#include <utility>

namespace halftone::app {

namespace {

QString encoded(const QString& name) {
  return QString::fromLatin1(QUrl::toPercentEncoding(name));
}

QString settingsKey(const QString& cluster, const QString& service, const QString& chart) {
  return QStringLiteral("health/thresholds/%1/%2/%3").arg(encoded(cluster), encoded(service), chart);
}

double read(const QString& cluster, const QString& service, const QString& chart, double usual) {
  const QVariant kept = QSettings().value(settingsKey(cluster, service, chart));
  bool ok = false;
  const double value = kept.toString().toDouble(&ok);
  return !kept.isValid() ? usual : ok && value >= 0 ? value : qQNaN();
}

}  // namespace

HealthChart::HealthChart(QString key, QString unit, double usual, QObject* parent)
    : QObject(parent),
      m_key(std::move(key)),
      m_unit(std::move(unit)),
      m_usual(usual),
      m_data(new PlotData(this)) {
  set(usual);
}

QString HealthChart::thresholdText() const {
  return std::isnan(threshold()) ? QString() : QString::number(threshold(), 'g', 8);
}

bool HealthChart::setThresholdText(const QString& text) {
  double value = qQNaN();
  if (!text.trimmed().isEmpty()) {
    bool ok = false;
    value = text.trimmed().toDouble(&ok);
    if (!ok) value = QLocale().toDouble(text.trimmed(), &ok);
    if (!ok || !std::isfinite(value) || value < 0 || value > 1e12) return false;
  }
  set(value);
  if (!m_service.isEmpty()) QSettings().setValue(settingsKey(m_cluster, m_service, m_key), thresholdText());
  return true;
}

void HealthChart::follow(const QString& cluster, const QString& service) {
  if (m_cluster == cluster && m_service == service) return;
  m_cluster = cluster;
  m_service = service;
  set(read(m_cluster, m_service, m_key, m_usual));
}

double HealthChart::keptThreshold(const QString& cluster, const QString& service, const QString& key) {
  return read(cluster, service, key, key == QLatin1String("errors") ? kUsualErrors : qQNaN());
}

void HealthChart::set(double threshold) {
  const bool same =
      threshold == m_data->threshold() || (std::isnan(threshold) && std::isnan(m_data->threshold()));
  if (same) return;
  m_data->setThreshold(threshold);
  emit thresholdChanged();
}

}  // namespace halftone::app

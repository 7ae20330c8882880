// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/figures.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <algorithm>
#include <cmath>

namespace halftone::app {

namespace {

// What the strings are named for lupdate.
class Figures {
  Q_DECLARE_TR_FUNCTIONS(Figures)
};

QString dash() {
  return QStringLiteral("\u2013");
}

// Both languages group digits alike; the system's own locale would mix in a third way.
QString number(double value, int decimals) {
  return QLocale(QLocale::English).toString(value, 'f', decimals);
}

}  // namespace

QString formatCount(quint64 count) {
  return QLocale(QLocale::English).toString(count);
}

QString formatRate(double perSecond) {
  if (!std::isfinite(perSecond)) return dash();
  return number(perSecond, perSecond == 0 || perSecond >= 100 ? 0 : perSecond >= 1 ? 1 : 2);
}

QString formatPercent(double share, int decimals) {
  return std::isfinite(share) ? Figures::tr("%1 %").arg(number(100 * share, decimals)) : dash();
}

QString formatPoints(double difference) {
  if (!std::isfinite(difference)) return dash();
  const double points = std::round(difference * 1000) / 10;
  const QString sign = points > 0 ? QStringLiteral("+") : points < 0 ? QStringLiteral("\u2212") : QString();
  return sign + number(std::abs(points), 1);
}

QString formatMilliseconds(double ms) {
  if (!std::isfinite(ms)) return dash();
  if (ms >= 10'000) return QStringLiteral("%1 s").arg(number(ms / 1000, 1));
  return QStringLiteral("%1 ms").arg(number(ms, ms >= 100 ? 0 : 1));
}

QString formatBytes(quint64 bytes) {
  const double megabytes = static_cast<double>(bytes) / 1e6;
  if (megabytes >= 1000) return QStringLiteral("%1 GB").arg(number(megabytes / 1000, 2));
  return QStringLiteral("%1 MB").arg(number(megabytes, 1));
}

QString formatDuration(qint64 ms) {
  const qint64 seconds = std::max<qint64>(0, ms / 1000);
  const qint64 minutes = seconds / 60;
  const qint64 hours = minutes / 60;
  if (seconds < 60) return Figures::tr("%1 s").arg(seconds);
  if (minutes < 60) return Figures::tr("%1 min").arg(minutes);
  if (hours < 24) return Figures::tr("%1 h %2 min").arg(hours).arg(minutes % 60);
  return Figures::tr("%1 d %2 h").arg(hours / 24).arg(hours % 24);
}

QString formatAgo(qint64 atMs, qint64 nowMs) {
  if (atMs <= 0) return dash();
  if (nowMs - atMs < 1000) return Figures::tr("now");
  return Figures::tr("%1 ago").arg(formatDuration(nowMs - atMs));
}

QString formatTime(qint64 atMs, qint64 nowMs) {
  if (atMs <= 0) return dash();
  const QDateTime at = QDateTime::fromMSecsSinceEpoch(atMs);
  const bool today = at.date() == QDateTime::fromMSecsSinceEpoch(nowMs).date();
  return at.toString(today ? QStringLiteral("HH:mm:ss") : QStringLiteral("MM-dd HH:mm"));
}

}  // namespace halftone::app

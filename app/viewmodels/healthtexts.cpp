// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/healthtexts.h"

#include <QCoreApplication>
#include <QDateTime>
#include <cmath>

#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

struct Texts {
  Q_DECLARE_TR_FUNCTIONS(HealthTexts)
};

QString word(Verdict verdict) {
  switch (verdict) {
    case Verdict::Better:
      return Texts::tr("better");
    case Verdict::Same:
      return Texts::tr("no difference seen");
    case Verdict::Worse:
      return Texts::tr("worse");
    case Verdict::NotEnoughData:
      break;
  }
  return Texts::tr("not enough data");
}

QString kindOf(Verdict verdict) {
  if (verdict == Verdict::Worse) return QStringLiteral("bad");
  return verdict == Verdict::NotEnoughData ? QStringLiteral("unknown") : QStringLiteral("ok");
}

QString sentence(Verdict verdict, const QString& baseline, const QString& candidate) {
  switch (verdict) {
    case Verdict::Better:
      return Texts::tr("%1 is better than %2").arg(candidate, baseline);
    case Verdict::Same:
      return Texts::tr("No difference seen between %1 and %2").arg(candidate, baseline);
    case Verdict::Worse:
      return Texts::tr("%1 is worse than %2").arg(candidate, baseline);
    case Verdict::NotEnoughData:
      break;
  }
  return Texts::tr("Not enough data to tell %1 from %2").arg(candidate, baseline);
}

QString signedText(double value) {
  // What rounds to nothing has no sign.
  const int decimals = std::abs(value) < 10 ? 2 : 1;
  const double unit = std::pow(10, decimals);
  const double rounded = std::round(value * unit) / unit;
  const QString text = QString::number(std::abs(rounded), 'f', decimals);
  return rounded == 0 ? text : (rounded > 0 ? QStringLiteral("+") : QStringLiteral("−")) + text;
}

QString nameOf(Measure measure) {
  switch (measure) {
    case Measure::Errors:
      return Texts::tr("Errors");
    case Measure::P50:
      return QStringLiteral("p50");
    case Measure::P95:
      return QStringLiteral("p95");
    case Measure::P99:
      return QStringLiteral("p99");
    case Measure::Refused:
      break;
  }
  return Texts::tr("Resumes refused");
}

RecordModel::Record row(const Comparison::Finding& finding) {
  const bool isShare = finding.measure == Measure::Errors || finding.measure == Measure::Refused;
  const double scale = isShare ? 100 : 1;
  const QString unit = isShare ? Texts::tr("points") : QStringLiteral("ms");
  const telemetry::Difference& difference = finding.difference;
  return {
      nameOf(finding.measure),
      finding.known ? signedText(difference.value * scale) + QLatin1Char(' ') + unit : QStringLiteral("–"),
      finding.known ? QStringLiteral("[%1, %2]")
                          .arg(signedText(difference.low * scale), signedText(difference.high * scale))
                    : QString(),
      word(finding.verdict), kindOf(finding.verdict)};
}

QString faultDetail(const HistoryMark& mark) {
  const double percent = mark.detail.section(QLatin1Char(' '), 0, 0).toDouble();
  const int latency = mark.detail.section(QLatin1Char(' '), 1, 1).toInt();
  if (percent == 0 && latency == 0) return Texts::tr("faults of %1 end").arg(mark.label);
  return Texts::tr("injected into %1: %2 % errors, %3 ms").arg(mark.label).arg(percent).arg(latency);
}

bool serves(const HistoryMark& mark) {
  return mark.detail == QLatin1String("passing") || mark.detail == QLatin1String("warning");
}

bool isReturned(const HistoryMark& mark) {
  return mark.detail == QLatin1String("returned");
}

// The states are those of InstanceMarks.
QString instanceDetail(const HistoryMark& mark) {
  if (mark.detail == QLatin1String("ejected"))
    return Texts::tr("instance %1 ejected: it does worse than the others").arg(mark.label);
  if (isReturned(mark)) return Texts::tr("instance %1 returned from its ejection").arg(mark.label);
  if (mark.detail == QLatin1String("critical"))
    return Texts::tr("instance %1 out of service: a check fails").arg(mark.label);
  if (mark.detail == QLatin1String("gone")) return Texts::tr("instance %1 is gone").arg(mark.label);
  if (serves(mark)) return Texts::tr("instance %1 serves again").arg(mark.label);
  return Texts::tr("instance %1: %2").arg(mark.label, mark.detail);
}

QString detailOf(const HistoryMark& mark) {
  if (mark.kind == QLatin1String("publish")) return Texts::tr("policy %1 published").arg(mark.label);
  if (mark.kind == QLatin1String("fault")) return faultDetail(mark);
  return instanceDetail(mark);
}

bool isBad(const HistoryMark& mark) {
  if (mark.kind == QLatin1String("fault")) return mark.detail != QLatin1String("0 0");
  return mark.kind == QLatin1String("instance") && !serves(mark) && !isReturned(mark);
}

}  // namespace

ComparisonTexts comparisonTexts(const Comparison& comparison, const QString& baseline,
                                const QString& candidate, const HistoryBin& before, const HistoryBin& after) {
  ComparisonTexts texts;
  texts.kind = kindOf(comparison.overall);
  if (baseline.isEmpty() || candidate.isEmpty()) {
    texts.verdict = Texts::tr("There is no second version to compare");
    return texts;
  }
  texts.verdict = sentence(comparison.overall, baseline, candidate);
  texts.basis =
      Texts::tr("%1 requests of %2, %3 of %4; each at 95 % confidence. Judged by errors, p95 and resumes.")
          .arg(formatCount(before.requests), baseline, formatCount(after.requests), candidate);
  for (const Comparison::Finding& finding : comparison.findings) texts.rows.push_back(row(finding));
  return texts;
}

std::vector<ChartMark> chartMarks(const std::vector<HistoryMark>& marks, qint64 nowMs) {
  std::vector<ChartMark> drawn;
  for (const HistoryMark& mark : marks) {
    const QString time = formatTime(static_cast<qint64>(mark.time * 1000), nowMs);
    drawn.push_back({mark.time, mark.label, time + QLatin1String("  ") + detailOf(mark), isBad(mark)});
  }
  return drawn;
}

QString stretchText(double from, double to) {
  const auto text = [](double time) {
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(time * 1000))
        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
  };
  return text(from) + QStringLiteral(" – ") + text(to);
}

}  // namespace halftone::app

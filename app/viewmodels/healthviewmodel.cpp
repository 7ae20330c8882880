// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/healthviewmodel.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/charts/chartsheet.h"
#include "app/charts/lineplot.h"
#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/healthtexts.h"
#include "app/viewmodels/session.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::array kRanges{60, 300, 900, 3600, 21600, 86400};
constexpr double kShortest = 10;
constexpr double kLongest = 86400;
constexpr int kNowSeconds = 10;  // over which the numbers of now are taken
constexpr double kWarnErrors = 0.01;
constexpr double kBadErrors = 0.05;
constexpr double kRedraws = 300;  // a live chart moves when its newest point is a pixel or two further

double last(const std::vector<double>& values) {
  return values.empty() ? qQNaN() : values.back();
}

// The mean of the known values of the last seconds.
double meanOfNow(const std::vector<double>& values) {
  double sum = 0;
  int known = 0;
  for (std::size_t i = values.size() - std::min<std::size_t>(values.size(), kNowSeconds); i < values.size();
       ++i) {
    if (!std::isfinite(values[i])) continue;
    sum += values[i];
    ++known;
  }
  return known == 0 ? qQNaN() : sum / known;
}

QString errorKind(double requests, double share) {
  if (!std::isfinite(requests) || requests <= 0) return QStringLiteral("unknown");
  if (share >= kBadErrors) return QStringLiteral("bad");
  return share >= kWarnErrors ? QStringLiteral("warn") : QStringLiteral("ok");
}

}  // namespace

HealthViewModel::HealthViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_session(feeds.session),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_traffic(feeds.traffic),
      m_history(feeds.history),
      m_service(new ServiceChoice(feeds, this)),
      m_requests(new HealthChart(QStringLiteral("requests"), {}, qQNaN(), this)),
      m_errors(
          new HealthChart(QStringLiteral("errors"), QStringLiteral("%"), HealthChart::kUsualErrors, this)),
      m_latency(new HealthChart(QStringLiteral("latency"), QStringLiteral("ms"), qQNaN(), this)),
      m_sessions(new HealthChart(QStringLiteral("sessions"), {}, qQNaN(), this)),
      m_resumed(new HealthChart(QStringLiteral("resumed"), QStringLiteral("%"), qQNaN(), this)),
      m_versions(new RecordModel({QStringLiteral("version"), QStringLiteral("requests"),
                                  QStringLiteral("errors"), QStringLiteral("p50"), QStringLiteral("p95"),
                                  QStringLiteral("p99"), QStringLiteral("sessions"), QStringLiteral("kind")},
                                 this)),
      m_comparison(
          new RecordModel({QStringLiteral("name"), QStringLiteral("difference"), QStringLiteral("interval"),
                           QStringLiteral("word"), QStringLiteral("kind")},
                          this)),
      m_end(nowSeconds()) {
  connect(m_traffic, &TrafficFeed::ticked, this, &HealthViewModel::onTick);
  connect(m_traffic, &TrafficFeed::stateChanged, this, &HealthViewModel::updateState);
  connect(m_consul, &ConsulConnection::stateChanged, this, &HealthViewModel::updateState);
  connect(m_service, &ServiceChoice::currentChanged, this, &HealthViewModel::onServiceChanged);
  connect(m_policies, &PolicyFeed::policyChanged, this, &HealthViewModel::readStable);
  connect(this, &PageViewModel::shownChanged, this, [this] {
    m_lastAsked = 0;
    onTick();
  });
  connect(m_history, &HealthHistory::noticeChanged, this, &HealthViewModel::noticeChanged);
  connect(m_history, &HealthHistory::answered, this,
          [this](const std::shared_ptr<const HistoryAnswer>& answer) {
            if (answer->question.id == m_asked) take(*answer);
          });
  onServiceChanged();
  updateState();
}

void HealthViewModel::setRange(int seconds) {
  if (std::find(kRanges.begin(), kRanges.end(), seconds) == kRanges.end()) return;
  m_range = seconds;
  setView(seconds, nowSeconds(), true);
}

QVariantList HealthViewModel::ranges() const {
  QVariantList list;
  for (const int seconds : kRanges) {
    const QString text = seconds < 3600 ? tr("%1 min").arg(seconds / 60) : tr("%1 h").arg(seconds / 3600);
    list << QVariantMap{{QStringLiteral("value"), seconds}, {QStringLiteral("text"), text}};
  }
  return list;
}

void HealthViewModel::zoom(double factor, double time) {
  if (!std::isfinite(factor) || factor <= 0) return;
  const double span = std::clamp(m_span * factor, kShortest, kLongest);
  // Where live, the newest stays in sight: what one looks at is now.
  if (m_live || std::isnan(time)) return setView(span, m_end, m_live);
  setView(span, time + (m_end - time) * span / m_span, false);
}

void HealthViewModel::pan(double seconds) {
  if (std::isfinite(seconds) && seconds != 0) setView(m_span, m_end + seconds, false);
}

void HealthViewModel::reset() {
  setView(m_range, nowSeconds(), true);
}

// A view that reaches the present follows it.
void HealthViewModel::setView(double span, double end, bool live) {
  const double now = nowSeconds();
  m_span = span;
  m_live = live || end >= now;
  m_end = m_live ? now : std::max(end, now - kLongest + span);
  emit viewChanged();
  m_askAgain = true;
  ask();
}

QString HealthViewModel::viewText() const {
  const qint64 now = nowMs();
  const auto text = [now](double time) { return formatTime(static_cast<qint64>(time * 1000), now); };
  return m_live ? tr("live, the last %1").arg(formatDuration(static_cast<qint64>(m_span * 1000)))
                : tr("%1 to %2").arg(text(m_end - m_span), text(m_end));
}

void HealthViewModel::onServiceChanged() {
  for (HealthChart* chart : charts()) {
    chart->follow(m_session->cluster(), m_service->current());
    chart->plotData()->set({}, {});
  }
  m_picked = false;
  readStable();
  m_askAgain = true;
  m_asked = 0;
  onTick();
}

// The version that others are measured by. Another one begins the comparison anew, unless the operator chose
// its sides.
void HealthViewModel::readStable() {
  const auto stored = m_policies->policy(m_service->current());
  const auto policy = stored ? codec::readPolicy(stored->text)
                             : tl::expected<policy::Policy, std::vector<policy::Finding>>(policy::Policy{});
  const QString stable = policy ? QString::fromStdString(policy->stable) : QString();
  if (std::exchange(m_stable, stable) == stable || m_picked) return;
  m_baseline.clear();
  m_candidate.clear();
}

void HealthViewModel::updateState() {
  if (m_traffic->state() == TrafficFeed::State::Live) {
    setState(State::Ready);
  } else if (m_traffic->state() == TrafficFeed::State::Stale) {
    setState(State::Stale, tr("No proxy has been heard since %1")
                               .arg(formatTime(m_traffic->since().toMSecsSinceEpoch(), nowMs())));
  } else if (m_consul->state() != ConsulConnection::State::Live && !m_consul->error().isEmpty()) {
    setState(State::Failed, failedText(m_consul->error()));
  } else {
    setState(State::Loading, tr("Waiting for the first proxy"));
  }
}

void HealthViewModel::onTick() {
  updateState();
  if (!isShown()) return;
  static const TrafficSeries kNothing;
  const TrafficSeries* series = m_traffic->series(m_service->current());
  updateTable(series != nullptr ? *series : kNothing);
  emit shownNumbersChanged();
  const double pause = std::max(0.9, m_span / kRedraws);
  if (m_askAgain || (m_live && nowSeconds() - m_lastAsked >= pause) || m_lastAsked == 0) {
    m_askAgain = true;
    ask();
  }
}

// One question at a time: while a drag goes on, each answer asks for where it has come by then.
void HealthViewModel::ask() {
  if (!isShown() || !m_askAgain || m_asked != 0) return;
  if (m_service->current().isEmpty()) return;
  m_askAgain = false;
  m_lastAsked = nowSeconds();
  HistoryQuestion question;
  question.service = m_service->current();
  question.now = m_lastAsked;
  question.countTo = m_live ? m_lastAsked : m_end;
  question.countFrom = question.countTo - m_span;
  // A drag shows what is beside the view before the next answer comes.
  question.from = question.countFrom - m_span;
  question.to = std::min(question.now, question.countTo + m_span);
  m_asked = m_history->ask(question);
}

void HealthViewModel::take(const HistoryAnswer& answer) {
  m_asked = 0;
  if (answer.question.service == m_service->current()) {
    std::vector<Curve> requests;
    std::vector<Curve> errors;
    std::vector<Curve> latency;
    std::vector<Curve> sessions;
    std::vector<Curve> resumed;
    for (const auto& [version, lines] : answer.versions) {
      requests.push_back({version, version, 0, lines.times, lines.requests});
      errors.push_back({version, version, 0, lines.times, lines.errors});
      latency.push_back({version + QStringLiteral(" p50"), version, 0, lines.times, lines.p50});
      latency.push_back({version + QStringLiteral(" p95"), version, 1, lines.times, lines.p95});
      latency.push_back({version + QStringLiteral(" p99"), version, 2, lines.times, lines.p99});
      sessions.push_back({version, version, 0, lines.times, lines.sessions});
      resumed.push_back({version, version, 0, lines.times, lines.resumed});
    }
    const std::vector<ChartMark> marks = chartMarks(answer.marks, nowMs());
    if (m_live) {
      m_end = answer.question.countTo;
      emit viewChanged();
    }
    m_requests->plotData()->set(std::move(requests), marks);
    m_errors->plotData()->set(std::move(errors), marks);
    m_latency->plotData()->set(std::move(latency), marks);
    m_sessions->plotData()->set(std::move(sessions), marks);
    m_resumed->plotData()->set(std::move(resumed), marks);
    m_totals = answer.totals;
    updateComparison();
  }
  ask();
}

void HealthViewModel::updateTable(const TrafficSeries& series) {
  std::vector<RecordModel::Record> records;
  for (const auto& [version, values] : series.versions()) {
    const double requests = meanOfNow(values.requests);
    const double share = requests > 0 ? meanOfNow(values.errors) / requests : qQNaN();
    const double sessions = last(values.tunnels);
    records.push_back(
        {version, formatRate(requests), formatPercent(share, 2), formatMilliseconds(last(values.p50)),
         formatMilliseconds(last(values.p95)), formatMilliseconds(last(values.p99)),
         std::isfinite(sessions) ? formatCount(static_cast<quint64>(sessions)) : formatRate(qQNaN()),
         errorKind(requests, share)});
  }
  m_versions->setRecords(std::move(records));
}

QString HealthViewModel::emptyText() const {
  if (m_versions->count() > 0 || state() == State::Loading || state() == State::Failed) return {};
  return tr("No request has come yet.");
}

QString HealthViewModel::notice() const {
  return m_history->notice();
}

void HealthViewModel::setBaseline(const QString& version) {
  if (version == m_baseline || version.isEmpty()) return;
  if (version == m_candidate) m_candidate = m_baseline;
  m_baseline = version;
  m_picked = true;
  updateComparison();
}

void HealthViewModel::setCandidate(const QString& version) {
  if (version == m_candidate || version.isEmpty()) return;
  if (version == m_baseline) m_baseline = m_candidate;
  m_candidate = version;
  m_picked = true;
  updateComparison();
}

void HealthViewModel::updateComparison() {
  QStringList names;
  for (const auto& [version, total] : m_totals) names.append(version);
  std::stable_sort(names.begin(), names.end(), [this](const QString& a, const QString& b) {
    return m_totals.at(a).requests > m_totals.at(b).requests;
  });
  if (!m_picked) {
    // As it was, while both are there: shares that cross do not swap the sides under the operator's eyes.
    if (!names.contains(m_baseline) || (m_candidate.isEmpty() && names.size() > 1))
      m_baseline = names.contains(m_stable) ? m_stable : names.value(0);
    if (!names.contains(m_candidate) || m_candidate == m_baseline)
      m_candidate = names.value(names.value(0) == m_baseline ? 1 : 0);
  }
  // A list in a steady order does not jump under the pointer.
  names.sort();
  m_names = names;
  const auto total = [this](const QString& version) {
    const auto found = m_totals.find(version);
    return found == m_totals.end() ? HistoryBin{} : found->second;
  };
  const HistoryBin before = total(m_baseline);
  const HistoryBin after = total(m_candidate);
  const ComparisonTexts texts =
      comparisonTexts(compareVersions(before, after), m_baseline, m_candidate, before, after);
  m_comparison->setRecords(texts.rows);
  m_verdictKind = texts.kind;
  m_verdictText = texts.verdict;
  m_verdictBasis = texts.basis;
  emit comparisonChanged();
}

bool HealthViewModel::exportTo(const QUrl& file, const QVariantList& charts) {
  std::vector<SheetChart> sheet;
  for (const QVariant& entry : charts) {
    const QVariantMap chart = entry.toMap();
    auto* plot = qobject_cast<LinePlot*>(chart.value(QStringLiteral("plot")).value<QObject*>());
    if (plot != nullptr) sheet.push_back({chart.value(QStringLiteral("title")).toString(), plot});
  }
  const QString path = file.toLocalFile();
  const QString heading =
      QStringLiteral("%1   %2").arg(m_service->current(), stretchText(m_end - m_span, m_end));
  const Result<void> written = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)
                                   ? writePoints(path, sheet, m_end - m_span, m_end)
                                   : writeSheet(path, heading, sheet);
  m_exportFailed = !written;
  m_exportText = written ? tr("Written: %1").arg(path)
                         : tr("Not written: %1").arg(QString::fromStdString(written.error().toString()));
  emit exported();
  return written.has_value();
}

void HealthViewModel::forgetExport() {
  m_exportText.clear();
  emit exported();
}

void HealthViewModel::retranslate() {
  emit textsChanged();
  emit viewChanged();
  updateComparison();
  m_askAgain = true;  // the marks' texts
  onTick();
}

}  // namespace halftone::app

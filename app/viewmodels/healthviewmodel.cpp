// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/healthviewmodel.h"

#include <QDateTime>
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

constexpr std::array kSpans{60, 300, 900};
constexpr int kNowSeconds = 10;  // over which the numbers of now are taken
constexpr double kWarnErrors = 0.01;
constexpr double kBadErrors = 0.05;
constexpr std::size_t kMaxMarks = 200;

// The newest `seconds` of a series, and one second more, so that lines reach the left edge.
std::vector<double> newest(const std::vector<double>& values, int seconds) {
  const auto wanted = std::min(values.size(), static_cast<std::size_t>(seconds) + 1);
  return {values.end() - static_cast<std::ptrdiff_t>(wanted), values.end()};
}

std::vector<double> errorPercents(const std::vector<double>& requests, const std::vector<double>& errors) {
  std::vector<double> percents(requests.size(), qQNaN());
  for (std::size_t i = 0; i < requests.size() && i < errors.size(); ++i) {
    if (requests[i] > 0) percents[i] = std::min(100.0, 100 * errors[i] / requests[i]);
  }
  return percents;
}

double last(const std::vector<double>& values) {
  return values.empty() ? qQNaN() : values.back();
}

// The mean of the known values of the last seconds.
double meanOfNow(const std::vector<double>& values) {
  double sum = 0;
  int known = 0;
  for (const double value : newest(values, kNowSeconds - 1)) {
    if (!std::isfinite(value)) continue;
    sum += value;
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
      m_consul(feeds.consul),
      m_traffic(feeds.traffic),
      m_service(new ServiceChoice(feeds, this)),
      m_requests(new PlotData(this)),
      m_errors(new PlotData(this)),
      m_latency(new PlotData(this)),
      m_sessions(new PlotData(this)),
      m_versions(new RecordModel({QStringLiteral("version"), QStringLiteral("requests"),
                                  QStringLiteral("errors"), QStringLiteral("p50"), QStringLiteral("p95"),
                                  QStringLiteral("p99"), QStringLiteral("sessions"), QStringLiteral("kind")},
                                 this)) {
  m_errors->setThreshold(100 * kWarnErrors);
  connect(m_traffic, &TrafficFeed::ticked, this, &HealthViewModel::update);
  connect(m_traffic, &TrafficFeed::stateChanged, this, &HealthViewModel::updateState);
  connect(m_consul, &ConsulConnection::stateChanged, this, &HealthViewModel::updateState);
  connect(feeds.policies, &PolicyFeed::published, this, &HealthViewModel::onPublished);
  connect(m_service, &ServiceChoice::currentChanged, this, &HealthViewModel::update);
  connect(this, &PageViewModel::shownChanged, this, &HealthViewModel::update);
  updateState();
}

void HealthViewModel::setSpan(int seconds) {
  if (seconds == m_span || std::find(kSpans.begin(), kSpans.end(), seconds) == kSpans.end()) return;
  m_span = seconds;
  emit spanChanged();
  update();
}

QVariantList HealthViewModel::spans() const {
  QVariantList list;
  for (const int seconds : kSpans) {
    list << QVariantMap{{QStringLiteral("value"), seconds},
                        {QStringLiteral("text"), formatDuration(1000LL * seconds)}};
  }
  return list;
}

void HealthViewModel::onPublished(const QString& service, quint64 revision) {
  const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000;
  m_publishes.push_back({service, {now, QStringLiteral("r%1").arg(revision)}});
  if (m_publishes.size() > kMaxMarks) m_publishes.erase(m_publishes.begin());
  update();
}

void HealthViewModel::updateState() {
  if (m_traffic->state() == TrafficFeed::State::Live) {
    setState(State::Ready);
  } else if (m_traffic->state() == TrafficFeed::State::Stale) {
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    setState(
        State::Stale,
        tr("No proxy has been heard since %1").arg(formatTime(m_traffic->since().toMSecsSinceEpoch(), now)));
  } else if (m_consul->state() != ConsulConnection::State::Live && !m_consul->error().isEmpty()) {
    setState(State::Failed, failedText(m_consul->error()));
  } else {
    setState(State::Loading, tr("Waiting for the first proxy"));
  }
}

void HealthViewModel::update() {
  updateState();
  if (!isShown()) return;
  const TrafficSeries* series = m_traffic->series(m_service->current());
  static const TrafficSeries kNothing;
  if (series == nullptr) series = &kNothing;
  m_now = series->times().empty() ? 0 : series->times().back();
  updateCharts(*series);
  updateTable(*series);
  emit nowChanged();
}

void HealthViewModel::updateCharts(const TrafficSeries& series) {
  const std::vector<double> times = newest(series.times(), m_span);
  std::vector<Curve> requests;
  std::vector<Curve> errors;
  std::vector<Curve> latency;
  std::vector<Curve> sessions;
  for (const auto& [version, values] : series.versions()) {
    const std::vector<double> asked = newest(values.requests, m_span);
    errors.push_back({version, version, 0, times, errorPercents(asked, newest(values.errors, m_span))});
    requests.push_back({version, version, 0, times, asked});
    latency.push_back({version + QStringLiteral(" p50"), version, 0, times, newest(values.p50, m_span)});
    latency.push_back({version + QStringLiteral(" p95"), version, 1, times, newest(values.p95, m_span)});
    latency.push_back({version + QStringLiteral(" p99"), version, 2, times, newest(values.p99, m_span)});
    sessions.push_back({version, version, 0, times, newest(values.tunnels, m_span)});
  }
  std::vector<ChartMark> marks;
  for (const Publish& publish : m_publishes) {
    if (publish.service == m_service->current()) marks.push_back(publish.mark);
  }
  for (PlotData* chart : {m_requests, m_errors, m_latency, m_sessions}) chart->setMarks(marks);
  m_requests->setCurves(std::move(requests));
  m_errors->setCurves(std::move(errors));
  m_latency->setCurves(std::move(latency));
  m_sessions->setCurves(std::move(sessions));
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

void HealthViewModel::retranslate() {
  emit textsChanged();
  update();
}

}  // namespace halftone::app

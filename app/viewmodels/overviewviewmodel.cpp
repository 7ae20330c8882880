// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/overviewviewmodel.h"

#include <QDateTime>
#include <algorithm>
#include <cmath>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/feedstate.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/rulelistmodel.h"
#include "app/viewmodels/servicejudgement.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/topology.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::size_t kSparkSeconds = 60;

}  // namespace

OverviewViewModel::OverviewViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
      m_session(feeds.session),
      m_consul(feeds.consul),
      m_policies(feeds.policies),
      m_traffic(feeds.traffic),
      m_colors(feeds.colors),
      m_store(feeds.consul->client()),
      m_services({QStringLiteral("service"), QStringLiteral("kind"), QStringLiteral("why"),
                  QStringLiteral("revision"), QStringLiteral("wanted"), QStringLiteral("actual"),
                  QStringLiteral("requests"), QStringLiteral("errors"), QStringLiteral("p99"),
                  QStringLiteral("sessions"), QStringLiteral("spark"), QStringLiteral("release"),
                  QStringLiteral("published")}) {
  connect(m_traffic, &TrafficFeed::ticked, this, [this] {
    takeRates();
    update();
  });
  connect(m_traffic, &TrafficFeed::stateChanged, this, &OverviewViewModel::update);
  connect(m_policies, &PolicyFeed::loaded, this, &OverviewViewModel::update);
  connect(m_policies, &PolicyFeed::servicesChanged, this, &OverviewViewModel::update);
  connect(m_policies, &PolicyFeed::policyChanged, this, &OverviewViewModel::askPublished);
  connect(m_policies, &PolicyFeed::policyChanged, this, &OverviewViewModel::update);
  connect(m_consul, &ConsulConnection::stateChanged, this, &OverviewViewModel::judgeState);
  connect(this, &PageViewModel::shownChanged, this, &OverviewViewModel::update);
  for (const QString& service : m_policies->services()) askPublished(service);
  judgeState();
}

void OverviewViewModel::judgeState() {
  const bool lost = m_consul->state() != ConsulConnection::State::Live && !m_consul->error().isEmpty();
  if (!m_policies->isLoaded())
    return lost ? setState(State::Failed, failedText(m_consul->error()))
                : setState(State::Loading, tr("Waiting for Consul"));
  if (m_services.count() == 0 && m_policies->services().isEmpty())
    return setState(State::Failed, tr("No service has a policy or a proxy yet."));
  if (lost || m_traffic->state() == TrafficFeed::State::Stale)
    return setState(State::Stale,
                    lost ? tr("Consul does not answer (%1). This is as last seen.").arg(m_consul->error())
                         : tr("No proxy is heard any more. This is as last seen."));
  setState(State::Ready);
}

void OverviewViewModel::update() {
  if (!isShown()) return judgeState();
  QStringList names = m_policies->services() + m_traffic->services();
  names.removeDuplicates();
  names.removeAll(QString());
  std::vector<RecordModel::Record> records;
  for (const QString& name : std::as_const(names)) records.push_back(row(name));
  std::sort(records.begin(), records.end(), [](const RecordModel::Record& a, const RecordModel::Record& b) {
    const int first = urgency(a[1].toString());
    const int second = urgency(b[1].toString());
    return first != second ? first < second : a[0].toString() < b[0].toString();
  });
  m_services.setRecords(std::move(records));
  if (names.contains(m_awaited)) choose(QString(m_awaited));
  if (!names.contains(m_chosen)) {
    m_chosen = m_services.count() > 0 ? m_services.value(0, QStringLiteral("service")).toString() : QString();
    m_rates.clear();
    emit chosenChanged();
  }
  judgeState();
  draw();
}

void OverviewViewModel::turnTo(const QString& subject) {
  m_awaited = subject;
  update();
}

void OverviewViewModel::choose(const QString& service) {
  m_awaited.clear();
  if (service == m_chosen) return;
  m_chosen = service;
  m_rates.clear();
  emit chosenChanged();
  draw();
}

RecordModel::Record OverviewViewModel::row(const QString& service) const {
  const TrafficSeries* series = m_traffic->series(service);
  const auto stored = m_policies->policy(service);
  double requests = 0;
  double errors = 0;
  double p99 = qQNaN();
  double sessions = 0;
  QVariantList actual;
  std::vector<double> spark(kSparkSeconds, 0);
  if (series != nullptr) {
    for (const auto& [version, values] : series->versions()) requests += known(meanOfNow(values.requests));
    for (const auto& [version, values] : series->versions()) {
      const double rate = known(meanOfNow(values.requests));
      errors += known(meanOfNow(values.errors));
      if (!values.p99.empty() && !(values.p99.back() <= p99))
        p99 = std::isfinite(values.p99.back()) ? values.p99.back() : p99;
      if (requests > 0)
        actual.append(
            QVariantMap{{QStringLiteral("version"), version}, {QStringLiteral("share"), rate / requests}});
      const std::size_t count = std::min(kSparkSeconds, values.requests.size());
      for (std::size_t i = 0; i < count; ++i)
        spark[kSparkSeconds - count + i] += known(values.requests[values.requests.size() - count + i]);
    }
    for (const auto& [version, count] : series->openTunnels()) sessions += count;
  }
  Judgement judgement = judgeService(*m_traffic, service, thresholdsOf(m_session->cluster(), service));
  QVariantList wanted;
  QString revision = tr("no policy");
  QString release;
  QString published;
  if (stored) {
    revision = QStringLiteral("r%1").arg(stored->revision);
    published = publishedText(service, stored->revision);
    const auto policy = codec::readPolicy(stored->text);
    if (policy) {
      wanted = splitParts(policy->defaultRule.split);
      release = releaseText(service, stored->revision, *policy);
    } else {
      judgement = {QStringLiteral("bad"), tr("the policy is not valid")};
    }
  }
  // In the order of what is wanted, so that the two bars compare by eye.
  const auto place = [&wanted](const QVariant& part) {
    const QVariant version = part.toMap().value(QStringLiteral("version"));
    qsizetype i = 0;
    while (i < wanted.size() && wanted[i].toMap().value(QStringLiteral("version")) != version) ++i;
    return i;
  };
  std::stable_sort(actual.begin(), actual.end(),
                   [&place](const QVariant& a, const QVariant& b) { return place(a) < place(b); });
  const double top = std::max(1e-9, *std::max_element(spark.begin(), spark.end()));
  QVariantList sparkline;
  for (const double value : spark) sparkline.append(value / top);
  return {service,
          judgement.kind,
          judgement.why,
          revision,
          wanted,
          actual,
          formatRate(series == nullptr ? qQNaN() : requests),
          formatPercent(requests > 0 ? errors / requests : qQNaN(), 2),
          formatMilliseconds(p99),
          formatCount(static_cast<quint64>(sessions)),
          sparkline,
          release,
          published};
}

void OverviewViewModel::askPublished(const QString& service) {
  const auto stored = m_policies->policy(service);
  if (!stored || stored->revision == 0) return;
  m_store.revision(service.toStdString(), stored->revision, this,
                   [this, service](const Result<store::HistoryEntry>& entry) {
                     if (!entry) return;  // written without Halftone: nobody is named
                     m_published[service] = *entry;
                     update();
                   });
}

QString OverviewViewModel::releaseText(const QString& service, quint64 revision,
                                       const policy::Policy& policy) const {
  int proxies = 0;
  int obeying = 0;
  for (const ProxyInfo& proxy : m_traffic->proxies()) {
    if (proxy.service != service) continue;
    ++proxies;
    obeying += proxy.policy.revision == revision ? 1 : 0;
  }
  if (obeying < proxies) return tr("r%1 on %2 of %3 proxies").arg(revision).arg(obeying).arg(proxies);
  QStringList tried;
  for (const policy::Share& share : policy.defaultRule.split) {
    if (share.version == policy.stable || share.weight.value() == 0) continue;
    tried << tr("%1 at %2")
                 .arg(QString::fromStdString(share.version),
                      formatPercent(share.weight.value() / 10'000.0, 0));
  }
  return tried.isEmpty() ? tr("all on %1").arg(QString::fromStdString(policy.stable))
                         : tried.join(QStringLiteral(", "));
}

QString OverviewViewModel::publishedText(const QString& service, quint64 revision) const {
  const auto entry = m_published.constFind(service);
  if (entry == m_published.constEnd() || entry->revision != revision) return {};
  const QDateTime time = QDateTime::fromString(QString::fromStdString(entry->time), Qt::ISODateWithMs);
  return tr("%1, %2").arg(QString::fromStdString(entry->who), formatAgo(time.toMSecsSinceEpoch(), nowMs()));
}

// Only when a second is over: other news would draw a moment's traffic as a second's.
void OverviewViewModel::takeRates() {
  FlowRates::Counters now;
  for (const telemetry::InstanceTraffic& instance : m_traffic->instances(m_chosen))
    now.instances[QString::fromStdString(instance.id)] += instance.requests;
  for (const ProxyInfo& proxy : m_traffic->proxies()) {
    if (proxy.service != m_chosen) continue;
    for (const auto& [version, requests] : proxy.requests) now.gateways[{proxy.node, version}] = requests;
  }
  m_rates.take(steadyMs(), std::move(now));
}

void OverviewViewModel::draw() {
  m_topology = topologyOf(*m_traffic, m_chosen, m_rates, thresholdsOf(m_session->cluster(), m_chosen).errors);
  emit topologyChanged();
}

QString OverviewViewModel::summary() const {
  int urgent = 0;
  int unknown = 0;
  for (int i = 0; i < m_services.count(); ++i) {
    const int rank = urgency(m_services.value(i, QStringLiteral("kind")).toString());
    urgent += rank < urgency(QStringLiteral("unknown")) ? 1 : 0;
    unknown += rank == urgency(QStringLiteral("unknown")) ? 1 : 0;
  }
  QStringList words{tr("%n services", nullptr, m_services.count())};
  if (state() == State::Stale)
    words << tr("as last seen");
  else if (urgent == 0 && unknown == 0)
    words << tr("all well");
  if (urgent > 0) words << tr("%n need a look", nullptr, urgent);
  if (unknown > 0) words << tr("nothing is known of %n", nullptr, unknown);
  return words.join(tr(", ", "between parts of a sentence"));
}

void OverviewViewModel::retranslate() {
  update();
}

}  // namespace halftone::app

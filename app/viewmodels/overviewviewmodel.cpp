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
#include "app/viewmodels/versioncolors.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

constexpr std::size_t kNowSeconds = 10;
constexpr std::size_t kSparkSeconds = 60;
constexpr double kWarnErrors = 0.01;
constexpr double kBadErrors = 0.05;
constexpr double kJudgedRequests = 20;  // fewer of a version say nothing of it

double meanOfNow(const std::vector<double>& values) {
  double sum = 0;
  int known = 0;
  for (std::size_t i = values.size() - std::min(values.size(), kNowSeconds); i < values.size(); ++i) {
    if (!std::isfinite(values[i])) continue;
    sum += values[i];
    ++known;
  }
  return known == 0 ? qQNaN() : sum / known;
}

double known(double value) {
  return std::isfinite(value) ? value : 0;
}

QString kindOfErrors(double requests, double errors) {
  if (requests <= 0) return QStringLiteral("unknown");
  const double share = errors / requests;
  return share >= kBadErrors    ? QStringLiteral("bad")
         : share >= kWarnErrors ? QStringLiteral("warn")
                                : QStringLiteral("ok");
}

int urgency(const QString& kind) {
  return kind == QLatin1String("bad")       ? 0
         : kind == QLatin1String("warn")    ? 1
         : kind == QLatin1String("unknown") ? 2
                                            : 3;
}

QString kindOfInstance(const telemetry::InstanceTraffic& instance) {
  if (instance.state == "passing") return QStringLiteral("ok");
  if (instance.state == "warning") return QStringLiteral("warn");
  if (instance.state == "maintenance") return QStringLiteral("pause");
  return instance.state == "gone" ? QStringLiteral("unknown") : QStringLiteral("bad");
}

QVariantMap node(const QString& name, const QString& version, double rate, const QString& kind) {
  return {{QStringLiteral("name"), name},
          {QStringLiteral("version"), version},
          {QStringLiteral("text"), formatRate(rate)},
          {QStringLiteral("kind"), kind}};
}

QVariantMap flow(int left, int from, int to, double width, const QString& version, const QString& kind) {
  return {{QStringLiteral("left"), left},       {QStringLiteral("from"), from},
          {QStringLiteral("to"), to},           {QStringLiteral("width"), std::isfinite(width) ? width : 0.0},
          {QStringLiteral("version"), version}, {QStringLiteral("kind"), kind}};
}

struct Seen {
  QString version;
  QString kind;
};

// By id, what several proxies tell of one instance: the worst of it.
std::map<QString, Seen> seenInstances(const std::vector<telemetry::InstanceTraffic>& instances) {
  std::map<QString, Seen> byId;
  for (const telemetry::InstanceTraffic& instance : instances) {
    Seen& seen = byId[QString::fromStdString(instance.id)];
    const QString kind = kindOfInstance(instance);
    seen.kind = seen.kind.isEmpty() || urgency(kind) < urgency(seen.kind) ? kind : seen.kind;
    seen.version = QString::fromStdString(instance.version);
  }
  return byId;
}

}  // namespace

OverviewViewModel::OverviewViewModel(const Feeds& feeds, QObject* parent)
    : PageViewModel(parent),
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
    return setState(State::Stale, lost ? failedText(m_consul->error()) : tr("No proxy is heard any more."));
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
    m_lastRequests.clear();
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
  m_lastRequests.clear();
  emit chosenChanged();
  draw();
}

// A canary's errors are few among all: a version that is worse than its service speaks for it.
void OverviewViewModel::judgeVersions(const TrafficSeries& series, QString& kind, QString& why) {
  for (const auto& [version, values] : series.versions()) {
    const double rate = known(meanOfNow(values.requests));
    if (rate * kNowSeconds < kJudgedRequests) continue;
    const double share = known(meanOfNow(values.errors)) / rate;
    if (share < kWarnErrors) continue;
    const QString own = kindOfErrors(rate, share * rate);
    if (urgency(own) >= urgency(kind)) continue;
    kind = own;
    why = tr("%1: %2 errors").arg(version, formatPercent(share, 1));
  }
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
  QString kind = kindOfErrors(requests, errors);
  QString why = kind == QLatin1String("unknown") ? tr("no traffic")
                : kind == QLatin1String("ok")    ? QString()
                                                 : tr("%1 errors").arg(formatPercent(errors / requests, 1));
  if (series != nullptr) judgeVersions(*series, kind, why);
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
      kind = QStringLiteral("bad");
      why = tr("the policy is not valid");
    }
  }
  int bad = 0;
  for (const telemetry::InstanceTraffic& instance : m_traffic->instances(service))
    bad += kindOfInstance(instance) == QLatin1String("bad") ? 1 : 0;
  if (bad > 0 && kind != QLatin1String("bad")) {
    kind = QStringLiteral("warn");
    why = tr("%n instances out of service", nullptr, bad);
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
          kind,
          why,
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
  const qint64 ms = steadyMs();
  const qint64 elapsedMs = m_ratesMs == 0 ? 0 : ms - m_ratesMs;
  if (m_ratesMs != 0 && elapsedMs <= 0) return;  // a replay stands
  m_ratesMs = ms;
  QHash<QString, quint64> now;
  for (const telemetry::InstanceTraffic& instance : m_traffic->instances(m_chosen))
    now[QString::fromStdString(instance.id)] += instance.requests;
  m_rates.clear();
  for (auto it = now.constBegin(); it != now.constEnd(); ++it) {
    const quint64 before = m_lastRequests.value(it.key(), it.value());
    if (elapsedMs > 0 && it.value() >= before)
      m_rates[it.key()] = static_cast<double>(it.value() - before) * 1000 / static_cast<double>(elapsedMs);
  }
  m_lastRequests = now;
}

void OverviewViewModel::draw() {
  QVariantList gateways;
  QVariantList versions;
  QVariantList instances;
  QVariantList flows;
  const TrafficSeries* series = m_traffic->series(m_chosen);
  QStringList names;
  double all = 0;
  std::map<QString, double> rates;
  std::map<QString, QString> kinds;
  if (series != nullptr) {
    for (const auto& [version, values] : series->versions()) {
      const double rate = known(meanOfNow(values.requests));
      rates[version] = rate;
      kinds[version] = kindOfErrors(rate, known(meanOfNow(values.errors)));
      all += rate;
      names.append(version);
    }
  }
  const std::map<QString, Seen> byId = seenInstances(m_traffic->instances(m_chosen));
  // A version without traffic yet is known by its instances.
  for (const auto& [id, seen] : byId) {
    if (seen.version.isEmpty() || names.contains(seen.version)) continue;
    kinds[seen.version] = QStringLiteral("unknown");
    names.append(seen.version);
  }
  for (const QString& version : std::as_const(names))
    versions.append(node(version, version, rates[version], kinds[version]));
  int proxies = 0;
  for (const ProxyInfo& proxy : m_traffic->proxies()) proxies += proxy.service == m_chosen ? 1 : 0;
  for (const ProxyInfo& proxy : m_traffic->proxies()) {
    if (proxy.service != m_chosen) continue;
    const QString kind = !proxy.live                  ? QStringLiteral("bad")
                         : proxy.policy.state == "ok" ? QStringLiteral("ok")
                                                      : QStringLiteral("warn");
    for (qsizetype v = 0; v < names.size(); ++v)
      flows.append(flow(0, static_cast<int>(gateways.size()), static_cast<int>(v),
                        rates[names[v]] / std::max(all, 1e-9) / std::max(1, proxies), names[v],
                        kinds[names[v]]));
    gateways.append(node(proxy.node, {}, all / std::max(1, proxies), kind));
  }
  for (const auto& [id, seen] : byId) {
    if (instances.size() >= kMaxInstances) continue;
    const double rate = m_rates.value(id, 0);
    const qsizetype version = names.indexOf(seen.version);
    if (version >= 0)
      flows.append(flow(1, static_cast<int>(version), static_cast<int>(instances.size()),
                        rate / std::max(all, 1.0), seen.version, seen.kind));
    instances.append(node(id, seen.version, rate, seen.kind));
  }
  m_topology = {{QStringLiteral("gateways"), gateways},
                {QStringLiteral("versions"), versions},
                {QStringLiteral("instances"), instances},
                {QStringLiteral("flows"), flows}};
  emit topologyChanged();
}

QString OverviewViewModel::summary() const {
  int attention = 0;
  for (int i = 0; i < m_services.count(); ++i)
    attention += urgency(m_services.value(i, QStringLiteral("kind")).toString()) < 2 ? 1 : 0;
  const QString services = tr("%n services", nullptr, m_services.count());
  return attention == 0 ? tr("%1, all well").arg(services)
                        : tr("%1, %2").arg(services, tr("%n need a look", nullptr, attention));
}

void OverviewViewModel::retranslate() {
  update();
}

}  // namespace halftone::app

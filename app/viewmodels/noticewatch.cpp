// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/noticewatch.h"

#include <algorithm>
#include <cmath>

#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/navigator.h"

namespace halftone::app {

namespace {

constexpr char kOurProgram[] = "console";

double sumOfNow(const std::vector<double>& values) {
  double sum = 0;
  for (std::size_t i = values.size() - std::min(values.size(), NoticeWatch::kSeconds); i < values.size(); ++i)
    sum += std::isfinite(values[i]) ? values[i] : 0;
  return sum;
}

QString linkTo(const char* page, const QString& service) {
  DeepLink link;
  link.page = QString::fromLatin1(page);
  link.service = service;
  return toText(link);
}

}  // namespace

NoticeWatch::NoticeWatch(const Feeds& feeds, Notices* notices, QObject* parent)
    : QObject(parent), m_feeds(feeds), m_notices(notices), m_store(feeds.consul->client()) {
  connect(feeds.policies, &PolicyFeed::published, this, &NoticeWatch::tellPublish);
  connect(feeds.traffic, &TrafficFeed::ticked, this, [this] {
    lookAtInstances();
    lookAtProxies();
    lookAtErrors();
  });
}

void NoticeWatch::tellPublish(const QString& service, quint64 revision) {
  m_store.revision(
      service.toStdString(), revision, this,
      [this, service, revision](const Result<store::HistoryEntry>& entry) {
        const store::Actor us =
            m_feeds.who != nullptr ? m_feeds.who->actor() : store::Actor::ofThisProcess(kOurProgram);
        const bool ours = entry && entry->who == us.user &&
                          QString::fromStdString(entry->from).startsWith(QLatin1String(kOurProgram));
        if (ours) return;
        const QString who = entry ? QString::fromStdString(entry->who) : QString();
        const QString why = entry ? QString::fromStdString(entry->why) : QString();
        m_notices->tell({QStringLiteral("ok"), QStringLiteral("published %1 %2").arg(service).arg(revision),
                         [who, service, revision] {
                           return who.isEmpty() ? tr("%1 r%2 was written").arg(service).arg(revision)
                                                : tr("%1 published %2 r%3").arg(who, service).arg(revision);
                         },
                         [why] { return why; }, linkTo("traffic", service)});
      });
}

void NoticeWatch::lookAtInstances() {
  for (const QString& service : m_feeds.traffic->services()) {
    for (const telemetry::InstanceTraffic& instance : m_feeds.traffic->instances(service)) {
      const QString id = QString::fromStdString(instance.id);
      // One that leaves the registry in good order is no loss.
      if (instance.state == "gone" || instance.state == "maintenance") continue;
      const bool serves = instance.state != "critical";
      const QString key = service + QLatin1Char('/') + id;
      const auto before = m_instances.constFind(key);
      const bool changed = before != m_instances.constEnd() && *before != serves;
      m_instances[key] = serves;
      if (!changed) continue;
      const QString version = QString::fromStdString(instance.version);
      const QString address = QString::fromStdString(instance.address);
      m_notices->tell({serves ? QStringLiteral("ok") : QStringLiteral("bad"),
                       (serves ? QStringLiteral("up ") : QStringLiteral("down ")) + key,
                       [serves, id, service] {
                         return serves ? tr("%1 of %2 serves again").arg(id, service)
                                       : tr("%1 of %2 is out of service").arg(id, service);
                       },
                       [version, address] { return tr("version %1, %2").arg(version, address); },
                       linkTo("catalog", service)});
    }
  }
}

void NoticeWatch::lookAtProxies() {
  for (const ProxyInfo& proxy : m_feeds.traffic->proxies()) {
    if (proxy.node.isEmpty()) continue;
    const auto before = m_proxies.constFind(proxy.node);
    const bool changed = before != m_proxies.constEnd() && *before != proxy.live;
    m_proxies[proxy.node] = proxy.live;
    if (!changed) continue;
    m_notices->tell({proxy.live ? QStringLiteral("ok") : QStringLiteral("bad"),
                     (proxy.live ? QStringLiteral("up ") : QStringLiteral("down ")) + proxy.node,
                     [live = proxy.live, node = proxy.node] {
                       return live ? tr("Proxy %1 is heard again").arg(node)
                                   : tr("Proxy %1 is not heard any more").arg(node);
                     },
                     [service = proxy.service] { return tr("serves %1").arg(service); },
                     linkTo("overview", proxy.service)});
  }
}

void NoticeWatch::lookAtErrors() {
  for (const QString& service : m_feeds.traffic->services()) {
    const TrafficSeries* series = m_feeds.traffic->series(service);
    if (series == nullptr) continue;
    for (const auto& [version, values] : series->versions()) {
      const double requests = sumOfNow(values.requests);
      const double share = requests < kLeastRequests ? 0 : sumOfNow(values.errors) / requests;
      const QString key = service + QLatin1Char('/') + version;
      if (m_failing.contains(key)) {
        if (share < kErrorShare / 2) m_failing.remove(key);
        continue;
      }
      if (share < kErrorShare) continue;
      m_failing.insert(key);
      m_notices->tell(
          {QStringLiteral("bad"), QStringLiteral("errors ") + key,
           [service, name = version, share] {
             return tr("%1 %2 fails %3 of its requests").arg(service, name, formatPercent(share, 1));
           },
           [] { return tr("in the last %n seconds", nullptr, static_cast<int>(kSeconds)); },
           linkTo("health", service)});
    }
  }
}

}  // namespace halftone::app

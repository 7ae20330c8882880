// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/topology.h"

#include <QCoreApplication>
#include <QStringList>
#include <QVariantList>
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/deeplink.h"
#include "app/viewmodels/figures.h"
#include "app/viewmodels/flowrates.h"
#include "app/viewmodels/servicejudgement.h"

namespace halftone::app {

namespace {

const QString kProxyService = QStringLiteral("halftone-proxy");

// What the strings are named for lupdate.
class Topology {
  Q_DECLARE_TR_FUNCTIONS(Topology)
};

QString wordsOf(const QString& kind) {
  return kind == QLatin1String("ok")      ? Topology::tr("well")
         : kind == QLatin1String("warn")  ? Topology::tr("wants a look")
         : kind == QLatin1String("bad")   ? Topology::tr("unwell")
         : kind == QLatin1String("pause") ? Topology::tr("in maintenance")
                                          : Topology::tr("nothing known");
}

QVariantMap node(const QString& name, const QString& version, double rate, const QString& kind,
                 const DeepLink& place) {
  const QString text = formatRate(rate);
  return {{QStringLiteral("name"), name},
          {QStringLiteral("version"), version},
          {QStringLiteral("text"), text},
          {QStringLiteral("kind"), kind},
          {QStringLiteral("words"), Topology::tr("%1: %2, %3 requests/s").arg(name, wordsOf(kind), text)},
          {QStringLiteral("place"), toText(place)}};
}

DeepLink instancePlace(const QString& service, const QString& id) {
  DeepLink link{QStringLiteral("catalog"), service, {}, {}, 0};
  link.instance = id;
  return link;
}

DeepLink healthPlace(const QString& service) {
  return {QStringLiteral("health"), service, {}, {}, 0};
}

QVariantMap flow(int left, qsizetype from, qsizetype to, double width, const QString& version,
                 const QString& kind) {
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

QString kindOfProxy(const ProxyInfo& proxy) {
  if (!proxy.live) return QStringLiteral("bad");
  return proxy.policy.state == "ok" ? QStringLiteral("ok") : QStringLiteral("warn");
}

struct Versions {
  QStringList names;
  std::map<QString, double> rates;
  std::map<QString, QString> kinds;
  double all = 0;
};

Versions versionsOf(const TrafficSeries* series, const std::vector<ProxyInfo>& proxies,
                    const std::map<QString, Seen>& instances, const FlowRates& rates, double threshold) {
  Versions versions;
  if (series != nullptr) {
    for (const auto& [version, values] : series->versions()) {
      versions.names.append(version);
      versions.kinds[version] =
          kindOfErrors(known(meanOfNow(values.requests)), known(meanOfNow(values.errors)), threshold);
    }
  }
  // A version without traffic yet is known by its instances.
  for (const auto& [id, seen] : instances) {
    if (seen.version.isEmpty() || versions.names.contains(seen.version)) continue;
    versions.kinds[seen.version] = QStringLiteral("unknown");
    versions.names.append(seen.version);
  }
  for (const QString& version : std::as_const(versions.names)) {
    for (const ProxyInfo& proxy : proxies) versions.rates[version] += rates.ofGateway(proxy.node, version);
    versions.all += versions.rates[version];
  }
  return versions;
}

// Those to draw: the worst first where not all can be.
std::vector<std::pair<QString, Seen>> drawnOf(const std::map<QString, Seen>& byId) {
  std::vector<std::pair<QString, Seen>> drawn(byId.begin(), byId.end());
  if (drawn.size() <= kMaxDrawnInstances) return drawn;
  std::stable_sort(drawn.begin(), drawn.end(), [](const auto& a, const auto& b) {
    return urgency(a.second.kind) < urgency(b.second.kind);
  });
  drawn.resize(kMaxDrawnInstances);
  return drawn;
}

}  // namespace

QVariantMap topologyOf(const TrafficFeed& traffic, const QString& service, const FlowRates& rates,
                       double threshold) {
  QVariantList gateways;
  QVariantList versions;
  QVariantList instances;
  QVariantList flows;
  std::vector<ProxyInfo> proxies = traffic.proxies();
  std::erase_if(proxies, [&service](const ProxyInfo& proxy) { return proxy.service != service; });
  const std::map<QString, Seen> byId = seenInstances(traffic.instances(service));
  const Versions all = versionsOf(traffic.series(service), proxies, byId, rates, threshold);
  const double whole = std::max(all.all, 1e-9);
  for (const QString& version : all.names) {
    versions.append(
        node(version, version, all.rates.at(version), all.kinds.at(version), healthPlace(service)));
  }
  for (const ProxyInfo& proxy : proxies) {
    double through = 0;
    for (qsizetype v = 0; v < all.names.size(); ++v) {
      const double rate = rates.ofGateway(proxy.node, all.names[v]);
      flows.append(flow(0, gateways.size(), v, rate / whole, all.names[v], all.kinds.at(all.names[v])));
      through += rate;
    }
    gateways.append(node(proxy.node, {}, through, kindOfProxy(proxy),
                         instancePlace(kProxyService, kProxyService + QLatin1Char('-') + proxy.node)));
  }
  for (const auto& [id, seen] : drawnOf(byId)) {
    const double rate = rates.ofInstance(id);
    const qsizetype version = all.names.indexOf(seen.version);
    if (version >= 0) flows.append(flow(1, version, instances.size(), rate / whole, seen.version, seen.kind));
    instances.append(node(id, seen.version, rate, seen.kind, instancePlace(service, id)));
  }
  return {{QStringLiteral("gateways"), gateways},
          {QStringLiteral("versions"), versions},
          {QStringLiteral("instances"), instances},
          {QStringLiteral("more"), static_cast<int>(byId.size()) - static_cast<int>(instances.size())},
          {QStringLiteral("flows"), flows}};
}

}  // namespace halftone::app

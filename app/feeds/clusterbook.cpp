// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/clusterbook.h"

#include <QSettings>
#include <QUrl>
#include <algorithm>
#include <tuple>

namespace halftone::app {

namespace {

QString key(const char* name) {
  return QLatin1String(name);
}

}  // namespace

QList<Cluster> ClusterBook::clusters() const {
  QList<Cluster> clusters;
  const int count = std::min(m_settings->beginReadArray(key("clusters")), kMaxClusters);
  for (int i = 0; i < count; ++i) {
    m_settings->setArrayIndex(i);
    Cluster cluster;
    cluster.name = m_settings->value(key("name")).toString();
    cluster.addresses = m_settings->value(key("addresses")).toStringList();
    cluster.datacenter = m_settings->value(key("datacenter")).toString();
    cluster.tls.authority = m_settings->value(key("authorities")).toString();
    cluster.tls.certificate = m_settings->value(key("certificate")).toString();
    cluster.tls.key = m_settings->value(key("key")).toString();
    cluster.production = m_settings->value(key("production")).toBool();
    cluster.readOnly = m_settings->value(key("readOnly")).toBool();
    if (!cluster.name.isEmpty()) clusters.append(cluster);
  }
  m_settings->endArray();
  return clusters;
}

std::optional<Cluster> ClusterBook::find(const QString& name) const {
  const QList<Cluster> all = clusters();
  const auto found =
      std::find_if(all.begin(), all.end(), [&name](const Cluster& cluster) { return cluster.name == name; });
  return found == all.end() ? std::nullopt : std::optional(*found);
}

std::optional<Cluster> ClusterBook::findByAddress(const QStringList& addresses) const {
  const auto place = [](const QString& address) {
    const QUrl url(address);
    const int usual = url.scheme() == QLatin1String("https") ? 443 : 80;
    return std::tuple(url.scheme(), url.host(), url.port(usual));
  };
  for (const Cluster& cluster : clusters()) {
    for (const QString& address : cluster.addresses) {
      if (std::any_of(addresses.begin(), addresses.end(),
                      [&](const QString& wanted) { return place(wanted) == place(address); }))
        return cluster;
    }
  }
  return std::nullopt;
}

Result<void> ClusterBook::save(const Cluster& cluster, const QString& former) {
  if (cluster.name.trimmed().isEmpty()) return fail(ErrorCode::Invalid, "name", "a cluster needs a name");
  if (cluster.name != former && find(cluster.name)) {
    return fail(ErrorCode::Invalid, cluster.name.toStdString(), "there is a cluster of this name");
  }
  QList<Cluster> all = clusters();
  all.removeIf([&](const Cluster& one) { return one.name == former || one.name == cluster.name; });
  if (all.size() >= kMaxClusters) return fail(ErrorCode::TooLarge, "", "there are 100 clusters already");
  all.append(cluster);
  std::sort(all.begin(), all.end(), [](const Cluster& a, const Cluster& b) { return a.name < b.name; });
  write(all);
  return {};
}

void ClusterBook::remove(const QString& name) {
  QList<Cluster> all = clusters();
  all.removeIf([&name](const Cluster& cluster) { return cluster.name == name; });
  write(all);
}

void ClusterBook::write(const QList<Cluster>& clusters) {
  m_settings->remove(key("clusters"));
  m_settings->beginWriteArray(key("clusters"), static_cast<int>(clusters.size()));
  for (int i = 0; i < clusters.size(); ++i) {
    const Cluster& cluster = clusters[i];
    m_settings->setArrayIndex(i);
    m_settings->setValue(key("name"), cluster.name);
    m_settings->setValue(key("addresses"), cluster.addresses);
    m_settings->setValue(key("datacenter"), cluster.datacenter);
    m_settings->setValue(key("authorities"), cluster.tls.authority);
    m_settings->setValue(key("certificate"), cluster.tls.certificate);
    m_settings->setValue(key("key"), cluster.tls.key);
    m_settings->setValue(key("production"), cluster.production);
    m_settings->setValue(key("readOnly"), cluster.readOnly);
  }
  m_settings->endArray();
  m_settings->sync();
}

QString ClusterBook::last() const {
  return m_settings->value(key("cluster")).toString();
}

void ClusterBook::setLast(const QString& name) {
  m_settings->setValue(key("cluster"), name);
}

}  // namespace halftone::app

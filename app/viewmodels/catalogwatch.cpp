// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/catalogwatch.h"

#include <algorithm>
#include <utility>

#include "app/feeds/catalogfeed.h"
#include "app/feeds/consulconnection.h"
#include "app/viewmodels/navigator.h"

namespace halftone::app {

namespace {

QString catalogOf(const QString& service) {
  return toText({QStringLiteral("catalog"), service, {}, {}, 0});
}

QString placeOf(const consul::Instance& instance) {
  const QString address = QString::fromStdString(instance.address);
  return QStringLiteral("%1:%2, %3")
      .arg(address)
      .arg(instance.port)
      .arg(QString::fromStdString(instance.node));
}

}  // namespace

CatalogWatch::CatalogWatch(const Feeds& feeds, Notices* notices, QObject* parent)
    : QObject(parent),
      m_feeds(feeds),
      m_notices(notices),
      m_feed(std::make_unique<CatalogFeed>(*feeds.consul)) {
  connect(feeds.consul, &ConsulConnection::stateChanged, this, &CatalogWatch::lookAtConsul);
  connect(m_feed.get(), &CatalogFeed::changed, this, &CatalogWatch::look);
  m_feed->start();
}

CatalogWatch::~CatalogWatch() = default;

std::vector<KnownInstance> CatalogWatch::instances() const {
  std::vector<KnownInstance> known;
  known.reserve(static_cast<std::size_t>(m_instances.size()));
  for (const Known& instance : m_instances) known.push_back({instance.service, instance.id});
  std::sort(known.begin(), known.end());
  return known;
}

void CatalogWatch::lookAtConsul() {
  const ConsulConnection::State state = m_feeds.consul->state();
  const bool lost = state == ConsulConnection::State::Lost;
  const bool back = state == ConsulConnection::State::Live && m_consulLost;
  if (lost == m_consulLost || (!lost && !back)) return;
  m_consulLost = lost;
  const QString why = lost ? m_feeds.consul->error() : QString();
  m_notices->tell(
      {lost ? QStringLiteral("bad") : QStringLiteral("ok"),
       lost ? QStringLiteral("down Consul") : QStringLiteral("up Consul"),
       [lost] { return lost ? tr("Consul does not answer any more") : tr("Consul answers again"); },
       [why] { return why; }, catalogOf({})});
}

void CatalogWatch::look() {
  // What is stale tells nothing, and a list that is half read looks like a loss.
  if (m_feed->status().state != FeedStatus::State::Ready) return;
  lookAtNodes();
  QHash<QString, Known> now;
  std::set<QString> read;
  for (const auto& [name, service] : m_feed->services()) {
    if (!service->isRead) {
      lookAtCount(*service);
      continue;
    }
    read.insert(QString::fromStdString(name));
    m_failing.remove(QString::fromStdString(name));
    for (const consul::Instance& instance : service->instances) lookAt(instance, now);
  }
  for (auto it = m_instances.cbegin(); it != m_instances.cend(); ++it) {
    if (now.contains(it.key())) continue;
    const bool isUnread =
        !read.contains(it->service) && m_feed->services().contains(it->service.toStdString());
    if (isUnread)
      now.insert(it.key(), *it);
    else
      tellVanished(*it);
  }
  m_instances = std::move(now);
  m_listed = true;
}

void CatalogWatch::lookAtNodes() {
  std::set<std::string> failing;
  for (const auto& [node, state] : m_feed->failingNodes()) {
    if (state == consul::CheckState::Critical) failing.insert(node);
  }
  const auto tell = [this](const std::string& node, bool fails) {
    const QString name = QString::fromStdString(node);
    m_notices->tell({fails ? QStringLiteral("bad") : QStringLiteral("ok"),
                     (fails ? QStringLiteral("down node ") : QStringLiteral("up node ")) + name,
                     [name, fails] {
                       return fails ? tr("Node %1 fails its checks").arg(name)
                                    : tr("Node %1 passes its checks again").arg(name);
                     },
                     [] { return QString(); }, catalogOf({})});
  };
  for (const std::string& node : failing) {
    if (m_listed && !m_nodes.contains(node)) tell(node, true);
  }
  for (const std::string& node : m_nodes) {
    if (!failing.contains(node)) tell(node, false);
  }
  m_nodes = std::move(failing);
}

void CatalogWatch::lookAt(const consul::Instance& instance, QHash<QString, Known>& now) {
  const QString service = QString::fromStdString(instance.service);
  const QString id = QString::fromStdString(instance.id);
  const QString key =
      QString::fromStdString(instance.node) + QLatin1Char('/') + service + QLatin1Char('/') + id;
  // Forgotten: it may go without a word, and is new when it comes back.
  if (instance.state() == consul::CheckState::Maintenance) {
    m_instances.remove(key);
    return;
  }
  const bool serves = instance.inService();
  now.insert(key, {service, id, serves});
  const auto before = m_instances.constFind(key);
  if (before == m_instances.constEnd() || before->serves == serves) return;
  const QString place = placeOf(instance);
  m_notices->tell({serves ? QStringLiteral("ok") : QStringLiteral("bad"),
                   (serves ? QStringLiteral("up ") : QStringLiteral("down ")) + key,
                   [serves, id, service] {
                     return serves ? tr("%1 of %2 serves again").arg(id, service)
                                   : tr("%1 of %2 is out of service").arg(id, service);
                   },
                   [place] { return place; }, catalogOf(service)});
}

void CatalogWatch::lookAtCount(const CatalogService& service) {
  const QString name = QString::fromStdString(service.name);
  const int before = std::exchange(m_failing[name], service.critical);
  if (!m_listed || (before > 0) == (service.critical > 0)) return;
  const bool fails = service.critical > 0;
  m_notices->tell({fails ? QStringLiteral("bad") : QStringLiteral("ok"),
                   (fails ? QStringLiteral("down ") : QStringLiteral("up ")) + name,
                   [fails, name] {
                     return fails ? tr("Instances of %1 are out of service").arg(name)
                                  : tr("All instances of %1 serve again").arg(name);
                   },
                   [] { return QString(); }, catalogOf(name)});
}

void CatalogWatch::tellVanished(const Known& known) {
  // What serves until it leaves was taken out by somebody: a release, fewer instances.
  m_notices->tell({known.serves ? QStringLiteral("pause") : QStringLiteral("warn"),
                   QStringLiteral("gone ") + known.service + QLatin1Char('/') + known.id,
                   [known] { return tr("%1 of %2 has left the catalog").arg(known.id, known.service); },
                   [known] { return known.serves ? tr("it was in service") : tr("it was out of service"); },
                   catalogOf(known.service)});
}

}  // namespace halftone::app

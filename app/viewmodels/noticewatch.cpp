// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/noticewatch.h"

#include "app/feeds/consulconnection.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/navigator.h"

namespace halftone::app {

namespace {

QString linkTo(const char* page, const QString& service) {
  DeepLink link;
  link.page = QString::fromLatin1(page);
  link.service = service;
  return toText(link);
}

}  // namespace

NoticeWatch::NoticeWatch(const Feeds& feeds, Notices* notices, QObject* parent)
    : QObject(parent),
      m_feeds(feeds),
      m_notices(notices),
      m_store(feeds.consul->client()),
      m_catalog(feeds, notices),
      m_thresholds(feeds, notices) {
  connect(feeds.policies, &PolicyFeed::published, this, &NoticeWatch::tellPublish);
  if (feeds.own != nullptr) connect(feeds.own, &OwnPublishes::settled, this, &NoticeWatch::lookAgain);
  connect(feeds.traffic, &TrafficFeed::ticked, this, &NoticeWatch::lookAtProxies);
}

void NoticeWatch::lookAgain(const QString& service) {
  if (!m_feeds.own->isSettled(service)) return;
  const QList<quint64> revisions = m_unsettled.values(service);
  m_unsettled.remove(service);
  for (const quint64 revision : revisions) tellPublish(service, revision);
}

// The colleague at the next screen may have our name, our token and our host: only what was sent from here is
// ours.
void NoticeWatch::tellPublish(const QString& service, quint64 revision) {
  if (m_feeds.own != nullptr && m_feeds.own->isOurs(service, revision)) return;
  if (m_feeds.own != nullptr && !m_feeds.own->isSettled(service)) {
    m_unsettled.insert(service, revision);
    return;
  }
  m_store.revision(
      service.toStdString(), revision, this,
      [this, service, revision](const Result<store::HistoryEntry>& entry) {
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

}  // namespace halftone::app

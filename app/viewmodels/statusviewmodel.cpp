// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/statusviewmodel.h"

#include <algorithm>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/editorsfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

using Connection = ConsulConnection::State;
using Traffic = TrafficFeed::State;

QString elapsed(const QDateTime& since) {
  return formatDuration(nowMs() - since.toMSecsSinceEpoch());
}

}  // namespace

StatusViewModel::StatusViewModel(const Feeds& feeds, QObject* parent) : QObject(parent), m_feeds(feeds) {
  connect(m_feeds.consul, &ConsulConnection::stateChanged, this, &StatusViewModel::changed);
  connect(m_feeds.traffic, &TrafficFeed::stateChanged, this, &StatusViewModel::changed);
  connect(m_feeds.traffic, &TrafficFeed::proxiesChanged, this, &StatusViewModel::changed);
  if (m_feeds.editors != nullptr) {
    connect(m_feeds.editors, &EditorsFeed::changed, this, &StatusViewModel::changed);
  }
  m_clock.setInterval(std::chrono::seconds(1));
  connect(&m_clock, &QTimer::timeout, this, [this] {
    if (m_feeds.consul->state() != Connection::Live || m_feeds.traffic->state() == Traffic::Stale)
      emit changed();
  });
  m_clock.start();
}

QString StatusViewModel::address() const {
  const QUrl url = m_feeds.consul->endpoint().url;
  return url.toDisplayString(QUrl::RemoveUserInfo | QUrl::StripTrailingSlash | QUrl::RemoveScheme).mid(2);
}

QString StatusViewModel::editorsText() const {
  if (m_feeds.editors == nullptr) return {};
  QStringList texts;
  for (const store::Editor& editor : m_feeds.editors->editors()) {
    if (m_isOwnSession && m_isOwnSession(editor.session)) continue;
    texts << tr("%1 is editing %2")
                 .arg(QString::fromStdString(editor.who), QString::fromStdString(editor.service));
  }
  texts.removeDuplicates();
  return texts.join(QStringLiteral(", "));
}

QString StatusViewModel::consulKind() const {
  switch (m_feeds.consul->state()) {
    case Connection::Connecting:
      return m_feeds.consul->error().isEmpty() ? QStringLiteral("unknown") : QStringLiteral("bad");
    case Connection::Live:
      return QStringLiteral("ok");
    case Connection::Lost:
      return QStringLiteral("bad");
  }
  return {};
}

QString StatusViewModel::consulText() const {
  const QString error = m_feeds.consul->error();
  switch (m_feeds.consul->state()) {
    case Connection::Connecting:
      return error.isEmpty() ? tr("Connecting to Consul…")
                             : tr("No Consul there yet: %1. Still trying.").arg(error);
    case Connection::Live:
      return {};
    case Connection::Lost:
      return tr("Consul is away for %1: %2").arg(elapsed(m_feeds.consul->since()), error);
  }
  return {};
}

QString StatusViewModel::consulShort() const {
  switch (m_feeds.consul->state()) {
    case Connection::Connecting:
      return tr("Consul: connecting");
    case Connection::Live:
      return tr("Consul: connected");
    case Connection::Lost:
      return tr("Consul: away for %1").arg(elapsed(m_feeds.consul->since()));
  }
  return {};
}

QString StatusViewModel::proxiesKind() const {
  const std::vector<ProxyInfo> proxies = m_feeds.traffic->proxies();
  if (proxies.empty()) return QStringLiteral("unknown");
  const bool refused = std::any_of(proxies.begin(), proxies.end(),
                                   [](const ProxyInfo& proxy) { return proxy.policy.state == "refused"; });
  if (refused) return QStringLiteral("bad");
  const bool well = std::all_of(proxies.begin(), proxies.end(), [](const ProxyInfo& proxy) {
    return proxy.live && proxy.policy.state == "ok";
  });
  return well ? QStringLiteral("ok") : QStringLiteral("warn");
}

QString StatusViewModel::proxiesText() const {
  const std::vector<ProxyInfo> proxies = m_feeds.traffic->proxies();
  if (proxies.empty()) return tr("no proxy");
  const auto refused = std::find_if(proxies.begin(), proxies.end(),
                                    [](const ProxyInfo& proxy) { return proxy.policy.state == "refused"; });
  if (refused != proxies.end())
    return tr("%1 refuses the policy: %2").arg(refused->node, QString::fromStdString(refused->policy.error));
  const auto [low, high] = std::minmax_element(
      proxies.begin(), proxies.end(),
      [](const ProxyInfo& a, const ProxyInfo& b) { return a.policy.revision < b.policy.revision; });
  const QString count = tr("%n proxies", nullptr, static_cast<int>(proxies.size()));
  if (high->policy.revision == 0) return count;
  if (low->policy.revision != high->policy.revision)
    return tr("%1, policy r%2 to r%3").arg(count).arg(low->policy.revision).arg(high->policy.revision);
  return tr("%1, policy r%2").arg(count).arg(high->policy.revision);
}

QString StatusViewModel::streamKind() const {
  switch (m_feeds.traffic->state()) {
    case Traffic::Connecting:
      return QStringLiteral("unknown");
    case Traffic::Live:
      return QStringLiteral("ok");
    case Traffic::Stale:
      return QStringLiteral("warn");
  }
  return {};
}

QString StatusViewModel::streamText() const {
  switch (m_feeds.traffic->state()) {
    case Traffic::Connecting:
      return tr("no traffic seen yet");
    case Traffic::Live:
      return tr("traffic live");
    case Traffic::Stale:
      return tr("no traffic data for %1").arg(elapsed(m_feeds.traffic->since()));
  }
  return {};
}

}  // namespace halftone::app

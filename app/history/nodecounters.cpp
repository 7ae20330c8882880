// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/nodecounters.h"

#include <QUrl>
#include <utility>

#include "app/feeds/pagefetch.h"
#include "app/feeds/streamsocket.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kInterval{5};
constexpr std::chrono::seconds kPatience{4};
constexpr qint64 kMaxBytes = 1024 * 1024;

}  // namespace

NodeCounters::NodeCounters(const consul::Endpoint& endpoint, const QString& service, QObject* parent)
    : QObject(parent) {
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(service));
  m_watch =
      std::make_unique<consul::Watch>(endpoint, QStringLiteral("/v1/health/service/") + name, QString());
  connect(m_watch.get(), &consul::Watch::changed, this,
          [this](const consul::Answer& answer) { takeInstances(answer.body); });
  m_timer.setInterval(kInterval);
  connect(&m_timer, &QTimer::timeout, this, &NodeCounters::ask);
}

NodeCounters::~NodeCounters() = default;

void NodeCounters::start() {
  m_watch->start();
  m_timer.start();
}

void NodeCounters::takeInstances(const QByteArray& body) {
  const std::map<QString, NodeTally::Node> before = m_tally.nodes();
  m_tally.setInstances(body);
  std::erase_if(m_silent, [&](const QString& id) {
    const auto was = before.find(id);
    const auto now = m_tally.nodes().find(id);
    return was == before.end() || now == m_tally.nodes().end() || was->second.admin != now->second.admin;
  });
  ask();
}

void NodeCounters::ask() {
  for (const auto& [id, node] : m_tally.nodes()) {
    if (m_silent.contains(id)) continue;
    askFor(id, QStringLiteral("/metrics"), &NodeCounters::takeMetrics);
    askFor(id, QStringLiteral("/v1/faults"), &NodeCounters::takeFaults);
  }
}

void NodeCounters::askFor(const QString& id, const QString& path,
                          void (NodeCounters::*take)(const QString&, const QByteArray&)) {
  const auto url = adminUrl(m_tally.nodes().at(id).admin, path);
  if (!url) return;
  fetchPage(m_network, *url, kMaxBytes, kPatience, this, [this, id, take](const QByteArray& body) {
    if (m_tally.nodes().contains(id)) (this->*take)(id, body);
  });
}

void NodeCounters::takeMetrics(const QString& id, const QByteArray& page) {
  if (!m_tally.takeMetrics(id, page)) m_silent.insert(id);
}

void NodeCounters::takeFaults(const QString& id, const QByteArray& body) {
  if (const auto faults = m_tally.takeFaults(id, body)) emit faultsChanged(*faults);
}

std::map<QString, NodeTally::Resumes> NodeCounters::takeResumes() {
  return m_tally.takeResumes();
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/nodefeed.h"

#include <QUrl>

#include "app/feeds/consulconnection.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

QString pathOf(const char* what, const std::string& node) {
  return QLatin1String(what) + QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(node)));
}

}  // namespace

NodeFeed::NodeFeed(const ConsulConnection& connection, QObject* parent)
    : QObject(parent), m_connection(connection) {}

NodeFeed::~NodeFeed() = default;

void NodeFeed::setLive(bool live) {
  if (live == static_cast<bool>(m_list)) return;
  m_list.reset();
  if (!live) return;
  m_list = std::make_unique<consul::Watch>(m_connection.endpoint(), QStringLiteral("/v1/catalog/nodes"),
                                           QStringLiteral("stale"));
  connect(m_list.get(), &consul::Watch::changed, this, [this](const consul::Answer& answer) {
    const Result<std::vector<consul::Node>> nodes = consul::parseNodes(answer.body);
    if (!nodes) return;
    m_nodes = *nodes;
    m_loaded = true;
    emit changed();
  });
  m_list->start();
}

void NodeFeed::follow(const std::string& node) {
  if (node == m_following) return;
  m_following = node;
  m_instances.reset();
  m_checks.reset();
  if (node.empty()) return;
  m_checks =
      std::make_unique<consul::Watch>(m_connection.endpoint(), pathOf("/v1/health/node/", node), QString());
  connect(m_checks.get(), &consul::Watch::changed, this,
          [this, node](const consul::Answer& answer) { readServices(node, answer.body); });
  m_checks->start();
}

void NodeFeed::readServices(const std::string& node, const QByteArray& checks) {
  m_connection.client()->get(pathOf("/v1/catalog/node/", node), QString(), this,
                             [this, node, checks](const Result<consul::Answer>& answer) {
                               if (!answer || node != m_following) return;
                               const auto instances = consul::parseNode(answer->body, checks);
                               if (!instances) return;
                               m_instances = *instances;
                               emit changed();
                             });
}

}  // namespace halftone::app

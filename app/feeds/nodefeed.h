// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/consul/client.h"
#include "backend/consul/instances.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class ConsulConnection;

// The nodes of the data centre, and what runs on one of them; read only while somebody looks. GUI thread.
class NodeFeed : public QObject {
  Q_OBJECT
 public:
  explicit NodeFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  ~NodeFeed() override;

  // Watches the list of nodes, or stops.
  void setLive(bool live);
  [[nodiscard]] bool isLoaded() const { return m_loaded; }
  [[nodiscard]] const std::vector<consul::Node>& nodes() const { return m_nodes; }
  // Reads one node's services and checks, and again with each change of its checks; empty: none.
  void follow(const std::string& node);
  // Nothing until it has been read.
  [[nodiscard]] const std::optional<std::vector<consul::Instance>>& instances() const { return m_instances; }

 signals:
  void changed();

 private:
  void readServices(const std::string& node, const QByteArray& checks);

  const ConsulConnection& m_connection;
  std::unique_ptr<consul::Watch> m_list;
  std::unique_ptr<consul::Watch> m_checks;
  std::vector<consul::Node> m_nodes;
  std::string m_following;
  std::optional<std::vector<consul::Instance>> m_instances;
  bool m_loaded = false;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/notices.h"

namespace halftone::consul {
struct Instance;
}

namespace halftone::app {

class CatalogFeed;
struct KnownInstance;
struct CatalogService;

// Tells of instances and nodes that fail, vanish or are back, by the catalog's own checks, and of Consul
// itself. What leaves the catalog while in maintenance leaves in good order and is not told. Of a catalog too
// large to be read whole, services are told by how many of their instances fail. GUI thread.
class CatalogWatch : public QObject {
  Q_OBJECT

 public:
  // `notices` outlives this.
  CatalogWatch(const Feeds& feeds, Notices* notices, QObject* parent = nullptr);
  ~CatalogWatch() override;

  // All instances that were read.
  [[nodiscard]] std::vector<KnownInstance> instances() const;

 private:
  struct Known {
    QString service;
    QString id;
    bool serves = true;
  };
  void lookAtConsul();
  void look();
  void lookAtNodes();
  void lookAt(const consul::Instance& instance, QHash<QString, Known>& now);
  void lookAtCount(const CatalogService& service);
  void tellVanished(const Known& known);

  Feeds m_feeds;
  Notices* m_notices;
  std::unique_ptr<CatalogFeed> m_feed;
  QHash<QString, Known> m_instances;  // by "node/service/id"
  QHash<QString, int> m_failing;      // how many of a service that is not read
  std::set<std::string> m_nodes;      // that fail
  bool m_listed = false;              // what was there at the start is no news
  bool m_consulLost = false;
};

}  // namespace halftone::app

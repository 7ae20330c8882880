// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>

#include "app/viewmodels/catalogwatch.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/notices.h"
#include "app/viewmodels/thresholdwatch.h"
#include "backend/store/policystore.h"

namespace halftone::app {

// Sees in the feeds what is worth a notice: publishes of others, proxies that are lost or back, and what its
// two parts see: the catalog, and the thresholds of the Health page. GUI thread.
class NoticeWatch : public QObject {
  Q_OBJECT

 public:
  // `notices` outlives this.
  NoticeWatch(const Feeds& feeds, Notices* notices, QObject* parent = nullptr);

  [[nodiscard]] const CatalogWatch& catalog() const { return m_catalog; }

 private:
  void tellPublish(const QString& service, quint64 revision);
  void lookAtProxies();
  void lookAgain(const QString& service);

  Feeds m_feeds;
  Notices* m_notices;
  store::PolicyStore m_store;
  CatalogWatch m_catalog;
  ThresholdWatch m_thresholds;
  QMultiHash<QString, quint64> m_unsettled;  // revisions that may be our own, by service
  QHash<QString, bool> m_proxies;            // by node: heard
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/notices.h"
#include "backend/store/policystore.h"

namespace halftone::app {

// Sees in the feeds what is worth a notice: publishes of others, instances and proxies that are lost or back,
// errors above a threshold. GUI thread.
class NoticeWatch : public QObject {
  Q_OBJECT

 public:
  // Share of answers with 5xx over the last seconds, of at least so many requests, that is worth a notice;
  // it is over when the share is below half of it.
  static constexpr double kErrorShare = 0.05;
  static constexpr double kLeastRequests = 20;
  static constexpr std::size_t kSeconds = 10;

  // `notices` outlives this.
  NoticeWatch(const Feeds& feeds, Notices* notices, QObject* parent = nullptr);

 private:
  void tellPublish(const QString& service, quint64 revision);
  void lookAtInstances();
  void lookAtProxies();
  void lookAtErrors();

  Feeds m_feeds;
  Notices* m_notices;
  store::PolicyStore m_store;
  QHash<QString, bool> m_instances;  // "service/id": serves
  QHash<QString, bool> m_proxies;    // by node: heard
  QSet<QString> m_failing;           // "service/version"
};

}  // namespace halftone::app

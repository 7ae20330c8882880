// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QObject>
#include <QString>
#include <set>
#include <string>
#include <utility>

#include "backend/store/policystore.h"

namespace halftone::app {

// Which revisions this console has published, so that it can tell them from those of others, who may have the
// same name and host. A watch may tell of a revision before Consul has answered the publish: then the service
// is not settled yet. GUI thread.
class OwnPublishes : public QObject {
  Q_OBJECT

 public:
  using Done = consul::Client::Done<store::StoredPolicy>;
  using QObject::QObject;

  // A publish of this service is about to be sent, with `context` as its context: gives what to call at its
  // end, which calls `done`.
  [[nodiscard]] Done sent(const std::string& service, QObject* context, Done done);

  [[nodiscard]] bool isOurs(const QString& service, quint64 revision) const;
  // No publish of this service waits for its answer.
  [[nodiscard]] bool isSettled(const QString& service) const { return m_waiting.value(service) == 0; }

 signals:
  void settled(const QString& service);

 private:
  QHash<QString, int> m_waiting;
  std::set<std::pair<QString, quint64>> m_ours;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

#include "backend/store/policystore.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class ConsulConnection;

// The policies in force, live from Consul's KV store, by one blocking read of their folder. GUI thread.
class PolicyFeed : public QObject {
  Q_OBJECT

 public:
  explicit PolicyFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  ~PolicyFeed() override;
  void start();

  // Whether a first answer has come: only then does an empty list mean that there are no policies.
  [[nodiscard]] bool isLoaded() const { return m_loaded; }
  // Services with a policy, sorted.
  [[nodiscard]] QStringList services() const;
  // The policy in force, or nothing.
  [[nodiscard]] std::optional<store::StoredPolicy> policy(const QString& service) const;

 signals:
  void loaded();
  // A service has got its first policy or lost its policy.
  void servicesChanged();
  // The policy in force of this service is another one than before (also the first).
  void policyChanged(const QString& service);
  // Somebody has published while we watched: a mark for charts. Not for what was there at the start.
  void published(const QString& service, quint64 revision);

 private:
  void take(const consul::Answer& answer);

  std::unique_ptr<consul::Watch> m_watch;
  QMap<QString, store::StoredPolicy> m_policies;
  bool m_loaded = false;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QStringList>
#include <vector>

#include "app/viewmodels/feeds.h"
#include "backend/consul/instances.h"
#include "backend/policy/model.h"
#include "backend/store/policystore.h"

namespace halftone::app {

// The first policy of a service: the versions that its instances in Consul name (meta `version`), all traffic
// to the one that is stable. The operator goes on from there. GUI thread.
class FirstPolicy : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the page Traffic has one")
  Q_PROPERTY(QStringList services READ services NOTIFY changed)
  Q_PROPERTY(QString service READ service WRITE setService NOTIFY changed)
  Q_PROPERTY(int serviceIndex READ serviceIndex NOTIFY changed)
  Q_PROPERTY(QStringList versions READ versions NOTIFY changed)
  Q_PROPERTY(QString stable READ stable WRITE setStable NOTIFY changed)
  Q_PROPERTY(int stableIndex READ stableIndex NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString problem READ problem NOTIFY changed)
  Q_PROPERTY(bool ready READ isReady NOTIFY changed)

 public:
  explicit FirstPolicy(const Feeds& feeds, QObject* parent = nullptr);

  // Services of the catalog without a policy, without Consul's and Halftone's own.
  [[nodiscard]] QStringList services() const { return m_services; }
  [[nodiscard]] QString service() const { return m_service; }
  void setService(const QString& service);
  [[nodiscard]] int serviceIndex() const { return static_cast<int>(m_services.indexOf(m_service)); }
  // In natural order; empty where no instance names one.
  [[nodiscard]] QStringList versions() const { return m_versions; }
  [[nodiscard]] QString stable() const { return m_stable; }
  void setStable(const QString& version);
  [[nodiscard]] int stableIndex() const { return static_cast<int>(m_versions.indexOf(m_stable)); }
  // What publishing does, in words: "All of chat goes to v1: 2 instances. …".
  [[nodiscard]] QString text() const;
  // Why nothing can be published; empty while all is well or is asked for.
  [[nodiscard]] QString problem() const { return m_problem; }
  [[nodiscard]] bool isReady() const { return !m_stable.isEmpty() && !m_busy; }

  // Asks Consul anew.
  Q_INVOKABLE void load();
  // Writes it where there still is none; `published` or problem() tells the end.
  Q_INVOKABLE void publish(const QString& why);

 signals:
  void changed();
  void published(const QString& service);

 private:
  void takeServices(const QStringList& all);
  void takeInstances(const std::vector<consul::Instance>& instances);
  void fail(const QString& problem);

  Feeds m_feeds;
  store::PolicyStore m_store;
  QStringList m_services;
  QString m_service;
  QStringList m_versions;
  std::vector<int> m_counts;  // of instances, by version
  QString m_stable;
  QString m_problem;
  bool m_busy = false;
};

}  // namespace halftone::app

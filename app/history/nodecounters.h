// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QTimer>
#include <map>
#include <memory>
#include <set>

#include "app/history/nodetally.h"
#include "backend/consul/client.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

// What the chat nodes of one service count and inject, by version: resumes of sessions and faults. Asked of
// their admin ports (/metrics, /v1/faults) every five seconds; nodes that have neither are left alone. GUI
// thread.
class NodeCounters : public QObject {
  Q_OBJECT

 public:
  NodeCounters(const consul::Endpoint& endpoint, const QString& service, QObject* parent = nullptr);
  ~NodeCounters() override;
  void start();

  // What was counted since the last call, by version.
  [[nodiscard]] std::map<QString, NodeTally::Resumes> takeResumes();

 signals:
  // A version's nodes inject other faults than before (not for those that were there at the start).
  void faultsChanged(const halftone::app::DemoFaults& faults);

 private:
  void takeInstances(const QByteArray& body);
  void ask();
  void askFor(const QString& id, const QString& path,
              void (NodeCounters::*take)(const QString&, const QByteArray&));
  void takeMetrics(const QString& id, const QByteArray& page);
  void takeFaults(const QString& id, const QByteArray& body);

  std::unique_ptr<consul::Watch> m_watch;
  QNetworkAccessManager m_network;
  QTimer m_timer;
  NodeTally m_tally;
  std::set<QString> m_silent;  // instances that have no such counters
};

}  // namespace halftone::app

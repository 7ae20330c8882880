// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QNetworkAccessManager>
#include <QObject>
#include <QString>
#include <QTimer>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>

#include "app/feeds/demostate.h"
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
  static constexpr int kMaxNodes = 64;

  struct Resumes {
    std::uint64_t resumed = 0;  // rooms of which everything missed came
    std::uint64_t refused = 0;  // rooms of which something did not, and tokens that were not good
  };

  NodeCounters(const consul::Endpoint& endpoint, const QString& service, QObject* parent = nullptr);
  ~NodeCounters() override;
  void start();

  // What was counted since the last call, by version.
  [[nodiscard]] std::map<QString, Resumes> takeResumes();

 signals:
  // A version's nodes inject other faults than before (not for those that were there at the start).
  void faultsChanged(const halftone::app::DemoFaults& faults);

 private:
  struct Node {
    std::string admin;
    QString version;
    std::optional<Resumes> last;
    bool isChat = true;  // until it has no such counters
  };

  void takeInstances(const QByteArray& body);
  void ask();
  void askFor(const QString& id, const QString& path,
              void (NodeCounters::*take)(const QString&, const QByteArray&));
  void takeMetrics(const QString& id, const QByteArray& page);
  void takeFaults(const QString& id, const QByteArray& body);

  std::unique_ptr<consul::Watch> m_watch;
  QNetworkAccessManager m_network;
  QTimer m_timer;
  std::map<QString, Node> m_nodes;  // by the instance's id
  std::map<QString, Resumes> m_resumes;
  std::map<QString, DemoFaults> m_faults;  // by version
};

// The counters of sessions on a chat node's page of metrics; nothing if they are not on it.
[[nodiscard]] std::optional<NodeCounters::Resumes> readResumes(const QByteArray& page);

}  // namespace halftone::app

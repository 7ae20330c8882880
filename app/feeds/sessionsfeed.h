// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThreadPool>
#include <QTimer>
#include <QUrl>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/feeds/feedstatus.h"
#include "app/feeds/sessionbook.h"
#include "backend/consul/client.h"
#include "backend/consul/instances.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class StreamSocket;

// An instance of the service as Consul knows it.
struct NodeInstance {
  std::string admin;  // address of its admin port; empty: it has none
  std::map<std::string, std::string> meta;
  std::vector<std::string> tags;
  bool inService = false;
};

// The live sessions of a chat service: finds its nodes through Consul (`admin` in their meta), listens to
// each node's stream and merges them. A node whose stream breaks has its sessions marked stale at once; they
// go when Consul calls the node critical or no longer knows it, or after kGrace. GUI thread; frames are
// parsed on a thread of its own.
class SessionsFeed : public QObject {
  Q_OBJECT
 public:
  static constexpr std::chrono::milliseconds kGrace{10'000};

  explicit SessionsFeed(consul::Endpoint endpoint, QObject* parent = nullptr);
  ~SessionsFeed() override;

  // The service whose sessions are shown; begins anew if it is another.
  void follow(const QString& service);

  [[nodiscard]] const SessionBook& book() const { return m_book; }
  [[nodiscard]] FeedStatus status() const;
  // By their ids in Consul, which are the `source` of sessions and nodes.
  [[nodiscard]] const std::map<QString, NodeInstance>& instances() const { return m_instances; }
  // Nodes that Consul names, and those of them that tell their sessions now.
  [[nodiscard]] int nodeCount() const { return static_cast<int>(m_nodes.size()); }
  [[nodiscard]] int heardCount() const;

 signals:
  // The book or the status is another; at most four times a second.
  void changed();

 private:
  struct Node;
  void onInstances(const consul::Answer& answer);
  void addNode(const QString& id, const QUrl& stream);
  void forget(const QString& id);
  void onText(Node* node, const QString& text);
  void onFrame(const QString& id, quint64 connection, const Result<SessionsFrame>& frame);
  void onLost(Node* node, const QString& reason);
  void notify();

  consul::Endpoint m_endpoint;
  QString m_service;
  std::unique_ptr<consul::Watch> m_watch;
  std::map<QString, NodeInstance> m_instances;
  std::map<QString, std::unique_ptr<Node>> m_nodes;
  SessionBook m_book;
  QThreadPool m_parser;
  QTimer m_notify;
  quint64 m_connections = 0;
  bool m_known = false;  // Consul has answered
  QString m_failure;     // why Consul does not answer now
  QString m_streamFailure;
  qint64 m_lastGoodMs = 0;
};

}  // namespace halftone::app

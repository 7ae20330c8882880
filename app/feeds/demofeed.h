// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "app/feeds/demostate.h"
#include "app/feeds/feedstatus.h"
#include "backend/consul/client.h"

class QNetworkAccessManager;

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

class StreamSocket;

// The demo that is registered in Consul as `halftone-demo`, if there is one: its state twice a second, and
// what one can ask of it. GUI thread.
class DemoFeed : public QObject {
  Q_OBJECT
 public:
  explicit DemoFeed(consul::Endpoint endpoint, QObject* parent = nullptr);
  ~DemoFeed() override;

  void start();

  // Whether Consul knows a demo (then status() is about its stream).
  [[nodiscard]] bool isFound() const { return m_socket != nullptr; }
  [[nodiscard]] const DemoState& state() const { return m_state; }
  [[nodiscard]] FeedStatus status() const;

  // Each ends with `acted`; the new state comes by the stream.
  void setUsers(int users);
  // `action`: kill, stop or start. Chat nodes only.
  void act(const QString& process, const QString& action);
  void setFaults(const DemoFaults& faults);

 signals:
  void changed();
  // `error` is empty if the demo did as asked.
  void acted(const QString& error);

 private:
  void onInstances(const consul::Answer& answer);
  void connectTo(const std::string& admin);
  void put(const QString& path, const QByteArray& body);

  consul::Endpoint m_endpoint;
  std::unique_ptr<consul::Watch> m_watch;
  std::unique_ptr<StreamSocket> m_socket;
  QNetworkAccessManager* m_network;
  std::string m_admin;
  DemoState m_state;
  bool m_known = false;  // Consul has answered
  bool m_hasState = false;
  QString m_consulFailure;
  QString m_streamFailure;
  qint64 m_lastGoodMs = 0;
};

}  // namespace halftone::app

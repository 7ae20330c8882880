// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTcpServer>
#include <QTimer>
#include <QUrl>
#include <QWebSocketServer>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "app/recording/flightworld.h"

class QTcpSocket;
class QWebSocket;

namespace halftone::app {

// Serves a recorded world on loopback as Consul's API and the roles' admin ports do, so that every feed works
// on it as on a cluster. Answers GETs, transactions of reads and streams; refuses all else, since the past
// cannot be changed. GUI thread.
class FlightServer : public QObject {
  Q_OBJECT

 public:
  static constexpr qsizetype kMaxHead = 16 * 1024;
  static constexpr qsizetype kMaxBody = 64 * 1024;
  static constexpr std::size_t kMaxConnections = 500;

  // `world` outlives it.
  explicit FlightServer(FlightWorld* world, QObject* parent = nullptr);
  ~FlightServer() override;

  [[nodiscard]] Result<void> listen();
  [[nodiscard]] QUrl consul() const;
  // The event is applied to the world already: tells those who wait or listen.
  void tell(const FlightEvent& event);
  // Ends all connections: the world is another one.
  void drop();

 private:
  struct Port;
  struct Connection;

  void accept(Port* port);
  void read(QTcpSocket* socket);
  // False if it has to wait for a change.
  bool serve(Connection& connection, const QString& target);
  void send(QTcpSocket* socket, int status, quint64 index, const QByteArray& body);
  void upgrade(Port* port, QTcpSocket* socket);
  void wake();

  FlightWorld* m_world;
  std::vector<std::unique_ptr<Port>> m_ports;  // the first is Consul's
  QWebSocketServer m_webSockets;
  std::map<QTcpSocket*, std::unique_ptr<Connection>> m_connections;
  std::map<quint16, QString> m_roleOfPort;
  std::map<QString, std::set<QWebSocket*>> m_listeners;  // by the role's recorded admin address
  QTimer m_wake;
};

}  // namespace halftone::app

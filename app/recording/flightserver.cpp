// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/recording/flightserver.h"

#include <QDeadlineTimer>
#include <QTcpSocket>
#include <QUrlQuery>
#include <QWebSocket>
#include <algorithm>
#include <utility>

namespace halftone::app {

namespace {

constexpr std::chrono::milliseconds kWakePause{50};
constexpr std::chrono::seconds kLongestWait{60};

QString loopback(quint16 port) {
  return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

// Of a head in lower case; more than is ever taken for what is no number.
qsizetype contentLength(const QByteArray& lower) {
  const QByteArray name = "\r\ncontent-length:";
  const qsizetype at = lower.indexOf(name);
  if (at < 0) return 0;
  const qsizetype from = at + name.size();
  const qsizetype end = lower.indexOf('\r', from);
  bool ok = false;
  const qsizetype length = lower.mid(from, end < 0 ? -1 : end - from).trimmed().toLongLong(&ok);
  return ok && length >= 0 ? length : FlightServer::kMaxBody + 1;
}

}  // namespace

// One address: Consul's (no role) or a role's admin port.
struct FlightServer::Port {
  QTcpServer server;
  QString role;
};

struct FlightServer::Connection {
  Port* port = nullptr;
  QTcpSocket* socket = nullptr;
  QString waiting;  // the target of a blocking query; empty: none
  quint64 index = 0;
  QDeadlineTimer deadline;
};

FlightServer::FlightServer(FlightWorld* world, QObject* parent)
    : QObject(parent),
      m_world(world),
      m_webSockets(QStringLiteral("halftone-replay"), QWebSocketServer::NonSecureMode) {
  m_wake.setInterval(kWakePause);
  connect(&m_wake, &QTimer::timeout, this, &FlightServer::wake);
  connect(&m_webSockets, &QWebSocketServer::newConnection, this, [this] {
    while (QWebSocket* socket = m_webSockets.nextPendingConnection()) {
      socket->setParent(this);
      const auto role = m_roleOfPort.find(socket->localPort());
      if (role == m_roleOfPort.end()) {
        socket->abort();
        socket->deleteLater();
        continue;
      }
      const QString name = role->second;
      m_listeners[name].insert(socket);
      connect(socket, &QWebSocket::disconnected, this, [this, socket, name] {
        m_listeners[name].erase(socket);
        socket->deleteLater();
      });
      for (const QByteArray& frame : m_world->roles().value(name).frames)
        socket->sendTextMessage(QString::fromUtf8(frame));
    }
  });
}

FlightServer::~FlightServer() {
  drop();
}

Result<void> FlightServer::listen() {
  QStringList roles{QString()};
  roles += m_world->roles().keys();
  for (const QString& role : roles) {
    auto port = std::make_unique<Port>();
    port->role = role;
    if (!port->server.listen(QHostAddress::LocalHost))
      return fail(ErrorCode::Io, "replay", port->server.errorString().toStdString());
    connect(&port->server, &QTcpServer::newConnection, this, [this, raw = port.get()] { accept(raw); });
    m_roleOfPort[port->server.serverPort()] = role;
    if (!role.isEmpty()) m_world->setAddress(role, loopback(port->server.serverPort()));
    m_ports.push_back(std::move(port));
  }
  m_wake.start();
  return {};
}

QUrl FlightServer::consul() const {
  return QUrl(loopback(m_ports.empty() ? 0 : m_ports.front()->server.serverPort()));
}

void FlightServer::accept(Port* port) {
  while (QTcpSocket* socket = port->server.nextPendingConnection()) {
    const bool away = !port->role.isEmpty() && !m_world->roles().value(port->role).isOpen;
    if (away || m_connections.size() >= kMaxConnections) {
      socket->abort();
      socket->deleteLater();
      continue;
    }
    auto connection = std::make_unique<Connection>();
    connection->port = port;
    connection->socket = socket;
    m_connections.emplace(socket, std::move(connection));
    connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
    connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
      m_connections.erase(socket);
      socket->deleteLater();
    });
  }
}

// Requests of one connection come one after the other.
void FlightServer::read(QTcpSocket* socket) {
  const auto found = m_connections.find(socket);
  if (found == m_connections.end() || !found->second->waiting.isEmpty()) return;
  const QByteArray seen = socket->peek(kMaxHead);
  const qsizetype end = seen.indexOf("\r\n\r\n");
  if (end < 0) {
    if (seen.size() >= kMaxHead) socket->abort();
    return;
  }
  const QByteArray head = seen.left(end);
  const QByteArray lower = head.toLower();
  if (lower.contains("\r\nupgrade: websocket")) return upgrade(found->second->port, socket);
  const qsizetype length = contentLength(lower);
  const QByteArrayList words = head.left(head.indexOf('\r')).split(' ');
  const bool gets = words.size() == 3 && words.front() == "GET" && length == 0;
  const bool transacts = words.size() == 3 && words.front() == "PUT" && words[1].startsWith("/v1/txn") &&
                         found->second->port->role.isEmpty() && length <= kMaxBody;
  if (!gets && !transacts) {
    send(socket, 403, 1, "a replay cannot be changed");
    socket->disconnectFromHost();
    return;
  }
  if (socket->bytesAvailable() < end + 4 + length) return;
  socket->skip(end + 4);
  if (transacts) {
    const FlightWorld::Reply reply = m_world->transact(socket->read(length));
    send(socket, reply.status, reply.index, reply.body);
    return read(socket);
  }
  if (serve(*found->second, QString::fromUtf8(words[1]))) read(socket);
}

void FlightServer::upgrade(Port* port, QTcpSocket* socket) {
  if (port->role.isEmpty()) return socket->abort();
  socket->disconnect(this);
  m_connections.erase(socket);
  m_webSockets.handleConnection(socket);
}

bool FlightServer::serve(Connection& connection, const QString& target) {
  const QString path = target.section(QLatin1Char('?'), 0, 0);
  const QString query = target.section(QLatin1Char('?'), 1);
  const QString& role = connection.port->role;
  if (!role.isEmpty()) {
    const QHash<QString, QByteArray> pages = m_world->roles().value(role).pages;
    const bool known = pages.contains(path);
    send(connection.socket, known ? 200 : 404, 1,
         known ? pages.value(path) : QByteArray("this was not recorded"));
    return true;
  }
  const FlightWorld::Reply reply = m_world->get(path, query);
  const quint64 index = QUrlQuery(query).queryItemValue(QStringLiteral("index")).toULongLong();
  const bool wait = index > 0 && reply.index <= index;
  if (wait && connection.waiting.isEmpty()) {
    connection.waiting = target;
    connection.deadline = QDeadlineTimer(kLongestWait);
  }
  if (wait && !connection.deadline.hasExpired()) return false;
  connection.waiting.clear();
  send(connection.socket, reply.status, reply.index, reply.body);
  return true;
}

void FlightServer::send(QTcpSocket* socket, int status, quint64 index, const QByteArray& body) {
  QByteArray head = "HTTP/1.1 " + QByteArray::number(status) + (status == 200 ? " OK" : " No") +
                    "\r\nContent-Type: application/json\r\nX-Consul-Index: " + QByteArray::number(index) +
                    "\r\nX-Consul-KnownLeader: true\r\nX-Consul-LastContact: 0\r\nContent-Length: " +
                    QByteArray::number(body.size()) + "\r\n\r\n";
  socket->write(head + body);
}

void FlightServer::wake() {
  std::vector<QTcpSocket*> waiting;
  for (const auto& [socket, connection] : m_connections) {
    if (!connection->waiting.isEmpty()) waiting.push_back(socket);
  }
  for (QTcpSocket* socket : waiting) {
    const auto found = m_connections.find(socket);
    if (found == m_connections.end()) continue;
    const QString target = found->second->waiting;
    if (serve(*found->second, target)) read(socket);
  }
}

void FlightServer::tell(const FlightEvent& event) {
  const auto listeners = m_listeners.find(event.name);
  if (listeners == m_listeners.end()) return;
  const std::set<QWebSocket*> sockets = listeners->second;
  for (QWebSocket* socket : sockets) {
    if (event.kind == FlightEvent::Kind::Frame) socket->sendTextMessage(QString::fromUtf8(event.text));
    if (event.kind == FlightEvent::Kind::Lost) socket->close();
  }
}

void FlightServer::drop() {
  for (auto& [socket, connection] : std::exchange(m_connections, {})) {
    socket->disconnect(this);
    socket->abort();
    socket->deleteLater();
  }
  for (auto& [role, sockets] : std::exchange(m_listeners, {})) {
    for (QWebSocket* socket : sockets) {
      socket->disconnect(this);
      socket->abort();
      socket->deleteLater();
    }
  }
}

}  // namespace halftone::app

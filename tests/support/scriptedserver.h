// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>
#include <functional>
#include <optional>

class QTcpSocket;

namespace halftone::test {

// An HTTP server in the test's own event loop that says what no correct server can be made to say: indexes
// that go back, endless bodies, answers that break off. Takes requests without bodies.
class ScriptedServer : public QObject {
  Q_OBJECT
 public:
  // Gives the bytes to send for a target (path and query), or nothing to leave it unanswered.
  using Script = std::function<std::optional<QByteArray>(const QByteArray& target)>;
  explicit ScriptedServer(Script script);

  [[nodiscard]] QUrl url() const;
  // The targets asked for so far, in order.
  [[nodiscard]] const QByteArrayList& targets() const { return m_targets; }
  // Sends what has been written and closes all connections.
  void hangUp();
  // A whole answer with its length; `fields` as lines with their ends.
  [[nodiscard]] static QByteArray answer(int status, const QByteArray& body, const QByteArray& fields = {});

 private:
  void read(QTcpSocket* socket, QByteArray& head);

  Script m_script;
  QTcpServer m_server;
  QByteArrayList m_targets;
};

}  // namespace halftone::test

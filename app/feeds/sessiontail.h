// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSet>
#include <QString>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace halftone::app {

class StreamSocket;

// One frame of a session or a room as its node tells it, or how many were missed.
struct TailFrame {
  qint64 timeMs = 0;  // since 1970, by the node's clock
  bool incoming = false;
  QString user;
  QString kind;        // "message", "join" ...; empty: it was no JSON
  QString text;        // the frame, compact
  QString message;     // id of a message; empty: it is none
  quint64 missed = 0;  // this is no frame: so many could not be told
};

// Reads what a node's tail sends (resources/docs/streams.md). Nothing for anything else. Pure.
[[nodiscard]] std::optional<TailFrame> readTailFrame(const QByteArray& json);

// Listens to the tails of nodes. A message of a room is told by each node that has the room open: it is
// passed on once. GUI thread.
class SessionTail : public QObject {
  Q_OBJECT
 public:
  explicit SessionTail(QObject* parent = nullptr);
  ~SessionTail() override;

  // Ends what was followed before. `admins` are the nodes' admin addresses.
  void followSession(const std::string& admin, const QString& session, bool redacted);
  void followRoom(const std::vector<std::string>& admins, const QString& room, bool redacted);
  void stop();
  // Of the nodes that are to be heard, and are.
  [[nodiscard]] int nodeCount() const { return static_cast<int>(m_sockets.size()); }
  [[nodiscard]] int heardCount() const;
  // Why a node is not heard; empty if all are.
  [[nodiscard]] QString failure() const { return m_failure; }

 signals:
  void received(const halftone::app::TailFrame& frame);
  void stateChanged();

 private:
  void listenTo(const std::string& admin, const QString& query);
  void take(const QByteArray& json);
  [[nodiscard]] bool isNew(const QString& message);

  std::vector<std::unique_ptr<StreamSocket>> m_sockets;
  QSet<QString> m_recent;  // ids of messages told lately, in two generations
  QSet<QString> m_former;
  QString m_failure;
};

}  // namespace halftone::app

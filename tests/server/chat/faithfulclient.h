// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <QWebSocket>
#include <map>
#include <memory>
#include <string>

#include "server/net/socket.h"
#include "tests/server/chat/jsoncompare.h"

namespace halftone::chat::testing {

using nlohmann::json;

// A user of one room who never gives up: comes back after every loss, resumes from what it has read, says
// again what was not acknowledged (one message at a time, so that its own order is known), and notes every
// message that did not follow its predecessor. On Qt's WebSocket, which shares no code with the node.
class FaithfulClient : public QObject {
 public:
  FaithfulClient(net::SocketAddress to, std::string user, std::string room);
  ~FaithfulClient() override;
  void start() { connectNow(); }
  // Begins to say a message as soon as the last was acknowledged, `pause` later.
  void talk(bool on) { m_isTalking = on; }

  struct Faults {
    int lost = 0;         // a gap in the sequence
    int doubled = 0;      // a sequence number that was read before
    int unrecovered = 0;  // told that the log no longer reaches back
    int differing = 0;    // an acknowledgement for another place than before
    [[nodiscard]] int all() const { return lost + doubled + unrecovered + differing; }
  };
  [[nodiscard]] const Faults& faults() const { return m_faults; }
  [[nodiscard]] const std::map<std::uint64_t, std::string>& read() const { return m_read; }  // seq -> text
  [[nodiscard]] const std::map<std::uint64_t, std::string>& acknowledged() const { return m_acknowledged; }
  [[nodiscard]] std::uint64_t last() const { return m_last; }
  [[nodiscard]] bool isSettled() const { return m_isJoined && m_unacknowledged.empty(); }
  [[nodiscard]] const std::string& room() const { return m_room; }
  [[nodiscard]] const std::string& user() const { return m_user; }
  [[nodiscard]] int reconnects() const { return m_reconnects; }
  [[nodiscard]] int resumes() const { return m_resumes; }

 private:
  void connectNow();
  void lostConnection();
  void take(const json& frame);
  void takeMessage(const json& frame);
  void join();
  void sayAgain();
  void beat();
  void send(const json& frame);

  net::SocketAddress m_to;
  std::string m_user;
  std::string m_room;
  std::unique_ptr<QWebSocket> m_socket;
  QTimer m_retry;
  QTimer m_beat;
  qint64 m_since = 0;  // of the connection's or the message's last step, milliseconds
  std::string m_token;
  std::string m_epoch;
  std::uint64_t m_first = 0;
  std::uint64_t m_last = 0;
  int m_delay = 0;
  bool m_isJoined = false;
  bool m_isTalking = false;
  int m_said = 0;
  std::string m_unacknowledged;
  std::map<std::uint64_t, std::string> m_read;
  std::map<std::uint64_t, std::string> m_acknowledged;
  Faults m_faults;
  int m_reconnects = 0;
  int m_resumes = 0;
};

}  // namespace halftone::chat::testing

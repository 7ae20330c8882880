// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/chat/faithfulclient.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <utility>

namespace halftone::chat::testing {

namespace {

constexpr std::chrono::milliseconds kBeat{50};
constexpr qint64 kDeafMs = 5000;     // nothing came of a connection or a message: begin anew
constexpr qint64 kSayAgainMs = 400;  // after "unavailable"

qint64 now() {
  return QDateTime::currentMSecsSinceEpoch();
}

}  // namespace

FaithfulClient::FaithfulClient(net::SocketAddress to, std::string user, std::string room)
    : m_to(std::move(to)), m_user(std::move(user)), m_room(std::move(room)) {
  m_retry.setSingleShot(true);
  connect(&m_retry, &QTimer::timeout, this, [this] { connectNow(); });
  connect(&m_beat, &QTimer::timeout, this, [this] { beat(); });
  m_beat.start(kBeat);
}

// The socket's end must not be taken for a loss: the timers have gone before it.
FaithfulClient::~FaithfulClient() {
  if (m_socket) m_socket->disconnect(this);
}

void FaithfulClient::connectNow() {
  if (m_socket) m_socket.release()->deleteLater();
  m_socket = std::make_unique<QWebSocket>();
  QWebSocket* mine = m_socket.get();
  connect(mine, &QWebSocket::textMessageReceived, this, [this, mine](const QString& text) {
    if (mine == m_socket.get()) take(json::parse(text.toStdString(), nullptr, false));
  });
  connect(mine, &QWebSocket::stateChanged, this, [this, mine](QAbstractSocket::SocketState state) {
    if (mine == m_socket.get() && state == QAbstractSocket::UnconnectedState) lostConnection();
  });
  m_since = now();
  m_isJoined = false;
  mine->open(QUrl(QString::fromStdString("ws://" + m_to.toString() + "/ws?user=" + m_user)));
}

void FaithfulClient::lostConnection() {
  m_isJoined = false;
  if (m_retry.isActive()) return;
  ++m_reconnects;
  const int wait = m_delay > 0 ? m_delay : 100 + QRandomGenerator::global()->bounded(300);
  m_delay = 0;
  m_retry.start(wait);
}

void FaithfulClient::send(const json& frame) {
  m_socket->sendTextMessage(QString::fromStdString(frame.dump()));
}

void FaithfulClient::join() {
  if (m_epoch.empty()) return send({{"type", "join"}, {"room", m_room}, {"id", "join"}});
  send({{"type", "join"}, {"room", m_room}, {"id", "join"}, {"epoch", m_epoch}, {"after", m_last}});
}

void FaithfulClient::take(const json& frame) {
  if (!frame.is_object()) return;
  const std::string type = frame.value("type", "");
  if (type == "message") return takeMessage(frame);
  if (type == "welcome") {
    const std::string token = std::exchange(m_token, frame["resume"].get<std::string>());
    if (token.empty() || m_epoch.empty()) return join();
    send({{"type", "resume"},
          {"token", token},
          {"rooms", json::array({{{"room", m_room}, {"epoch", m_epoch}, {"seq", m_last}}})}});
  } else if (type == "resumed") {
    if (!frame["recovered"].get<bool>()) return join();
    ++m_resumes;
  } else if (type == "joined") {
    if (frame.value("recovered", true) == false) ++m_faults.unrecovered;
    if (m_epoch.empty()) m_first = m_last = frame["seq"].get<std::uint64_t>();
    if (!m_epoch.empty() && m_epoch != frame["epoch"]) ++m_faults.unrecovered;
    m_epoch = frame["epoch"].get<std::string>();
    m_isJoined = true;
    if (!m_unacknowledged.empty()) sayAgain();
  } else if (type == "ack") {
    const auto seq = frame["seq"].get<std::uint64_t>();
    const std::string text = frame["id"].get<std::string>();
    const auto [at, isNew] = m_acknowledged.emplace(seq, text);
    if (at->second != text) ++m_faults.differing;
    if (text == m_unacknowledged) m_unacknowledged.clear();
  } else if (type == "reconnect") {
    m_delay = std::max(1, frame["delay"].get<int>());
  } else if (type == "error") {
    // Later, by the beat; a join at once would hammer a store that is away.
    m_since = now() - kDeafMs + kSayAgainMs;
    if (frame.value("id", "") == "join" || !m_isJoined)
      QTimer::singleShot(kSayAgainMs, this, [this, mine = m_socket.get()] {
        if (mine == m_socket.get() && !m_isJoined) join();
      });
  }
}

void FaithfulClient::takeMessage(const json& frame) {
  const auto seq = frame["seq"].get<std::uint64_t>();
  if (seq <= m_last) ++m_faults.doubled;
  if (seq > m_last + 1) ++m_faults.lost;
  m_last = std::max(m_last, seq);
  m_read.emplace(seq, frame["text"].get<std::string>());
}

void FaithfulClient::sayAgain() {
  m_since = now();
  send({{"type", "say"}, {"room", m_room}, {"text", m_unacknowledged}, {"id", m_unacknowledged}});
}

void FaithfulClient::beat() {
  if (!m_socket || m_retry.isActive()) return;
  const bool isDeaf = now() - m_since > kDeafMs;
  if (!m_isJoined) {
    if (!isDeaf) return;
    m_socket->abort();
    return lostConnection();
  }
  if (!m_unacknowledged.empty()) {
    if (isDeaf) sayAgain();
    return;
  }
  if (!m_isTalking) return;
  m_unacknowledged = m_user + "-" + std::to_string(++m_said);
  sayAgain();
}

}  // namespace halftone::chat::testing

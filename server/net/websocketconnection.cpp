// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/websocketconnection.h"

#include <sys/epoll.h>

#include <cerrno>
#include <utility>

namespace halftone::net {

namespace {

constexpr std::chrono::milliseconds kHeartbeat{30'000};
constexpr std::chrono::milliseconds kCloseTime{5000};
constexpr std::chrono::milliseconds kLingerTime{2000};
constexpr int kReadsPerTurn = 16;
constexpr std::uint16_t kNoCode = 1005;  // how the reader tells a Close without a code

}  // namespace

WebSocketConnection::WebSocketConnection(HttpServer::State& server, UniqueFd fd, std::string input)
    : m_server(&server), m_fd(std::move(fd)), m_input(std::move(input)), m_reader(ws::Reader::Limits{}) {}

bool WebSocketConnection::start(std::string_view handshakeKey) {
  std::string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n";
  answer.append("Sec-WebSocket-Accept: ").append(ws::acceptKey(handshakeKey)).append("\r\n\r\n");
  if (!m_server->dispatcher->watch(m_fd.get(), this) ||
      m_output.send(m_fd.get(), answer) == SendQueue::Status::Broken) {
    m_wasNotified = true;  // nobody knows of us
    end();
    return false;
  }
  m_server->deadlines.arm(*this, kHeartbeat);
  if (!m_input.empty()) m_server->resumeLater(this);
  return true;
}

void WebSocketConnection::sendText(std::string_view text) {
  if (m_phase != Phase::Open || m_isBroken || m_isOverflowing) return;
  if (m_output.size() + text.size() > kMaxBuffered) {
    m_isOverflowing = true;
    m_server->resumeLater(this);
    return;
  }
  send(ws::encode(ws::Opcode::Text, text));
}

void WebSocketConnection::close(std::uint16_t code, std::string_view reason) {
  if (m_phase != Phase::Open) return;
  sendClose(code, reason);
  m_phase = Phase::Closing;
  m_server->deadlines.arm(*this, kCloseTime);
}

void WebSocketConnection::sendClose(std::uint16_t code, std::string_view reason) {
  send(ws::encodeClose(code, reason));
}

// Never ends the connection at once: the caller may be in the middle of a walk over all peers.
void WebSocketConnection::send(std::string_view bytes) {
  if (m_isBroken || m_output.send(m_fd.get(), bytes) != SendQueue::Status::Broken) return;
  m_isBroken = true;
  m_server->resumeLater(this);
}

void WebSocketConnection::resume() {
  if (m_phase == Phase::Gone) return;
  const auto server = m_server->shared_from_this();
  if (m_isBroken) return end();
  if (std::exchange(m_isOverflowing, false) && m_phase == Phase::Open) {
    sendClose(ws::TryAgainLater, "the client reads too slowly");
    linger();
    notifyClosed();
    return;
  }
  if (!m_input.empty()) {
    std::string early = std::exchange(m_input, {});
    read(early.data(), early.size());
  }
  if (m_phase != Phase::Gone) receive();
}

void WebSocketConnection::ready(std::uint32_t events) {
  if (m_phase == Phase::Gone) return;
  const auto server = m_server->shared_from_this();
  if ((events & EPOLLOUT) != 0 && !m_output.isEmpty()) {
    if (m_output.flush(m_fd.get()) == SendQueue::Status::Broken) return end();
    if (m_phase == Phase::Lingering) linger();
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_isReadable = true;
  if (m_input.empty()) receive();  // else resume() is due: in order
}

void WebSocketConnection::receive() {
  auto& buffer = m_server->readBuffer;
  for (int i = 0; i < kReadsPerTurn && m_isReadable; ++i) {
    const ssize_t count = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
    if (count > 0) {
      m_wasHeard = true;
      read(buffer.data(), static_cast<std::size_t>(count));
      if (m_phase == Phase::Gone) return;
    } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      m_isReadable = false;
    } else if (count == 0 || errno != EINTR) {
      return end();
    }
  }
  if (m_isReadable) m_server->resumeLater(this);
}

void WebSocketConnection::read(char* bytes, std::size_t size) {
  if (m_phase == Phase::Lingering) return;
  m_reader.feed(bytes, size);
  for (;;) {
    const ws::Reader::Event event = m_reader.next();
    if (event.kind == ws::Reader::Event::Kind::NeedMore) return;
    handle(event);
    if (m_phase == Phase::Gone || m_phase == Phase::Lingering) return;
  }
}

void WebSocketConnection::handle(const ws::Reader::Event& event) {
  using Kind = ws::Reader::Event::Kind;
  switch (event.kind) {
    case Kind::Message:
      if (m_phase == Phase::Open) handleMessage(event);
      break;
    case Kind::Ping:
      // A client that pings and never reads must not fill our memory.
      if (m_phase == Phase::Open && m_output.size() < kMaxBuffered) {
        send(ws::encode(ws::Opcode::Pong, event.payload));
      }
      break;
    case Kind::Close:
      if (m_phase == Phase::Open)
        sendClose(event.code == kNoCode ? std::uint16_t{ws::Normal} : event.code, "");
      linger();
      notifyClosed();
      break;
    case Kind::Failed:
      if (m_phase == Phase::Open) sendClose(event.code, event.why);
      linger();
      notifyClosed();
      break;
    case Kind::Pong:
    case Kind::NeedMore:
      break;
  }
}

void WebSocketConnection::handleMessage(const ws::Reader::Event& event) {
  if (event.binary) {
    close(ws::Unsupported, "text only");
  } else if (textReceived) {
    textReceived(event.payload);
  }
}

void WebSocketConnection::expired() {
  const auto server = m_server->shared_from_this();
  if (m_phase != Phase::Open || !m_wasHeard) return end();
  m_wasHeard = false;
  send(ws::encode(ws::Opcode::Ping, ""));
  m_server->deadlines.arm(*this, kHeartbeat);
}

void WebSocketConnection::linger() {
  m_phase = Phase::Lingering;
  m_server->deadlines.arm(*this, m_output.isEmpty() ? kLingerTime : kCloseTime);
  if (m_output.isEmpty() && !std::exchange(m_isShutDown, true)) ::shutdown(m_fd.get(), SHUT_WR);
}

void WebSocketConnection::notifyClosed() {
  if (std::exchange(m_wasNotified, true)) return;
  textReceived = nullptr;
  if (const auto callback = std::exchange(closed, nullptr)) callback();
}

void WebSocketConnection::end() {
  if (m_phase == Phase::Gone) return;
  m_phase = Phase::Gone;
  m_server->deadlines.disarm(*this);
  if (m_server->dispatcher) m_server->dispatcher->unwatch(m_fd.get());
  m_fd.reset();
  m_server->remove(this);
  notifyClosed();
}

void WebSocketConnection::drop() {
  m_wasNotified = true;  // the server's owner ends it, and need not be told
  end();
}

}  // namespace halftone::net

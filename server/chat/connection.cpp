// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "server/chat/dataport.h"
#include "server/net/websocketdeflate.h"

namespace halftone::chat {

namespace {

constexpr int kReceivesPerTurn = 8;
// Of answers that nobody reads: who pipelines requests without reading is cut off.
constexpr std::size_t kMaxUnread = 16 * 1024 * 1024;

}  // namespace

Connection::Connection(DataPort& port, std::uint64_t key, net::UniqueFd fd)
    : m_port(port), m_key(key), m_fd(std::move(fd)), m_lastHeard(DataPort::Clock::now()) {}

Connection::~Connection() = default;

void Connection::begin() {
  m_port.wheel().arm(m_timeout, m_port.limits().headTimeout);
}

std::string Connection::peer() const {
  return net::peerAddress(m_fd.get()).toString();
}

void Connection::ready(std::uint32_t events) {
  if (m_stage == Stage::Gone) return;
  if ((events & EPOLLERR) != 0) return end();
  if ((events & EPOLLOUT) != 0 && m_isBlocked) {
    m_isBlocked = false;
    flushOutbox();
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0) receive((events & (EPOLLRDHUP | EPOLLHUP)) != 0);
}

// A read shorter than the buffer has drained the socket, unless the peer has closed its side: then the end of
// the stream must be read too, since no further edge tells of it.
void Connection::receive(bool untilBlocked) {
  std::string& buffer = m_port.receiveBuffer();
  for (int i = 0; i < kReceivesPerTurn; ++i) {
    if (m_stage == Stage::Gone) return;
    if (m_isAnswering) {
      m_hasUnread = true;
      return;
    }
    const ssize_t count = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
    if (count == 0) return peerIsDone();
    if (count < 0) {
      if (errno == EINTR) continue;
      if (errno != EAGAIN && errno != EWOULDBLOCK) end();
      return;
    }
    m_lastHeard = net::EpollDispatcher::current()->turnTime();
    const auto size = static_cast<std::size_t>(count);
    take(buffer.data(), size);
    if (size < buffer.size() && !untilBlocked) return;
  }
  net::EpollDispatcher::current()->rearm(m_fd.get());
}

void Connection::take(char* bytes, std::size_t size) {
  switch (m_stage) {
    case Stage::Http:
      return takeRequests(bytes, size);
    case Stage::WebSocket:
      return takeFrames(bytes, size);
    case Stage::Closing:
      // Only a WebSocket peer's close is of interest now.
      if (m_reader) takeFrames(bytes, size);
      return;
    case Stage::Gone:
      return;
  }
}

void Connection::peerIsDone() {
  m_peerIsDone = true;
  const bool hasPending = m_outbox || m_isAnswering;
  if (m_stage == Stage::WebSocket || !hasPending) end();
}

void Connection::queue(std::string_view bytes) {
  if (m_stage == Stage::Gone) return;
  if (!m_outbox) m_outbox = std::make_unique<Outbox>();
  m_outbox->add(bytes);
  if (m_outbox->bytes() > kMaxUnread) return end();
  if (m_isBlocked) return checkSpeed();
  if (!std::exchange(m_isListed, true)) m_port.listForFlush(*this);
}

void Connection::flushOutbox() {
  m_isListed = false;
  if (!m_outbox || m_isBlocked || m_stage == Stage::Gone) return;
  switch (m_outbox->flush(m_fd.get())) {
    case SendResult::Done:
      m_outbox.reset();
      if (m_stage == Stage::Closing) return finishWriting();
      if (m_peerIsDone && !m_isAnswering) end();
      return;
    case SendResult::Blocked:
      m_isBlocked = true;
      return;
    case SendResult::Broken:
      return end();
  }
}

void Connection::deliver(const SharedBytes& frames) {
  if (m_stage != Stage::WebSocket || m_pendingClose) return;
  if (m_outbox) {
    m_outbox->add(frames, 0);
  } else {
    std::size_t sent = 0;
    const SendResult result = sendOnce(m_fd.get(), *frames, sent);
    if (result == SendResult::Done) return;
    if (result == SendResult::Broken) return end();
    m_isBlocked = true;
    m_outbox = std::make_unique<Outbox>();
    m_outbox->add(frames, sent);
  }
  if (m_isBlocked) checkSpeed();
}

// The socket is full: how much waits behind it decides whether the reader is too slow.
void Connection::checkSpeed() {
  if (m_stage != Stage::WebSocket || m_pendingClose || m_outbox->bytes() <= m_port.limits().maxQueueBytes)
    return;
  m_port.counters().slowClosed.add();
  close(net::ws::TryAgainLater, "too slow");
}

void Connection::deliverPassing(const SharedBytes& frames) {
  if (m_isBlocked) {
    m_port.counters().passingDropped.add();
    return;
  }
  deliver(frames);
}

void Connection::sendText(std::string_view text) {
  if (m_stage != Stage::WebSocket || m_pendingClose) return;
  Tails& tails = m_port.hub().tails();
  if (m_session && !tails.isEmpty()) tails.sent(*m_session, text);
  std::string frame;
  if (m_deflates)
    net::ws::encodeDeflatedInto(frame, net::ws::Opcode::Text, text);
  else
    net::ws::encodeInto(frame, net::ws::Opcode::Text, text);
  queue(frame);
}

void Connection::close(std::uint16_t code, std::string_view reason) {
  if (m_stage != Stage::WebSocket || m_pendingClose) return;
  m_pendingClose = std::make_unique<PendingClose>(PendingClose{code, std::string(reason)});
  if (!std::exchange(m_isSettling, true)) m_port.listForSettling(*this);
}

void Connection::settle() {
  m_isSettling = false;
  if (m_session) {
    m_port.placement().remove(*m_session);
    m_port.hub().remove(*m_session);
    m_session = nullptr;
  }
  if (m_stage == Stage::Gone) return m_port.listForRemoval(*this);
  if (!m_pendingClose) return;
  // A reader too slow for its messages gets the rest of the frame that was begun, then the close.
  if (m_isBlocked && m_outbox) m_outbox->dropUnbegun();
  const std::unique_ptr<PendingClose> close = std::move(m_pendingClose);
  queue(net::ws::encodeClose(close->code, close->reason));
  beginClosing();
}

void Connection::beginClosing() {
  if (m_stage == Stage::Gone) return;
  m_stage = Stage::Closing;
  m_port.wheel().arm(m_timeout, m_port.limits().closeTimeout);
  flushOutbox();
}

// All is written. An HTTP peer is told so and may finish reading, or a reset could overtake the answer (RFC
// 9112 section 9.6); a WebSocket peer answers our close with its own (RFC 6455 section 7.1.1), unless it has
// closed first or what it sends cannot be read any more: then it is told that all is said, and read to its
// end.
void Connection::finishWriting() {
  if (m_peerIsDone) return end();
  if ((m_reader && !m_isReadOut) || std::exchange(m_hasShutDown, true)) return;
  ::shutdown(m_fd.get(), SHUT_WR);
}

void Connection::timeIsUp() {
  if (m_stage == Stage::WebSocket) return checkLiveness();
  if (m_stage == Stage::Http && m_isAnswering)
    return m_port.wheel().arm(m_timeout, m_port.limits().headTimeout);
  if (m_stage == Stage::Http && !m_partial.empty()) {
    return refuse(408, "timeout", "the request did not come in time");
  }
  end();
}

void Connection::checkLiveness() {
  const Limits& limits = m_port.limits();
  const auto silent = std::chrono::ceil<std::chrono::milliseconds>(DataPort::Clock::now() - m_lastHeard);
  if (silent >= limits.silence) {
    m_port.counters().silentClosed.add();
    return end();
  }
  if (!m_isBlocked) queue(net::ws::encode(net::ws::Opcode::Ping, {}));
  m_port.wheel().arm(m_timeout, std::min(limits.pingEvery, limits.silence - silent));
}

void Connection::end() {
  if (std::exchange(m_stage, Stage::Gone) == Stage::Gone) return;
  m_port.wheel().disarm(m_timeout);
  if (!std::exchange(m_isSettling, true)) m_port.listForSettling(*this);
}

}  // namespace halftone::chat

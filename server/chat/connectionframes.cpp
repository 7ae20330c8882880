// SPDX-License-Identifier: GPL-3.0-or-later
// A connection while it is a WebSocket (RFC 6455).
#include <algorithm>
#include <utility>

#include "server/chat/connection.h"
#include "server/chat/dataport.h"

namespace halftone::chat {

namespace {

// Frames held back by injected latency, of all sessions; beyond it they are handled at once.
constexpr std::size_t kMaxDelayed = 50'000;

}  // namespace

void Connection::takeFrames(char* bytes, std::size_t size) {
  m_reader->feed(bytes, size);
  for (;;) {
    const net::ws::Reader::Event event = m_reader->next();
    if (event.kind == net::ws::Reader::Event::Kind::NeedMore) return;
    const bool isOpen = m_stage == Stage::WebSocket && !m_pendingClose;
    const bool isClose = event.kind == net::ws::Reader::Event::Kind::Close;
    if (isOpen || (isClose && m_stage == Stage::Closing)) takeEvent(event);
    if (isClose || event.kind == net::ws::Reader::Event::Kind::Failed) return;
  }
}

void Connection::takeEvent(const net::ws::Reader::Event& event) {
  using Kind = net::ws::Reader::Event::Kind;
  switch (event.kind) {
    case Kind::Message:
      if (!event.binary) return takeText(event.payload);
      m_port.counters().protocolErrors.add();
      return close(net::ws::Unsupported, "text only");
    case Kind::Ping:
      if (!m_isBlocked) queue(net::ws::encode(net::ws::Opcode::Pong, event.payload));
      return;
    case Kind::Close:
      return takeClose(event.code);
    case Kind::Failed:
      m_isReadOut = true;
      m_port.counters().protocolErrors.add();
      return close(event.code, event.why);
    case Kind::Pong:
    case Kind::NeedMore:
      return;
  }
}

void Connection::takeClose(std::uint16_t code) {
  if (m_stage == Stage::Closing) {
    m_peerIsDone = true;
    if (!m_outbox) end();
    return;
  }
  m_isReadOut = true;
  // 1005 stands for "none was sent" and may not be sent itself (section 7.4.1).
  constexpr std::uint16_t kNoCode = 1005;
  close(code == kNoCode ? std::uint16_t{net::ws::Normal} : code, {});
}

void Connection::takeText(std::string_view text) {
  DataPort& port = m_port;
  const DataPort::Clock::time_point now = DataPort::Clock::now();
  const std::chrono::milliseconds latency = port.faults().latency();
  const bool isDelayed = latency.count() > 0 || m_session->lastDelayed > now;
  if (!isDelayed || port.delayLine().size() >= kMaxDelayed) return port.hub().handle(*m_session, text, now);
  m_session->lastDelayed = std::max(m_session->lastDelayed, now + latency);
  port.delayLine().add(m_session->lastDelayed, [&port, key = m_session->key(), later = std::string(text)] {
    if (Session* session = port.hub().find(key)) port.hub().handle(*session, later, DataPort::Clock::now());
  });
}

}  // namespace halftone::chat

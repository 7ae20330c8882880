// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/sessionfeed.h"

#include <algorithm>
#include <utility>

#include "server/chat/sessionframe.h"

namespace halftone::chat {

namespace {

constexpr std::chrono::milliseconds kBeat{500};
constexpr std::size_t kSessionsInFrame = 2000;    // a full list goes out in frames of so many
constexpr std::size_t kFullSocket = 1024 * 1024;  // bytes waiting in a reader's socket
constexpr std::size_t kMaxQueue = 64;             // frames; then the reader starts anew with a full list

}  // namespace

SessionFeed::SessionFeed(Identity identity, DataThread& data, Mailbox& mailbox)
    : m_identity(std::move(identity)), m_data(data), m_mailbox(mailbox) {
  m_timer.callOnTimeout([this] { tick(); });
}

SessionFeed::~SessionFeed() {
  for (const auto& reader : m_readers) reader->peer->closed = nullptr;
}

std::string SessionFeed::write(const SessionsSnapshot& snapshot) const {
  return writeSessionFrame({m_identity.node, m_identity.version, m_identity.epoch}, snapshot,
                           snapshot.sessions);
}

void SessionFeed::request(Reply reply) {
  ask(true, std::move(reply));
}

void SessionFeed::ask(bool full, Reply reply) {
  const std::uint64_t ticket = ++m_lastTicket;
  m_waiting.emplace(ticket, std::move(reply));
  m_data.post([this, &mailbox = m_mailbox, ticket, full](DataPort& port) {
    auto snapshot = std::make_shared<const SessionsSnapshot>(port.snapshot(full));
    mailbox.post([this, ticket, snapshot] {
      auto waiting = m_waiting.extract(ticket);
      if (waiting) waiting.mapped()(*snapshot);
    });
  });
}

void SessionFeed::add(net::WebSocketPeer* peer) {
  m_readers.push_back(std::make_unique<Reader>(Reader{peer, false, false, {}}));
  peer->closed = [this, peer] { removeReader(peer); };
  if (m_readers.size() == 1) {
    m_data.post([](DataPort& port) { port.hub().watchChanges(true); });
    m_timer.start(kBeat);
  }
  prime(*m_readers.back());
}

void SessionFeed::removeReader(net::WebSocketPeer* peer) {
  std::erase_if(m_readers, [peer](const auto& reader) { return reader->peer == peer; });
  if (!m_readers.empty()) return;
  m_timer.stop();
  m_data.post([](DataPort& port) { port.hub().watchChanges(false); });
}

// All sessions for one reader. What changes later comes after it, since both travel the same way.
void SessionFeed::prime(Reader& reader) {
  reader.isAsking = true;
  ask(true, [this, peer = reader.peer](const SessionsSnapshot& snapshot) {
    const auto at = std::find_if(m_readers.begin(), m_readers.end(),
                                 [peer](const auto& candidate) { return candidate->peer == peer; });
    if (at == m_readers.end()) return;
    Reader& asker = **at;
    asker.isAsking = false;
    asker.isCurrent = true;
    asker.queue.clear();
    for (std::string& frame : writeFullFrames({m_identity.node, m_identity.version, m_identity.epoch},
                                              snapshot, kSessionsInFrame)) {
      asker.queue.push_back(std::move(frame));
    }
    pump(asker);
  });
}

void SessionFeed::tick() {
  ask(false, [this](const SessionsSnapshot& changes) { spread(changes); });
}

void SessionFeed::spread(const SessionsSnapshot& changes) {
  const std::string frame = write(changes);
  // A reader whose connection ends while we send is removed from the list within the call.
  std::vector<net::WebSocketPeer*> peers;
  for (const auto& reader : m_readers) peers.push_back(reader->peer);
  for (net::WebSocketPeer* peer : peers) {
    const auto at = std::find_if(m_readers.begin(), m_readers.end(),
                                 [peer](const auto& candidate) { return candidate->peer == peer; });
    if (at == m_readers.end()) continue;
    Reader& reader = **at;
    if (reader.isCurrent) reader.queue.push_back(frame);
    if (reader.queue.size() > kMaxQueue) {
      reader.queue.clear();
      reader.isCurrent = false;
    }
    if (!reader.isCurrent && !reader.isAsking && peer->bufferedBytes() == 0) {
      prime(reader);
    } else {
      pump(reader);
    }
  }
}

void SessionFeed::pump(Reader& reader) {
  net::WebSocketPeer* peer = reader.peer;
  while (!reader.queue.empty() && peer->bufferedBytes() < kFullSocket) {
    const std::string frame = std::move(reader.queue.front());
    reader.queue.pop_front();
    const bool isLast = reader.queue.empty();
    peer->sendText(frame);
    // The send may have found the peer gone, and with it the reader.
    const bool isThere = std::any_of(m_readers.begin(), m_readers.end(),
                                     [peer](const auto& candidate) { return candidate->peer == peer; });
    if (isLast || !isThere) return;
  }
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/tailfeed.h"

#include <utility>

namespace halftone::chat {

namespace {

constexpr std::size_t kFullSocket = 512 * 1024;

}  // namespace

TailFeed::~TailFeed() {
  for (const auto& [id, reader] : m_readers) reader.peer->closed = nullptr;
}

void TailFeed::open(const net::HttpRequest& request, const net::HttpResponder& responder) {
  TailOrder order{request.parameter("session").value_or(""), request.parameter("room").value_or(""),
                  request.parameter("redact").value_or("0") != "0"};
  if (order.session.empty() == order.room.empty())
    return responder.send(net::HttpResponse::text(400, "either session or room must be given\n"));
  if (m_readers.size() >= kMaxTails) return responder.send(net::HttpResponse::text(429, "too many tails\n"));
  net::WebSocketPeer* peer = responder.upgrade();
  if (!peer) return;
  const std::uint64_t id = ++m_lastId;
  m_readers.emplace(id, Reader{peer, 0});
  peer->closed = [this, id] {
    m_readers.erase(id);
    m_data.post([id](DataPort& port) { port.hub().tails().remove(id); });
  };
  m_data.post([this, id, order = std::move(order), &mailbox = m_mailbox](DataPort& port) {
    port.hub().tails().add(id, order, [this, id, &mailbox](std::string frame) {
      mailbox.post([this, id, frame = std::move(frame)] { take(id, frame); });
    });
  });
}

void TailFeed::take(std::uint64_t id, const std::string& frame) {
  const auto at = m_readers.find(id);
  if (at == m_readers.end()) return;
  Reader& reader = at->second;
  if (reader.peer->bufferedBytes() > kFullSocket) {
    ++reader.missed;
    return;
  }
  net::WebSocketPeer* peer = reader.peer;
  const std::uint64_t missed = std::exchange(reader.missed, 0);
  if (missed > 0) peer->sendText("{\"type\":\"missed\",\"frames\":" + std::to_string(missed) + "}");
  // The send may have found the peer gone.
  if (m_readers.contains(id)) peer->sendText(frame);
}

}  // namespace halftone::chat

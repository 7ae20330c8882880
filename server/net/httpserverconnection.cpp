// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httpserverconnection.h"

#include <sys/epoll.h>

#include <cerrno>
#include <utility>

#include "server/net/httpresponsetext.h"
#include "server/net/websocketconnection.h"

namespace halftone::net {

namespace {

// How long a client may take to notice that we closed (RFC 9112 section 9.6).
constexpr std::chrono::milliseconds kLingerTime{2000};
constexpr int kReadsPerTurn = 16;  // then the others of this thread come first

}  // namespace

HttpServerConnection::HttpServerConnection(HttpServer::State& server, UniqueFd fd, const SocketAddress& peer)
    : m_server(&server), m_fd(std::move(fd)), m_peer(peer) {
  m_server->deadlines.arm(*this, m_server->limits.idleTimeout);
}

bool HttpServerConnection::watch() {
  return m_server->dispatcher->watch(m_fd.get(), this);
}

void HttpServerConnection::ready(std::uint32_t events) {
  if (m_phase == Phase::Closed) return;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_isReadable = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_peerEnded = true;
  if ((events & EPOLLOUT) != 0 && !m_output.isEmpty()) {
    if (m_output.flush(m_fd.get()) == SendQueue::Status::Broken) return close();
    if (m_phase == Phase::Idle || m_phase == Phase::Lingering) {
      m_server->deadlines.arm(*this, m_server->limits.idleTimeout);
    }
    if (m_phase == Phase::Lingering && m_output.isEmpty()) linger();
  }
  advance();
}

// Goes on as far as the input, the handler and the client's reading allow.
void HttpServerConnection::advance() {
  if (m_isAdvancing || m_phase == Phase::Closed) return;
  const auto server = m_server->shared_from_this();
  m_isAdvancing = true;
  for (int reads = 0;; ++reads) {
    while (m_output.isEmpty() && step()) {
    }
    if (m_phase == Phase::Closed) return;
    if (m_phase == Phase::Handling && m_peerEnded) return leave();
    const bool isBlocked = m_phase == Phase::Handling || (m_phase != Phase::Lingering && !m_output.isEmpty());
    if (isBlocked || !m_isReadable) break;
    if (reads == kReadsPerTurn) {
      m_server->resumeLater(this);
      break;
    }
    if (!receive()) break;
  }
  m_isAdvancing = false;
  compactInput();
}

// False: nothing came. At the client's end the connection is closed.
bool HttpServerConnection::receive() {
  auto& buffer = m_server->readBuffer;
  const ssize_t count = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
  if (count > 0) {
    // A short read has emptied the socket: the next event tells of more.
    if (static_cast<std::size_t>(count) < buffer.size() && !m_peerEnded) m_isReadable = false;
    if (m_phase != Phase::Lingering) m_input.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  if (count < 0 && errno == EINTR) return true;
  if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
    m_isReadable = false;
    return false;
  }
  m_isReadable = false;
  m_peerEnded = true;
  m_sawEnd = true;
  if (count == 0 && !m_output.isEmpty()) {
    m_phase = Phase::Lingering;  // it wants no more, but may still read
  } else {
    close();
  }
  return false;
}

// False: it takes more input, or an answer, to go on.
bool HttpServerConnection::step() {
  switch (m_phase) {
    case Phase::Idle:
      if (input().empty()) return false;
      m_phase = Phase::Head;
      m_exchange = {};
      m_server->deadlines.arm(*this, m_server->limits.headTimeout);
      return true;
    case Phase::Head:
      return readHead();
    case Phase::Body:
      return m_framing == BodyFraming::Chunked ? readChunkedBody() : readLengthBody();
    case Phase::Handling:
    case Phase::Lingering:
    case Phase::Closed:
      break;
  }
  return false;
}

bool HttpServerConnection::readHead() {
  RequestHead& head = m_server->head;
  const HeadParse parse = parseRequestHead(input(), head, m_headSeen);
  if (parse.status == HeadStatus::NeedMore) {
    m_headSeen = input().size();
    return false;
  }
  m_headSeen = 0;
  if (parse.status == HeadStatus::Bad) {
    refuse(parse.answer, parse.why);
    return true;
  }
  startRequest(head);
  consume(parse.used);
  if (m_framing == BodyFraming::Length && m_bodyLeft > m_server->limits.maxBody) {
    refuse(413, "the body is too large");
  } else if (m_framing == BodyFraming::None) {
    handle();
  } else {
    m_phase = Phase::Body;
    if (head.expectsContinue && input().empty()) send("HTTP/1.1 100 Continue\r\n\r\n");
  }
  return true;
}

void HttpServerConnection::startRequest(const RequestHead& head) {
  m_request = {};
  m_request.method = head.method;
  m_request.target = head.target;
  const std::string_view resource = pathAndQuery(head);
  const std::size_t mark = std::min(resource.find('?'), resource.size());
  m_request.path = mark == 0 ? std::string_view("/") : resource.substr(0, mark);
  m_request.query = resource.substr(std::min(mark + 1, resource.size()));
  for (const Field& field : head.fields.all()) m_request.fields.emplace_back(field.name, field.value);
  m_request.peer = m_peer;

  const ws::Handshake handshake = ws::checkHandshake(head);
  m_exchange = {head.keepAlive, head.method == "HEAD", head.minorVersion == 0,
                handshake.ok ? 101 : handshake.answer, std::string(handshake.key)};
  m_framing =
      head.framing == BodyFraming::Length && head.contentLength == 0 ? BodyFraming::None : head.framing;
  m_bodyLeft = head.contentLength;
  m_chunks = {};
}

bool HttpServerConnection::readLengthBody() {
  const std::string_view part = input().substr(0, m_bodyLeft);
  m_request.body.append(part);
  m_bodyLeft -= part.size();
  consume(part.size());
  if (m_bodyLeft == 0) {
    handle();
    return true;
  }
  compactInput();
  return false;
}

bool HttpServerConnection::readChunkedBody() {
  while (!input().empty()) {
    const ChunkScanner::Step chunk = m_chunks.step(input());
    if (m_request.body.size() + chunk.payload.size() > m_server->limits.maxBody) {
      refuse(413, "the body is too large");
      return true;
    }
    m_request.body.append(chunk.payload);
    consume(chunk.used);
    if (chunk.status == ChunkScanner::Status::Bad) {
      refuse(400, "the chunked body is malformed");
      return true;
    }
    if (chunk.status == ChunkScanner::Status::Done) {
      handle();
      return true;
    }
  }
  compactInput();
  return false;
}

void HttpServerConnection::handle() {
  m_phase = Phase::Handling;
  m_server->deadlines.disarm(*this);
  HttpResponder responder;
  responder.m_shared = std::make_shared<HttpResponder::Shared>();
  responder.m_shared->connection = this;
  m_pending = responder.m_shared;
  m_server->handler(std::exchange(m_request, {}), std::move(responder));
}

void HttpServerConnection::answer(HttpResponse response) {
  if (m_phase != Phase::Handling) return;
  m_pending.reset();
  const ResponseContext context{m_exchange.keepAlive, m_exchange.isHead, m_exchange.isHttp10};
  send(formatResponse(response, context, m_server->date()));
  if (m_phase != Phase::Closed) finishAnswer();
}

void HttpServerConnection::finishAnswer() {
  if (m_exchange.keepAlive) {
    m_phase = Phase::Idle;
    m_server->deadlines.arm(*this, m_server->limits.idleTimeout);
    // Not here: whoever answers late must not find the next request's handler on its stack.
    if (!m_isAdvancing) m_server->resumeLater(this);
    return;
  }
  linger();
}

void HttpServerConnection::refuse(int status, const char* why) {
  if (m_phase == Phase::Closed) return;
  m_phase = Phase::Lingering;
  send(formatResponse(HttpResponse::text(status, std::string(why) + "\n"), {false, m_exchange.isHead, false},
                      m_server->date()));
  if (m_phase != Phase::Closed) linger();
}

// Ends our side and waits for the client to end its own: closing with unread bytes would reset the connection
// and could take the answer from the client's hands.
void HttpServerConnection::linger() {
  m_phase = Phase::Lingering;
  std::string().swap(m_input);
  m_inputUsed = 0;
  if (!m_output.isEmpty()) {
    m_server->deadlines.arm(*this, m_server->limits.idleTimeout);
    return;
  }
  if (!std::exchange(m_isShutDown, true)) ::shutdown(m_fd.get(), SHUT_WR);
  if (m_sawEnd) return close();
  m_server->deadlines.arm(*this, kLingerTime);
  if (!m_isAdvancing) m_server->resumeLater(this);
}

WebSocketPeer* HttpServerConnection::upgrade() {
  if (m_phase != Phase::Handling) return nullptr;
  if (m_exchange.handshakeAnswer != 101) {
    HttpResponse response =
        HttpResponse::text(m_exchange.handshakeAnswer, "this wants a WebSocket handshake\n");
    response.fields.emplace_back("Upgrade", "websocket");
    response.fields.emplace_back("Sec-WebSocket-Version", "13");
    answer(std::move(response));
    return nullptr;
  }
  HttpServer::State& server = *m_server;
  server.dispatcher->unwatch(m_fd.get());
  auto peer = std::make_unique<WebSocketConnection>(server, std::move(m_fd), std::string(input()));
  WebSocketConnection* const added = peer.get();
  server.add(std::move(peer));
  close();
  if (!added->start(m_exchange.handshakeKey)) return nullptr;
  return added;
}

void HttpServerConnection::send(std::string_view bytes) {
  if (m_output.send(m_fd.get(), bytes) == SendQueue::Status::Broken) close();
}

void HttpServerConnection::expired() {
  if (m_phase == Phase::Head || m_phase == Phase::Body) {
    refuse(408, "the request took too long");
  } else {
    close();
  }
}

// The client left before its answer.
void HttpServerConnection::leave() {
  const std::shared_ptr<HttpResponder::Shared> pending = m_pending.lock();
  if (pending) pending->isGone = true;
  close();
  if (!pending) return;
  pending->connection = nullptr;
  if (const auto callback = std::exchange(pending->onGone, nullptr)) callback();
}

void HttpServerConnection::close() {
  if (m_phase == Phase::Closed) return;
  m_phase = Phase::Closed;
  m_server->deadlines.disarm(*this);
  if (m_fd) {
    if (m_server->dispatcher) m_server->dispatcher->unwatch(m_fd.get());
    m_fd.reset();
  }
  m_server->remove(this);
}

void HttpServerConnection::drop() {
  if (const std::shared_ptr<HttpResponder::Shared> pending = m_pending.lock()) {
    pending->connection = nullptr;
    pending->onGone = nullptr;
  }
  close();
}

void HttpServerConnection::compactInput() {
  if (m_inputUsed == 0) return;
  m_input.erase(0, m_inputUsed);
  m_inputUsed = 0;
  if (m_input.empty()) std::string().swap(m_input);
}

}  // namespace halftone::net

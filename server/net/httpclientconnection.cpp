// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/epoll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "server/net/httpclientexchange.h"

namespace halftone::net {

namespace {

// Shorter than servers commonly keep a connection, so that reusing one seldom meets its end.
constexpr std::chrono::milliseconds kIdleTime{30'000};

}  // namespace

HttpClientConnection::HttpClientConnection(HttpClient::State& client, UniqueFd fd, const SocketAddress& to)
    : m_client(&client), m_fd(std::move(fd)), m_key(to.toString()) {}

bool HttpClientConnection::watch() {
  return m_client->dispatcher->watch(m_fd.get(), this);
}

void HttpClientConnection::start(HttpClientExchange exchange) {
  m_exchange = std::move(exchange);
  m_response = {};
  m_headSeen = 0;
  m_chunks = {};
  const auto left = m_exchange.until - std::chrono::steady_clock::now();
  m_client->deadlines.arm(*this, std::chrono::ceil<std::chrono::milliseconds>(left));
  if (m_phase == Phase::Idle) {
    m_phase = Phase::Head;
    sendRequest();
    receive();
  }
}

void HttpClientConnection::sendRequest() {
  // A server that refused the request early has perhaps said so before it closed: read what there is.
  if (m_output.send(m_fd.get(), m_exchange.bytes) == SendQueue::Status::Broken) m_isReadable = true;
}

void HttpClientConnection::ready(std::uint32_t events) {
  if (m_phase == Phase::Closed) return;
  if (m_phase == Phase::Connecting) {
    if ((events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) == 0) return;
    if (const int error = connectError(m_fd.get()); error != 0) {
      return failWith(ErrorCode::Unreachable, std::string("cannot connect: ") + std::strerror(error));
    }
    if ((events & EPOLLOUT) == 0) return;
    m_phase = Phase::Head;
    sendRequest();
  } else if ((events & EPOLLOUT) != 0 && !m_output.isEmpty()) {
    if (m_output.flush(m_fd.get()) == SendQueue::Status::Broken) m_isReadable = true;
  }
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_isReadable = true;
  receive();
}

void HttpClientConnection::receive() {
  const auto client = m_client->shared_from_this();
  while (m_isReadable && m_phase != Phase::Closed) {
    const ssize_t count = ::recv(m_fd.get(), client->readBuffer.data(), client->readBuffer.size(), 0);
    if (m_phase == Phase::Idle && count >= 0) return close();  // its end, or bytes that nobody asked for
    if (count > 0) {
      m_input.append(client->readBuffer.data(), static_cast<std::size_t>(count));
      read();
    } else if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
      m_isReadable = false;
    } else if (count == 0 || errno != EINTR) {
      return ended();
    }
  }
}

void HttpClientConnection::read() {
  while (m_phase == Phase::Head) {
    if (!readHead()) return;
  }
  if (m_phase == Phase::Body) readBody();
}

// False: it takes more input, or the exchange is over.
bool HttpClientConnection::readHead() {
  ResponseHead& head = m_client->head;
  const HeadParse parse = parseResponseHead(m_input, m_exchange.request.method, head, m_headSeen);
  m_headSeen = m_input.size();
  if (parse.status == HeadStatus::NeedMore) return false;
  if (parse.status == HeadStatus::Bad) {
    failWith(ErrorCode::Protocol, parse.why);
    return false;
  }
  m_headSeen = 0;
  if (head.status == 101) {
    failWith(ErrorCode::Protocol, "the server switched protocols unasked");
    return false;
  }
  if (head.status < 200) {  // an interim answer (RFC 9110 section 15.2)
    m_input.erase(0, parse.used);
    return !m_input.empty();
  }
  m_response.status = head.status;
  for (const Field& field : head.fields.all()) m_response.fields.emplace_back(field.name, field.value);
  m_framing = head.framing;
  m_bodyLeft = head.contentLength;
  m_keepAlive = head.keepAlive && m_output.isEmpty();
  m_input.erase(0, parse.used);
  if (m_framing == BodyFraming::Length && m_bodyLeft > m_exchange.request.maxBody) {
    failWith(ErrorCode::TooLarge, "the answer is too large");
    return false;
  }
  m_phase = Phase::Body;
  return true;
}

bool HttpClientConnection::takeBody(std::string_view part) {
  if (m_response.body.size() + part.size() > m_exchange.request.maxBody) {
    failWith(ErrorCode::TooLarge, "the answer is too large");
    return false;
  }
  m_response.body.append(part);
  return true;
}

void HttpClientConnection::readBody() {
  switch (m_framing) {
    case BodyFraming::None:
      return complete();
    case BodyFraming::Chunked:
      return readChunkedBody();
    case BodyFraming::UntilClose:
      if (takeBody(m_input)) m_input.clear();
      return;
    case BodyFraming::Length: {
      const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_bodyLeft, m_input.size()));
      if (!takeBody(std::string_view(m_input).substr(0, size))) return;
      m_input.erase(0, size);
      m_bodyLeft -= size;
      if (m_bodyLeft == 0) complete();
      return;
    }
  }
}

void HttpClientConnection::readChunkedBody() {
  std::size_t used = 0;
  while (used < m_input.size()) {
    const ChunkScanner::Step chunk = m_chunks.step(std::string_view(m_input).substr(used));
    used += chunk.used;
    if (chunk.status == ChunkScanner::Status::Bad) {
      return failWith(ErrorCode::Protocol, "the answer's chunked body is malformed");
    }
    if (!takeBody(chunk.payload)) return;
    if (chunk.status == ChunkScanner::Status::Done) {
      m_input.erase(0, used);
      return complete();
    }
  }
  m_input.clear();
}

// The server's end of the connection, or its break.
void HttpClientConnection::ended() {
  if (m_phase == Phase::Idle) return close();
  if (m_phase == Phase::Body && m_framing == BodyFraming::UntilClose) return complete();
  const bool nothingCame = m_phase == Phase::Head && m_input.empty();
  if (!m_isFresh && nothingCame && m_exchange.mayRetry) {
    HttpClientExchange again = std::move(m_exchange);
    HttpClient::State& client = *m_client;
    close();
    client.startAnew(std::move(again));
    return;
  }
  failWith(ErrorCode::Unreachable, "the connection broke before the answer was complete");
}

void HttpClientConnection::complete() {
  m_client->finish(std::move(m_exchange), std::move(m_response));
  m_exchange = {};
  m_response = {};
  if (!m_keepAlive || !m_input.empty()) return close();
  std::string().swap(m_input);
  m_isFresh = false;
  m_phase = Phase::Idle;
  m_client->deadlines.arm(*this, kIdleTime);
  m_client->keepIdle(this);
}

void HttpClientConnection::failWith(ErrorCode code, std::string message) {
  m_client->finish(std::move(m_exchange), fail(code, m_key, std::move(message)));
  close();
}

void HttpClientConnection::expired() {
  if (m_phase == Phase::Idle) return close();
  failWith(ErrorCode::Timeout, "no answer in time");
}

void HttpClientConnection::close() {
  if (m_phase == Phase::Closed) return;
  m_phase = Phase::Closed;
  m_client->deadlines.disarm(*this);
  if (m_client->dispatcher) m_client->dispatcher->unwatch(m_fd.get());
  m_fd.reset();
  m_client->remove(this);
}

}  // namespace halftone::net

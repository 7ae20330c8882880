// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/clientconnection.h"

#include <sys/epoll.h>

#include <algorithm>
#include <utility>

#include "server/net/proxyheader.h"
#include "server/proxy/exchange.h"
#include "server/proxy/heads.h"
#include "server/proxy/tunnel.h"
#include "server/proxy/worker.h"

namespace halftone::proxy {

namespace {

// How much a client may still send after our last words before it is cut.
constexpr std::size_t kMaxLingered = 1024 * 1024;

bool isOneOf(const policy::Address& address, const std::vector<policy::Cidr>& blocks) {
  return std::any_of(blocks.begin(), blocks.end(),
                     [&](const policy::Cidr& block) { return block.contains(address); });
}

}  // namespace

ClientConnection::ClientConnection(Worker& worker, net::UniqueFd fd, const net::SocketAddress& peer)
    : m_worker(worker), m_stream(std::move(fd)) {
  setAddress(peer);
  m_awaitsProxyHeader = isOneOf(m_peer, worker.settings().proxyProtocol);
}

void ClientConnection::setAddress(const net::SocketAddress& address) {
  m_address = address.host();
  m_peer = policy::Address::parse(m_address).value_or(policy::Address{});
  m_trusted = isOneOf(m_peer, m_worker.settings().trusted);
}

ClientConnection::~ClientConnection() = default;

void ClientConnection::start() {
  if (!m_awaitsProxyHeader && !startTls()) return;
  startDeadline(m_worker.settings().timeouts.head);
}

bool ClientConnection::startTls() {
  if (!m_worker.tls()) return true;
  m_stream.startTls(net::TlsSession::accept(m_worker.tls(), m_stream.fd()));
  if (m_stream.isTls()) return true;
  close();  // without memory for it, but never without TLS
  return false;
}

void ClientConnection::startDeadline(std::chrono::milliseconds after) {
  m_worker.wheel().arm(*this, after);
}

void ClientConnection::ready(std::uint32_t events) {
  m_stream.note(events);
  switch (m_state) {
    case State::Head:
      advance();
      return;
    case State::Busy:
      if (m_stream.isDead()) {
        m_relay->clientGone();
      } else {
        m_relay->clientReady();
      }
      return;
    case State::Flushing:
      flush();
      return;
    case State::Lingering:
      discard();
      return;
    case State::Closed:
      return;
  }
}

void ClientConnection::resume() {
  if (m_state == State::Busy) m_relay->clientReady();
}

void ClientConnection::expired() {
  switch (m_state) {
    case State::Head:
      if (m_headStarted) {
        refuse(408, "the head did not come in time");
      } else if (m_worker.isDraining()) {
        linger();
      } else {
        close();
      }
      return;
    case State::Busy:
      m_relay->clientTimedOut();
      return;
    case State::Flushing:
    case State::Lingering:
      close();
      return;
    case State::Closed:
      return;
  }
}

void ClientConnection::drain() {
  if (m_state == State::Busy) {
    m_relay->drain();
    return;
  }
  // A request may have come that no event has told of yet: it is answered, as the last one.
  m_stream.note(EPOLLIN);
  if (m_state == State::Head) advance();
  // A client that asks often hears with its next answer that it has to leave; to close the connection under
  // its next request would lose that.
  if (m_state == State::Head && !m_headStarted) startDeadline(m_worker.settings().timeouts.drainIdle);
}

// Reads heads until one is being answered or nothing is left. Not recursive: a request that is answered on
// the spot lets the loop go on, so that thousands of pipelined ones need no stack.
void ClientConnection::advance() {
  if (m_advancing) return;
  m_advancing = true;
  while (m_state == State::Head && readHead()) {
  }
  m_advancing = false;
}

// The header stays in the socket until it is whole, so that it never mixes with what follows. False: no more
// can be read now.
bool ClientConnection::readProxyHeader() {
  std::vector<char>& buffer = m_worker.scratch().receive;
  const Stream::ReadResult seen = m_stream.peek(buffer.data(), net::kMaxProxyHeaderBytes);
  if (seen.status == Stream::ReadStatus::Blocked) return false;
  const net::ProxyHeader header = net::parseProxyHeader(seen.bytes);
  if (seen.status != Stream::ReadStatus::Data || header.status == net::ProxyHeader::Status::Bad) {
    close();  // whoever speaks another protocol would not understand an answer
    return false;
  }
  if (header.status == net::ProxyHeader::Status::NeedMore) {
    m_stream.wait();
    return false;
  }
  m_stream.skip(buffer.data(), header.used);
  if (header.client) setAddress(*header.client);
  m_awaitsProxyHeader = false;
  return startTls();
}

bool ClientConnection::readHead() {
  if (m_awaitsProxyHeader && !readProxyHeader()) return false;
  if (m_input.size() > m_seen) {
    std::string input = std::exchange(m_input, {});
    return parseHead(input, std::exchange(m_seen, 0), &input);
  }
  std::vector<char>& buffer = m_worker.scratch().receive;
  const Stream::ReadResult read = m_stream.read(buffer.data(), buffer.size());
  if (read.status == Stream::ReadStatus::Blocked) return false;
  if (read.status == Stream::ReadStatus::End && m_headStarted) {
    refuse(400, "the head is cut off");  // the client may still read
    return false;
  }
  if (read.status != Stream::ReadStatus::Data) {
    close();
    return false;
  }
  if (m_input.empty()) return parseHead(read.bytes, 0, nullptr);
  m_input.append(read.bytes);
  return true;
}

// `owner`: the string that holds `bytes`, if one does.
bool ClientConnection::parseHead(std::string_view bytes, std::size_t alreadySeen, std::string* owner) {
  net::RequestHead& head = m_worker.scratch().request;
  const net::HeadParse parse = net::parseRequestHead(bytes, head, alreadySeen);
  switch (parse.status) {
    case net::HeadStatus::Bad:
      refuse(parse.answer, parse.why, head.method != "HEAD");
      return false;
    case net::HeadStatus::NeedMore:
      m_seen = bytes.size();
      if (owner != nullptr) {
        m_input = std::move(*owner);
      } else {
        m_input.assign(bytes);
      }
      if (!std::exchange(m_headStarted, true)) startDeadline(m_worker.settings().timeouts.head);
      return true;
    case net::HeadStatus::Complete:
      break;
  }
  m_headStarted = false;
  if (const net::HeadParse method = checkMethod(head); method.status == net::HeadStatus::Bad) {
    refuse(method.answer, method.why);
    return false;
  }
  if (endsHere(head)) {
    if (head.framing == net::BodyFraming::Chunked || head.contentLength > 0) {  // what follows is not read
      m_input.clear();
      answerInstead(200, "halftone", false, true);
      return false;
    }
    m_input.assign(bytes.substr(parse.used));
    answerInstead(200, "halftone", head.keepAlive, true);
    return m_state == State::Head;
  }
  begin(head, bytes.substr(parse.used));
  return true;
}

void ClientConnection::begin(const net::RequestHead& head, std::string_view rest) {
  m_state = State::Busy;
  m_exchange = m_worker.takeExchange();
  m_relay = m_exchange.get();
  const std::size_t used = m_exchange->begin(*this, head, rest);
  if (m_state == State::Closed) return;
  if (used < rest.size()) m_input.assign(rest.substr(used));
}

void ClientConnection::exchangeEnded(bool keepAlive) {
  releaseExchange();
  answered(keepAlive);
}

void ClientConnection::answerInstead(int status, std::string_view why, bool keepAlive, bool withBody,
                                     std::string_view fields) {
  releaseExchange();
  keepAlive = keepAlive && !m_worker.closesAfterAnswers();
  std::string& out = m_worker.scratch().build;
  out.clear();
  writeOwnAnswer(out, status, why, m_worker.date(), !keepAlive, withBody, fields);
  if (m_stream.write(out) == Stream::WriteStatus::Broken) {
    close();
    return;
  }
  answered(keepAlive);
}

// What cannot be read as a request, or came too slowly: whatever follows on this connection is not trusted.
void ClientConnection::refuse(int status, std::string_view why, bool withBody) {
  m_input.clear();
  answerInstead(status, why, false, withBody);
}

void ClientConnection::answered(bool keepAlive) {
  m_keepAlive = keepAlive && !m_worker.isDraining();
  m_state = State::Flushing;
  if (m_stream.isPending()) {
    startDeadline(m_worker.settings().timeouts.body);
    return;
  }
  afterFlush();
}

void ClientConnection::flush() {
  switch (m_stream.flush()) {
    case Stream::WriteStatus::Broken:
      close();
      return;
    case Stream::WriteStatus::Kept:
      return;  // the deadline is for all of it: a slow reader does not gain time by each byte
    case Stream::WriteStatus::Sent:
      afterFlush();
      return;
  }
}

void ClientConnection::afterFlush() {
  if (!m_keepAlive) {
    linger();
    return;
  }
  m_state = State::Head;
  startDeadline(m_worker.settings().timeouts.idle);
  advance();
}

// Closing at once would make the kernel answer what the client still sends with a reset, which may overtake
// our last words (RFC 9112 section 9.6).
void ClientConnection::linger() {
  m_stream.finishWriting();
  m_state = State::Lingering;
  startDeadline(m_worker.settings().timeouts.linger);
  discard();
}

void ClientConnection::discard() {
  std::vector<char>& buffer = m_worker.scratch().receive;
  while (m_lingered < kMaxLingered) {
    const Stream::ReadResult read = m_stream.read(buffer.data(), buffer.size());
    if (read.status == Stream::ReadStatus::Blocked) return;
    if (read.status != Stream::ReadStatus::Data) break;
    m_lingered += read.bytes.size();
  }
  close();
}

void ClientConnection::startTunnel(UpstreamConnection& upstream, VersionCounters& counters,
                                   std::shared_ptr<VersionState> state) {
  releaseExchange();
  m_tunnel = std::make_unique<Tunnel>(m_worker, *this, upstream, counters, std::move(state));
  m_relay = m_tunnel.get();
  const std::string early = std::exchange(m_input, {});
  m_tunnel->start(early);
}

void ClientConnection::releaseExchange() {
  m_relay = nullptr;
  if (m_exchange) m_worker.recycle(std::move(m_exchange));
}

void ClientConnection::cut(bool reset) {
  releaseExchange();
  if (reset) m_stream.resetOnClose();
  close();
}

void ClientConnection::close() {
  if (m_state == State::Closed) return;
  m_state = State::Closed;
  m_worker.wheel().disarm(*this);
  m_worker.remove(*this);  // destroyed at the end of this turn
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/exchange.h"

#include <QRandomGenerator>
#include <array>

#include "server/proxy/clientconnection.h"
#include "server/proxy/heads.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

// How an exchange begins, finds its instance and ends; how it relays is in exchangerelay.cpp.
namespace halftone::proxy {

namespace {

constexpr std::size_t kMaxTried = 5;
constexpr int kMaxRepetitions = 2;
constexpr std::size_t kKeptCapacity = 16 * 1024;

bool isIdempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

std::string newSessionKey() {
  constexpr char kHex[] = "0123456789abcdef";
  std::string key;
  for (int word = 0; word < 2; ++word) {
    std::uint64_t bits = QRandomGenerator::system()->generate64();
    for (int digit = 0; digit < 16; ++digit, bits >>= 4) key += kHex[bits & 15U];
  }
  return key;
}

std::uint64_t keyOf(const policy::Address& address) {
  std::uint64_t key = 0xcbf29ce484222325U;
  for (const std::uint8_t byte : address.bytes) key = (key ^ byte) * 0x100000001b3U;
  return key;
}

void clearKept(std::string& buffer) {
  buffer.clear();
  if (buffer.capacity() > kKeptCapacity) std::string().swap(buffer);
}

}  // namespace

std::size_t Exchange::begin(ClientConnection& client, const net::RequestHead& head, std::string_view rest) {
  reset(client, head);
  const std::size_t used = m_request.take(rest);
  std::string_view target = net::pathAndQuery(head);
  if (target.starts_with('?')) {  // "http://host?query"
    std::string& whole = m_worker.scratch().target;
    whole = '/';
    whole += target;
    target = whole;
  }
  if (!route(head, target)) {
    m_worker.counters().unrouted().increase();
    m_client->answerInstead(503, "no instance is in service", m_keepAlive && m_request.isComplete(),
                            !m_isHead);
    return used;
  }
  if (m_request.isBad()) {
    fail(m_request.refusal(), m_request.why());
    return used;
  }
  writeFirst(head, target);
  m_first.append(rest.substr(0, used));
  findConnection();
  return used;
}

void Exchange::reset(ClientConnection& client, const net::RequestHead& head) {
  m_client = &client;
  m_upstream = nullptr;
  m_version = nullptr;
  clearKept(m_first);
  clearKept(m_partial);
  m_setCookie.clear();
  m_tried.clear();
  m_request = Body(head.framing, head.contentLength, m_worker.settings().maxBody);
  m_answer = {};
  m_started = std::chrono::steady_clock::now();
  m_hashKey = 0;
  m_requestBytes = 0;
  m_status = 0;
  m_repetitions = 0;
  m_phase = Phase::Connecting;
  m_isHead = head.method == "HEAD";
  m_isIdempotent = isIdempotent(head.method);
  m_http10 = head.minorVersion == 0;
  m_keepAlive = head.keepAlive;
  m_webSocket = wantsWebSocket(head);
  m_repeatable = true;
  m_freshOnly = m_timedOut = m_requestBroken = m_gotBytes = m_upstreamKeepAlive = m_plain = m_closeAfter =
      false;
}

bool Exchange::route(const net::RequestHead& head, std::string_view target) {
  m_routes = m_worker.routes();
  const policy::RouteTable* const table = m_routes->table();
  if (table == nullptr) return false;

  policy::Request request;
  request.method = head.method;
  request.target = target;
  request.fields = head.fields.all();
  request.client = policy::clientAddress(m_client->peer(), head.fields.all(), m_worker.settings().trusted);
  std::string sessionKey;
  if (table->needsSessionCookie()) {
    const std::string name = "halftone-" + table->policy().service;
    if (findCookie(head.fields, name).empty()) {
      sessionKey = newSessionKey();
      request.sessionKey = sessionKey;
      m_setCookie = name + '=' + sessionKey + "; Path=/; HttpOnly; SameSite=Lax";
    }
  }
  const policy::Decision decision =
      table->decide(request, m_routes->available(), static_cast<std::uint32_t>(m_worker.random()));
  if (decision.version == policy::Decision::kNoVersion) return false;
  m_version = &m_routes->version(decision.version);
  m_version->counters.requests.increase();
  m_version->counters.inFlight.increase();
  m_routes->decisions(decision.rule, decision.version).increase();
  // For Balance::Hash. The bucket is a hash of the sticky key; where one version holds all of the weight
  // there is none, and the client's address takes its place.
  const bool hasKey = decision.bucket && decision.sticky;
  m_hashKey = hasKey ? static_cast<std::uint64_t>(*decision.bucket) : keyOf(*request.client);
  return true;
}

void Exchange::writeFirst(const net::RequestHead& head, std::string_view target) {
  RequestRewrite rewrite;
  rewrite.target = target;
  rewrite.host = net::effectiveHost(head);
  if (rewrite.host.empty() && m_http10) rewrite.host = m_worker.settings().service;
  rewrite.clientAddress = m_client->address();
  rewrite.trustForwarded = m_client->isTrusted();
  rewrite.webSocket = m_webSocket;
  writeRequestHead(m_first, head, rewrite);
}

void Exchange::findConnection() {
  m_phase = Phase::Connecting;
  while (Upstream* const upstream = nextUpstream()) {
    if (!m_freshOnly && usePooled(*upstream)) return;
    m_tried.push_back(upstream);
    UpstreamConnection* const fresh = m_worker.connect(upstream->shared_from_this(), this);
    if (fresh == nullptr) continue;
    attach(*fresh);
    m_client->startDeadline(m_worker.settings().timeouts.connect);
    return;
  }
  fail(m_timedOut ? 504 : 502,
       m_timedOut ? "no instance could be reached in time" : "no instance could be reached");
}

Upstream* Exchange::nextUpstream() {
  if (m_tried.size() >= kMaxTried) return nullptr;
  // After a policy change a repetition goes by the new instances, if there are any for the version.
  const std::shared_ptr<Routes>& newest = m_worker.routes();
  if (newest != m_routes) {
    if (VersionRoute* const route = newest->find(m_version->name)) {
      m_version = route;
      m_routes = newest;
    }
  }
  const Pick pick{m_worker.now(), m_tried, m_hashKey, m_worker.random()};
  return m_version->balancer.pick(pick);
}

// Whether a pooled connection took the request. The other side may have closed it a moment ago: then nothing
// was sent, and a fresh one is tried.
bool Exchange::usePooled(Upstream& upstream) {
  UpstreamConnection* const pooled = upstream.takeIdle();
  if (pooled == nullptr) return false;
  pooled->attach(this);
  attach(*pooled);
  if (sendFirst()) return true;
  detach(false);
  m_freshOnly = true;
  return false;
}

// Whether the connection took the request. Nothing else happens yet, but that reading the rest of the body
// from the client may end the exchange.
bool Exchange::sendFirst() {
  if (m_upstream->stream().write(m_first) == Stream::WriteStatus::Broken) return false;
  m_upstream->upstream().counters().requests.increase();
  m_phase = Phase::Waiting;
  m_client->startDeadline(m_worker.settings().timeouts.response);
  (void)pumpRequest();
  return true;
}

void Exchange::upstreamConnected() {
  m_upstream->upstream().markWorking();
  if (sendFirst()) return;
  detach(false);
  findConnection();
}

void Exchange::upstreamRefused() {
  Upstream& upstream = m_upstream->upstream();
  upstream.markFailed(m_worker.now() + m_worker.settings().timeouts.instanceFailed);
  upstream.counters().errors.increase();
  m_timedOut = false;
  detach(false);
  findConnection();
}

void Exchange::attach(UpstreamConnection& connection) {
  m_upstream = &connection;
  connection.upstream().began();
  connection.upstream().counters().inFlight.increase();
}

void Exchange::detach(bool reusable) {
  if (m_upstream == nullptr) return;
  Upstream& upstream = m_upstream->upstream();
  upstream.ended();
  upstream.counters().inFlight.decrease();
  std::exchange(m_upstream, nullptr)->release(reusable);
}

// The connection ended before the answer's head was whole.
void Exchange::upstreamDied() {
  const Upstream* const upstream = &m_upstream->upstream();
  m_upstream->upstream().counters().errors.increase();
  detach(false);
  if (m_gotBytes || !m_repeatable || !m_isIdempotent || m_repetitions >= kMaxRepetitions) {
    fail(502, "the instance closed the connection without a whole answer");
    return;
  }
  // Elsewhere if there is an elsewhere, since it may be about to die; else once more, on a new connection.
  ++m_repetitions;
  m_freshOnly = true;
  if (std::find(m_tried.begin(), m_tried.end(), upstream) == m_tried.end()) m_tried.push_back(upstream);
  const Pick elsewhere{m_worker.now(), m_tried, m_hashKey, 0};
  if (m_version->balancer.pick(elsewhere) == nullptr) m_tried.clear();
  findConnection();
}

void Exchange::clientGone() {
  m_version->counters.inFlight.decrease();
  detach(false);
  m_client->cut(false);
}

void Exchange::clientTimedOut() {
  if (m_phase == Phase::Connecting) {
    Upstream& upstream = m_upstream->upstream();
    upstream.markFailed(m_worker.now() + m_worker.settings().timeouts.instanceFailed);
    upstream.counters().errors.increase();
    m_timedOut = true;
    detach(false);
    findConnection();
    return;
  }
  const bool clientIsSlow = !m_request.isComplete() && !m_requestBroken && !m_upstream->stream().isPending();
  fail(clientIsSlow ? 408 : 504,
       clientIsSlow ? "the body did not come in time" : "the answer did not come in time");
}

void Exchange::fail(int status, std::string_view why) {
  const bool begun = m_phase == Phase::Answering;
  if (m_upstream != nullptr && status >= 500) m_upstream->upstream().counters().errors.increase();
  if (begun) m_version->counters.errors.increase();
  account(begun ? m_status : status);
  detach(false);
  if (begun) {
    // Without a length or a last chunk, only a reset tells the client that this was not the end.
    m_client->cut(m_answer.framing() == net::BodyFraming::UntilClose || m_plain);
  } else {
    m_client->answerInstead(status, why, m_keepAlive && m_request.isComplete(), !m_isHead);
  }
}

void Exchange::account(int status) {
  const auto took = std::chrono::steady_clock::now() - m_started;
  m_version->counters.answered(status, std::chrono::duration_cast<std::chrono::microseconds>(took));
  m_version->counters.inFlight.decrease();
}

void Exchange::finish() {
  if (m_status >= 500) m_upstream->upstream().counters().errors.increase();
  account(m_status);
  detach(m_upstreamKeepAlive && m_request.isComplete() && !m_requestBroken);
  const bool keepAlive = !m_closeAfter && m_request.isComplete();
  m_client->exchangeEnded(keepAlive);
}

}  // namespace halftone::proxy

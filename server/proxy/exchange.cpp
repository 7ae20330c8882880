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
  const auto& limits = m_version->traffic.limits;
  if (limits && limits->requests && m_version->state->requests > *limits->requests) {
    fail(503, "the version has as many requests as it may", "X-Halftone-Reject: requests\r\n");
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
  m_isRetry = m_freshOnly = m_timedOut = m_requestBroken = m_gotBytes = m_upstreamKeepAlive = m_plain =
      m_closeAfter = false;
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
  ++m_version->state->requests;
  m_routes->decisions(decision.rule, decision.version).increase();
  if (m_version->balancer.rules().balance == policy::Balance::Hash) {
    const auto hash = table->stickyHash(request, decision.rule);
    m_hashKey = hash ? *hash : keyOf(*request.client);
  }
  return true;
}

void Exchange::writeFirst(const net::RequestHead& head, std::string_view target) {
  RequestRewrite rewrite;
  rewrite.target = target;
  rewrite.host = net::effectiveHost(head);
  if (rewrite.host.empty() && m_http10) rewrite.host = m_worker.settings().service;
  rewrite.clientAddress = m_client->address();
  rewrite.trustForwarded = m_client->isTrusted();
  rewrite.tls = m_client->stream().isTls();
  rewrite.webSocket = m_webSocket;
  writeRequestHead(m_first, head, rewrite);
}

void Exchange::findConnection() {
  if (!m_version->state->mayConnect(m_version->traffic.limits)) {
    waitForConnection();
    return;
  }
  m_phase = Phase::Connecting;
  while (Upstream* const upstream = nextUpstream()) {
    if (!m_freshOnly && usePooled(*upstream)) return;
    m_tried.push_back(upstream);
    UpstreamConnection* const fresh = m_worker.connect(upstream->shared_from_this(), this);
    if (fresh == nullptr) continue;
    attach(*fresh);
    arm(m_version->timeouts.connect);
    return;
  }
  fail(m_timedOut ? 504 : 502,
       m_timedOut ? "no instance could be reached in time" : "no instance could be reached");
}

void Exchange::waitForConnection() {
  const auto& limits = m_version->traffic.limits;
  if (m_version->state->waiting.size() >= static_cast<std::size_t>(limits->pending.value_or(0))) {
    fail(503, "the version has as many connections as it may", "X-Halftone-Reject: connections\r\n");
    return;
  }
  m_phase = Phase::Pending;
  m_version->state->waiting.push_back(this);
  arm(m_version->timeouts.connect);
}

void Exchange::goOn() {
  m_phase = Phase::Connecting;
  findConnection();
}

void Exchange::arm(policy::Duration after) {
  const policy::Duration total = m_version->timeouts.total;
  if (total.count() > 0) {
    const auto passed = std::chrono::duration_cast<policy::Duration>(m_worker.now() - m_started);
    after = std::clamp(total - passed, policy::Duration{0}, after);
  }
  m_client->startDeadline(after);
}

bool Exchange::isTotalOver() const {
  const policy::Duration total = m_version->timeouts.total;
  return total.count() > 0 && std::chrono::steady_clock::now() - m_started >= total;
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
  arm(m_version->timeouts.head);
  (void)pumpRequest();
  return true;
}

void Exchange::upstreamConnected() {
  if (sendFirst()) return;
  detach(false);
  findConnection();
}

void Exchange::upstreamRefused() {
  note(Outcome::NoAnswer);
  m_upstream->upstream().counters().errors.increase();
  m_timedOut = false;
  detach(false);
  findConnection();
}

void Exchange::attach(UpstreamConnection& connection) {
  m_upstream = &connection;
  ++m_version->state->connections;
  connection.upstream().began();
  connection.upstream().counters().inFlight.increase();
}

void Exchange::detach(bool reusable) {
  if (m_upstream == nullptr) return;
  Upstream& upstream = m_upstream->upstream();
  upstream.ended();
  VersionState& state = *m_version->state;
  --state.connections;
  if (!state.waiting.empty()) m_worker.wakeWaiting(m_version->state);
  upstream.counters().inFlight.decrease();
  std::exchange(m_upstream, nullptr)->release(reusable);
}

// The connection ended before the answer's head was whole. One from the pool may have been over before it was
// used: that says nothing of the instance.
void Exchange::upstreamDied() {
  const Upstream* const upstream = &m_upstream->upstream();
  const bool stale = m_upstream->isReused() && !m_gotBytes;
  m_upstream->upstream().counters().errors.increase();
  if (!stale) note(Outcome::NoAnswer);
  detach(false);
  if (mayRepeat(stale)) {
    repeat(upstream, stale);
  } else {
    fail(502, "the instance closed the connection without a whole answer");
  }
}

bool Exchange::mayRepeat(bool stale) const {
  if (m_gotBytes || !m_repeatable || !m_isIdempotent) return false;
  if (stale && !m_freshOnly) return true;
  const auto& retries = m_version->traffic.retries;
  if (!retries) return m_repetitions < policy::RetrySettings().attempts;
  return m_repetitions < retries->attempts && (m_isRetry || m_version->state->mayRetry(*retries));
}

// Elsewhere if there is an elsewhere, since it may be about to die; else once more, on a new connection.
void Exchange::repeat(const Upstream* failed, bool stale) {
  if (!stale) {
    ++m_repetitions;
    if (!std::exchange(m_isRetry, true)) ++m_version->state->retries;
  }
  m_freshOnly = true;
  if (std::find(m_tried.begin(), m_tried.end(), failed) == m_tried.end()) m_tried.push_back(failed);
  if (!m_version->balancer.hasOtherThan(m_tried)) m_tried.clear();
  findConnection();
}

void Exchange::note(Outcome outcome) {
  Upstream& upstream = m_upstream->upstream();
  const policy::FailureSettings& rule = m_version->balancer.rules().failures;
  if (outcome == Outcome::NoAnswer) {
    upstream.health().failed(rule, m_worker.now(), upstream.endpoint().weight);
    upstream.tellHealth(rule);
  } else {
    upstream.health().succeeded(rule, m_worker.now());
  }
  if (m_version->outliers) m_version->outliers->note(upstream, outcome, m_worker.now());
}

void Exchange::clientGone() {
  leave();
  detach(false);
  m_client->cut(false);
}

void Exchange::clientTimedOut() {
  if (isTotalOver()) {
    fail(504, "the request took too long");
    return;
  }
  if (m_phase == Phase::Pending) {
    fail(503, "no connection became free in time", "X-Halftone-Reject: connections\r\n");
    return;
  }
  if (m_phase == Phase::Connecting) {
    note(Outcome::NoAnswer);
    m_upstream->upstream().counters().errors.increase();
    m_timedOut = true;
    detach(false);
    findConnection();
    return;
  }
  if (!m_request.isComplete() && !m_requestBroken && !m_upstream->stream().isPending()) {
    fail(408, "the body did not come in time");
    return;
  }
  headTimedOut();
}

void Exchange::headTimedOut() {
  note(Outcome::NoAnswer);
  const Upstream* const upstream = &m_upstream->upstream();
  m_tried.push_back(upstream);
  if (m_phase != Phase::Waiting || !mayRepeat(false) || !m_version->balancer.hasOtherThan(m_tried)) {
    fail(504, "the answer did not come in time");
    return;
  }
  m_upstream->upstream().counters().errors.increase();
  detach(false);
  repeat(upstream, false);
}

void Exchange::fail(int status, std::string_view why, std::string_view fields) {
  const bool begun = m_phase == Phase::Answering;
  if (m_upstream != nullptr && status >= 500) m_upstream->upstream().counters().errors.increase();
  if (begun) m_version->counters.errors.increase();
  account(begun ? m_status : status);
  detach(false);
  if (begun) {
    // Without a length or a last chunk, only a reset tells the client that this was not the end.
    m_client->cut(m_answer.framing() == net::BodyFraming::UntilClose || m_plain);
  } else {
    m_client->answerInstead(status, why, m_keepAlive && m_request.isComplete(), !m_isHead, fields);
  }
}

void Exchange::account(int status) {
  const auto took = std::chrono::steady_clock::now() - m_started;
  m_version->counters.answered(status, std::chrono::duration_cast<std::chrono::microseconds>(took));
  leave();
}

void Exchange::leave() {
  VersionState& state = *m_version->state;
  m_version->counters.inFlight.decrease();
  --state.requests;
  if (m_isRetry) --state.retries;
  if (m_phase == Phase::Pending) std::erase(state.waiting, this);
}

void Exchange::finish() {
  if (m_status >= 500) m_upstream->upstream().counters().errors.increase();
  account(m_status);
  detach(m_upstreamKeepAlive && m_request.isComplete() && !m_requestBroken);
  const bool keepAlive = !m_closeAfter && m_request.isComplete();
  m_client->exchangeEnded(keepAlive);
}

}  // namespace halftone::proxy

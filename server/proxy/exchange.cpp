// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/exchange.h"

#include <QRandomGenerator>
#include <array>

#include "backend/codec/requestjson.h"
#include "server/proxy/clientconnection.h"
#include "server/proxy/filters/fault.h"
#include "server/proxy/filters/headeredit.h"
#include "server/proxy/filters/prefixrewrite.h"
#include "server/proxy/heads.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

// How an exchange begins and finds its instance. How it relays is in exchangerelay.cpp, how it fails and ends
// in exchangeoutcome.cpp.
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
  if (m_worker.settings().journal.isOn()) startRecord(head);
  if (const auto own = route(head)) {
    endRecord(own->status, {});
    m_client->answerInstead(own->status, own->why, m_keepAlive && m_request.isComplete(), !m_isHead,
                            own->fields);
    return used;
  }
  if (m_request.isBad()) {
    fail(m_request.refusal(), m_request.why());
    return used;
  }
  if (const auto own = refused()) {
    fail(own->status, own->why, own->fields);
    return used;
  }
  writeFirst(head, target);
  m_first.append(rest.substr(0, used));
  if (m_version->traffic.mirror) beginMirror();
  if (m_version->traffic.faults) {
    const auto delay = filters::injectedDelay(*m_version->traffic.faults, m_worker.random());
    if (delay.count() > 0) {
      m_phase = Phase::Delayed;
      arm(delay);
      return used;
    }
  }
  findConnection();
  return used;
}

std::optional<filters::OwnAnswer> Exchange::refused() {
  const policy::Traffic& traffic = m_version->traffic;
  if (traffic.limits && traffic.limits->requests && m_version->state->requests > *traffic.limits->requests)
    return filters::OwnAnswer{503, "the version has as many requests as it may",
                              "X-Halftone-Reject: requests\r\n"};
  if (!traffic.faults) return std::nullopt;
  return filters::injectedAbort(*traffic.faults, m_worker.random());
}

// A body that is still to come is collected on its way, as far as copies may be large.
void Exchange::beginMirror() {
  const policy::MirrorSettings& settings = *m_version->traffic.mirror;
  if (m_webSocket || settings.version == m_version->name) return;
  if (!filters::isHit(settings.percent, m_worker.random())) return;
  m_mirrored.emplace(m_first);
  if (m_request.isComplete()) sendMirror();
}

void Exchange::mirrorBody(std::string_view bytes) {
  if (m_mirrored->size() + bytes.size() > filters::Mirrors::kMaxRequestBytes) return m_mirrored.reset();
  m_mirrored->append(bytes);
  if (m_request.isComplete()) sendMirror();
}

// A publish may have moved the exchange to a policy without a mirror while the body came.
void Exchange::sendMirror() {
  if (const auto& mirror = m_version->traffic.mirror)
    m_worker.mirrors().send(m_routes, mirror->version, *m_mirrored, m_isHead);
  m_mirrored.reset();
}

std::string Exchange::versionField(std::string_view version) const {
  if (!m_worker.settings().versionHeader) return {};
  return "X-Halftone-Version: " + std::string(version) + "\r\n";
}

void Exchange::reset(ClientConnection& client, const net::RequestHead& head) {
  m_client = &client;
  m_upstream = nullptr;
  m_version = nullptr;
  m_decision = nullptr;
  m_record.reset();
  clearKept(m_first);
  clearKept(m_partial);
  m_setCookie.clear();
  m_mirrored.reset();
  if (m_notes) m_notes->clear();
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

std::optional<filters::OwnAnswer> Exchange::filter(const net::RequestHead& head, policy::Request& request) {
  if (!m_notes) m_notes = std::make_unique<filters::Notes>();
  m_notes->clear();
  filters::Context context{head, request, *m_routes->table(), m_worker.now(), m_webSocket, *m_notes};
  for (const auto& filter : m_routes->filters()) {
    if (auto own = filter->before(context)) return own;
  }
  return std::nullopt;
}

// Only for those that are trusted themselves, not for whoever comes through a trusted proxy.
std::optional<filters::OwnAnswer> Exchange::explained(const net::RequestHead& head,
                                                      const policy::Request& request) const {
  const std::vector<policy::Cidr>& trusted = m_worker.settings().trusted;
  const auto asked = head.fields.find("x-halftone-explain");
  if (!asked || *asked != "1") return std::nullopt;
  const bool mayAsk = std::any_of(trusted.begin(), trusted.end(),
                                  [&](const policy::Cidr& block) { return block.contains(*request.client); });
  if (!mayAsk) return std::nullopt;
  const policy::RouteTable& table = *m_routes->table();
  const auto explanation =
      table.explain(request, m_routes->available(), static_cast<std::uint32_t>(m_worker.random()));
  std::string fields = "Content-Type: application/json\r\n";
  const int version = explanation.decision.version;
  if (version != policy::Decision::kNoVersion) fields += versionField(table.versionName(version));
  return filters::OwnAnswer{200, codec::writeExplanation(explanation, table), std::move(fields)};
}

void Exchange::editAnswer(net::ResponseHead& head) {
  if (!m_notes && !m_version->traffic.responseHeaders) return;
  dropNamedHops(head);
  net::FieldList& fields = head.fields;
  if (m_notes) {
    for (const auto& filter : m_routes->filters()) filter->editAnswer(fields, *m_notes);
  }
  if (m_version->traffic.responseHeaders) filters::editFields(*m_version->traffic.responseHeaders, fields);
}

std::optional<filters::OwnAnswer> Exchange::route(const net::RequestHead& head) {
  m_routes = m_worker.routes();
  const policy::RouteTable* const table = m_routes->table();
  if (table == nullptr) {
    m_worker.counters().unrouted().increase();
    return filters::OwnAnswer{503, "there is no policy", {}};
  }

  policy::Request request;
  request.method = head.method;
  request.target = head.target;  // an absolute one names the host, whatever the field says
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
  const Settings& settings = m_worker.settings();
  if (settings.geo && table->needsRegion()) request.region = settings.geo->regionOf(*request.client);
  if (!m_routes->filters().empty()) {
    if (auto own = filter(head, request)) {
      m_worker.counters().filters().answered(own->status);
      return own;
    }
  }
  if (!settings.trusted.empty()) {
    if (auto own = explained(head, request)) return own;
  }
  const policy::Decision decision =
      table->decide(request, m_routes->available(), static_cast<std::uint32_t>(m_worker.random()));
  if (decision.version == policy::Decision::kNoVersion) {
    m_worker.counters().unrouted().increase();
    return filters::OwnAnswer{503, "no instance is in service", {}};
  }
  m_version = &m_routes->version(decision.version);
  m_version->counters.requests.increase();
  m_version->counters.inFlight.increase();
  ++m_version->state->requests;
  m_decision = &m_routes->decisions(decision.rule, decision.version);
  m_decision->requests.increase();
  if (m_record) m_record->rule = table->ruleName(decision.rule);
  if (m_version->balancer.rules().balance == policy::Balance::Hash) {
    const auto hash = table->stickyHash(request, decision.rule);
    m_hashKey = hash ? *hash : keyOf(*request.client);
  }
  return std::nullopt;
}

void Exchange::writeFirst(const net::RequestHead& head, std::string_view target) {
  const policy::Traffic& traffic = m_version->traffic;
  // The head is the worker's scratch, and decided upon.
  if (traffic.requestHeaders) {
    dropNamedHops(m_worker.scratch().request);
    filters::editFields(*traffic.requestHeaders, m_worker.scratch().request.fields);
  }
  if (traffic.rewrite) target = filters::rewritten(*traffic.rewrite, target, m_worker.scratch().target);
  RequestRewrite rewrite;
  rewrite.target = target;
  rewrite.host = net::effectiveHost(head);
  if (rewrite.host.empty() && m_http10) rewrite.host = m_worker.settings().service;
  rewrite.clientAddress = m_client->address();
  rewrite.trustForwarded = m_client->isTrusted();
  rewrite.tls = m_client->stream().isTls();
  rewrite.webSocket = m_webSocket;
  std::string traceparent;
  if (m_record && m_record->traced) traceparent = m_record->traceparent();
  rewrite.traceparent = traceparent;
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

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include "server/proxy/clientconnection.h"
#include "server/proxy/exchange.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

// How an exchange fails, is repeated, and ends.
namespace halftone::proxy {

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
  if (m_phase == Phase::Delayed) {
    findConnection();
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
    const std::string whole = std::string(fields) + versionField(m_version->name);
    m_client->answerInstead(status, why, m_keepAlive && m_request.isComplete(), !m_isHead, whole);
  }
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

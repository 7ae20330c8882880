// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/clientconnection.h"
#include "server/proxy/exchange.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

// What an exchange tells when it is over: its counters, and its record where somebody wants one.
namespace halftone::proxy {

void Exchange::account(int status) {
  using std::chrono::microseconds;
  const auto took = std::chrono::duration_cast<microseconds>(std::chrono::steady_clock::now() - m_started);
  const int bucket = m_version->counters.answered(status, took);
  m_decision->latency.record(bucket);
  if (m_upstream != nullptr) m_upstream->upstream().counters().latency.record(bucket);
  endRecord(status, took);
  leave();
}

void Exchange::startRecord(const net::RequestHead& head) {
  m_record = m_worker.journal().begin(m_worker.settings().journal, head, m_worker.random(), m_worker.now());
  if (!m_record) return;
  // Who asked, as the policy sees it.
  const auto client = policy::clientAddress(m_client->peer(), head.fields.all(), m_worker.settings().trusted);
  m_record->client = client == m_client->peer() ? m_client->address() : client.toString();
}

void Exchange::endRecord(int status, std::chrono::microseconds took) {
  if (!m_record) return;
  m_record->status = status;
  m_record->took = took;
  m_record->received = m_requestBytes;
  if (m_version != nullptr) m_record->version = m_version->name;
  if (m_upstream != nullptr) m_record->instance = m_upstream->upstream().endpoint().id;
  m_worker.journal().end(std::move(m_record));
}

}  // namespace halftone::proxy

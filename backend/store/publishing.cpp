// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/publishing.h"

#include <QRandomGenerator>
#include <utility>

namespace halftone::store {

namespace {

constexpr int kMaxAttempts = 3;

std::string inKiB(std::size_t bytes) {
  return std::to_string((bytes + 1023) / 1024) + " KiB";
}

}  // namespace

Publishing::Publishing(consul::Client* client, Publication publication, std::string text, QObject* context,
                       Done done)
    : QObject(client),
      m_client(client),
      m_publication(std::move(publication)),
      m_text(std::move(text)),
      m_context(context),
      m_done(std::move(done)) {
  m_deed.service = m_publication.policy.service;
  m_deed.actor = m_publication.actor;
  m_deed.why = m_publication.why;
  m_deed.restores = m_publication.restores;
}

void Publishing::attempt(std::uint64_t revision) {
  ++m_attempts;
  m_deed.revision = revision;
  m_deed.time = QDateTime::currentDateTimeUtc();
  m_auditKey = auditKey(m_deed.time, QRandomGenerator::system()->generate());

  using Verb = consul::TxnOp::Verb;
  const std::string& service = m_deed.service;
  const std::vector<consul::TxnOp> operations{
      {Verb::Cas, policyKey(service), m_text, revision, m_publication.baseModifyIndex},
      {Verb::Cas, historyKey(service, revision), writeHistoryEntry(m_deed, m_text), 0, 0},
      {Verb::Cas, m_auditKey, writeAuditEntry(m_deed), 0, 0}};
  m_client->transact(operations, this, [this](const Result<std::vector<consul::KvEntry>>& written) {
    if (!written) return settle(written.error());
    if (written->empty())
      return finish(fail(ErrorCode::Protocol, m_auditKey, "the transaction has no result"));
    succeed(written->front().modifyIndex);  // all of a transaction share one
  });
}

void Publishing::succeed(std::uint64_t modifyIndex) {
  finish(StoredPolicy{m_deed.service, m_text, m_deed.revision, modifyIndex});
}

void Publishing::finish(const Result<StoredPolicy>& result) {
  const Done done = std::exchange(m_done, nullptr);
  deleteLater();
  if (m_context && done) done(result);
}

void Publishing::settle(const Error& error) {
  if (error.code == ErrorCode::TooLarge) {
    return finish(fail(ErrorCode::TooLarge, policyKey(m_deed.service),
                       "the policy has " + inKiB(m_text.size()) +
                           "; with its history entry it is over the 512 KiB that Consul takes at once"));
  }
  const bool unanswered = error.code == ErrorCode::Unreachable || error.code == ErrorCode::Timeout;
  if (error.code != ErrorCode::Conflict && !unanswered) return finish(tl::unexpected(error));

  m_client->readKey(m_auditKey, this, [this, error, unanswered](const Result<consul::KvEntry>& ours) {
    if (ours) return succeed(ours->modifyIndex);
    if (!unanswered && ours.error().code == ErrorCode::NotFound) return compareWithBase();
    Error unknown = error;
    unknown.message += "; whether the policy was published is not known";
    finish(tl::unexpected(unanswered ? unknown : ours.error()));
  });
}

void Publishing::compareWithBase() {
  const std::string& service = m_deed.service;
  m_client->readKey(policyKey(service), this, [this](const Result<consul::KvEntry>& entry) {
    if (!entry && entry.error().code != ErrorCode::NotFound) return finish(tl::unexpected(entry.error()));
    const StoredPolicy inForce = entry ? toStoredPolicy(m_deed.service, *entry) : StoredPolicy{};
    if (inForce.modifyIndex != m_publication.baseModifyIndex) return refuseOver(inForce);
    renumber();
  });
}

void Publishing::renumber() {
  const std::string& service = m_deed.service;
  if (m_attempts >= kMaxAttempts) {
    return finish(fail(ErrorCode::Conflict, policyKey(service), "others are publishing at this moment"));
  }
  const std::string prefix = historyKey(service, 0);
  m_client->listKeys(prefix.substr(0, prefix.size() - 1), this,
                     [this](const Result<std::vector<std::string>>& keys) {
                       if (!keys) return finish(tl::unexpected(keys.error()));
                       const std::vector<std::uint64_t> taken = revisionsOf(m_deed.service, *keys);
                       attempt(taken.empty() ? 1 : taken.front() + 1);
                     });
}

void Publishing::refuseOver(const StoredPolicy& inForce) {
  const std::string key = policyKey(m_deed.service);
  if (inForce.modifyIndex == 0) {
    return finish(fail(ErrorCode::Conflict, key, "the policy has been deleted since you loaded it"));
  }
  const std::string edited = m_publication.baseModifyIndex == 0
                                 ? "you had loaded none"
                                 : "you had loaded revision " + std::to_string(m_publication.baseRevision);
  const std::string now = "revision " + std::to_string(inForce.revision) + " is in force now";
  // Who it was is worth a look, but not worth failing for.
  m_client->readKey(historyKey(m_deed.service, inForce.revision), this,
                    [this, key, edited, now](const Result<consul::KvEntry>& entry) {
                      std::string by;
                      if (entry) {
                        if (const Result<HistoryEntry> history = parseHistoryEntry(entry->value)) {
                          by = ", published by " + history->who + " at " + history->time;
                          if (!history->why.empty()) by += " (" + history->why + ")";
                        }
                      }
                      finish(fail(ErrorCode::Conflict, key, now + by + "; " + edited));
                    });
}

}  // namespace halftone::store

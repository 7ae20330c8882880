// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/policystore.h"

#include <QPointer>
#include <algorithm>
#include <utility>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"
#include "backend/store/publishing.h"
#include "backend/store/records.h"

namespace halftone::store {

namespace {

using consul::Client;
using consul::KvEntry;
using consul::TxnOp;

constexpr int kMaxHistory = 1000;
// History entries of one read: the answer of 16 of the largest stays far under the client's 64 MB.
constexpr std::size_t kHistoryBatch = 16;

template <typename T>
void later(QObject* context, Client::Done<T> done, Result<T> result) {
  QMetaObject::invokeMethod(
      context, [done = std::move(done), result = std::move(result)] { done(result); }, Qt::QueuedConnection);
}

tl::unexpected<Error> badName(const std::string& service) {
  return fail(ErrorCode::Invalid, service, "a service's name has letters, digits, '-', '_' and '.' only");
}

// Reads entries of the history, newest first, batch by batch. Those that somebody wrote by hand or that are
// cut off are left out: the others can still be restored.
struct HistoryRead {
  Client* client;
  QPointer<QObject> context;
  std::string service;
  std::vector<std::uint64_t> revisions;
  std::size_t next = 0;  // of revisions
  std::vector<HistoryEntry> entries;
  Client::Done<std::vector<HistoryEntry>> done;
};

void take(HistoryRead& read, const KvEntry& entry) {
  if (Result<HistoryEntry> parsed = parseHistoryEntry(entry.value))
    read.entries.push_back(std::move(*parsed));
}

void readOn(const std::shared_ptr<HistoryRead>& read);

// A key that was deleted since they were listed fails its whole transaction: then one by one.
void readSingly(const std::shared_ptr<HistoryRead>& read, std::size_t end) {
  if (read->next == end) return readOn(read);
  const std::string key = historyKey(read->service, read->revisions[read->next++]);
  read->client->readKey(key, read->context, [read, end](const Result<KvEntry>& entry) {
    if (entry) {
      take(*read, *entry);
    } else if (entry.error().code != ErrorCode::NotFound) {
      return read->done(tl::unexpected(entry.error()));
    }
    if (read->context) readSingly(read, end);
  });
}

void readOn(const std::shared_ptr<HistoryRead>& read) {
  const std::size_t end = std::min(read->next + kHistoryBatch, read->revisions.size());
  if (read->next == end) return read->done(std::move(read->entries));
  std::vector<TxnOp> gets;
  for (std::size_t i = read->next; i < end; ++i) {
    gets.push_back({TxnOp::Verb::Get, historyKey(read->service, read->revisions[i]), {}, 0, 0});
  }
  read->client->transact(
      gets, read->context, [read, end, count = gets.size()](const Result<std::vector<KvEntry>>& got) {
        if (!got && got.error().code == ErrorCode::Conflict) return readSingly(read, end);
        if (!got) return read->done(tl::unexpected(got.error()));
        if (got->size() != count) {
          return read->done(fail(ErrorCode::Protocol, "/v1/txn", "entries are missing in the answer"));
        }
        for (const KvEntry& entry : *got) take(*read, entry);
        read->next = end;
        if (read->context) readOn(read);
      });
}

std::string joined(const std::vector<policy::Finding>& findings) {
  std::string text;
  for (const policy::Finding& finding : findings) {
    if (!text.empty()) text += "; ";
    if (!finding.pointer.empty()) text += finding.pointer + ": ";
    text += finding.message;
  }
  return text;
}

}  // namespace

PolicyStore::PolicyStore(consul::Client* client, QObject* parent) : QObject(parent), m_client(client) {}

void PolicyStore::load(const std::string& service, QObject* context, Client::Done<StoredPolicy> done) {
  if (!isKeySegment(service)) return later<StoredPolicy>(context, std::move(done), badName(service));
  m_client->readKey(policyKey(service), context,
                    [service, done = std::move(done)](const Result<KvEntry>& entry) {
                      if (!entry) return done(tl::unexpected(entry.error()));
                      done(toStoredPolicy(service, *entry));
                    });
}

void PolicyStore::list(QObject* context, Client::Done<std::vector<std::string>> done) {
  m_client->listKeys(std::string(kPolicyPrefix), context,
                     [done = std::move(done)](const Result<std::vector<std::string>>& keys) {
                       if (!keys) return done(tl::unexpected(keys.error()));
                       std::vector<std::string> services;
                       for (const std::string& key : *keys) {
                         std::string service = key.substr(std::min(kPolicyPrefix.size(), key.size()));
                         if (isKeySegment(service)) services.push_back(std::move(service));
                       }
                       done(std::move(services));
                     });
}

void PolicyStore::publish(const Publication& publication, QObject* context, Client::Done<StoredPolicy> done) {
  const std::string& service = publication.policy.service;
  if (!isKeySegment(service)) return later<StoredPolicy>(context, std::move(done), badName(service));
  const std::vector<policy::Finding> findings = policy::validate(publication.policy);
  if (!findings.empty()) {
    return later<StoredPolicy>(context, std::move(done), fail(ErrorCode::Invalid, service, joined(findings)));
  }
  auto* publishing =
      new Publishing(m_client, publication, codec::writePolicy(publication.policy), context, std::move(done));
  publishing->attempt(publication.baseRevision + 1);
}

void PolicyStore::rollback(const Rollback& rollback, QObject* context, Client::Done<StoredPolicy> done) {
  const auto publishAgain = [this, rollback, context = QPointer<QObject>(context),
                             done = std::move(done)](const Result<HistoryEntry>& entry) {
    if (!entry) return done(tl::unexpected(entry.error()));
    const auto policy = codec::readPolicy(entry->text);
    if (!policy) {
      return done(
          fail(ErrorCode::Invalid, historyKey(rollback.service, rollback.revision), joined(policy.error())));
    }
    if (policy->service != rollback.service) {
      return done(fail(ErrorCode::Invalid, historyKey(rollback.service, rollback.revision),
                       "the policy is of another service, " + policy->service));
    }
    if (!context) return;
    publish({*policy, rollback.baseModifyIndex, rollback.baseRevision, rollback.actor, rollback.why,
             rollback.revision},
            context, done);
  };
  revision(rollback.service, rollback.revision, this, publishAgain);
}

void PolicyStore::revision(const std::string& service, std::uint64_t revision, QObject* context,
                           Client::Done<HistoryEntry> done) {
  if (!isKeySegment(service)) return later<HistoryEntry>(context, std::move(done), badName(service));
  const std::string key = historyKey(service, revision);
  m_client->readKey(
      key, context, [key, service, revision, done = std::move(done)](const Result<KvEntry>& entry) {
        if (!entry) {
          if (entry.error().code != ErrorCode::NotFound) return done(tl::unexpected(entry.error()));
          return done(
              fail(ErrorCode::NotFound, key, service + " has no revision " + std::to_string(revision)));
        }
        Result<HistoryEntry> parsed = parseHistoryEntry(entry->value);
        if (!parsed) return done(fail(parsed.error().code, key, parsed.error().message));
        done(std::move(parsed));
      });
}

void PolicyStore::history(const std::string& service, int limit, QObject* context,
                          Client::Done<std::vector<HistoryEntry>> done) {
  if (!isKeySegment(service)) {
    return later<std::vector<HistoryEntry>>(context, std::move(done), badName(service));
  }
  auto read = std::make_shared<HistoryRead>();
  read->client = m_client;
  read->context = context;
  read->service = service;
  read->done = std::move(done);
  const std::string first = historyKey(service, 0);
  m_client->listKeys(first.substr(0, first.size() - 1), context,
                     [read, limit](const Result<std::vector<std::string>>& keys) {
                       if (!keys) return read->done(tl::unexpected(keys.error()));
                       read->revisions = revisionsOf(read->service, *keys);
                       const auto most = static_cast<std::size_t>(std::clamp(limit, 0, kMaxHistory));
                       if (read->revisions.size() > most) read->revisions.resize(most);
                       readOn(read);
                     });
}

}  // namespace halftone::store

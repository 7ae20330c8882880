// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/auditlog.h"

#include <QDateTime>
#include <QPointer>
#include <QRandomGenerator>
#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "backend/store/members.h"
#include "backend/store/records.h"

namespace halftone::store {

namespace {

using consul::Client;
using consul::KvEntry;
using consul::TxnOp;
using nlohmann::ordered_json;

constexpr int kMaxEntries = 1000;

// Reads the entries of `keys` in their order, a transaction at a time.
struct AuditRead {
  Client* client;
  QPointer<QObject> context;
  std::vector<std::string> keys;
  std::size_t next = 0;
  std::vector<AuditEntry> entries;
  Client::Done<std::vector<AuditEntry>> done;
};

void readOn(const std::shared_ptr<AuditRead>& read) {
  if (read->next == read->keys.size()) return read->done(std::move(read->entries));
  const std::size_t end = std::min(read->next + consul::kMaxTxnOps, read->keys.size());
  std::vector<TxnOp> gets;
  for (; read->next < end; ++read->next) gets.push_back({TxnOp::Verb::Get, read->keys[read->next], {}, 0, 0});
  read->client->transact(gets, read->context, [read](const Result<std::vector<KvEntry>>& got) {
    if (!got) return read->done(tl::unexpected(got.error()));
    for (const KvEntry& entry : *got) {
      if (Result<AuditEntry> parsed = parseAuditEntry(entry.key, entry.value)) {
        read->entries.push_back(std::move(*parsed));
      }
    }
    if (read->context) readOn(read);
  });
}

}  // namespace

Result<AuditEntry> parseAuditEntry(std::string_view key, std::string_view json) {
  const ordered_json document = ordered_json::parse(json, nullptr, false);
  if (!document.is_object())
    return fail(ErrorCode::Protocol, std::string(key), "an audit entry is no JSON object");
  AuditEntry entry;
  entry.key = key;
  entry.time = text(document, "time");
  entry.action = text(document, "action");
  entry.service = text(document, "service");
  entry.revision = number(document, "revision");
  entry.restores = number(document, "restores");
  entry.object = text(document, "object");
  entry.who = text(document, "who");
  entry.from = text(document, "from");
  entry.why = text(document, "why");
  if (entry.time.empty() || entry.action.empty()) {
    return fail(ErrorCode::Protocol, std::string(key), "an audit entry lacks its time or action");
  }
  return entry;
}

TxnOp auditOperation(const Act& act) {
  const QDateTime now = QDateTime::currentDateTimeUtc();
  ordered_json entry{{"time", rfc3339(now)}, {"action", act.action}};
  if (!act.service.empty()) entry["service"] = act.service;
  if (!act.object.empty()) entry["object"] = act.object;
  entry["who"] = act.actor.user;
  entry["from"] = originOf(act.actor);
  entry["why"] = act.why;
  const std::string key = auditKey(now, QRandomGenerator::system()->generate());
  return {TxnOp::Verb::Cas, key, dump(entry), 0, 0};
}

AuditLog::AuditLog(Client* client, QObject* parent) : QObject(parent), m_client(client) {}

void AuditLog::record(const Act& act, QObject* context, Client::Done<void> done) {
  m_client->transact({auditOperation(act)}, context,
                     [done = std::move(done)](const Result<std::vector<KvEntry>>& written) {
                       done(written ? Result<void>() : Result<void>(tl::unexpect, written.error()));
                     });
}

void AuditLog::list(int limit, QObject* context, Client::Done<std::vector<AuditEntry>> done) {
  auto read = std::make_shared<AuditRead>();
  read->client = m_client;
  read->context = context;
  read->done = std::move(done);
  m_client->listKeys(std::string(kAuditPrefix), context,
                     [read, limit](const Result<std::vector<std::string>>& keys) {
                       if (!keys) return read->done(tl::unexpected(keys.error()));
                       // Their names begin with the time.
                       read->keys.assign(keys->rbegin(), keys->rend());
                       const auto most = static_cast<std::size_t>(std::clamp(limit, 0, kMaxEntries));
                       if (read->keys.size() > most) read->keys.resize(most);
                       readOn(read);
                     });
}

void AuditLog::read(std::vector<std::string> keys, QObject* context,
                    Client::Done<std::vector<AuditEntry>> done) {
  auto read = std::make_shared<AuditRead>();
  read->client = m_client;
  read->context = context;
  read->keys = std::move(keys);
  read->done = std::move(done);
  readOn(read);
}

}  // namespace halftone::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/store/policystore.h"

namespace halftone::store {

// One entry of halftone/audit/: what was done, by whom, from where.
struct AuditEntry {
  std::string key;
  std::string time;            // UTC, RFC 3339
  std::string action;          // "publish", "rollback", "maintenance on", "kv put"...
  std::string service;         // empty where it is about none
  std::uint64_t revision = 0;  // of a publish or rollback
  std::uint64_t restores = 0;  // of a rollback
  std::string object;          // of other actions: an instance, a key
  std::string who;
  std::string from;
  std::string why;
};

// Something that was done beside publishing (which writes its own entry in its transaction).
struct Act {
  std::string action;
  std::string service;
  std::string object;
  Actor actor;
  std::string why;
};

inline constexpr std::string_view kAuditPrefix = "halftone/audit/";
// Writes the act's entry, for transactions that do the act.
[[nodiscard]] consul::TxnOp auditOperation(const Act& act);
[[nodiscard]] Result<AuditEntry> parseAuditEntry(std::string_view key, std::string_view json);

// Reads and adds to the audit. Lives in its client's thread.
class AuditLog : public QObject {
  Q_OBJECT
 public:
  explicit AuditLog(consul::Client* client, QObject* parent = nullptr);

  void record(const Act& act, QObject* context, consul::Client::Done<void> done);
  // Newest first, at most `limit` (1000 at most). Foreign keys under the prefix are left out.
  void list(int limit, QObject* context, consul::Client::Done<std::vector<AuditEntry>> done);
  // The entries of these keys, in their order. Foreign keys are left out.
  void read(std::vector<std::string> keys, QObject* context,
            consul::Client::Done<std::vector<AuditEntry>> done);

 private:
  consul::Client* m_client;
};

}  // namespace halftone::store

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <cstdint>
#include <string>

#include "backend/store/policystore.h"

// What a publish leaves behind, as JSON values of the KV store. Internal to backend/store.
namespace halftone::store {

struct Deed {
  std::string service;
  std::uint64_t revision = 0;
  QDateTime time;  // UTC
  Actor actor;
  std::string why;
  std::uint64_t restores = 0;
};

// "console on desk-7", "console on desk-7 (li)" where who is not the account's name.
[[nodiscard]] std::string originOf(const Actor& actor);
[[nodiscard]] std::string rfc3339(const QDateTime& time);  // UTC, milliseconds

// {service, revision, time, who, why, from, restores?, policy}: compact, the policy as a document of its own.
[[nodiscard]] std::string writeHistoryEntry(const Deed& deed, const std::string& policyText);
// {time, action, service, revision, restores?, who, from, why}; the action is "publish" or "rollback".
[[nodiscard]] std::string writeAuditEntry(const Deed& deed);
// halftone/audit/20261122T093244.123Z-1f3a9c0b: sorts by time, differs between two deeds of one moment.
[[nodiscard]] std::string auditKey(const QDateTime& time, std::uint32_t random);

// What may stand for a service in a key: letters, digits, '-', '_', '.', at most 128; not "." or ".."
// (contract, section 14, pitfall 19).
[[nodiscard]] bool isKeySegment(std::string_view text);

// The revisions of a service in a list of its history's keys, newest first.
[[nodiscard]] std::vector<std::uint64_t> revisionsOf(const std::string& service,
                                                     const std::vector<std::string>& keys);

}  // namespace halftone::store

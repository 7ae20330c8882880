// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "backend/consul/client.h"
#include "backend/policy/model.h"

namespace halftone::store {

// A policy as it stands in the KV store. Its revision is the key's Flags: 1 for the first, one more for
// each publish; 0 if somebody wrote the key without Halftone.
struct StoredPolicy {
  std::string service;
  std::string text;  // the document as stored
  std::uint64_t revision = 0;
  std::uint64_t modifyIndex = 0;  // what a publish compares; 0: there is none yet
  friend bool operator==(const StoredPolicy&, const StoredPolicy&) = default;
};

// Who does something, and from where, for history and audit.
struct Actor {
  std::string user;
  std::string host;
  std::string program;  // "console", "halftonectl", "demo"
  std::string account;  // the operating system's user where `user` is an ACL token's name; else empty
  [[nodiscard]] static Actor ofThisProcess(std::string program);
};

// One entry of halftone/history/<service>/<revision>.
struct HistoryEntry {
  std::string service;
  std::uint64_t revision = 0;
  std::string time;  // UTC, RFC 3339
  std::string who;
  std::string why;
  std::string from;            // "console on desk-7"
  std::uint64_t restores = 0;  // the revision that a rollback brought back; 0: it was none
  std::string text;            // the policy
};

struct Publication {
  policy::Policy policy;
  std::uint64_t baseModifyIndex = 0;  // what the editor loaded; 0: create
  std::uint64_t baseRevision = 0;
  Actor actor;
  std::string why;
  std::uint64_t restores = 0;  // said in history and audit where this is a rollback
};

// Bringing back what once was in force, as a new revision on top of what is in force now.
struct Rollback {
  std::string service;
  std::uint64_t revision = 0;         // to bring back
  std::uint64_t baseModifyIndex = 0;  // what the operator saw in force; 0: the policy was deleted
  std::uint64_t baseRevision = 0;
  Actor actor;
  std::string why;
};

// Keys of policy.md, "Where it lives in Consul".
inline constexpr std::string_view kPolicyPrefix = "halftone/policies/";
[[nodiscard]] std::string policyKey(std::string_view service);
[[nodiscard]] std::string historyKey(std::string_view service, std::uint64_t revision);
[[nodiscard]] Result<HistoryEntry> parseHistoryEntry(std::string_view json);
// What a key of the KV store says of a service's policy.
[[nodiscard]] StoredPolicy toStoredPolicy(const std::string& service, const consul::KvEntry& entry);

// Reads and publishes policies: one transaction for policy, history and audit. Lives in its client's thread.
class PolicyStore : public QObject {
  Q_OBJECT
 public:
  explicit PolicyStore(consul::Client* client, QObject* parent = nullptr);

  void load(const std::string& service, QObject* context, consul::Client::Done<StoredPolicy> done);
  // The services that have a policy.
  void list(QObject* context, consul::Client::Done<std::vector<std::string>> done);
  // The policy must be valid (it is checked again). Gives the new state; or Conflict, saying what is in force
  // now, if that is no longer what the editor loaded: then nothing was written. TooLarge if policy and
  // history do not fit in one of Consul's transactions (together 512 KiB in base64).
  void publish(const Publication& publication, QObject* context, consul::Client::Done<StoredPolicy> done);
  // NotFound if there is no such revision, Invalid if it is no valid policy today; else as `publish`.
  void rollback(const Rollback& rollback, QObject* context, consul::Client::Done<StoredPolicy> done);
  // One revision of the history, as it was in force. NotFound if there is none.
  void revision(const std::string& service, std::uint64_t revision, QObject* context,
                consul::Client::Done<HistoryEntry> done);
  // Newest first, of the newest `limit`; entries that cannot be read are left out.
  void history(const std::string& service, int limit, QObject* context,
               consul::Client::Done<std::vector<HistoryEntry>> done);

 private:
  consul::Client* m_client;
};

}  // namespace halftone::store

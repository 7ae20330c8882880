// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/store/records.h"

#include <pwd.h>
#include <unistd.h>

#include <QSysInfo>
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "backend/store/members.h"

namespace halftone::store {

using nlohmann::ordered_json;

namespace {

constexpr std::string_view kHistoryPrefix = "halftone/history/";
constexpr std::string_view kAuditPrefix = "halftone/audit/";

}  // namespace

std::string rfc3339(const QDateTime& time) {
  return time.toUTC().toString(Qt::ISODateWithMs).toStdString();
}

std::string originOf(const Actor& actor) {
  std::string text = actor.host.empty() ? actor.program : actor.program + " on " + actor.host;
  if (!actor.account.empty()) text += " (" + actor.account + ")";
  return text;
}

std::string policyKey(std::string_view service) {
  return std::string(kPolicyPrefix).append(service);
}

std::string historyKey(std::string_view service, std::uint64_t revision) {
  return std::string(kHistoryPrefix).append(service).append("/").append(std::to_string(revision));
}

std::string auditKey(const QDateTime& time, std::uint32_t random) {
  std::array<char, 9> id{};
  std::snprintf(id.data(), id.size(), "%08x", random);
  const QString compact = time.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss.zzz'Z'"));
  return std::string(kAuditPrefix) + compact.toStdString() + "-" + id.data();
}

std::string writeHistoryEntry(const Deed& deed, const std::string& policyText) {
  ordered_json policy = ordered_json::parse(policyText, nullptr, false);
  ordered_json entry{{"service", deed.service}, {"revision", deed.revision}, {"time", rfc3339(deed.time)},
                     {"who", deed.actor.user},  {"why", deed.why},           {"from", originOf(deed.actor)}};
  if (deed.restores > 0) entry["restores"] = deed.restores;
  entry["policy"] = std::move(policy);
  return dump(entry);
}

std::string writeAuditEntry(const Deed& deed) {
  ordered_json entry{{"time", rfc3339(deed.time)},
                     {"action", deed.restores > 0 ? "rollback" : "publish"},
                     {"service", deed.service},
                     {"revision", deed.revision}};
  if (deed.restores > 0) entry["restores"] = deed.restores;
  entry["who"] = deed.actor.user;
  entry["from"] = originOf(deed.actor);
  entry["why"] = deed.why;
  return dump(entry);
}

Result<HistoryEntry> parseHistoryEntry(std::string_view json) {
  const ordered_json document = ordered_json::parse(json, nullptr, false);
  if (!document.is_object()) return fail(ErrorCode::Protocol, "", "a history entry is no JSON object");
  HistoryEntry entry;
  entry.service = text(document, "service");
  const auto revision = document.find("revision");
  const auto policy = document.find("policy");
  if (entry.service.empty() || revision == document.end() || !revision->is_number_unsigned() ||
      policy == document.end() || !policy->is_object()) {
    return fail(ErrorCode::Protocol, "", "a history entry lacks its service, revision or policy");
  }
  entry.revision = revision->get<std::uint64_t>();
  entry.time = text(document, "time");
  entry.who = text(document, "who");
  entry.why = text(document, "why");
  entry.from = text(document, "from");
  const auto restores = document.find("restores");
  if (restores != document.end() && restores->is_number_unsigned())
    entry.restores = restores->get<std::uint64_t>();
  entry.text = policy->dump(2);
  return entry;
}

StoredPolicy toStoredPolicy(const std::string& service, const consul::KvEntry& entry) {
  return {service, entry.value, entry.flags, entry.modifyIndex};
}

Actor Actor::ofThisProcess(std::string program) {
  Actor actor;
  std::array<char, 4096> buffer{};
  passwd storage{};
  passwd* user = nullptr;
  if (getpwuid_r(geteuid(), &storage, buffer.data(), buffer.size(), &user) == 0 && user != nullptr) {
    actor.user = user->pw_name;
  } else {
    actor.user = "uid " + std::to_string(geteuid());
  }
  actor.host = QSysInfo::machineHostName().toStdString();
  actor.program = std::move(program);
  return actor;
}

bool isKeySegment(std::string_view text) {
  constexpr std::size_t kMaxLength = 128;
  if (text.empty() || text.size() > kMaxLength || text == "." || text == "..") return false;
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

std::vector<std::uint64_t> revisionsOf(const std::string& service, const std::vector<std::string>& keys) {
  const std::size_t prefix = kHistoryPrefix.size() + service.size() + 1;
  std::vector<std::uint64_t> revisions;
  for (const std::string& key : keys) {
    std::uint64_t revision = 0;
    const char* const end = key.data() + key.size();
    if (key.size() <= prefix) continue;
    const auto read = std::from_chars(key.data() + prefix, end, revision);
    // Only as we write them: "07" is somebody else's key.
    if (read.ec == std::errc() && read.ptr == end && historyKey(service, revision) == key) {
      revisions.push_back(revision);
    }
  }
  std::ranges::sort(revisions, std::greater<>());
  return revisions;
}

}  // namespace halftone::store

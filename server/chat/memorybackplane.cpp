// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/memorybackplane.h"

#include <algorithm>
#include <utility>

#include "server/chat/catchup.h"
#include "server/chat/epoch.h"
#include "server/chat/wallclock.h"

namespace halftone::chat {

namespace {

constexpr std::size_t kMaxEnded = 10'000;
constexpr std::size_t kManyLogs = 10'000;
constexpr std::size_t kMaxLogs = 100'000;
constexpr std::chrono::minutes kTokenLife{10};

std::string dedupeKey(const std::string& from, const std::string& clientId) {
  return from + '\n' + clientId;
}

}  // namespace

MemoryBackplane::MemoryBackplane(std::string node, std::string version, std::size_t keep)
    : m_node(std::move(node)), m_version(std::move(version)), m_keep(std::max<std::size_t>(keep, 1)) {}

MemoryBackplane::Log& MemoryBackplane::logOf(const std::string& room) {
  Log& log = m_logs[room];
  if (log.position.epoch.empty()) log.position.epoch = newEpoch();
  return log;
}

void MemoryBackplane::openRoom(const std::string& room, Done<RoomPosition> done) {
  if (m_logs.size() >= kMaxLogs && !m_logs.contains(room)) {
    return done(fail(ErrorCode::TooLarge, room, "there are too many rooms"));
  }
  done(logOf(room).position);
}

void MemoryBackplane::closeRoom(const std::string& room) {
  // A log that holds nothing costs little to keep, and keeping it keeps its epoch for those who come back.
  if (m_logs.size() < kManyLogs) return;
  const auto at = m_logs.find(room);
  if (at != m_logs.end() && at->second.position.seq == 0) m_logs.erase(at);
}

void MemoryBackplane::append(Draft draft) {
  Log& log = logOf(draft.room);
  if (!draft.clientId.empty()) {
    const auto [at, isNew] =
        log.clientIds.try_emplace(dedupeKey(draft.from, draft.clientId), log.position.seq + 1);
    if (!isNew) {
      if (m_listener) m_listener->messageWasStored(draft, at->second);
      return;
    }
  }
  ++log.position.seq;
  auto message = std::make_shared<const Message>(Message{
      std::move(draft.room), log.position.epoch, log.position.seq, std::move(draft.from),
      std::move(draft.text), wallClockMs(), m_node, m_version, std::move(draft.clientId), draft.session});
  log.messages.push_back(message);
  trim(log);
  m_stored.store(m_stored.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (m_listener) m_listener->messageStored(message);
}

void MemoryBackplane::trim(Log& log) const {
  while (log.messages.size() > m_keep) {
    const Message& oldest = *log.messages.front();
    if (!oldest.clientId.empty()) log.clientIds.erase(dedupeKey(oldest.from, oldest.clientId));
    log.messages.pop_front();
  }
}

void MemoryBackplane::catchUp(const std::string& room, const RoomPosition& mark, CatchUpLimits limits,
                              Done<CatchUp> done) {
  const Log& log = logOf(room);
  CatchUp result{log.position, false, {}};
  const std::uint64_t oldest = log.messages.empty() ? log.position.seq + 1 : log.messages.front()->seq;
  if (isWithinReach(mark, log.position, oldest, limits)) {
    const auto missed = static_cast<std::ptrdiff_t>(log.position.seq - mark.seq);
    result.missed.assign(log.messages.end() - missed, log.messages.end());
    keepIfAffordable(result, limits);
  }
  done(std::move(result));
}

void MemoryBackplane::readHistory(const HistoryQuery& query, Done<HistoryPage> done) {
  HistoryPage page;
  const auto at = m_logs.find(query.room);
  if (at != m_logs.end()) {
    const Log& log = at->second;
    page.epoch = log.position.epoch;
    const auto isOlder = [&query](const MessagePtr& message) {
      return query.before == 0 || message->seq < query.before;
    };
    const auto end = std::partition_point(log.messages.begin(), log.messages.end(), isOlder);
    const auto count = std::min<std::ptrdiff_t>(query.limit, end - log.messages.begin());
    page.messages.assign(end - count, end);
    page.hasMore = end - log.messages.begin() > count;
  }
  done(std::move(page));
}

void MemoryBackplane::endSession(const SessionRecord& record) {
  forgetOldSessions();
  if (record.resumeToken.empty() || record.rooms.empty()) return;
  m_ended.push_back({std::chrono::steady_clock::now(), record});
}

void MemoryBackplane::forgetOldSessions() {
  const auto oldest = std::chrono::steady_clock::now() - kTokenLife;
  while (!m_ended.empty() && (m_ended.front().when < oldest || m_ended.size() > kMaxEnded))
    m_ended.pop_front();
}

void MemoryBackplane::redeemToken(const std::string& token, const std::string& user,
                                  const std::string& /*by*/, Done<SessionRecord> done) {
  const auto at = std::find_if(m_ended.begin(), m_ended.end(), [&](const Ended& ended) {
    return ended.record.resumeToken == token && ended.record.user == user;
  });
  if (at == m_ended.end()) return done(fail(ErrorCode::NotFound, "token", "there is no such session"));
  SessionRecord record = std::move(at->record);
  m_ended.erase(at);
  done(std::move(record));
}

BackplaneHealth MemoryBackplane::health() const {
  return {true, {}, 0, 0, 0, m_stored.load(std::memory_order_relaxed)};
}

}  // namespace halftone::chat

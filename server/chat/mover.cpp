// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/mover.h"

#include <QRandomGenerator>
#include <algorithm>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "server/chat/counters.h"
#include "server/chat/hub.h"
#include "server/chat/protocol.h"
#include "server/chat/room.h"
#include "server/chat/session.h"
#include "server/chat/wallclock.h"
#include "server/net/websocketframe.h"

namespace halftone::chat {

namespace {

constexpr std::chrono::milliseconds kTick{20};
constexpr std::chrono::milliseconds kLookEvery{500};

double seconds(Mover::Clock::duration time) {
  return std::chrono::duration<double>(time).count();
}

bool isMember(const Session& session, const std::string& room) {
  const auto& memberships = session.memberships();
  return std::any_of(memberships.begin(), memberships.end(), [&room](const Session::Membership& membership) {
    return membership.room->name() == room;
  });
}

bool meets(const Session& session, const SessionFilter& filter) {
  if (!filter.session.empty() && session.id() != filter.session) return false;
  if (!filter.user.empty() && session.user() != filter.user) return false;
  if (filter.placedElsewhere && !session.isMisplaced) return false;
  return filter.room.empty() || isMember(session, filter.room);
}

}  // namespace

Mover::Mover(std::string node, std::string version, Hub& hub, Counters& counters, std::function<void()> acted)
    : m_node(std::move(node)),
      m_version(std::move(version)),
      m_hub(hub),
      m_counters(counters),
      m_acted(std::move(acted)) {
  m_timer.callOnTimeout([this] { tick(); });
}

std::vector<std::uint64_t> Mover::select(const SessionFilter& filter) const {
  std::vector<std::uint64_t> keys;
  if ((!filter.version.empty() && filter.version != m_version) ||
      (!filter.node.empty() && filter.node != m_node))
    return keys;
  const std::unordered_set<std::string_view> named(filter.sessions.begin(), filter.sessions.end());
  m_hub.forEachSession([&](const Session& session) {
    if (!named.empty() && !named.contains(session.id())) return;
    if (meets(session, filter)) keys.push_back(session.key());
  });
  std::shuffle(keys.begin(), keys.end(), *QRandomGenerator::global());
  if (filter.share < 1) {
    const double wanted = filter.share * static_cast<double>(keys.size());
    keys.resize(std::min(keys.size(), static_cast<std::size_t>(wanted + 0.5)));
  }
  return keys;
}

Result<MoveProgress> Mover::begin(MoveOrder order, std::chrono::milliseconds wait) {
  const auto isRunning = [](const auto& move) {
    return move->progress.state == MoveProgress::State::Running;
  };
  if (static_cast<std::size_t>(std::count_if(m_moves.begin(), m_moves.end(), isRunning)) >= kMaxRunning)
    return fail(ErrorCode::TooLarge, "moves", "too many moves run already");
  auto move = std::make_unique<Move>();
  move->waiting = select(order.where);
  move->begins = move->last = move->looked = Clock::now() + wait;
  move->progress.id = "m" + std::to_string(++m_lastId);
  move->progress.order = std::move(order);
  move->progress.total = move->waiting.size();
  move->progress.startedMs = wallClockMs();
  Move& begun = *move;
  m_moves.push_back(std::move(move));
  project(begun, Clock::now());
  if (begun.waiting.empty()) finish(begun, MoveProgress::State::Done);
  trim();
  if (!m_timer.isActive()) m_timer.start(kTick);
  return begun.progress;
}

Result<MoveProgress> Mover::cancel(const std::string& id) {
  for (const auto& move : m_moves) {
    if (move->progress.id != id) continue;
    if (move->progress.state == MoveProgress::State::Running) finish(*move, MoveProgress::State::Cancelled);
    return move->progress;
  }
  return fail(ErrorCode::NotFound, id, "there is no such move");
}

std::vector<MoveProgress> Mover::progress() {
  std::vector<MoveProgress> all;
  for (auto at = m_moves.rbegin(); at != m_moves.rend(); ++at) all.push_back((*at)->progress);
  return all;
}

std::size_t Mover::kick(const KickOrder& order) {
  const std::vector<std::uint64_t> keys = select(order.where);
  for (const std::uint64_t key : keys) {
    Session* session = m_hub.find(key);
    // Who was thrown out shall not come back by its token.
    (void)session->spendToken(session->resumeToken());
    session->wire().close(order.code, order.reason);
  }
  m_counters.kicked.add(keys.size());
  m_acted();
  return keys.size();
}

void Mover::tick() {
  const Clock::time_point now = Clock::now();
  bool isBusy = false;
  for (const auto& move : m_moves) {
    if (move->progress.state != MoveProgress::State::Running) continue;
    if (now >= move->begins) advance(*move, now);
    isBusy = isBusy || move->progress.state == MoveProgress::State::Running;
  }
  m_acted();
  if (!isBusy) m_timer.stop();
}

void Mover::advance(Move& move, Clock::time_point now) {
  if (now - move.looked >= kLookEvery) {
    move.looked = now;
    forgetGone(move);
  }
  move.credit += rateOf(move, now) * seconds(now - move.last);
  move.last = now;
  const bool isLate =
      move.progress.order.mode == MoveMode::Deadline && now >= move.begins + move.progress.order.within;
  while (!move.waiting.empty() && (isLate || move.credit > 0)) {
    Session* session = m_hub.find(move.waiting.back());
    move.waiting.pop_back();
    if (!session) {
      ++move.progress.gone;
      continue;
    }
    send(move, *session);
    const double swing = move.progress.order.jitter * (2 * QRandomGenerator::global()->generateDouble() - 1);
    move.credit -= 1 + swing;
  }
  project(move, now);
  if (move.waiting.empty()) finish(move, MoveProgress::State::Done);
}

double Mover::rateOf(const Move& move, Clock::time_point now) const {
  const MoveOrder& order = move.progress.order;
  switch (order.mode) {
    case MoveMode::Keep:
      return 0;
    case MoveMode::Pace:
      return order.perSecond;
    case MoveMode::Deadline: {
      // A tick before the end everybody has gone, whoever left by themselves meanwhile.
      const double left = seconds(move.begins + order.within - now) - seconds(kTick);
      return static_cast<double>(move.waiting.size()) / std::max(left, seconds(kTick));
    }
  }
  return 0;
}

void Mover::forgetGone(Move& move) {
  const auto gone =
      std::erase_if(move.waiting, [this](std::uint64_t key) { return m_hub.find(key) == nullptr; });
  move.progress.gone += gone;
}

void Mover::send(Move& move, Session& session) {
  const int spread = static_cast<int>(move.progress.order.spread.count());
  session.wire().sendText(writeReconnect(QRandomGenerator::global()->bounded(spread + 1)));
  session.wire().close(net::ws::ServiceRestart, move.progress.order.reason);
  ++move.progress.moved;
  m_counters.moved.add();
}

void Mover::project(Move& move, Clock::time_point now) {
  move.progress.left = move.waiting.size();
  move.progress.endsMs = 0;
  const double rate = rateOf(move, now);
  if (rate <= 0) return;
  const double wait = std::max(0.0, seconds(move.begins - now));
  const double run = static_cast<double>(move.waiting.size()) / rate;
  move.progress.endsMs = wallClockMs() + static_cast<std::int64_t>(1000 * (wait + run));
}

void Mover::finish(Move& move, MoveProgress::State state) {
  move.progress.state = state;
  move.progress.left = move.waiting.size();
  move.progress.endsMs = wallClockMs();
  move.waiting = {};
}

void Mover::trim() {
  const auto isOver = [](const auto& move) { return move->progress.state != MoveProgress::State::Running; };
  auto over = static_cast<std::size_t>(std::count_if(m_moves.begin(), m_moves.end(), isOver));
  std::erase_if(m_moves, [&](const auto& move) { return isOver(move) && over-- > kMaxFinished; });
}

}  // namespace halftone::chat

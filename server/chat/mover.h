// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "server/chat/moveorder.h"

namespace halftone::chat {

class Hub;
class Session;
struct Counters;

// Moves open sessions away at an operator's pace: each is told to come back after a delay of its own and
// closed with 1012 (service restart), so that it resumes where today's policy places it. Data thread only.
class Mover {
 public:
  using Clock = std::chrono::steady_clock;

  // Finished moves that are still told of.
  static constexpr std::size_t kMaxFinished = 20;
  static constexpr std::size_t kMaxRunning = 50;

  // `acted` is called after each round of moves. All must outlive it.
  Mover(std::string node, std::string version, Hub& hub, Counters& counters, std::function<void()> acted);

  // Begins after `wait`. TooLarge if too many run already.
  [[nodiscard]] Result<MoveProgress> begin(MoveOrder order, std::chrono::milliseconds wait);
  [[nodiscard]] Result<MoveProgress> cancel(const std::string& id);  // NotFound
  [[nodiscard]] std::vector<MoveProgress> progress();                // the newest first
  // Closes those whom the order names; how many they were.
  std::size_t kick(const KickOrder& order);
  // The sessions that are meant, in random order.
  [[nodiscard]] std::vector<std::uint64_t> select(const SessionFilter& filter) const;

 private:
  struct Move {
    MoveProgress progress;
    std::vector<std::uint64_t> waiting;  // keys, the next last
    Clock::time_point begins;
    Clock::time_point last;    // credit was given up to here
    Clock::time_point looked;  // for sessions that have gone
    double credit = 0;         // sessions that may be moved now
  };
  void tick();
  void advance(Move& move, Clock::time_point now);
  void forgetGone(Move& move);
  [[nodiscard]] double rateOf(const Move& move, Clock::time_point now) const;
  void send(Move& move, Session& session);
  void finish(Move& move, MoveProgress::State state);
  void project(Move& move, Clock::time_point now);
  void trim();

  std::string m_node;
  std::string m_version;
  Hub& m_hub;
  Counters& m_counters;
  std::function<void()> m_acted;
  QTimer m_timer;
  std::uint64_t m_lastId = 0;
  std::vector<std::unique_ptr<Move>> m_moves;  // the oldest first
};

}  // namespace halftone::chat

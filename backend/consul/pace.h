// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>

// The rules of a loop of blocking queries, without clock, chance or sockets (contract, sections 2 and 14).
namespace halftone::consul {

// Limits a loop: a burst of two, then one more each kRefill. Turns: moments of a steady clock.
class TokenBucket {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  static constexpr double kBurst = 2;
  static constexpr std::chrono::milliseconds kRefill{250};

  // Takes a token, perhaps one to come: how long to wait before using it.
  [[nodiscard]] std::chrono::milliseconds take(Moment now);

 private:
  double m_tokens = kBurst;
  Moment m_last{};
};

// Which index a blocking query asks beyond.
class IndexTracker {
 public:
  // 0: ask at once, without blocking.
  [[nodiscard]] std::uint64_t next() const { return m_index; }
  // An index that goes back (Consul restarted, was restored, or lost a tombstone) starts anew with 0;
  // an answer's 0 counts as 1, else the loop would never block.
  void answered(std::uint64_t index);
  // After a failure Consul may be another one, whose lower index would block for the whole wait.
  void failed() { m_index = 0; }

 private:
  std::uint64_t m_index = 0;
};

// Delays after failures in a row: doubling, with jitter, at most kMax.
class Backoff {
 public:
  static constexpr std::chrono::milliseconds kFirst{200};
  static constexpr std::chrono::milliseconds kMax{3000};

  // `chance` is from 0 to 1: the delay is between half and all of what has been reached.
  [[nodiscard]] std::chrono::milliseconds next(double chance);
  void reset() { m_reached = kFirst; }

 private:
  std::chrono::milliseconds m_reached = kFirst;
};

}  // namespace halftone::consul

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

namespace halftone::demo {

// Processor time and resident memory of a process, from /proc/PID/stat (proc(5)).
struct ProcessUsage {
  std::chrono::milliseconds cpu{0};  // user and system, since its start
  std::uint64_t rssBytes = 0;
};

[[nodiscard]] std::optional<ProcessUsage> parseStat(std::string_view stat);
[[nodiscard]] std::optional<ProcessUsage> readUsage(std::int64_t pid);

// Share of one processor that each process used between two looks. One thread.
class CpuMeter {
 public:
  struct Reading {
    double cpuPercent = 0;
    std::uint64_t rssBytes = 0;
  };
  // The use since the look before at this pid; 0 % at the first. All zero if there is no such process.
  Reading look(std::int64_t pid);

 private:
  struct Last {
    std::chrono::milliseconds cpu;
    std::chrono::steady_clock::time_point at;
    double percent = 0;
  };
  std::map<std::int64_t, Last> m_last;
};

}  // namespace halftone::demo

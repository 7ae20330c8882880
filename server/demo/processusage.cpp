// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/processusage.h"

#include <unistd.h>

#include <charconv>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace halftone::demo {

namespace {

constexpr std::size_t kMaxProcesses = 256;
// Fields of /proc/PID/stat counted from the one after the command's closing parenthesis (the state).
constexpr std::size_t kUserTime = 11;
constexpr std::size_t kSystemTime = 12;
constexpr std::size_t kResidentPages = 21;

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<ProcessUsage> parseStat(std::string_view stat) {
  // The command may hold spaces and parentheses; its end is the last one.
  const std::size_t command = stat.rfind(')');
  if (command == std::string_view::npos) return std::nullopt;
  std::vector<std::string_view> fields;
  std::size_t from = command + 2;
  while (from < stat.size()) {
    const std::size_t to = std::min(stat.find_first_of(" \n", from), stat.size());
    fields.push_back(stat.substr(from, to - from));
    from = to + 1;
  }
  if (fields.size() <= kResidentPages) return std::nullopt;
  const auto user = number(fields[kUserTime]);
  const auto system = number(fields[kSystemTime]);
  const auto pages = number(fields[kResidentPages]);
  if (!user || !system || !pages) return std::nullopt;
  const auto ticksPerSecond = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
  const auto pageBytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  return ProcessUsage{std::chrono::milliseconds((*user + *system) * 1000 / ticksPerSecond),
                      *pages * pageBytes};
}

std::optional<ProcessUsage> readUsage(std::int64_t pid) {
  if (pid <= 0) return std::nullopt;
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), {}};
  return parseStat(stat);
}

CpuMeter::Reading CpuMeter::look(std::int64_t pid) {
  using namespace std::chrono_literals;
  const auto usage = readUsage(pid);
  if (!usage) {
    m_last.erase(pid);
    return {};
  }
  const auto now = std::chrono::steady_clock::now();
  const auto found = m_last.find(pid);
  if (found == m_last.end()) {
    if (m_last.size() >= kMaxProcesses) m_last.clear();  // of processes long gone
    m_last.emplace(pid, Last{usage->cpu, now});
    return {0, usage->rssBytes};
  }
  Last& last = found->second;
  // The kernel counts in ticks of 10 ms: over less than half a second the figure would only flicker.
  if (now - last.at >= 500ms) {
    const std::chrono::duration<double> cpu = usage->cpu - last.cpu;
    const std::chrono::duration<double> wall = now - last.at;
    last = Last{usage->cpu, now, 100.0 * cpu.count() / wall.count()};
  }
  return {last.percent, usage->rssBytes};
}

}  // namespace halftone::demo

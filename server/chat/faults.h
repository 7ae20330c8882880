// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "backend/base/result.h"

namespace halftone::chat {

// Faults that an operator injects into a node to see a release judged: an error rate and added latency.
struct FaultSettings {
  double errorRate = 0;  // 0 to 1: share of HTTP answers and upgrades that are a 500
  int latencyMs = 0;     // 0 to 10,000: added to HTTP answers, upgrades and the handling of frames
  friend bool operator==(const FaultSettings&, const FaultSettings&) = default;
};

// {"errorRate":0.1,"latencyMs":200}; a member that is absent is 0.
[[nodiscard]] Result<FaultSettings> readFaults(std::string_view json);
[[nodiscard]] std::string writeFaults(const FaultSettings& settings);

// The faults in force. Set by the main thread, obeyed by the data thread.
class Faults {
 public:
  void set(const FaultSettings& settings);
  [[nodiscard]] FaultSettings current() const;
  // Rolls the dice for one answer.
  [[nodiscard]] bool shouldFail() const;
  [[nodiscard]] std::chrono::milliseconds latency() const;

 private:
  std::atomic<double> m_errorRate{0};
  std::atomic<int> m_latencyMs{0};
};

}  // namespace halftone::chat

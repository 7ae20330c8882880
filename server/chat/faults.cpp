// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/faults.h"

#include <QRandomGenerator>
#include <nlohmann/json.hpp>

namespace halftone::chat {

namespace {

constexpr double kMaxLatencyMs = 10'000;

}  // namespace

Result<FaultSettings> readFaults(std::string_view json) {
  const auto object = nlohmann::json::parse(json, nullptr, false);
  if (!object.is_object()) return fail(ErrorCode::Invalid, "", "a JSON object is needed");
  FaultSettings settings;
  for (const auto& [key, value] : object.items()) {
    const double number = value.is_number() ? value.get<double>() : -1;
    if (key == "errorRate") {
      if (!(number >= 0 && number <= 1)) return fail(ErrorCode::Invalid, "/errorRate", "must be 0 to 1");
      settings.errorRate = number;
    } else if (key == "latencyMs") {
      if (!(number >= 0 && number <= kMaxLatencyMs))
        return fail(ErrorCode::Invalid, "/latencyMs", "must be 0 to 10000");
      settings.latencyMs = static_cast<int>(number);
    } else {
      return fail(ErrorCode::Invalid, "/" + key, "there is no such fault");
    }
  }
  return settings;
}

std::string writeFaults(const FaultSettings& settings) {
  const nlohmann::ordered_json object{{"errorRate", settings.errorRate}, {"latencyMs", settings.latencyMs}};
  return object.dump();
}

void Faults::set(const FaultSettings& settings) {
  m_errorRate.store(settings.errorRate, std::memory_order_relaxed);
  m_latencyMs.store(settings.latencyMs, std::memory_order_relaxed);
}

FaultSettings Faults::current() const {
  return {m_errorRate.load(std::memory_order_relaxed), m_latencyMs.load(std::memory_order_relaxed)};
}

bool Faults::shouldFail() const {
  const double rate = m_errorRate.load(std::memory_order_relaxed);
  return rate > 0 && QRandomGenerator::global()->generateDouble() < rate;
}

std::chrono::milliseconds Faults::latency() const {
  return std::chrono::milliseconds(m_latencyMs.load(std::memory_order_relaxed));
}

}  // namespace halftone::chat

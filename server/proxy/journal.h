// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/net/httphead.h"

namespace halftone::proxy {

// Which requests are told of one by one. All off: a request costs one comparison more.
struct JournalSettings {
  double logShare = 0;            // 0..1, for the access log
  bool tracing = false;           // requests that are traced already stay so
  double traceShare = 0;          // 0..1 of the others
  unsigned samplesPerSecond = 0;  // whole heads, for each worker
  [[nodiscard]] bool isOn() const { return logShare > 0 || tracing || samplesPerSecond > 0; }
};

// W3C Trace Context, version 00: lower-case hexadecimal, as sent.
struct TraceContext {
  std::string traceId;   // 32 digits
  std::string parentId;  // 16 digits
  bool sampled = false;
};
// Nothing for what is malformed, all zero, or of version ff.
[[nodiscard]] std::optional<TraceContext> parseTraceparent(std::string_view text);

// One request as the access log, a span and the ring of samples want it.
struct RequestRecord {
  bool logged = false;
  bool traced = false;
  bool sampled = false;
  std::chrono::system_clock::time_point started;
  std::chrono::microseconds took{0};
  std::string method;
  std::string target;
  std::string host;
  std::string client;
  std::string userAgent;
  int status = 0;
  std::string version;
  std::string rule;
  std::string instance;
  std::uint64_t received = 0;  // bytes of the request's body, as they came
  std::string traceId;
  std::string spanId;
  std::string parentSpanId;                                 // empty: the trace begins here
  std::vector<std::pair<std::string, std::string>> fields;  // with sampled

  [[nodiscard]] std::string traceparent() const;  // for the instance; with traced
};

// The way of records from a worker to the main thread: bounded; what does not fit is dropped and counted.
class Journal {
 public:
  static constexpr std::size_t kMaxWaiting = 4'096;
  using Records = std::vector<std::unique_ptr<RequestRecord>>;

  // Worker's thread. Null: nobody wants to hear of this request. `random`: a fresh random number.
  [[nodiscard]] std::unique_ptr<RequestRecord> begin(const JournalSettings& settings,
                                                     const net::RequestHead& head, std::uint64_t random,
                                                     std::chrono::steady_clock::time_point now);
  void end(std::unique_ptr<RequestRecord> record);

  // Main thread.
  [[nodiscard]] Records take();
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  std::chrono::steady_clock::time_point m_nextSample;  // worker's
  mutable std::mutex m_mutex;                          // guards what follows
  Records m_waiting;
  std::uint64_t m_dropped = 0;
};

}  // namespace halftone::proxy

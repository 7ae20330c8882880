// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/journal.h"

#include <algorithm>
#include <optional>

namespace halftone::proxy {

namespace {

constexpr char kHex[] = "0123456789abcdef";

std::string hex(std::uint64_t bits) {
  std::string text(16, '0');
  for (int i = 15; i >= 0; --i, bits >>= 4) text[static_cast<std::size_t>(i)] = kHex[bits & 15U];
  return text;
}

// SplitMix64's last step: another number from a random one. Ids have to be unique, not secret.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

bool isLowerHex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool isZero(std::string_view text) {
  return text.find_first_not_of('0') == std::string_view::npos;
}

bool falls(std::uint64_t random, double share) {
  constexpr double kRange = 18446744073709551616.0;  // 2^64
  return share >= 1 || static_cast<double>(random) < share * kRange;
}

void startTrace(RequestRecord& record, std::optional<TraceContext> context, std::uint64_t random) {
  if (context) {
    record.traceId = std::move(context->traceId);
    record.parentSpanId = std::move(context->parentId);
  } else {
    record.traceId = hex(mixed(random + 1)) + hex(mixed(random + 2));
  }
  record.spanId = hex(mixed(random + 3));
}

}  // namespace

// "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" (W3C Trace Context, section 3.2). Later versions
// may carry more behind a further dash.
std::optional<TraceContext> parseTraceparent(std::string_view text) {
  constexpr std::size_t kSize = 55;
  if (text.size() < kSize || text[2] != '-' || text[35] != '-' || text[52] != '-') return std::nullopt;
  const std::string_view version = text.substr(0, 2);
  const std::string_view trace = text.substr(3, 32);
  const std::string_view parent = text.substr(36, 16);
  const std::string_view flags = text.substr(53, 2);
  const bool sizeFits = text.size() == kSize || (version != "00" && text[kSize] == '-');
  if (!sizeFits || version == "ff" || isZero(trace) || isZero(parent)) return std::nullopt;
  for (const std::string_view part : {version, trace, parent, flags}) {
    if (!isLowerHex(part)) return std::nullopt;
  }
  const char last = flags[1];
  const int digit = last <= '9' ? last - '0' : last - 'a' + 10;
  return TraceContext{std::string(trace), std::string(parent), (digit & 1) != 0};
}

std::string RequestRecord::traceparent() const {
  return "00-" + traceId + '-' + spanId + "-01";
}

std::unique_ptr<RequestRecord> Journal::begin(const JournalSettings& settings, const net::RequestHead& head,
                                              std::uint64_t random,
                                              std::chrono::steady_clock::time_point now) {
  const bool logged = settings.logShare > 0 && falls(random, settings.logShare);
  const bool sampled = settings.samplesPerSecond > 0 && now >= m_nextSample;
  std::optional<TraceContext> context;
  bool traced = false;
  if (settings.tracing) {
    if (const auto sent = head.fields.find("traceparent")) context = parseTraceparent(*sent);
    traced = context ? context->sampled : falls(mixed(random), settings.traceShare);
  }
  if (!logged && !sampled && !traced) return nullptr;

  auto record = std::make_unique<RequestRecord>();
  record->logged = logged;
  record->sampled = sampled;
  record->traced = traced;
  record->started = std::chrono::system_clock::now();
  record->method = head.method;
  record->target = net::pathAndQuery(head);
  record->host = net::effectiveHost(head);
  record->userAgent = head.fields.find("user-agent").value_or(std::string_view());
  if (traced) startTrace(*record, std::move(context), random);
  if (sampled) {
    m_nextSample = now + std::chrono::nanoseconds(1'000'000'000 / settings.samplesPerSecond);
    // With the host that was decided by, which an absolute target overrides.
    for (const Field& field : head.fields.all()) {
      const bool isHost = net::equalsIgnoringCase(field.name, "host");
      record->fields.emplace_back(field.name, isHost ? std::string_view(record->host) : field.value);
    }
  }
  return record;
}

void Journal::end(std::unique_ptr<RequestRecord> record) {
  const std::scoped_lock lock(m_mutex);
  if (m_waiting.size() < kMaxWaiting) {
    m_waiting.push_back(std::move(record));
  } else {
    ++m_dropped;
  }
}

Journal::Records Journal::take() {
  const std::scoped_lock lock(m_mutex);
  return std::exchange(m_waiting, {});
}

std::uint64_t Journal::dropped() const {
  const std::scoped_lock lock(m_mutex);
  return m_dropped;
}

}  // namespace halftone::proxy

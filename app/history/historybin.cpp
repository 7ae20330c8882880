// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/historybin.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace halftone::app {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostPoints = 3000;
constexpr int kQuantileSeconds = 10;
constexpr int kMostBytes = 32 * 1024;

void putNumber(QByteArray& bytes, std::uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes.append(static_cast<char>((number & 0x7F) | 0x80));
  bytes.append(static_cast<char>(number));
}

// False at the end of the bytes or beyond 64 bits.
bool takeNumber(const QByteArray& bytes, qsizetype& at, std::uint64_t& number) {
  number = 0;
  for (int shift = 0; at < bytes.size() && shift < 63; shift += 7) {
    const auto byte = static_cast<unsigned char>(bytes[at++]);
    number |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if ((byte & 0x80U) == 0) return true;
  }
  return false;
}

double share(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return kUnknown;
  return std::min(100.0, 100.0 * static_cast<double>(part) / static_cast<double>(whole));
}

double milliseconds(const telemetry::Histogram& latency, double share) {
  return std::chrono::duration<double, std::milli>(latency.quantile(share)).count();
}

}  // namespace

void HistoryBin::merge(const HistoryBin& other) {
  seconds += other.seconds;
  requests += other.requests;
  errors += other.errors;
  sessionSeconds += other.sessionSeconds;
  resumed += other.resumed;
  refused += other.refused;
  latency.merge(other.latency);
}

HistoryTier tierFor(double ago, double span) {
  for (const HistoryTier& tier : kHistoryTiers) {
    if (ago <= tier.kept && span / tier.step <= kMostPoints) return tier;
  }
  return *std::prev(std::end(kHistoryTiers));
}

QByteArray packHistogram(const telemetry::Histogram& histogram) {
  QByteArray bytes;
  int before = 0;
  for (const auto& [bucket, count] : histogram.sparse()) {
    putNumber(bytes, static_cast<std::uint64_t>(bucket - std::exchange(before, bucket)));
    putNumber(bytes, count);
  }
  return bytes;
}

Result<telemetry::Histogram> unpackHistogram(const QByteArray& bytes) {
  telemetry::Histogram histogram;
  if (bytes.size() > kMostBytes) return fail(ErrorCode::TooLarge, "latency", "a histogram of too many bytes");
  std::uint64_t bucket = 0;
  for (qsizetype at = 0; at < bytes.size();) {
    std::uint64_t distance = 0;
    std::uint64_t count = 0;
    if (!takeNumber(bytes, at, distance) || !takeNumber(bytes, at, count))
      return fail(ErrorCode::Protocol, "latency", "a histogram that ends too early");
    if (distance >= telemetry::Histogram::kBuckets || (bucket += distance) >= telemetry::Histogram::kBuckets)
      return fail(ErrorCode::Protocol, "latency", "a histogram with a bucket that does not exist");
    histogram.add(static_cast<int>(bucket), count);
  }
  return histogram;
}

void HistoryLineBuilder::add(std::int64_t start, const HistoryBin& bin) {
  const double middle = static_cast<double>(start) + m_step / 2.0;
  // A tick may skip a second of the clock, or hit one twice; a late one covers more than its own.
  const double reach = std::max<double>(m_step == 1 ? 3 : m_step, bin.seconds + m_step);
  if (!m_lines.times.empty() && static_cast<double>(start - m_last) > reach) addGap(middle - m_step);
  m_last = start;
  const bool heard = bin.seconds > 0;
  m_lines.times.push_back(middle);
  m_lines.requests.push_back(heard ? static_cast<double>(bin.requests) / bin.seconds : kUnknown);
  m_lines.errors.push_back(share(bin.errors, bin.requests));
  m_lines.sessions.push_back(heard ? bin.sessionSeconds / bin.seconds : kUnknown);
  m_lines.resumed.push_back(share(bin.resumed, bin.resumed + bin.refused));
  telemetry::Histogram window = bin.latency;
  if (m_step < kQuantileSeconds) {
    std::erase_if(m_recent, [start](const auto& old) { return old.first <= start - kQuantileSeconds; });
    for (const auto& old : m_recent) window.merge(old.second);
    m_recent.emplace_back(start, bin.latency);
  }
  const bool any = window.count() > 0;
  m_lines.p50.push_back(any ? milliseconds(window, 0.50) : kUnknown);
  m_lines.p95.push_back(any ? milliseconds(window, 0.95) : kUnknown);
  m_lines.p99.push_back(any ? milliseconds(window, 0.99) : kUnknown);
}

void HistoryLineBuilder::addGap(double time) {
  m_lines.times.push_back(time);
  for (auto* values : {&m_lines.requests, &m_lines.errors, &m_lines.p50, &m_lines.p95, &m_lines.p99,
                       &m_lines.sessions, &m_lines.resumed})
    values->push_back(kUnknown);
}

}  // namespace halftone::app

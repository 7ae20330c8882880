// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace halftone::telemetry {

struct Sample {
  std::int64_t timeMs = 0;  // since 1970, UTC
  double value = 0;
  friend bool operator==(const Sample&, const Sample&) = default;
};

// The newest samples of one quantity, by convention one a second, in a ring of fixed size: appending never
// allocates. Times rise; a sample that is not newer than the last replaces its value instead. A value; not
// synchronised.
class TimeSeries {
 public:
  explicit TimeSeries(std::size_t capacity) : m_ring(std::max<std::size_t>(capacity, 1)) {}

  void append(Sample sample) {
    if (m_size > 0 && sample.timeMs <= newest().timeMs) {
      m_ring[indexOf(m_size - 1)].value = sample.value;
      return;
    }
    if (m_size < m_ring.size()) {
      m_ring[indexOf(m_size++)] = sample;
      return;
    }
    m_ring[m_first] = sample;
    m_first = (m_first + 1) % m_ring.size();
  }
  void clear() { m_size = m_first = 0; }

  [[nodiscard]] std::size_t size() const { return m_size; }
  [[nodiscard]] std::size_t capacity() const { return m_ring.size(); }
  // 0 is the oldest; `index` < size().
  [[nodiscard]] const Sample& at(std::size_t index) const { return m_ring[indexOf(index)]; }
  [[nodiscard]] const Sample& newest() const { return at(m_size - 1); }

  // The mean of the samples at or after `timeMs`; nothing if there are none.
  [[nodiscard]] std::optional<double> meanSince(std::int64_t timeMs) const {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t i = m_size; i > 0 && at(i - 1).timeMs >= timeMs; --i, ++count) sum += at(i - 1).value;
    if (count == 0) return std::nullopt;
    return sum / static_cast<double>(count);
  }

 private:
  [[nodiscard]] std::size_t indexOf(std::size_t index) const { return (m_first + index) % m_ring.size(); }

  std::vector<Sample> m_ring;
  std::size_t m_first = 0;
  std::size_t m_size = 0;
};

}  // namespace halftone::telemetry

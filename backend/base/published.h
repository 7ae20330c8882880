// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace halftone {

// The newest immutable snapshot of something, handed from one thread to others. Any thread may call
// both functions. Readers that run hot keep the pointer they got and ask again when told to.
template <typename T>
class Published {
 public:
  void publish(std::shared_ptr<const T> snapshot) {
    const std::scoped_lock lock(m_mutex);
    m_snapshot = std::move(snapshot);
  }
  [[nodiscard]] std::shared_ptr<const T> current() const {
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
  }

 private:
  mutable std::mutex m_mutex;
  std::shared_ptr<const T> m_snapshot;
};

}  // namespace halftone

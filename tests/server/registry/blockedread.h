// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QUrl>
#include <chrono>
#include <future>

#include "tests/support/http.h"

namespace halftone::test {

// A read that may block, asked in a thread of its own. Its destructor waits for the answer.
class BlockedRead {
 public:
  BlockedRead(const QUrl& url, const QByteArray& target,
              std::chrono::milliseconds timeout = std::chrono::seconds(60)) {
    m_clock.start();
    m_reply = std::async(std::launch::async, [url, target, timeout, clock = m_clock] {
      HttpReply reply = exchange("GET", url, target, {}, {}, timeout);
      return std::pair(reply, clock.elapsed());
    });
  }
  [[nodiscard]] bool isAnswered() const {
    return m_reply.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  }
  // Waits for it. The time is in milliseconds.
  [[nodiscard]] std::pair<HttpReply, qint64> answer() { return m_reply.get(); }

 private:
  QElapsedTimer m_clock;
  std::future<std::pair<HttpReply, qint64>> m_reply;
};

}  // namespace halftone::test

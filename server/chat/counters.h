// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <atomic>
#include <cstdint>

namespace halftone::chat {

// A number that one thread counts and any may read.
class Counter {
 public:
  void add(std::uint64_t by = 1) {
    // One writer: a load and a store are enough, and cheaper than a locked addition.
    m_value.store(m_value.load(std::memory_order_relaxed) + by, std::memory_order_relaxed);
  }
  void subtract(std::uint64_t by = 1) { add(~by + 1); }
  [[nodiscard]] std::uint64_t value() const { return m_value.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> m_value{0};
};

// What a node counts. Written by the data thread, read by the admin port.
struct Counters {
  Counter connections;  // open now, HTTP and WebSocket
  Counter sessions;     // open now
  Counter rooms;        // open now
  Counter accepted;     // connections since the start
  Counter sessionsOpened;
  Counter sessionsRefused;  // upgrades answered 403, 503 or 500
  Counter framesIn;
  Counter messagesIn;      // said here
  Counter messagesOut;     // deliveries to members here
  Counter batches;         // room batches sent; messagesOut over sends tells how well they coalesce
  Counter passingDropped;  // typing and presence not given to slow readers
  Counter slowClosed;      // sessions closed because they read too slowly
  Counter silentClosed;    // connections dropped because nothing was heard
  Counter rateLimited;     // frames refused by the token bucket
  Counter protocolErrors;  // sessions closed for what they sent
  Counter httpRequests;
  Counter httpErrors;  // answers with 5xx
  Counter moved;       // sessions sent elsewhere by an operator or the policy
  Counter kicked;      // sessions closed for good by an operator
  Counter resumed;
  Counter resumesRefused;
  Counter roomsRecovered;    // rooms that a client came back to by a mark: it got all that it had missed
  Counter roomsUnrecovered;  // the log reached back no further than it was told
  Counter gaps;              // messages that did not follow their predecessor: always 0, or a defect
};

}  // namespace halftone::chat

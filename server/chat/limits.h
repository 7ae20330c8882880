// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace halftone::chat {

// What one client may cost a node.
struct Limits {
  std::size_t maxSessions = 20'000;         // more are answered 503
  std::size_t maxFrameBytes = 64 * 1024;    // also of a message in fragments
  std::size_t maxTextBytes = 16 * 1024;     // of what is said
  std::size_t maxRooms = 50;                // of a session
  std::size_t maxQueueBytes = 1024 * 1024;  // waiting for a slow reader
  std::size_t maxStoreQueue = 20'000;       // messages waiting to be stored
  int acceptRate = 20'000;                  // connections a second; what is over waits; 0: no limit
  std::uint64_t minFreeBytes = 64u << 20;   // of the store's file system: with less the node is unhealthy
  int messageRate = 50;                     // frames a second and session; 0: no limit
  std::chrono::milliseconds pingEvery{30'000};
  std::chrono::milliseconds silence{60'000};      // nothing heard for so long: gone
  std::chrono::milliseconds headTimeout{10'000};  // from the first byte of a request to its last
  std::chrono::milliseconds idleTimeout{75'000};  // between requests
  std::chrono::milliseconds closeTimeout{2'000};  // for the peer to finish a close
};

}  // namespace halftone::chat

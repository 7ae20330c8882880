// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/chat/outbox.h"

namespace halftone::chat {

// The way from a session to its client, as rooms need it. None of these ends the session within the call,
// so a room may walk its members while it sends.
class Wire {
 public:
  // Encoded frames that must arrive; sent at once where the socket takes them.
  virtual void deliver(const SharedBytes& frames) = 0;
  // Encoded frames that a slow reader goes without.
  virtual void deliverPassing(const SharedBytes& frames) = 0;
  // The text of one frame for this client alone, sent at the end of the turn.
  virtual void sendText(std::string_view text) = 0;
  // Says the code, ends the session at the end of the turn.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  [[nodiscard]] virtual std::string peer() const = 0;

 protected:
  ~Wire() = default;
};

}  // namespace halftone::chat

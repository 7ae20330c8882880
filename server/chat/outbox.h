// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string>
#include <string_view>

namespace halftone::chat {

// Encoded bytes that many connections send: written once, never changed afterwards.
using SharedBytes = std::shared_ptr<const std::string>;

enum class SendResult { Done, Blocked, Broken };

// What one connection has still to send: references into shared bytes and some of its own. Exists only while
// there is something to send, so that an idle connection owns no buffer. Owner: the connection's thread.
class Outbox {
 public:
  void add(std::string_view own);
  void add(const SharedBytes& shared, std::size_t from);
  // Sends as much as the socket takes, several buffers in a call.
  [[nodiscard]] SendResult flush(int fd);
  // Forgets what was not begun, so that a close can be said without breaking a frame.
  void dropUnbegun();
  [[nodiscard]] bool isEmpty() const { return m_pieces.empty(); }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }  // not sent yet

 private:
  struct Piece {
    SharedBytes shared;  // null: `own` holds the bytes
    std::string own;
    std::size_t sent = 0;
    [[nodiscard]] std::string_view rest() const;
  };
  void consume(std::size_t count);

  std::deque<Piece> m_pieces;
  std::size_t m_bytes = 0;
};

// One send of `bytes`; `sent` is how much the socket took.
[[nodiscard]] SendResult sendOnce(int fd, std::string_view bytes, std::size_t& sent);

}  // namespace halftone::chat

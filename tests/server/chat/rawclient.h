// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/net/socket.h"
#include "server/net/websocketframe.h"

namespace halftone::chat::testing {

// A blocking client that sends the very bytes a test wants. The node's data port runs in another thread, so a
// test may wait here; each wait ends after ten seconds.
class RawClient {
 public:
  explicit RawClient(const net::SocketAddress& to, int receiveBuffer = 0);

  void send(std::string_view bytes);
  // One whole HTTP answer: head, then as many bytes as Content-Length says. Empty if the peer hangs up first.
  [[nodiscard]] std::string readAnswer(bool isHead = false);
  // GET with these further field lines, each ending in CR LF.
  [[nodiscard]] std::string get(const std::string& target, const std::string& fields = {});
  // True once the peer has closed and everything before that was read.
  [[nodiscard]] bool isClosedByPeer();

  // Sends an opening handshake and gives the answer's head.
  [[nodiscard]] std::string upgrade(const std::string& target, const std::string& fields = {});
  void sendFrame(net::ws::Opcode opcode, std::string_view payload, bool fin = true);
  void sendText(std::string_view text) { sendFrame(net::ws::Opcode::Text, text); }
  struct Frame {
    net::ws::Opcode opcode = net::ws::Opcode::Text;
    std::string payload;
    [[nodiscard]] std::uint16_t closeCode() const;
  };
  [[nodiscard]] std::optional<Frame> readFrame();
  // The next text frame that contains `part`; others are passed over. Empty at the end of the stream.
  [[nodiscard]] std::string readTextWith(std::string_view part);
  // Reads until a close frame; nothing if the stream ends without one.
  [[nodiscard]] std::optional<std::uint16_t> readCloseCode();

 private:
  [[nodiscard]] bool readMore();

  net::UniqueFd m_fd;
  std::string m_buffer;
};

}  // namespace halftone::chat::testing

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "server/chat/datathread.h"
#include "server/chat/mailbox.h"
#include "server/net/httpserver.h"

namespace halftone::chat {

// The live tails that operators have open, a WebSocket each: `/v1/tail?session=ID` or `?room=R`, `&redact=1`.
// A reader that lags misses frames and is told how many. Main thread.
class TailFeed {
 public:
  static constexpr std::size_t kMaxTails = 20;

  // Both must outlive it; `mailbox` is the main thread's.
  TailFeed(DataThread& data, Mailbox& mailbox) : m_data(data), m_mailbox(mailbox) {}
  ~TailFeed();
  void open(const net::HttpRequest& request, const net::HttpResponder& responder);

 private:
  struct Reader {
    net::WebSocketPeer* peer = nullptr;
    std::uint64_t missed = 0;
  };
  void take(std::uint64_t id, const std::string& frame);

  DataThread& m_data;
  Mailbox& m_mailbox;
  std::uint64_t m_lastId = 0;
  std::map<std::uint64_t, Reader> m_readers;
};

}  // namespace halftone::chat

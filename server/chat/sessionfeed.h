// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/chat/datathread.h"
#include "server/chat/mailbox.h"
#include "server/chat/sessionsnapshot.h"
#include "server/net/httpserver.h"

namespace halftone::chat {

// The sessions as the admin port streams them (resources/docs/streams.md): to each reader first all of them,
// then twice a second what changed. A reader that lags gets all of them anew instead of ever more. Nothing is
// kept while nobody reads. Main thread; the sessions themselves are in the data thread and come as values.
class SessionFeed {
 public:
  struct Identity {
    std::string node;
    std::string version;
    std::string epoch;
  };
  using Reply = std::function<void(const SessionsSnapshot&)>;

  // Both must outlive it; `mailbox` is the main thread's.
  SessionFeed(Identity identity, DataThread& data, Mailbox& mailbox);
  ~SessionFeed();

  // Asks for all sessions; answers later.
  void request(Reply reply);
  [[nodiscard]] std::string write(const SessionsSnapshot& snapshot) const;
  void add(net::WebSocketPeer* reader);

 private:
  struct Reader {
    net::WebSocketPeer* peer = nullptr;
    bool isCurrent = false;         // has, or has queued, a full list
    bool isAsking = false;          // a full list is on its way to it
    std::deque<std::string> queue;  // frames that its socket has no room for yet
  };
  void ask(bool full, Reply reply);
  void prime(Reader& reader);
  void tick();
  void spread(const SessionsSnapshot& changes);
  void pump(Reader& reader);
  void removeReader(net::WebSocketPeer* peer);

  Identity m_identity;
  DataThread& m_data;
  Mailbox& m_mailbox;
  QTimer m_timer;
  std::uint64_t m_lastTicket = 0;
  std::map<std::uint64_t, Reply> m_waiting;  // by ticket: replies stay in this thread, only tickets travel
  std::vector<std::unique_ptr<Reader>> m_readers;
};

}  // namespace halftone::chat

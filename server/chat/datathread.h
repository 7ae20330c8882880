// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "server/chat/backplane.h"
#include "server/chat/config.h"
#include "server/chat/counters.h"
#include "server/chat/dataport.h"
#include "server/chat/faults.h"
#include "server/chat/mailbox.h"

namespace halftone::chat {

// The thread that carries the chat: an EpollDispatcher with the data port and the backplane. Made, started
// and destroyed by the main thread, which reaches what lives inside only by post().
class DataThread final : private QThread {
 public:
  using Work = std::function<void(DataPort&)>;

  // All must outlive it.
  DataThread(const NodeConfig& config, Counters& counters, const Faults& faults);
  ~DataThread() override;  // ends it at once; see shutDown

  // Starts it and waits until the port listens (or why it does not).
  [[nodiscard]] Result<net::SocketAddress> listen();
  // Any thread, once it listens. Work that comes too late is not done.
  void post(Work work);
  // Sends all sessions away, stores what is to be stored, then calls `done`, in the data thread.
  void shutDown(std::chrono::milliseconds patience, std::function<void()> done);
  [[nodiscard]] BackplaneHealth health() const;  // any thread, once it listens

 private:
  void run() override;
  void serve();
  [[nodiscard]] Result<std::unique_ptr<Backplane>> makeBackplane();
  void report(Result<net::SocketAddress> result);

  const NodeConfig& m_config;
  Counters& m_counters;
  const Faults& m_faults;
  Mailbox m_mailbox;
  DataPort* m_port = nullptr;        // data thread
  Backplane* m_backplane = nullptr;  // set before listen() returns
  std::mutex m_mutex;
  std::condition_variable m_reported;
  std::optional<Result<net::SocketAddress>> m_result;  // under m_mutex
};

}  // namespace halftone::chat

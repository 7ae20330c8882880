// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QThread>
#include <future>
#include <memory>

#include "backend/base/published.h"
#include "backend/base/result.h"
#include "server/net/socket.h"
#include "server/proxy/counters.h"
#include "server/proxy/settings.h"
#include "server/proxy/snapshot.h"

namespace halftone::proxy {

// A thread with an EpollDispatcher and a worker in it. Owned and called by the main thread.
class WorkerThread : public QThread {
  Q_OBJECT
 public:
  WorkerThread(std::shared_ptr<const Settings> settings, int number);
  ~WorkerThread() override;  // ends the thread; connections are closed

  // Starts the thread and waits until it listens, or cannot (see Worker::listen).
  [[nodiscard]] Result<void> listen(std::vector<net::UniqueFd> listeners, bool whenRouted);
  void apply(std::shared_ptr<const RoutingSnapshot> snapshot);
  // Before listen(), and whenever the certificates have changed.
  void setTls(std::shared_ptr<const net::TlsServerContext> tls);
  void drain() { emit drainRequested(); }
  [[nodiscard]] const Counters& counters() const { return m_counters; }
  [[nodiscard]] Counters& counters() { return m_counters; }
  [[nodiscard]] Journal& journal() { return m_journal; }

 signals:
  void drained();
  void snapshotPublished();  // to the worker
  void tlsPublished();       // to the worker
  void drainRequested();     // to the worker

 private:
  void run() override;
  void work();

  std::shared_ptr<const Settings> m_settings;
  Counters m_counters;
  Journal m_journal;
  std::vector<net::UniqueFd> m_listeners;
  std::promise<Result<void>> m_listening;
  std::promise<void> m_ended;
  Published<RoutingSnapshot> m_snapshot;
  Published<net::TlsServerContext> m_tls;
  bool m_whenRouted = false;
  bool m_started = false;
};

}  // namespace halftone::proxy

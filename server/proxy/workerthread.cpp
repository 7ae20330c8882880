// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/workerthread.h"

#include "server/proxy/worker.h"

namespace halftone::proxy {

WorkerThread::WorkerThread(std::shared_ptr<const Settings> settings, int number)
    : m_settings(std::move(settings)) {
  setObjectName(QStringLiteral("proxy-%1").arg(number));
  setEventDispatcher(new net::EpollDispatcher);
}

WorkerThread::~WorkerThread() {
  quit();
  // Orders all that the thread did before what follows in a way that the thread sanitizer sees, too: Debian's
  // Qt, and with it QThread::wait, is not built for it.
  if (m_started) m_ended.get_future().wait();
  wait();
}

Result<void> WorkerThread::listen(std::vector<net::UniqueFd> listeners, bool whenRouted) {
  m_listeners = std::move(listeners);
  m_whenRouted = whenRouted;
  m_started = true;
  auto listening = m_listening.get_future();
  start();
  return listening.get();
}

void WorkerThread::run() {
  work();
  m_ended.set_value();
}

void WorkerThread::work() {
  Worker worker(m_settings, m_counters, m_journal);
  // This object is the main thread's: all of these are queued.
  connect(&worker, &Worker::drained, this, &WorkerThread::drained);
  connect(this, &WorkerThread::drainRequested, &worker, &Worker::drain);
  connect(this, &WorkerThread::snapshotPublished, &worker,
          [this, &worker] { worker.apply(m_snapshot.current()); });
  connect(this, &WorkerThread::tlsPublished, &worker, [this, &worker] { worker.setTls(m_tls.current()); });
  worker.setTls(m_tls.current());
  if (auto snapshot = m_snapshot.current()) worker.apply(std::move(snapshot));
  auto listening = worker.listen(std::move(m_listeners), m_whenRouted);
  const bool ok = listening.has_value();
  m_listening.set_value(std::move(listening));
  if (ok) exec();
}

void WorkerThread::setTls(std::shared_ptr<const net::TlsServerContext> tls) {
  m_tls.publish(std::move(tls));
  emit tlsPublished();
}

void WorkerThread::apply(std::shared_ptr<const RoutingSnapshot> snapshot) {
  m_snapshot.publish(std::move(snapshot));
  emit snapshotPublished();
}

}  // namespace halftone::proxy

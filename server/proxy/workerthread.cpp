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
  wait();
}

Result<net::SocketAddress> WorkerThread::listen(const net::SocketAddress& address) {
  m_address = address;
  auto listening = m_listening.get_future();
  start();
  return listening.get();
}

void WorkerThread::run() {
  Worker worker(m_settings, m_counters);
  connect(&worker, &Worker::drained, this,
          &WorkerThread::drained);  // queued: this object is the main thread's
  m_worker = &worker;
  auto listening = worker.listen(m_address);
  const bool ok = listening.has_value();
  m_listening.set_value(std::move(listening));
  if (ok) exec();
}

void WorkerThread::apply(std::shared_ptr<const RoutingSnapshot> snapshot) {
  Worker* const worker = m_worker;
  QMetaObject::invokeMethod(
      worker, [worker, snapshot = std::move(snapshot)]() mutable { worker->apply(std::move(snapshot)); },
      Qt::QueuedConnection);
}

void WorkerThread::drain() {
  Worker* const worker = m_worker;
  QMetaObject::invokeMethod(
      worker, [worker] { worker->drain(); }, Qt::QueuedConnection);
}

}  // namespace halftone::proxy

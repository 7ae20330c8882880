// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/datathread.h"

#include <utility>

#include "server/chat/memorybackplane.h"
#include "server/chat/redisbackplane.h"
#include "server/chat/sqlitebackplane.h"
#include "server/net/epolldispatcher.h"

namespace halftone::chat {

DataThread::DataThread(const NodeConfig& config, Counters& counters, const Faults& faults)
    : m_config(config), m_counters(counters), m_faults(faults) {
  setEventDispatcher(new net::EpollDispatcher);
}

DataThread::~DataThread() {
  quit();
  wait();
  const std::scoped_lock lock(m_mutex);  // orders run() before this for tools that cannot look into QThread
}

Result<net::SocketAddress> DataThread::listen() {
  start();
  std::unique_lock lock(m_mutex);
  m_reported.wait(lock, [this] { return m_result.has_value(); });
  return *m_result;
}

void DataThread::report(Result<net::SocketAddress> result) {
  {
    const std::scoped_lock lock(m_mutex);
    m_result = std::move(result);
  }
  m_reported.notify_all();
}

Result<std::unique_ptr<Backplane>> DataThread::makeBackplane() {
  const BackplaneChoice& choice = m_config.backplane;
  if (choice.redis) {
    return std::make_unique<RedisBackplane>(
        RedisBackplane::Settings{*choice.redis, m_config.node, m_config.version, choice.keep, choice.idLife});
  }
  if (choice.isMemory()) {
    return std::make_unique<MemoryBackplane>(m_config.node, m_config.version, choice.keep);
  }
  auto made = SqliteBackplane::create(
      {choice.sqlitePath, choice.sync, m_config.node, m_config.version, choice.keep}, m_mailbox);
  if (!made) return tl::unexpected(made.error());
  return std::unique_ptr<Backplane>(std::move(*made));
}

void DataThread::run() {
  serve();
  const std::scoped_lock lock(m_mutex);  // see the destructor
}

void DataThread::serve() {
  if (!m_mailbox.open()) return report(fail(ErrorCode::Io, "", "no file descriptor is left"));
  const auto backplane = makeBackplane();
  if (backplane) {
    DataPort port({m_config, **backplane, m_counters, m_faults});
    m_port = &port;
    m_backplane = backplane->get();
    const Result<net::SocketAddress> address = port.listen();
    report(address);
    if (address) exec();
  } else {
    report(tl::unexpected(backplane.error()));
  }
  m_mailbox.close();
}

void DataThread::post(Work work) {
  m_mailbox.post([this, work = std::move(work)] { work(*m_port); });
}

void DataThread::shutDown(std::chrono::milliseconds patience, std::function<void()> done) {
  post([this, patience, done = std::move(done)](DataPort& port) {
    port.shutDown(patience, [this, done] { m_backplane->close(done); });
  });
}

BackplaneHealth DataThread::health() const {
  return m_backplane->health();
}

}  // namespace halftone::chat

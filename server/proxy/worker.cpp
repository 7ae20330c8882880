// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/worker.h"

#include <sys/socket.h>

#include <QLoggingCategory>
#include <QRandomGenerator>
#include <QThread>
#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>

#include "server/proxy/clientconnection.h"
#include "server/proxy/exchange.h"
#include "server/proxy/heads.h"
#include "server/proxy/tunnel.h"
#include "server/proxy/upstreamconnection.h"

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcWorker, "halftone.proxy.worker")

constexpr std::size_t kMaxFreeExchanges = 1'024;

template <typename T>
T& addTo(std::vector<std::unique_ptr<T>>& table, std::unique_ptr<T> entry) {
  entry->slot = table.size();
  return *table.emplace_back(std::move(entry));
}

template <typename T>
std::unique_ptr<T> takeFrom(std::vector<std::unique_ptr<T>>& table, T& entry) {
  const std::size_t slot = entry.slot;
  std::unique_ptr<T> taken = std::move(table[slot]);
  if (slot + 1 < table.size()) {
    table[slot] = std::move(table.back());
    table[slot]->slot = slot;
  }
  table.pop_back();
  return taken;
}

// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7), whatever the locale.
std::string imfDate(std::time_t second) {
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::tm utc{};
  gmtime_r(&second, &utc);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(utc.tm_wday)], utc.tm_mday,
                kMonths[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour, utc.tm_min,
                utc.tm_sec);
  return text.data();
}

}  // namespace

Worker::Worker(std::shared_ptr<const Settings> settings, Counters& counters, Journal& journal)
    : m_settings(std::move(settings)),
      m_counters(counters),
      m_journal(journal),
      m_dispatcher(net::EpollDispatcher::current()),
      m_routes(
          std::make_shared<Routes>(std::make_shared<RoutingSnapshot>(), m_memory, counters, *m_settings)),
      m_tunnelDrain(m_settings->workers),
      m_random(QRandomGenerator::system()->generate64()) {
  Q_ASSERT(m_dispatcher != nullptr);
}

Worker::~Worker() {
  m_acceptors.clear();
  for (const auto& client : m_clients) m_dispatcher->unwatch(client->stream().fd());
  for (const auto& connection : m_upstreamConnections) m_dispatcher->unwatch(connection->stream().fd());
  // Clients first: their exchanges and tunnels know connections to instances.
  m_clients.clear();
  m_upstreamConnections.clear();
}

Result<void> Worker::listen(std::vector<net::UniqueFd> listeners, bool whenRouted) {
  m_listeners = std::move(listeners);
  return whenRouted && m_routes->table() == nullptr ? Result<void>{} : startAccepting();
}

Result<void> Worker::startAccepting() {
  for (net::UniqueFd& listener : std::exchange(m_listeners, {})) {
    auto acceptor = net::Acceptor::adopt(
        std::move(listener),
        [this](net::UniqueFd fd, const net::SocketAddress& peer) { accept(std::move(fd), peer); });
    if (!acceptor) return tl::unexpected(acceptor.error());
    m_acceptors.push_back(std::move(*acceptor));
  }
  return {};
}

void Worker::accept(net::UniqueFd fd, const net::SocketAddress& peer) {
  if (m_clients.size() >= m_settings->maxClients) {
    refuse(std::move(fd));
    return;
  }
  const int number = fd.get();
  auto client = std::make_unique<ClientConnection>(*this, std::move(fd), peer);
  if (!m_dispatcher->watch(number, client.get())) {
    qCWarning(lcWorker, "cannot watch a connection: %s", std::strerror(errno));
    return;
  }
  addTo(m_clients, std::move(client)).start();
}

void Worker::refuse(net::UniqueFd fd) {
  if (m_tls) return;  // a handshake is more than is spent on a connection too many
  std::string& out = m_scratch.build;
  out.clear();
  writeOwnAnswer(out, 503, "too many connections", date(), true, true);
  // Best effort: the buffer of a new socket holds it. Nothing more is spent on a connection too many.
  (void)::send(fd.get(), out.data(), out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void Worker::apply(std::shared_ptr<const RoutingSnapshot> snapshot) {
  m_routes = std::make_shared<Routes>(snapshot, m_memory, m_counters, *m_settings);
  dropUnusedUpstreams(*snapshot);
  m_tunnelDrain.follow(*m_routes, m_memory.versions);
  std::erase_if(m_memory.versions, [](const auto& entry) { return entry.second.use_count() == 1; });
  if (m_listeners.empty() || snapshot->table == nullptr || m_draining) return;
  if (const auto accepting = startAccepting(); !accepting) {
    qCCritical(lcWorker, "cannot accept: %s", accepting.error().toString().c_str());
  }
}

void Worker::dropUnusedUpstreams(const RoutingSnapshot& snapshot) {
  UpstreamMap& upstreams = m_memory.upstreams;
  for (auto& [key, upstream] : upstreams) upstream->setInService(false);
  for (const auto& endpoints : snapshot.endpoints) {
    for (const auto& endpoint : endpoints) upstreams[{endpoint->id, endpoint->address}]->setInService(true);
  }
  for (auto it = upstreams.begin(); it != upstreams.end();) {
    if (it->second->isInService()) {
      ++it;
      continue;
    }
    while (UpstreamConnection* const idle = it->second->takeIdle()) idle->release(false);
    it = upstreams.erase(it);  // connections in use keep the instance itself alive
  }
}

void Worker::drain() {
  m_draining = true;
  for (const auto& acceptor : m_acceptors) acceptor->acceptRest();
  m_acceptors.clear();
  m_listeners.clear();
  // A copy: draining removes connections from the table.
  std::vector<ClientConnection*> clients;
  clients.reserve(m_clients.size());
  for (const auto& client : m_clients) clients.push_back(client.get());
  for (ClientConnection* const client : clients) client->drain();
  reportDrained();
}

void Worker::reportDrained() {
  if (!m_draining || !m_clients.empty() || std::exchange(m_drainedTold, true)) return;
  emit drained();
}

UpstreamConnection* Worker::connect(std::shared_ptr<Upstream> upstream, Relay* relay) {
  auto fd = net::connectTcp(upstream->endpoint().socket);
  if (!fd) {
    qCWarning(lcWorker, "cannot connect to %s: %s", upstream->endpoint().address.c_str(),
              fd.error().message.c_str());
    return nullptr;
  }
  const int number = fd->get();
  auto connection = std::make_unique<UpstreamConnection>(*this, std::move(upstream), std::move(*fd), relay);
  if (m_settings->upstreamTls && !connection->stream().isTls()) return nullptr;
  if (!m_dispatcher->watch(number, connection.get())) {
    qCWarning(lcWorker, "cannot watch a connection: %s", std::strerror(errno));
    return nullptr;
  }
  return &addTo(m_upstreamConnections, std::move(connection));
}

void Worker::remove(UpstreamConnection& connection) {
  m_dispatcher->unwatch(connection.stream().fd());
  m_dispatcher->retire(takeFrom(m_upstreamConnections, connection));
}

void Worker::remove(ClientConnection& connection) {
  if (connection.isPaused()) std::erase(m_paused, &connection);
  m_dispatcher->unwatch(connection.stream().fd());
  m_dispatcher->retire(takeFrom(m_clients, connection));
  reportDrained();
}

std::unique_ptr<Exchange> Worker::takeExchange() {
  if (m_freeExchanges.empty()) return std::make_unique<Exchange>(*this);
  std::unique_ptr<Exchange> exchange = std::move(m_freeExchanges.back());
  m_freeExchanges.pop_back();
  return exchange;
}

void Worker::recycle(std::unique_ptr<Exchange> exchange) {
  exchange->forget();
  // Not destroyed here, even when there are too many: one of its functions may be running.
  m_freeExchanges.push_back(std::move(exchange));
  if (m_freeExchanges.size() == kMaxFreeExchanges + 1) {
    QMetaObject::invokeMethod(this, &Worker::trimExchanges, Qt::QueuedConnection);
  }
}

void Worker::trimExchanges() {
  if (m_freeExchanges.size() > kMaxFreeExchanges / 2) m_freeExchanges.resize(kMaxFreeExchanges / 2);
}

void Worker::pause(ClientConnection& connection) {
  if (connection.isPaused()) return;
  connection.setPaused(true);
  m_paused.push_back(&connection);
  scheduleResume();
}

void Worker::scheduleResume() {
  if (std::exchange(m_resumeScheduled, true)) return;
  QMetaObject::invokeMethod(this, &Worker::resumePaused, Qt::QueuedConnection);
}

void Worker::resumePaused() {
  m_resumeScheduled = false;
  // Those that go on may pause again, and may remove others from the list: so one at a time, this many.
  for (std::size_t left = m_paused.size(); left > 0 && !m_paused.empty(); --left) {
    ClientConnection* const connection = m_paused.front();
    m_paused.erase(m_paused.begin());
    connection->setPaused(false);
    connection->resume();
  }
  if (!m_paused.empty()) scheduleResume();
}

void Worker::wakeWaiting(std::shared_ptr<VersionState> state) {
  // Queued: the caller is in the middle of something, and has the scratch buffers in use.
  if (m_freed.empty()) QMetaObject::invokeMethod(this, &Worker::resumeWaiting, Qt::QueuedConnection);
  m_freed.push_back(std::move(state));
}

void Worker::resumeWaiting() {
  for (const std::shared_ptr<VersionState>& state : std::exchange(m_freed, {})) {
    // As many as wait now: one that finds no room again waits anew.
    for (std::size_t left = state->waiting.size(); left > 0 && !state->waiting.empty(); --left) {
      Exchange* const exchange = state->waiting.front();
      state->waiting.pop_front();
      exchange->goOn();
    }
  }
}

std::string_view Worker::date() {
  const std::time_t second = std::time(nullptr);
  if (second != m_dateSecond) {
    m_date = imfDate(second);
    m_dateSecond = second;
  }
  return m_date;
}

// SplitMix64 (Steele, Lea, Flood, 2014).
std::uint64_t Worker::random() {
  m_random += 0x9e3779b97f4a7c15U;
  std::uint64_t x = m_random;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "backend/base/result.h"
#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/net/httphead.h"
#include "server/net/socket.h"
#include "server/net/tlscontext.h"
#include "server/proxy/filters/mirror.h"
#include "server/proxy/routes.h"
#include "server/proxy/settings.h"
#include "server/proxy/tunneldrain.h"

namespace halftone::proxy {

class ClientConnection;
class Exchange;
class Relay;
class UpstreamConnection;

// What one thread needs once, however many connections it has. Contents live until the next use.
struct Scratch {
  std::vector<char> receive = std::vector<char>(64 * 1024);
  std::string build;   // a head on its way to a client
  std::string target;  // of a request, where it has to be put together
  net::RequestHead request;
  net::ResponseHead response;
};

// One thread of the data plane: its listener, its connections, its pools, its counters. Shares nothing with
// other workers but immutable snapshots. All functions belong to its thread; others call them queued.
class Worker final : public QObject {
  Q_OBJECT
 public:
  Worker(std::shared_ptr<const Settings> settings, Counters& counters, Journal& journal);
  ~Worker() override;

  // Takes connections of these sockets; `whenRouted`: only once there is a policy, since until then somebody
  // else answers them.
  [[nodiscard]] Result<void> listen(std::vector<net::UniqueFd> listeners, bool whenRouted);
  // From now on new requests follow this snapshot; those under way end as they began.
  void apply(std::shared_ptr<const RoutingSnapshot> snapshot);
  // New connections speak TLS by this context; those that are open go on as they began.
  void setTls(std::shared_ptr<const net::TlsServerContext> tls) { m_tls = std::move(tls); }
  // Takes no more connections but those that wait, tells clients with each answer to leave, closes those that
  // ask nothing for a while; tunnels go on. `drained` comes when the last is gone.
  void drain();

  // For the connections:
  [[nodiscard]] const Settings& settings() const { return *m_settings; }
  [[nodiscard]] const std::shared_ptr<const net::TlsServerContext>& tls() const { return m_tls; }
  [[nodiscard]] Scratch& scratch() { return m_scratch; }
  [[nodiscard]] net::DeadlineWheel& wheel() { return m_wheel; }
  [[nodiscard]] const std::shared_ptr<Routes>& routes() const { return m_routes; }
  [[nodiscard]] Counters& counters() { return m_counters; }
  [[nodiscard]] Journal& journal() { return m_journal; }
  [[nodiscard]] bool isDraining() const { return m_draining; }
  // Whether a connection ends with the answer under way: the process drains, or needs its descriptors.
  [[nodiscard]] bool closesAfterAnswers() const { return m_draining || net::isShortOfDescriptors(); }
  [[nodiscard]] std::chrono::steady_clock::time_point now() const { return m_dispatcher->turnTime(); }
  [[nodiscard]] std::string_view date();  // as a Date field has it
  [[nodiscard]] std::uint64_t random();   // not for secrets
  // Begins to connect; null if the system refuses at once.
  [[nodiscard]] UpstreamConnection* connect(std::shared_ptr<Upstream> upstream, Relay* relay);
  void remove(UpstreamConnection& connection);
  void remove(ClientConnection& connection);
  [[nodiscard]] std::unique_ptr<Exchange> takeExchange();
  void recycle(std::unique_ptr<Exchange> exchange);
  // Lets others have their turn before this connection goes on.
  void pause(ClientConnection& connection);
  [[nodiscard]] filters::Mirrors& mirrors() { return m_mirrors; }
  [[nodiscard]] TunnelDrain& tunnelDrain() { return m_tunnelDrain; }
  // A connection of the version has become free: lets those go on that wait for one, soon.
  void wakeWaiting(std::shared_ptr<VersionState> state);

 signals:
  void drained();

 private:
  [[nodiscard]] Result<void> startAccepting();
  void accept(net::UniqueFd fd, const net::SocketAddress& peer);
  void refuse(net::UniqueFd fd);
  void dropUnusedUpstreams(const RoutingSnapshot& snapshot);
  void trimExchanges();
  void scheduleResume();
  void resumePaused();
  void resumeWaiting();
  void reportDrained();

  std::shared_ptr<const Settings> m_settings;
  std::shared_ptr<const net::TlsServerContext> m_tls;  // null: clients come without TLS
  Counters& m_counters;
  Journal& m_journal;
  net::EpollDispatcher* m_dispatcher;
  net::DeadlineWheel m_wheel;
  Scratch m_scratch;
  WorkerMemory m_memory;
  std::shared_ptr<Routes> m_routes;
  std::vector<net::UniqueFd> m_listeners;  // waiting for a policy
  std::vector<std::unique_ptr<net::Acceptor>> m_acceptors;
  std::vector<std::unique_ptr<ClientConnection>> m_clients;
  std::vector<std::unique_ptr<UpstreamConnection>> m_upstreamConnections;
  std::vector<std::unique_ptr<Exchange>> m_freeExchanges;
  filters::Mirrors m_mirrors{*this};
  TunnelDrain m_tunnelDrain;
  std::vector<ClientConnection*> m_paused;
  std::vector<std::shared_ptr<VersionState>> m_freed;  // versions with connections that became free
  std::string m_date;
  std::int64_t m_dateSecond = -1;
  std::uint64_t m_random;
  bool m_resumeScheduled = false;
  bool m_draining = false;
  bool m_drainedTold = false;
};

}  // namespace halftone::proxy

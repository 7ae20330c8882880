// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/dataport.h"

#include <array>
#include <utility>

#include "server/chat/health.h"
#include "server/chat/json.h"
#include "server/chat/names.h"
#include "server/chat/page.h"

namespace halftone::chat {

namespace {

constexpr std::size_t kReceiveBytes = 64 * 1024;
// Beyond the sessions: health checks and pages must get through a full node; then it is refusals; then
// nothing.
constexpr std::size_t kSpareConnections = 64;
constexpr std::size_t kRefusedConnections = 128;
constexpr std::chrono::seconds kPresenceEvery{1};
constexpr std::chrono::seconds kRecordsEvery{5};
constexpr int kReconnectSpreadMs = 1000;

std::string versionBody(const NodeConfig& config) {
  std::string body;
  JsonObject object(body);
  object.text("version", config.version).text("node", config.node).text("service", config.service);
  object.end();
  return body;
}

MoveOrder orderOf(const policy::DrainRule& rule) {
  using Kind = policy::DrainRule::Kind;
  MoveOrder order;
  order.where.placedElsewhere = true;
  order.reason = "the policy has changed";
  order.mode = rule.kind == Kind::Pace       ? MoveMode::Pace
               : rule.kind == Kind::Deadline ? MoveMode::Deadline
                                             : MoveMode::Keep;
  order.perSecond = rule.perSecond;
  order.within = rule.within;
  return order;
}

}  // namespace

DataPort::DataPort(Parts parts)
    : m_config(parts.config),
      m_backplane(parts.backplane),
      m_counters(parts.counters),
      m_faults(parts.faults),
      m_requestRules{m_config.origins, m_config.deflate},
      m_page(chatPage(m_config.node, m_config.version)),
      m_versionBody(chat::versionBody(m_config)),
      m_receiveBuffer(kReceiveBytes, '\0'),
      m_delayLine([this] { tickEnded(); }),
      m_hub({m_config.node, m_config.version}, m_config.limits, m_backplane, m_counters),
      m_mover(m_config.node, m_config.version, m_hub, m_counters, [this] { tickEnded(); }),
      m_placement(m_hub, [this] { placedByPolicy(); }) {
  m_presenceTimer.callOnTimeout([this] {
    m_hub.tellPresence();
    tickEnded();
  });
  m_recordTimer.callOnTimeout([this] { m_hub.syncRecords(); });
}

DataPort::~DataPort() {
  m_acceptor.reset();
  net::EpollDispatcher* dispatcher = net::EpollDispatcher::current();
  dispatcher->removeTickHook(this);
  for (const auto& [key, connection] : m_connections) dispatcher->unwatch(connection->fd());
}

Result<net::SocketAddress> DataPort::listen() {
  auto acceptor =
      net::Acceptor::listen(m_config.listen, false,
                            [this](net::UniqueFd fd, const net::SocketAddress&) { accepted(std::move(fd)); });
  if (!acceptor) return tl::unexpected(acceptor.error());
  m_acceptor = std::move(*acceptor);
  m_acceptor->limitRate(m_config.limits.acceptRate);
  net::EpollDispatcher::current()->addTickHook(this);
  m_presenceTimer.start(kPresenceEvery);
  m_recordTimer.start(kRecordsEvery);
  return m_acceptor->address();
}

void DataPort::accepted(net::UniqueFd fd) {
  const std::size_t limit = m_config.limits.maxSessions + kSpareConnections;
  if (m_connections.size() >= limit + kRefusedConnections) return;  // closes it
  const std::uint64_t key = ++m_lastKey;
  auto owned = std::make_unique<Connection>(*this, key, std::move(fd));
  Connection& connection = *owned;
  if (!net::EpollDispatcher::current()->watch(connection.fd(), &connection)) return;
  m_connections.emplace(key, std::move(owned));
  m_counters.accepted.add();
  m_counters.connections.add();
  connection.begin();
  if (m_connections.size() > limit) connection.refuseFull();
}

Connection* DataPort::find(std::uint64_t key) const {
  const auto at = m_connections.find(key);
  return at == m_connections.end() ? nullptr : at->second.get();
}

bool DataPort::hasRoomForSession() const {
  return !m_isShuttingDown && m_service == ServiceState::Serving &&
         m_hub.sessionCount() < m_config.limits.maxSessions;
}

void DataPort::tickEnded() {
  bool hasSettled = false;
  do {
    m_hub.flush();
    for (std::size_t i = 0; i < m_toFlush.size(); ++i) m_toFlush[i]->flushOutbox();
    m_toFlush.clear();
    // Sessions that end leave rooms to be looked after: once more round.
    hasSettled = !m_toSettle.empty();
    for (std::size_t i = 0; i < m_toSettle.size(); ++i) m_toSettle[i]->settle();
    m_toSettle.clear();
  } while (hasSettled || !m_toFlush.empty());
  removeDead();
}

void DataPort::removeDead() {
  if (m_toRemove.empty()) return;
  net::EpollDispatcher* dispatcher = net::EpollDispatcher::current();
  for (const std::uint64_t key : std::exchange(m_toRemove, {})) {
    const auto at = m_connections.find(key);
    if (at == m_connections.end()) continue;
    dispatcher->unwatch(at->second->fd());
    dispatcher->retire(std::move(at->second));
    m_connections.erase(at);
    m_counters.connections.subtract();
  }
  checkShutDown();
}

SessionsSnapshot DataPort::snapshot(bool full) {
  SessionsSnapshot snapshot = m_hub.snapshot(full);
  snapshot.state = m_service;
  snapshot.moves = m_mover.progress();
  snapshot.drift = m_placement.drift();
  return snapshot;
}

std::string DataPort::healthBody(int& status) const {
  const NodeHealth health{m_backplane.health(), m_isShuttingDown, m_service, m_config.limits.minFreeBytes};
  status = health.isServing() ? 200 : 503;
  return writeHealth(m_config, health, m_hub.sessionCount());
}

const std::string& DataPort::httpDate() {
  const std::time_t now = std::time(nullptr);
  if (now == m_dateSecond) return m_date;
  m_dateSecond = now;
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  std::array<char, 40> text{};
  const std::size_t size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  m_date.assign(text.data(), size);
  return m_date;
}

policy::Address DataPort::clientOf(const net::RequestHead& head, int fd) const {
  const net::SocketAddress peer = net::peerAddress(fd);
  return policy::clientAddress(policy::Address::parse(peer.host()).value_or(policy::Address()),
                               head.fields.all(), m_config.trusted);
}

std::string DataPort::remember(const net::RequestHead& head, int fd) const {
  return rememberHead(head, clientOf(head, fd));
}

ApiVersion DataPort::policyApi(const net::RequestHead& head, int fd) const {
  if (!m_placement.policy().table) return ApiVersion::V1;
  policy::Request request;
  request.method = head.method;
  request.target = net::pathAndQuery(head);
  request.fields = head.fields.all();
  request.client = clientOf(head, fd);
  return m_placement.apiFor(request).value_or(ApiVersion::V1);
}

// A publish has placed sessions elsewhere: the policy's own rule says what becomes of them. What an operator
// has ordered goes on beside it.
void DataPort::placedByPolicy() {
  const std::shared_ptr<const policy::RouteTable>& table = m_placement.policy().table;
  if (table == m_drainedFor) return;
  const bool isFirst = m_drainedFor == nullptr;
  m_drainedFor = table;
  if (!m_policyMove.empty()) (void)m_mover.cancel(std::exchange(m_policyMove, {}));
  const std::optional<policy::DrainRule>& rule = table->policy().traffic.drain;
  if (isFirst || !rule || m_placement.drift().misplaced == 0) return;
  const Result<MoveProgress> begun = m_mover.begin(orderOf(*rule), {});
  if (begun) m_policyMove = begun->id;
}

void DataPort::setService(ServiceState state) {
  m_service = state;
  if (!m_drain.empty()) (void)m_mover.cancel(std::exchange(m_drain, {}));
}

Result<MoveProgress> DataPort::drain(const MoveOrder& order, std::chrono::milliseconds wait) {
  setService(ServiceState::Draining);
  Result<MoveProgress> begun = m_mover.begin(order, wait);
  if (begun) m_drain = begun->id;
  return begun;
}

void DataPort::shutDown(std::chrono::milliseconds patience, std::function<void()> done) {
  m_isShuttingDown = true;
  m_shutDownDone = std::move(done);
  m_acceptor.reset();
  m_hub.sendAllAway(kReconnectSpreadMs);
  m_patience.setSingleShot(true);
  m_patience.callOnTimeout([this] {
    if (m_shutDownDone) std::exchange(m_shutDownDone, {})();
  });
  m_patience.start(patience);
  checkShutDown();
}

void DataPort::checkShutDown() {
  if (!m_shutDownDone || m_hub.sessionCount() > 0) return;
  // Sessions have ended; their connections may still be writing the last frame.
  for (const auto& [key, connection] : m_connections) {
    if (connection->isClosing()) return;
  }
  std::exchange(m_shutDownDone, {})();
}

}  // namespace halftone::chat

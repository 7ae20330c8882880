// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "server/chat/apirequest.h"
#include "server/chat/backplane.h"
#include "server/chat/config.h"
#include "server/chat/connection.h"
#include "server/chat/counters.h"
#include "server/chat/delayline.h"
#include "server/chat/faults.h"
#include "server/chat/hub.h"
#include "server/chat/mover.h"
#include "server/chat/placement.h"
#include "server/net/deadlines.h"
#include "server/net/httphead.h"
#include "server/net/socket.h"

namespace halftone::chat {

// The node's port for clients: accepts, owns the connections and what they share, and ends each turn of the
// event loop by sending what was gathered. Lives in the data thread.
class DataPort final : public net::TickHook {
 public:
  using Clock = std::chrono::steady_clock;

  // All must outlive it.
  struct Parts {
    const NodeConfig& config;
    Backplane& backplane;
    Counters& counters;
    const Faults& faults;
  };
  explicit DataPort(Parts parts);
  ~DataPort();
  DataPort(const DataPort&) = delete;
  DataPort& operator=(const DataPort&) = delete;

  [[nodiscard]] Result<net::SocketAddress> listen();
  [[nodiscard]] Hub& hub() { return m_hub; }
  [[nodiscard]] Mover& mover() { return m_mover; }
  [[nodiscard]] Placement& placement() { return m_placement; }
  // Whether new sessions are taken in. Ends the drain that was ordered before.
  void setService(ServiceState state);
  // Takes in nobody, and moves those that are open away after `wait`, in place of a former drain.
  [[nodiscard]] Result<MoveProgress> drain(const MoveOrder& order, std::chrono::milliseconds wait);
  // What the admin port tells of the sessions (Hub::snapshot), and of the moves.
  [[nodiscard]] SessionsSnapshot snapshot(bool full);

  // No more connections; sends every session away, then calls back when all are gone or `patience` is over.
  void shutDown(std::chrono::milliseconds patience, std::function<void()> done);

  // The end of a turn: sends room batches and what single connections have, closes what is to be closed.
  void tickEnded() override;

  // For connections.
  [[nodiscard]] const NodeConfig& config() const { return m_config; }
  [[nodiscard]] const Limits& limits() const { return m_config.limits; }
  [[nodiscard]] const RequestRules& requestRules() const { return m_requestRules; }
  [[nodiscard]] const Faults& faults() const { return m_faults; }
  [[nodiscard]] Counters& counters() { return m_counters; }
  [[nodiscard]] Backplane& backplane() { return m_backplane; }
  [[nodiscard]] DelayLine& delayLine() { return m_delayLine; }
  [[nodiscard]] net::DeadlineWheel& wheel() { return m_wheel; }
  [[nodiscard]] net::RequestHead& headScratch() { return m_head; }
  [[nodiscard]] std::string& receiveBuffer() { return m_receiveBuffer; }
  [[nodiscard]] const std::string& page() const { return m_page; }
  [[nodiscard]] const std::string& versionBody() const { return m_versionBody; }
  // The API that the policy has for the request of this socket; v1 without a policy.
  [[nodiscard]] ApiVersion policyApi(const net::RequestHead& head, int fd) const;
  [[nodiscard]] std::string remember(const net::RequestHead& head, int fd) const;
  [[nodiscard]] std::string healthBody(int& status) const;
  [[nodiscard]] const std::string& httpDate();  // RFC 9110 section 5.6.7
  [[nodiscard]] bool hasRoomForSession() const;
  [[nodiscard]] bool isShuttingDown() const { return m_isShuttingDown; }
  [[nodiscard]] Connection* find(std::uint64_t key) const;
  void listForFlush(Connection& connection) { m_toFlush.push_back(&connection); }
  void listForSettling(Connection& connection) { m_toSettle.push_back(&connection); }
  void listForRemoval(Connection& connection) { m_toRemove.push_back(connection.key()); }

 private:
  void accepted(net::UniqueFd fd);
  void removeDead();
  void placedByPolicy();
  [[nodiscard]] policy::Address clientOf(const net::RequestHead& head, int fd) const;
  void checkShutDown();

  const NodeConfig& m_config;
  Backplane& m_backplane;
  Counters& m_counters;
  const Faults& m_faults;
  RequestRules m_requestRules;
  std::string m_page;
  std::string m_versionBody;
  std::time_t m_dateSecond = 0;
  std::string m_date;
  std::string m_receiveBuffer;
  net::RequestHead m_head;  // large: shared by all, since only one is parsed at a time
  net::DeadlineWheel m_wheel;
  DelayLine m_delayLine;
  Hub m_hub;
  Mover m_mover;
  Placement m_placement;
  std::shared_ptr<const policy::RouteTable> m_drainedFor;  // the policy whose drain rule was obeyed last
  std::string m_policyMove;                                // id of the move that it began
  std::string m_drain;                                     // id of the move that drains the node
  ServiceState m_service = ServiceState::Serving;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> m_connections;
  std::uint64_t m_lastKey = 0;
  std::vector<Connection*> m_toFlush;
  std::vector<Connection*> m_toSettle;
  std::vector<std::uint64_t> m_toRemove;
  QTimer m_presenceTimer;
  QTimer m_recordTimer;
  QTimer m_patience;
  std::function<void()> m_shutDownDone;
  bool m_isShuttingDown = false;
  std::unique_ptr<net::Acceptor> m_acceptor;
};

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>

#include "server/net/deadlines.h"
#include "server/net/epolldispatcher.h"
#include "server/proxy/relay.h"
#include "server/proxy/stream.h"
#include "server/proxy/upstream.h"

namespace halftone::proxy {

class Worker;

// A connection to an instance: connecting, then busy with one relay, then idle in its instance's pool or
// closed. Owned by the worker; it closes itself when it breaks while idle.
class UpstreamConnection final : public net::IoHandler, public net::Deadline {
 public:
  UpstreamConnection(Worker& worker, std::shared_ptr<Upstream> upstream, net::UniqueFd fd, Relay* relay);

  void ready(std::uint32_t events) override;
  void expired() override;  // idle for too long

  // For the next exchange on an idle connection.
  void attach(Relay* relay);
  // From an exchange to the tunnel that it becomes.
  void handOver(Relay* relay) { m_relay = relay; }
  // The relay has no more use for it: to the pool, if it may be used again and is wanted.
  void release(bool reusable);

  [[nodiscard]] Stream& stream() { return m_stream; }
  [[nodiscard]] Upstream& upstream() { return *m_upstream; }
  [[nodiscard]] bool isReused() const { return m_reused; }

  std::size_t slot = 0;  // its place in the worker's table

 private:
  enum class State { Connecting, Busy, Idle, Closed };
  void close();

  Worker& m_worker;
  std::shared_ptr<Upstream> m_upstream;
  Relay* m_relay;
  Stream m_stream;
  State m_state = State::Connecting;
  bool m_reused = false;
};

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/upstreamconnection.h"

#include <sys/epoll.h>

#include "server/proxy/worker.h"

namespace halftone::proxy {

UpstreamConnection::UpstreamConnection(Worker& worker, std::shared_ptr<Upstream> upstream, net::UniqueFd fd,
                                       Relay* relay)
    : m_worker(worker), m_upstream(std::move(upstream)), m_relay(relay), m_stream(std::move(fd)) {
  if (const auto& tls = worker.settings().upstreamTls) {
    m_stream.startTls(net::TlsSession::connect(*tls, m_stream.fd()));
  }
}

void UpstreamConnection::ready(std::uint32_t events) {
  m_stream.note(events);
  switch (m_state) {
    case State::Connecting:
      if ((events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) == 0) return;
      // Only now, not at each use of a connection: this call would cost as much as a short read.
      if (net::connectError(m_stream.fd()) != 0) {
        m_relay->upstreamRefused();
        return;
      }
      m_state = State::Busy;
      m_relay->upstreamConnected();
      return;
    case State::Busy:
      m_relay->upstreamReady();
      return;
    case State::Idle:
      // Nobody asked: either the other side closes, or it is out of step. Both end the connection.
      if (m_stream.hasInput()) {
        m_upstream->removeIdle(this);
        close();
      }
      return;
    case State::Closed:
      return;
  }
}

void UpstreamConnection::expired() {
  m_upstream->removeIdle(this);
  close();
}

void UpstreamConnection::attach(Relay* relay) {
  m_worker.wheel().disarm(*this);
  m_relay = relay;
  m_state = State::Busy;
  m_reused = true;
}

void UpstreamConnection::release(bool reusable) {
  m_relay = nullptr;
  const bool clean = !m_stream.hasInput() && !m_stream.isPending() && !m_stream.isHungUp();
  const Settings& settings = m_worker.settings();
  if (!reusable || !clean || !m_upstream->isInService() || m_worker.closesAfterAnswers() ||
      m_upstream->idle().size() >= settings.maxIdleUpstream) {
    close();
    return;
  }
  m_state = State::Idle;
  m_upstream->addIdle(this);
  m_worker.wheel().arm(*this, settings.timeouts.upstreamIdle);
}

void UpstreamConnection::close() {
  m_state = State::Closed;
  m_worker.wheel().disarm(*this);
  m_worker.remove(*this);
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/tunnel.h"

#include <utility>

#include "server/proxy/clientconnection.h"
#include "server/proxy/upstreamconnection.h"
#include "server/proxy/worker.h"

namespace halftone::proxy {

namespace {
constexpr std::size_t kFairShare = 1024 * 1024;
}  // namespace

Tunnel::Tunnel(Worker& worker, ClientConnection& client, UpstreamConnection& upstream,
               VersionCounters& counters, std::shared_ptr<VersionState> state)
    : m_worker(worker),
      m_client(client),
      m_upstream(&upstream),
      m_counters(counters),
      m_state(std::move(state)) {
  m_counters.tunnels.increase();
  m_upstream->upstream().counters().tunnels.increase();
  m_upstream->handOver(this);
  slot = m_state->tunnels.size();
  m_state->tunnels.push_back(this);
  m_worker.tunnelDrain().opened();
}

void Tunnel::start(std::string_view early) {
  m_worker.wheel().disarm(m_client);
  if (m_upstream->stream().write(early) == Stream::WriteStatus::Broken) {
    end();
    return;
  }
  pump();
}

void Tunnel::clientReady() {
  if (m_client.stream().flush() == Stream::WriteStatus::Broken) {
    end();
  } else {
    pump();
  }
}

// Both directions are over on the client's side, but its last words may still be unread.
void Tunnel::clientGone() {
  m_client.startDeadline(m_worker.settings().timeouts.body);
  clientReady();
}

void Tunnel::upstreamReady() {
  if (m_upstream->stream().flush() == Stream::WriteStatus::Broken) {
    end();
  } else {
    pump();
  }
}

void Tunnel::leave() {
  unlist();
  pump();
  if (m_upstream == nullptr) return;
  m_leaving = true;
  m_client.startDeadline(m_worker.settings().timeouts.linger);
  finishIfFlushed();
}

// Once for each side: the kernel makes an event of every shutdown(), needed or not.
void Tunnel::finishIfFlushed() {
  Stream& client = m_client.stream();
  Stream& upstream = m_upstream->stream();
  if (!client.isPending() && !std::exchange(m_clientTold, true)) client.finishWriting();
  if (!upstream.isPending() && !std::exchange(m_upstreamTold, true)) upstream.finishWriting();
}

void Tunnel::unlist() {
  if (!std::exchange(m_listed, false)) return;
  std::vector<Tunnel*>& tunnels = m_state->tunnels;
  tunnels[slot] = tunnels.back();
  tunnels[slot]->slot = slot;
  tunnels.pop_back();
}

void Tunnel::pump() {
  if (m_leaving) finishIfFlushed();
  Stream& client = m_client.stream();
  Stream& upstream = m_upstream->stream();
  if (!m_clientEnded) {
    const Pumped pumped = pass(client, upstream);
    if (pumped == Pumped::Over) {
      end();
      return;
    }
    m_clientEnded = pumped == Pumped::Ended;
  }
  if (!m_upstreamEnded) {
    const Pumped pumped = pass(upstream, client);
    if (pumped == Pumped::Over) {
      end();
      return;
    }
    m_upstreamEnded = pumped == Pumped::Ended;
  }
  if (m_clientEnded && m_upstreamEnded) {
    end();
  } else if (m_clientEnded || m_upstreamEnded) {
    m_client.startDeadline(m_leaving ? m_worker.settings().timeouts.linger
                                     : m_worker.settings().timeouts.body);
  }
}

Tunnel::Pumped Tunnel::pass(Stream& from, Stream& to) {
  std::vector<char>& buffer = m_worker.scratch().receive;
  std::size_t passed = 0;
  while (!to.isPending()) {
    if (passed >= kFairShare) {
      m_worker.pause(m_client);
      return Pumped::Open;
    }
    const Stream::ReadResult read = from.read(buffer.data(), buffer.size());
    switch (read.status) {
      case Stream::ReadStatus::Blocked:
        return Pumped::Open;
      case Stream::ReadStatus::Data:
        if (!m_leaving && to.write(read.bytes) == Stream::WriteStatus::Broken) return Pumped::Over;
        passed += read.bytes.size();
        break;
      case Stream::ReadStatus::End:
        to.finishWriting();
        return Pumped::Ended;
      case Stream::ReadStatus::Broken:
        return Pumped::Over;
    }
  }
  return Pumped::Open;
}

void Tunnel::end() {
  if (m_upstream == nullptr) return;
  unlist();
  m_counters.tunnels.decrease();
  m_upstream->upstream().counters().tunnels.decrease();
  m_upstream->upstream().ended();
  --m_state->connections;
  if (!m_state->waiting.empty()) m_worker.wakeWaiting(m_state);
  std::exchange(m_upstream, nullptr)->release(false);
  m_client.cut(false);
}

}  // namespace halftone::proxy

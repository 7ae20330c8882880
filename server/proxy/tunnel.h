// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "server/proxy/relay.h"

namespace halftone::proxy {

class ClientConnection;
class Stream;
class UpstreamConnection;
class Worker;
struct VersionCounters;
struct VersionState;

// An open WebSocket: bytes both ways, unread, with back-pressure, until both sides have ended. May be silent
// for ever, but a half that is left alone ends after the body timeout. Owned by the client's connection.
class Tunnel final : public Relay {
 public:
  // The upstream connection is busy with the exchange that this was.
  Tunnel(Worker& worker, ClientConnection& client, UpstreamConnection& upstream, VersionCounters& counters,
         std::shared_ptr<VersionState> state);

  // `early`: what the client has sent behind its request.
  void start(std::string_view early);

  void clientReady() override;
  void clientGone() override;
  void clientTimedOut() override { end(); }
  void upstreamConnected() override {}
  void upstreamRefused() override { end(); }
  void upstreamReady() override;
  void drain() override {}  // until the whole proxy ends
  // Comes to an orderly end, after what was read is passed on: both sides see FIN. What they still send is
  // lost.
  void leave();

  std::size_t slot = 0;  // its place in the version's list

 private:
  enum class Pumped { Open, Ended, Over };
  void pump();
  // Passes on what `from` has; Over: a side is broken.
  [[nodiscard]] Pumped pass(Stream& from, Stream& to);
  void end();
  void finishIfFlushed();
  void unlist();

  Worker& m_worker;
  ClientConnection& m_client;
  UpstreamConnection* m_upstream;  // null: over
  VersionCounters& m_counters;
  std::shared_ptr<VersionState> m_state;
  bool m_clientEnded = false;
  bool m_upstreamEnded = false;
  bool m_leaving = false;
  bool m_clientTold = false;  // by FIN, as it leaves
  bool m_upstreamTold = false;
  bool m_listed = true;
};

}  // namespace halftone::proxy

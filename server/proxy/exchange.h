// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/net/httphead.h"
#include "server/proxy/body.h"
#include "server/proxy/journal.h"
#include "server/proxy/relay.h"
#include "server/proxy/routes.h"

namespace halftone::proxy {

class ClientConnection;
class Upstream;
class UpstreamConnection;
class Worker;

// One request and its answer: decides the version, finds an instance and a connection, relays both bodies
// with back-pressure, tries again where that is safe. Reused for the next request of any client; holds at
// most one receive buffer of a request that might have to be repeated. Worker's thread.
//
//   begin --pooled connection--> Waiting --head--> Answering --end--> over
//     +-----> Connecting --ok------^   |
//     |           ^ refused: next one  | died without a byte, and may be repeated
//     +-> Pending-+--------------------+
//     |     ^  (the version has as many connections as it may)
//     +-> Delayed (a fault that the policy injects)
class Exchange final : public Relay {
 public:
  explicit Exchange(Worker& worker) : m_worker(worker) {}
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Begins with a head, whose views need not live longer than this call, and the bytes after it. Gives how
  // many of those belong to the request. The exchange may be over when it returns.
  std::size_t begin(ClientConnection& client, const net::RequestHead& head, std::string_view rest);

  // A connection may be free that it waits for.
  void goOn();
  // Lets go of what would keep others alive while it waits to be used again.
  void forget() { m_routes.reset(); }

  void clientReady() override;
  void clientGone() override;
  void clientTimedOut() override;
  void upstreamConnected() override;
  void upstreamRefused() override;
  void upstreamReady() override;
  void drain() override {}  // it ends soon; the client closes after the answer

 private:
  enum class Phase { Delayed, Pending, Connecting, Waiting, Answering };

  void reset(ClientConnection& client, const net::RequestHead& head);
  // Decides, or gives what the proxy answers itself.
  [[nodiscard]] std::optional<filters::OwnAnswer> route(const net::RequestHead& head);
  [[nodiscard]] std::optional<filters::OwnAnswer> filter(const net::RequestHead& head,
                                                         policy::Request& request);
  [[nodiscard]] std::optional<filters::OwnAnswer> explained(const net::RequestHead& head,
                                                            const policy::Request& request) const;
  // What the version's limits and faults say of a request that was decided for it.
  [[nodiscard]] std::optional<filters::OwnAnswer> refused();
  void beginMirror();
  void mirrorBody(std::string_view bytes);
  void sendMirror();
  // A line of a head of the proxy's own; empty where versions are not told.
  [[nodiscard]] std::string versionField(std::string_view version) const;
  void editAnswer(net::ResponseHead& head);
  void writeFirst(const net::RequestHead& head, std::string_view target);

  void findConnection();
  [[nodiscard]] Upstream* nextUpstream();
  [[nodiscard]] bool usePooled(Upstream& upstream);
  [[nodiscard]] bool sendFirst();
  void attach(UpstreamConnection& connection);
  void detach(bool reusable);
  void upstreamDied();
  void waitForConnection();
  // What the instance did, for its health. Before detach().
  void note(Outcome outcome);
  [[nodiscard]] bool mayRepeat(bool stale) const;
  void repeat(const Upstream* failed, bool stale);
  void headTimedOut();
  void arm(policy::Duration after);
  [[nodiscard]] bool isTotalOver() const;

  // These give false when the exchange is over: then nothing of it may be touched.
  [[nodiscard]] bool pumpRequest();
  [[nodiscard]] bool isTooSlow() const;
  [[nodiscard]] bool pumpAnswer();
  [[nodiscard]] bool takeAnswer(std::string_view bytes);
  [[nodiscard]] bool takeAnswerHead(std::string_view bytes, std::size_t alreadySeen);
  [[nodiscard]] bool startAnswer(const net::ResponseHead& head, std::string_view rest);
  [[nodiscard]] bool passInterim(const net::ResponseHead& head);
  [[nodiscard]] bool passBody(std::string_view bytes);
  [[nodiscard]] bool upstreamEnded();

  void becomeTunnel(const net::ResponseHead& head, std::string_view early);
  void finish();
  // The proxy answers with this status, or cuts the answer that has begun. Over after it.
  void fail(int status, std::string_view why, std::string_view fields = {});
  void account(int status);
  void startRecord(const net::RequestHead& head);
  void endRecord(int status, std::chrono::microseconds took);
  // No longer under way.
  void leave();

  Worker& m_worker;
  ClientConnection* m_client = nullptr;
  UpstreamConnection* m_upstream = nullptr;
  std::shared_ptr<Routes> m_routes;
  VersionRoute* m_version = nullptr;        // in m_routes
  DecisionCounters* m_decision = nullptr;   // of the rule that decided
  std::unique_ptr<RequestRecord> m_record;  // null: nobody wants to hear of this request one by one

  std::string m_first;    // head and first bytes of the body, for a repetition
  std::string m_partial;  // of the answer's head
  std::string m_setCookie;
  std::optional<std::string> m_mirrored;  // the request so far, if it is to be copied
  std::vector<const Upstream*> m_tried;
  std::unique_ptr<filters::Notes> m_notes;  // null until a service wants filters
  Body m_request;
  Body m_answer;
  std::chrono::steady_clock::time_point m_started;
  std::uint64_t m_hashKey = 0;
  std::uint64_t m_requestBytes = 0;  // of the body, as they came
  int m_status = 0;
  int m_repetitions = 0;
  Phase m_phase = Phase::Connecting;
  bool m_isHead = false;        // the method
  bool m_isIdempotent = false;  // RFC 9110 section 9.2.2
  bool m_http10 = false;
  bool m_keepAlive = false;  // the client's connection, as the request wants it
  bool m_webSocket = false;
  bool m_isRetry = false;        // counted as one in the version's state
  bool m_repeatable = true;      // m_first is all that was sent
  bool m_freshOnly = false;      // pooled connections have let us down
  bool m_timedOut = false;       // the last connect did
  bool m_requestBroken = false;  // the instance takes no more of the body
  bool m_gotBytes = false;       // of the answer
  bool m_upstreamKeepAlive = false;
  bool m_plain = false;  // the chunked coding is taken off for an HTTP/1.0 client
  bool m_closeAfter = false;
};

}  // namespace halftone::proxy

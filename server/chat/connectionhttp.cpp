// SPDX-License-Identifier: GPL-3.0-or-later
// A connection while it speaks HTTP/1.1: one request is answered after the other, pipelined or not.
#include <utility>

#include "server/chat/connection.h"
#include "server/chat/dataport.h"
#include "server/chat/json.h"
#include "server/chat/protocol.h"
#include "server/net/httpresponsetext.h"

namespace halftone::chat {

namespace {

constexpr const char* kHtml = "text/html; charset=utf-8";
constexpr const char* kRetryAfterSeconds = "5";

std::string errorBody(std::string_view code, std::string_view why) {
  std::string body;
  JsonObject object(body);
  object.text("error", code).text("message", why);
  object.end();
  return body;
}

net::HttpResponse html(const std::string& page) {
  // The page has its script inside and talks to its own server only.
  return {200,
          {{"Content-Type", kHtml},
           {"Content-Security-Policy",
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'"}},
          page};
}

}  // namespace

void Connection::takeRequests(char* bytes, std::size_t size) {
  std::string carried;
  const bool isContinued = !m_partial.empty();
  if (isContinued) {
    carried = std::exchange(m_partial, {});
    carried.append(bytes, size);
    bytes = carried.data();
    size = carried.size();
  }
  bool isFirst = true;
  m_isParsing = true;
  while (size > 0 && m_stage == Stage::Http && !m_isAnswering) {
    const std::size_t used = takeOneRequest({bytes, size});
    if (used == 0) break;
    bytes += used;
    size -= used;
    isFirst = false;
  }
  m_isParsing = false;
  if (size == 0) return;
  if (m_stage == Stage::WebSocket) return takeFrames(bytes, size);
  if (m_stage != Stage::Http) return;
  m_partial.assign(bytes, size);
  // The time for a head runs from its first byte, whatever trickles in later.
  if (!m_isAnswering && !(isFirst && isContinued)) m_port.wheel().arm(m_timeout, m_port.limits().headTimeout);
}

std::size_t Connection::takeOneRequest(std::string_view bytes) {
  net::RequestHead& head = m_port.headScratch();
  const net::HeadParse parse = net::parseRequestHead(bytes, head);
  if (parse.status == net::HeadStatus::NeedMore) return 0;
  if (parse.status == net::HeadStatus::Bad) {
    refuse(parse.answer, "bad_request", parse.why);
    return bytes.size();
  }
  ApiRequest read = readRequest(head, m_port.requestRules(), [this](const net::RequestHead& asked) {
    return m_port.policyApi(asked, fd());
  });
  if (read.kind == ApiRequest::Kind::Upgrade) read.head = m_port.remember(head, fd());
  request(std::move(read));
  return parse.used;
}

void Connection::request(ApiRequest request) {
  m_port.counters().httpRequests.add();
  m_isAnswering = true;
  const std::chrono::milliseconds latency = m_port.faults().latency();
  if (latency.count() == 0 || request.kind == ApiRequest::Kind::Health) return perform(request);
  DataPort& port = m_port;
  port.delayLine().add(DataPort::Clock::now() + latency, [&port, key = m_key, later = std::move(request)] {
    if (Connection* self = port.find(key)) self->perform(later);
  });
}

void Connection::perform(const ApiRequest& request) {
  if (m_stage != Stage::Http) return;
  if (request.kind != ApiRequest::Kind::Health && m_port.faults().shouldFail()) {
    return answerError(request, 500, "injected", "a fault was injected");
  }
  switch (request.kind) {
    case ApiRequest::Kind::Refused:
      return answerError(request, request.status, request.code, request.why);
    case ApiRequest::Kind::Page:
      return answer(request, html(m_port.page()));
    case ApiRequest::Kind::Version:
      return answer(request, net::HttpResponse::json(200, m_port.versionBody()));
    case ApiRequest::Kind::Health: {
      int status = 200;
      std::string body = m_port.healthBody(status);
      return answer(request, net::HttpResponse::json(status, std::move(body)));
    }
    case ApiRequest::Kind::Upgrade:
      return upgrade(request);
    case ApiRequest::Kind::History:
      break;
  }
  DataPort& port = m_port;
  port.backplane().readHistory(request.history,
                               [&port, key = m_key, request](const Result<HistoryPage>& page) {
                                 if (Connection* self = port.find(key)) self->answerHistory(request, page);
                               });
}

void Connection::answerHistory(const ApiRequest& request, const Result<HistoryPage>& page) {
  if (m_stage != Stage::Http) return;
  if (!page) return answerError(request, 503, "unavailable", page.error().toString());
  answer(request, net::HttpResponse::json(200, writeHistoryBody(request.api, request.history.room, *page)));
}

void Connection::answerError(const ApiRequest& request, int status, std::string_view code,
                             std::string_view why) {
  net::HttpResponse response = net::HttpResponse::json(status, errorBody(code, why));
  if (status == 405) response.fields.emplace_back("Allow", request.allow);
  if (status == 426)
    response.fields.insert(response.fields.end(),
                           {{"Upgrade", "websocket"}, {"Sec-WebSocket-Version", "13"}});
  if (status == 503) response.fields.emplace_back("Retry-After", kRetryAfterSeconds);
  answer(request, std::move(response));
}

void Connection::refuse(int status, std::string_view code, std::string_view why) {
  ApiRequest request;
  request.keepAlive = false;
  answerError(request, status, code, why);
}

void Connection::answer(const ApiRequest& request, net::HttpResponse response) {
  if (response.status >= 500) m_port.counters().httpErrors.add();
  response.fields.emplace_back("Cache-Control", "no-store");
  const bool keepAlive = request.keepAlive && !m_peerIsDone && !m_port.isShuttingDown();
  queue(net::formatResponse(response, {keepAlive, request.headOnly, request.isHttp10}, m_port.httpDate()));
  answered(keepAlive);
}

void Connection::answered(bool keepAlive) {
  m_isAnswering = false;
  if (m_stage == Stage::Gone) return;
  if (!keepAlive) return beginClosing();
  m_port.wheel().arm(m_timeout, m_port.limits().idleTimeout);
  if (!m_isParsing) takeMore();
}

// After an answer that came later: what arrived meanwhile.
void Connection::takeMore() {
  if (!m_partial.empty()) takeRequests(nullptr, 0);
  if (m_isAnswering || !std::exchange(m_hasUnread, false)) return;
  receive(true);
}

void Connection::upgrade(const ApiRequest& request) {
  if (!m_port.hasRoomForSession()) {
    m_port.counters().sessionsRefused.add();
    return answerError(request, 503, "full", "the node is full or going away");
  }
  std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: "
      "Upgrade\r\nSec-WebSocket-Accept: ";
  head += net::ws::acceptKey(request.websocketKey);
  if (!request.extensions.empty()) head += "\r\nSec-WebSocket-Extensions: " + request.extensions;
  head += "\r\n\r\n";
  queue(head);
  m_isAnswering = false;
  if (m_stage == Stage::Gone) return;
  m_stage = Stage::WebSocket;
  m_deflates = !request.extensions.empty();
  const Limits& limits = m_port.limits();
  m_reader = std::make_unique<net::ws::Reader>(
      net::ws::Reader::Limits{limits.maxFrameBytes, limits.maxFrameBytes, true, m_deflates});
  m_port.wheel().arm(m_timeout, limits.pingEvery);
  const std::string user = request.user.empty() ? "guest-" + std::to_string(m_key) : request.user;
  m_session = &m_port.hub().add({user, request.api, m_deflates, request.head}, *this, DataPort::Clock::now());
  m_port.placement().add(*m_session);
  if (m_isParsing) return;
  // Upgraded later: frames may have come before the answer (they may not, but some clients do).
  std::string early = std::exchange(m_partial, {});
  if (!early.empty()) takeFrames(early.data(), early.size());
  if (std::exchange(m_hasUnread, false)) receive(true);
}

void Connection::refuseFull() {
  m_port.counters().sessionsRefused.add();
  refuse(503, "full", "too many connections");
}

}  // namespace halftone::chat

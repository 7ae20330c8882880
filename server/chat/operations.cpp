// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/operations.h"

#include <memory>
#include <string_view>
#include <utility>

#include "server/chat/json.h"
#include "server/chat/sessionaccount.h"
#include "server/chat/sessionlist.h"

namespace halftone::chat {

namespace {

constexpr std::string_view kMoves = "/v1/moves";
constexpr std::string_view kMovesBelow = "/v1/moves/";
constexpr std::string_view kSessionsBelow = "/v1/sessions/";

net::HttpResponse refusal(const Error& error) {
  const int status = error.code == ErrorCode::NotFound ? 404 : error.code == ErrorCode::TooLarge ? 429 : 400;
  return net::HttpResponse::text(status, error.toString() + "\n");
}

net::HttpResponse answer(const Result<MoveProgress>& progress) {
  if (!progress) return refusal(progress.error());
  std::string body;
  appendMove(body, *progress);
  return net::HttpResponse::json(200, std::move(body));
}

}  // namespace

Operations::Operations(DataThread& data, Mailbox& mailbox, std::chrono::milliseconds lead)
    : m_data(data), m_mailbox(mailbox), m_lead(lead) {}

bool Operations::handle(const net::HttpRequest& request, const net::HttpResponder& responder) {
  const std::string& path = request.path;
  const std::string& method = request.method;
  if (path == "/v1/state" && method == "PUT") {
    changeState(request.body, responder);
  } else if (path == "/v1/state" && method == "GET") {
    responder.send(net::HttpResponse::json(200, stateBody()));
  } else if (path == "/v1/kick" && method == "POST") {
    kick(request.body, responder);
  } else if (path == kMoves && method == "POST") {
    begin(request.body, responder);
  } else if (path == kMoves && method == "GET") {
    ask([](DataPort& port) { return net::HttpResponse::json(200, writeMoves(port.mover().progress())); },
        responder);
  } else if (path == "/v1/sessions/page" && method == "GET") {
    list(request, responder);
  } else if (path.starts_with(kSessionsBelow) && method == "GET") {
    tellSession(request, responder);
  } else if (path == "/v1/counts" && method == "GET") {
    ask([](DataPort& port) { return net::HttpResponse::json(200, countSessions(port.hub())); }, responder);
  } else if (path == "/v1/drift" && method == "GET") {
    ask(
        [](DataPort& port) {
          std::string body;
          appendDrift(body, port.placement().drift());
          return net::HttpResponse::json(200, std::move(body));
        },
        responder);
  } else if (path.starts_with(kMovesBelow) && method == "DELETE") {
    ask([id = path.substr(kMovesBelow.size())](DataPort& port) { return answer(port.mover().cancel(id)); },
        responder);
  } else if (path == "/v1/state" || path == "/v1/kick" || path == kMoves || path == "/v1/drift" ||
             path.starts_with(kMovesBelow)) {
    responder.send(net::HttpResponse::text(405, "GET, PUT, POST or DELETE, as the page of the API says\n"));
  } else {
    return false;
  }
  return true;
}

void Operations::ask(Work work, const net::HttpResponder& responder) {
  const std::uint64_t ticket = ++m_lastTicket;
  m_waiting.emplace(ticket, responder);
  m_data.post([this, &mailbox = m_mailbox, ticket, work = std::move(work)](DataPort& port) {
    auto response = std::make_shared<net::HttpResponse>(work(port));
    mailbox.post([this, ticket, response] {
      const auto waiting = m_waiting.extract(ticket);
      if (waiting) waiting.mapped().send(std::move(*response));
    });
  });
}

void Operations::changeState(const std::string& body, const net::HttpResponder& responder) {
  const Result<StateOrder> order = readStateOrder(body);
  if (!order) return responder.send(refusal(order.error()));
  m_state = order->state;
  m_reason = order->reason;
  if (stateChanged) stateChanged(m_state, m_reason);
  ask(
      [order = *order, lead = m_lead, reply = stateBody()](DataPort& port) {
        if (order.state == ServiceState::Draining) return answer(port.drain(order.drain, lead));
        port.setService(order.state);
        return net::HttpResponse::json(200, reply);
      },
      responder);
}

void Operations::begin(const std::string& body, const net::HttpResponder& responder) {
  const Result<MoveOrder> order = readMoveOrder(body);
  if (!order) return responder.send(refusal(order.error()));
  ask([order = *order](DataPort& port) { return answer(port.mover().begin(order, {})); }, responder);
}

void Operations::list(const net::HttpRequest& request, const net::HttpResponder& responder) {
  const Result<SessionQuery> query = readSessionQuery(request);
  if (!query) return responder.send(refusal(query.error()));
  ask([query =
           *query](DataPort& port) { return net::HttpResponse::json(200, listSessions(port.hub(), query)); },
      responder);
}

void Operations::tellSession(const net::HttpRequest& request, const net::HttpResponder& responder) {
  const bool redact = request.parameter("redact").value_or("1") != "0";
  ask(
      [id = request.path.substr(kSessionsBelow.size()), redact](DataPort& port) {
        auto account = accountOf(port.hub(), port.placement(), id, redact);
        if (!account) return net::HttpResponse::text(404, "no such session is open\n");
        return net::HttpResponse::json(200, std::move(*account));
      },
      responder);
}

void Operations::kick(const std::string& body, const net::HttpResponder& responder) {
  const Result<KickOrder> order = readKickOrder(body);
  if (!order) return responder.send(refusal(order.error()));
  ask(
      [order = *order](DataPort& port) {
        std::string reply;
        JsonObject object(reply);
        object.number("kicked", port.mover().kick(order));
        object.end();
        return net::HttpResponse::json(200, std::move(reply));
      },
      responder);
}

std::string Operations::stateBody() const {
  std::string body;
  JsonObject object(body);
  object.text("state", toString(m_state)).text("reason", m_reason);
  object.end();
  return body;
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httpclient.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "server/net/httpclientexchange.h"
#include "server/net/httpresponsetext.h"
#include "server/net/httptext.h"

namespace halftone::net {

namespace {

constexpr std::size_t kMaxIdlePerAddress = 64;

bool has(const FieldVector& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [name](const auto& field) { return equalsIgnoringCase(field.first, name); });
}

// RFC 9110 section 9.2.2.
bool isIdempotent(std::string_view method) {
  constexpr std::array<std::string_view, 6> kMethods{"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
}

// Null, or why the request cannot be written.
const char* whatIsWrong(const ClientRequest& request) {
  if (!isToken(request.method) || request.method == "CONNECT") return "the method cannot be sent";
  if (request.target.empty() || !isTargetText(request.target)) return "the target cannot be sent";
  for (const auto& [name, value] : request.fields) {
    if (!isWritableField(name, value)) return "a field cannot be sent";
    if (equalsIgnoringCase(name, "transfer-encoding")) return "request bodies have a length here";
  }
  return nullptr;
}

std::string format(const ClientRequest& request) {
  std::string out;
  out.reserve(256 + request.body.size());
  out.append(request.method).append(" ").append(request.target).append(" HTTP/1.1\r\n");
  if (!has(request.fields, "host")) out.append("Host: ").append(request.to.toString()).append("\r\n");
  for (const auto& [name, value] : request.fields) out.append(name).append(": ").append(value).append("\r\n");
  const bool needsLength = !request.body.empty() || request.method == "POST" || request.method == "PUT";
  if (needsLength && !has(request.fields, "content-length")) {
    out.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  }
  return out.append("\r\n").append(request.body);
}

}  // namespace

HttpClient::State::State(EpollDispatcher* loop) : dispatcher(loop) {
  if (dispatcher) dispatcher->addTickHook(this);
}

HttpClient::State::~State() {
  if (dispatcher) dispatcher->removeTickHook(this);
}

void HttpClient::State::start(HttpClientExchange exchange) {
  auto& waiting = idle[exchange.request.to.toString()];
  if (waiting.empty()) return startAnew(std::move(exchange));
  HttpClientConnection* const connection = waiting.back();
  waiting.pop_back();
  exchange.mayRetry = isIdempotent(exchange.request.method);
  connection->start(std::move(exchange));
}

void HttpClient::State::startAnew(HttpClientExchange exchange) {
  exchange.mayRetry = false;
  const SocketAddress to = exchange.request.to;
  Result<UniqueFd> fd = connectTcp(to);
  if (!fd) return finish(std::move(exchange), tl::unexpected<Error>(fd.error()));
  auto connection = std::make_unique<HttpClientConnection>(*this, std::move(*fd), to);
  if (!connection->watch()) {
    return finish(std::move(exchange), fail(ErrorCode::Io, to.toString(), std::strerror(errno)));
  }
  HttpClientConnection* const added = connection.get();
  connections.emplace(added, std::move(connection));
  added->start(std::move(exchange));
}

void HttpClient::State::finish(HttpClientExchange exchange, Result<HttpResponse> result) {
  finished.emplace_back(std::move(exchange.done), std::move(result));
  if (dispatcher) dispatcher->wakeUp();  // the turn's hooks may have run already, or there is no turn now
}

void HttpClient::State::keepIdle(HttpClientConnection* connection) {
  auto& waiting = idle[connection->key()];
  if (waiting.size() >= kMaxIdlePerAddress) return connection->close();
  waiting.push_back(connection);
}

void HttpClient::State::remove(HttpClientConnection* connection) {
  if (const auto waiting = idle.find(connection->key()); waiting != idle.end()) {
    std::erase(waiting->second, connection);
    if (waiting->second.empty()) idle.erase(waiting);
  }
  const auto found = connections.find(connection);
  if (found == connections.end()) return;
  if (dispatcher) dispatcher->retire(std::move(found->second));
  connections.erase(found);
}

void HttpClient::State::tickEnded() {
  if (finished.empty()) return;
  const auto alive = shared_from_this();
  for (auto& [done, result] : std::exchange(finished, {})) {
    if (!dispatcher) return;  // the client was destroyed by one of them
    if (done) done(std::move(result));
  }
}

void HttpClient::State::shutDown() {
  while (!connections.empty()) connections.begin()->first->close();
  finished.clear();
  if (dispatcher) dispatcher->removeTickHook(this);
  dispatcher.clear();
}

HttpClient::HttpClient() : m_state(std::make_shared<State>(EpollDispatcher::current())) {}

HttpClient::~HttpClient() {
  m_state->shutDown();
}

void HttpClient::send(ClientRequest request, Done done) {
  HttpClientExchange exchange;
  exchange.request = std::move(request);
  exchange.done = std::move(done);
  Q_ASSERT_X(m_state->dispatcher, "HttpClient", "was created in a thread without an EpollDispatcher");
  if (const char* const wrong = whatIsWrong(exchange.request)) {
    const std::string place = exchange.request.to.toString();
    return m_state->finish(std::move(exchange), fail(ErrorCode::Invalid, place, wrong));
  }
  exchange.bytes = format(exchange.request);
  exchange.request.body.clear();
  exchange.until = std::chrono::steady_clock::now() + exchange.request.timeout;
  m_state->start(std::move(exchange));
}

}  // namespace halftone::net

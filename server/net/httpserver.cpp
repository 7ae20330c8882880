// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/httpserver.h"

#include <utility>

#include "server/net/httpserverconnection.h"
#include "server/net/httpserverstate.h"

namespace halftone::net {

namespace {

// Connections over the limit that are kept only to be told so.
constexpr std::size_t kMaxRefused = 64;

std::string formatDate(std::time_t second) {
  std::tm parts{};
  gmtime_r(&second, &parts);
  constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 64> text{};
  // Not strftime: its names follow the locale.
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
                kDays[static_cast<std::size_t>(parts.tm_wday)], parts.tm_mday,
                kMonths[static_cast<std::size_t>(parts.tm_mon)], parts.tm_year + 1900, parts.tm_hour,
                parts.tm_min, parts.tm_sec);
  return text.data();
}

}  // namespace

HttpServer::State::State(EpollDispatcher* loop, Limits someLimits, Handler aHandler)
    : dispatcher(loop), limits(someLimits), handler(std::move(aHandler)) {
  dispatcher->addTickHook(this);
}

HttpServer::State::~State() {
  if (dispatcher) dispatcher->removeTickHook(this);
}

void HttpServer::State::accept(UniqueFd fd, const SocketAddress& peer) {
  if (connections.size() >= limits.maxConnections + kMaxRefused) return;
  const bool isOver = connections.size() >= limits.maxConnections;
  auto connection = std::make_unique<HttpServerConnection>(*this, std::move(fd), peer);
  if (!connection->watch()) return;
  HttpServerConnection* const added = connection.get();
  add(std::move(connection));
  if (isOver) added->refuse(503, "too many connections");
}

void HttpServer::State::add(std::unique_ptr<ServedConnection> connection) {
  ServedConnection* const key = connection.get();
  connections.emplace(key, std::move(connection));
}

void HttpServer::State::remove(ServedConnection* connection) {
  const auto found = connections.find(connection);
  if (found == connections.end()) return;
  if (dispatcher) dispatcher->retire(std::move(found->second));
  connections.erase(found);
}

void HttpServer::State::resumeLater(ServedConnection* connection) {
  toResume.push_back(connection);
  if (dispatcher) dispatcher->wakeUp();  // the turn's hooks may have run already, or there is no turn now
}

void HttpServer::State::tickEnded() {
  if (toResume.empty()) return;
  const auto alive = shared_from_this();
  for (ServedConnection* const connection : std::exchange(toResume, {})) {
    if (connections.contains(connection)) connection->resume();  // else it ended meanwhile
  }
}

void HttpServer::State::shutDown() {
  acceptor.reset();
  while (!connections.empty()) {
    ServedConnection* const connection = connections.begin()->first;
    connection->drop();
    remove(connection);
  }
}

const std::string& HttpServer::State::date() {
  const std::time_t now = std::time(nullptr);
  if (now != dateSecond) {
    dateSecond = now;
    dateText = formatDate(now);
  }
  return dateText;
}

Result<std::unique_ptr<HttpServer>> HttpServer::listen(const SocketAddress& address, Limits limits,
                                                       Handler handler) {
  EpollDispatcher* const dispatcher = EpollDispatcher::current();
  if (dispatcher == nullptr) {
    return fail(ErrorCode::Io, address.toString(), "this thread does not run an EpollDispatcher");
  }
  auto state = std::make_shared<State>(dispatcher, limits, std::move(handler));
  Result<std::unique_ptr<Acceptor>> acceptor = Acceptor::listen(
      address, limits.reusePort,
      [raw = state.get()](UniqueFd fd, const SocketAddress& peer) { raw->accept(std::move(fd), peer); });
  if (!acceptor) return tl::unexpected<Error>(acceptor.error());
  state->acceptor = std::move(*acceptor);
  return std::unique_ptr<HttpServer>(new HttpServer(std::move(state)));
}

HttpServer::HttpServer(std::shared_ptr<State> state) : m_state(std::move(state)) {}

HttpServer::~HttpServer() {
  m_state->shutDown();
}

SocketAddress HttpServer::address() const {
  return m_state->acceptor->address();
}

HttpResponder::Shared::~Shared() {
  if (connection != nullptr) {
    connection->answer(HttpResponse::text(500, "the request was not answered\n"));
  }
}

void HttpResponder::send(HttpResponse response) const {
  HttpServerConnection* const connection = std::exchange(m_shared->connection, nullptr);
  if (connection == nullptr) return;
  const auto dropped = std::exchange(m_shared->onGone, nullptr);
  connection->answer(std::move(response));
}

WebSocketPeer* HttpResponder::upgrade() const {
  HttpServerConnection* const connection = std::exchange(m_shared->connection, nullptr);
  if (connection == nullptr) return nullptr;
  const auto dropped = std::exchange(m_shared->onGone, nullptr);
  return connection->upgrade();
}

bool HttpResponder::isConnected() const {
  return m_shared->connection != nullptr;
}

void HttpResponder::onGone(std::function<void()> callback) const {
  if (m_shared->connection != nullptr) {
    m_shared->onGone = std::move(callback);
  } else if (m_shared->isGone) {
    callback();
  }
}

}  // namespace halftone::net

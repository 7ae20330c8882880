// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>

#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "server/net/epolldispatcher.h"
#include "server/net/socket.h"

namespace halftone::net {

namespace {

Q_LOGGING_CATEGORY(lcAccept, "halftone.net.accept")

constexpr int kAcceptsPerTurn = 64;
constexpr std::chrono::milliseconds kRetryAfter{100};

UniqueFd openReserve() {
  return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool isOutOfDescriptors(int error) {
  return error == EMFILE || error == ENFILE;
}

// Errors of the one connection, not of the listener (accept(2): Linux passes pending network errors on).
bool concernsOneConnection(int error) {
  switch (error) {
    case ECONNABORTED:
    case EINTR:
    case EPERM:
    case EPROTO:
    case ENETDOWN:
    case ENOPROTOOPT:
    case EHOSTDOWN:
    case ENONET:
    case EHOSTUNREACH:
    case EOPNOTSUPP:
    case ENETUNREACH:
      return true;
    default:
      return false;
  }
}

}  // namespace

class Acceptor::Handler final : public IoHandler {
 public:
  Handler(UniqueFd listener, OnConnection onConnection, EpollDispatcher* dispatcher)
      : m_listener(std::move(listener)), m_onConnection(std::move(onConnection)), m_dispatcher(dispatcher) {
    m_retry.setSingleShot(true);
    m_retry.callOnTimeout([this] { acceptSome(); });
  }

  [[nodiscard]] bool start() { return m_dispatcher->watch(m_listener.get(), this); }

  void stop() {
    if (m_dispatcher && m_listener) m_dispatcher->unwatch(m_listener.get());
    m_listener.reset();
    m_retry.stop();
  }

  void ready(std::uint32_t) override { acceptSome(); }

  void acceptRest() {
    while (m_listener && acceptOne()) {
    }
  }

  [[nodiscard]] SocketAddress address() const { return localAddress(m_listener.get()); }
  [[nodiscard]] EpollDispatcher* dispatcher() const { return m_dispatcher; }

 private:
  void acceptSome() {
    for (int i = 0; i < kAcceptsPerTurn; ++i) {
      if (!acceptOne()) return;
      if (!m_listener) return;  // the callback ended the acceptor
    }
    m_dispatcher->rearm(m_listener.get());  // more may be waiting: the others of this thread come first
  }

  // False: nothing more to accept now.
  bool acceptOne() {
    sockaddr_storage raw{};
    socklen_t size = sizeof raw;
    UniqueFd fd(
        ::accept4(m_listener.get(), reinterpret_cast<sockaddr*>(&raw), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd) {
      m_starving = false;
      m_onConnection(std::move(fd), SocketAddress::from(raw));
      return true;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return false;
    if (concernsOneConnection(errno)) return true;
    if (isOutOfDescriptors(errno)) return refuseOne();
    qCWarning(lcAccept, "accept: %s", std::strerror(errno));
    m_retry.start(kRetryAfter);
    return false;
  }

  bool refuseOne() {
    if (!m_starving) qCWarning(lcAccept, "no file descriptor is left: connections are refused");
    m_starving = true;
    m_reserve.reset();
    bool drained = false;
    {
      const UniqueFd refused(::accept4(m_listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      drained = !refused && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
    m_reserve = openReserve();
    if (m_reserve && !drained) return true;
    // Without a reserve (another thread took the number) the backlog must wait; it signals no second edge.
    if (!m_reserve) m_retry.start(kRetryAfter);
    return false;
  }

  UniqueFd m_listener;
  UniqueFd m_reserve = openReserve();
  OnConnection m_onConnection;
  QPointer<EpollDispatcher> m_dispatcher;
  QTimer m_retry;
  bool m_starving = false;
};

Result<std::unique_ptr<Acceptor>> Acceptor::listen(const SocketAddress& address, bool reusePort,
                                                   OnConnection onConnection) {
  Result<UniqueFd> listener = listenTcp(address, reusePort);
  if (!listener) return tl::unexpected<Error>(listener.error());
  return adopt(std::move(*listener), std::move(onConnection));
}

Result<std::unique_ptr<Acceptor>> Acceptor::adopt(UniqueFd listener, OnConnection onConnection) {
  const std::string address = localAddress(listener.get()).toString();
  EpollDispatcher* const dispatcher = EpollDispatcher::current();
  if (dispatcher == nullptr) {
    return fail(ErrorCode::Io, address, "this thread does not run an EpollDispatcher");
  }
  auto handler = std::make_unique<Handler>(std::move(listener), std::move(onConnection), dispatcher);
  if (!handler->start()) return fail(ErrorCode::Io, address, std::strerror(errno));
  return std::unique_ptr<Acceptor>(new Acceptor(std::move(handler)));
}

void Acceptor::acceptRest() {
  m_handler->acceptRest();
}

Acceptor::Acceptor(std::unique_ptr<Handler> handler) : m_handler(std::move(handler)) {}

Acceptor::~Acceptor() {
  m_handler->stop();
  // The callback that runs now may be the one that ends us.
  if (EpollDispatcher* const dispatcher = m_handler->dispatcher()) dispatcher->retire(std::move(m_handler));
}

SocketAddress Acceptor::address() const {
  return m_handler->address();
}

}  // namespace halftone::net

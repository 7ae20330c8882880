// SPDX-License-Identifier: GPL-3.0-or-later
#include <fcntl.h>

#include <QLoggingCategory>
#include <QPointer>
#include <QTimer>
#include <algorithm>
#include <atomic>
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
constexpr std::chrono::seconds kShortage{1};
constexpr std::chrono::milliseconds kPace{5};  // between looks at the queue of a listener that is held back
constexpr std::chrono::duration<double> kBurst{0.05};  // of the rate, at once

UniqueFd openReserve() {
  return UniqueFd(::open("/dev/null", O_RDONLY | O_CLOEXEC));
}

bool isOutOfDescriptors(int error) {
  return error == EMFILE || error == ENFILE;
}

// Of the whole process: descriptors are. A steady time in nanoseconds, 0 where there was never a shortage.
std::atomic<std::int64_t> shortUntil{0};

std::int64_t nowNanoseconds() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
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

void noteShortageOfDescriptors() {
  shortUntil.store(nowNanoseconds() + std::chrono::nanoseconds(kShortage).count(), std::memory_order_relaxed);
}

bool isShortOfDescriptors() {
  const std::int64_t until = shortUntil.load(std::memory_order_relaxed);
  return until != 0 && nowNanoseconds() < until;
}

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

  void limitRate(int perSecond) {
    m_rate = perSecond;
    m_allowed = std::max(1.0, m_rate * kBurst.count());
    m_counted = Clock::now();
  }

  void acceptRest() {
    while (m_listener && acceptOne()) {
    }
  }

  [[nodiscard]] SocketAddress address() const { return localAddress(m_listener.get()); }
  [[nodiscard]] EpollDispatcher* dispatcher() const { return m_dispatcher; }

 private:
  using Clock = std::chrono::steady_clock;

  void acceptSome() {
    if (m_rate > 0) allowMore();
    for (int i = 0; i < kAcceptsPerTurn; ++i) {
      // No second edge tells of what is left in the queue: the timer does.
      if (m_rate > 0 && m_allowed < 1) return m_retry.start(kPace);
      if (!acceptOne()) return;
      m_allowed -= 1;
      if (!m_listener) return;  // the callback ended the acceptor
    }
    m_dispatcher->rearm(m_listener.get());  // more may be waiting: the others of this thread come first
  }

  void allowMore() {
    const Clock::time_point now = Clock::now();
    const double passed = std::chrono::duration<double>(now - std::exchange(m_counted, now)).count();
    m_allowed = std::min(std::max(1.0, m_rate * kBurst.count()), m_allowed + passed * m_rate);
  }

  // False: nothing more to accept now.
  bool acceptOne() {
    sockaddr_storage raw{};
    socklen_t size = sizeof raw;
    UniqueFd fd(
        ::accept4(m_listener.get(), reinterpret_cast<sockaddr*>(&raw), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd) {
      if (isShortOfDescriptors() && !leavesRoom()) {
        // It may have come by the number that another acceptor gives up to refuse one of its own.
        fd.reset();
        return restoreReserve();
      }
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

  // Whether a descriptor is left, the reserve not counted.
  bool leavesRoom() {
    if (!m_reserve) m_reserve = openReserve();
    return m_reserve && openReserve();
  }

  // False: none to be had now, the backlog waits for the timer; it signals no second edge.
  bool restoreReserve() {
    if (!m_reserve) m_reserve = openReserve();
    if (!m_reserve) m_retry.start(kRetryAfter);
    return static_cast<bool>(m_reserve);
  }

  bool refuseOne() {
    if (!m_starving) qCWarning(lcAccept, "no file descriptor is left: connections are refused");
    m_starving = true;
    noteShortageOfDescriptors();
    m_reserve.reset();
    bool drained = false;
    {
      const UniqueFd refused(::accept4(m_listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
      drained = !refused && (errno == EAGAIN || errno == EWOULDBLOCK);
    }
    return restoreReserve() && !drained;
  }

  UniqueFd m_listener;
  UniqueFd m_reserve = openReserve();
  OnConnection m_onConnection;
  QPointer<EpollDispatcher> m_dispatcher;
  QTimer m_retry;
  bool m_starving = false;
  double m_rate = 0;  // connections a second; 0: any
  double m_allowed = 0;
  Clock::time_point m_counted;
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

void Acceptor::limitRate(int perSecond) {
  m_handler->limitRate(perSecond);
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

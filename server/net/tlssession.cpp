// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/tlssession.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <climits>

namespace halftone::net {

// The socket as OpenSSL sees it. A read shorter than asked for means that nothing is left, so that a request
// costs one call, as without TLS.
struct TlsSession::Wire {
  int fd = -1;
  bool readable = false;
  bool hungUp = false;
  bool ended = false;
  bool writeBlocked = false;

  static int read(BIO* bio, char* buffer, int size);
  static int write(BIO* bio, const char* bytes, int size);
  static long control(BIO* bio, int command, long, void*);
  static const BIO_METHOD* method();
};

int TlsSession::Wire::read(BIO* bio, char* buffer, int size) {
  Wire& wire = *static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  ssize_t got = -1;
  errno = EAGAIN;
  if (wire.readable) {
    do {
      got = ::recv(wire.fd, buffer, static_cast<std::size_t>(size), 0);
    } while (got < 0 && errno == EINTR);
  }
  if (got > 0) {
    if (got < size && !wire.hungUp) wire.readable = false;
    return static_cast<int>(got);
  }
  if (got == 0) {
    wire.ended = true;
    return 0;
  }
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    wire.readable = false;
    BIO_set_retry_read(bio);
  }
  return -1;
}

int TlsSession::Wire::write(BIO* bio, const char* bytes, int size) {
  Wire& wire = *static_cast<Wire*>(BIO_get_data(bio));
  BIO_clear_retry_flags(bio);
  ssize_t sent = -1;
  do {
    sent = ::send(wire.fd, bytes, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent >= 0) return static_cast<int>(sent);
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    wire.writeBlocked = true;
    BIO_set_retry_write(bio);
  }
  return -1;
}

long TlsSession::Wire::control(BIO* bio, int command, long, void*) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return static_cast<Wire*>(BIO_get_data(bio))->ended ? 1 : 0;
  return 0;
}

const BIO_METHOD* TlsSession::Wire::method() {
  static const BIO_METHOD* const kMethod = [] {
    BIO_METHOD* const made = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "halftone socket");
    BIO_meth_set_read(made, &Wire::read);
    BIO_meth_set_write(made, &Wire::write);
    BIO_meth_set_ctrl(made, &Wire::control);
    return made;
  }();
  return kMethod;
}

TlsSession::TlsSession(SSL* ssl, int fd) : m_ssl(ssl), m_wire(std::make_unique<Wire>()) {
  m_wire->fd = fd;
  BIO* const bio = BIO_new(Wire::method());
  BIO_set_data(bio, m_wire.get());
  BIO_set_init(bio, 1);
  SSL_set_bio(m_ssl, bio, bio);  // which owns it now
}

TlsSession::~TlsSession() {
  // Else OpenSSL takes the session for a cut one and looks for it in a cache, under a lock.
  SSL_set_shutdown(m_ssl, SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
  SSL_free(m_ssl);
}

std::unique_ptr<TlsSession> TlsSession::accept(std::shared_ptr<const TlsServerContext> context, int fd) {
  SSL* const ssl = context->newSession();
  if (ssl == nullptr) return nullptr;
  SSL_set_accept_state(ssl);
  std::unique_ptr<TlsSession> session(new TlsSession(ssl, fd));
  session->m_context = std::move(context);
  return session;
}

std::unique_ptr<TlsSession> TlsSession::connect(const TlsClientContext& context, int fd) {
  SSL* const ssl = context.newSession();
  if (ssl == nullptr) return nullptr;
  SSL_set_connect_state(ssl);
  return std::unique_ptr<TlsSession>(new TlsSession(ssl, fd));
}

void TlsSession::note(std::uint32_t events) {
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) m_wire->hungUp = true;
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) {
    m_wire->readable = true;
    m_starved = false;
  }
  // A handshake that could not write goes on inside a read.
  if ((events & EPOLLOUT) != 0 && m_wire->writeBlocked) {
    m_wire->writeBlocked = false;
    m_wire->readable = true;
    m_starved = false;
  }
}

TlsSession::Step TlsSession::outcome(int result, std::size_t size) {
  if (result > 0) return {Status::Done, size};
  switch (SSL_get_error(m_ssl, result)) {
    case SSL_ERROR_WANT_READ:
      m_starved = !m_wire->readable;
      return {};
    case SSL_ERROR_WANT_WRITE:
      m_starved = true;
      return {};
    case SSL_ERROR_ZERO_RETURN:
      return {Status::End, 0};
    default:
      ERR_clear_error();
      return {Status::Broken, 0};
  }
}

TlsSession::Step TlsSession::read(char* buffer, std::size_t size) {
  ERR_clear_error();
  std::size_t got = 0;
  const int result = SSL_read_ex(m_ssl, buffer, size, &got);
  return outcome(result, got);
}

TlsSession::Step TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  std::size_t sent = 0;
  const int result = SSL_write_ex(m_ssl, bytes.data(), bytes.size(), &sent);
  return outcome(result, sent);
}

void TlsSession::finishWriting() {
  if (SSL_is_init_finished(m_ssl) != 0) (void)SSL_shutdown(m_ssl);
  ERR_clear_error();
}

bool TlsSession::isReadable() const {
  return m_wire->readable || (!m_starved && SSL_has_pending(m_ssl) != 0);
}

bool TlsSession::hasInput() {
  if (!isReadable()) return false;
  ERR_clear_error();
  char ignored = 0;
  std::size_t got = 0;
  const int result = SSL_peek_ex(m_ssl, &ignored, 1, &got);
  return outcome(result, got).status != Status::Blocked;
}

}  // namespace halftone::net

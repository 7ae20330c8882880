// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "backend/base/result.h"

using SSL = struct ssl_st;
using SSL_CTX = struct ssl_ctx_st;

namespace halftone::net {

struct CertificateFiles {
  std::string chain;  // PEM: the certificate, then those above it
  std::string key;    // PEM
};

// How a server speaks TLS: its certificates, TLS 1.2 and 1.3, ALPN http/1.1, tickets for resumption. One
// OpenSSL context a certificate, shared by all threads (QSslSocket would build one for each connection).
// Immutable; sessions keep what they need of it alive.
class TlsServerContext {
 public:
  // The first certificate also serves clients that name no host, or one that no certificate is for. The
  // ticket keys are those of `previous`, so that its sessions can be resumed. Errors name the file.
  [[nodiscard]] static Result<std::shared_ptr<const TlsServerContext>> load(
      const std::vector<CertificateFiles>& certificates, const TlsServerContext* previous = nullptr);
  ~TlsServerContext();
  TlsServerContext(const TlsServerContext&) = delete;
  TlsServerContext& operator=(const TlsServerContext&) = delete;

  [[nodiscard]] SSL* newSession() const;  // null if memory is out; the caller frees it

 private:
  struct Hosts;
  TlsServerContext();
  std::unique_ptr<Hosts> m_hosts;
};

// How a client speaks TLS to one kind of server: verifies its chain and its name. Immutable, thread-safe.
class TlsClientContext {
 public:
  // `name` is sent as SNI, and the certificate has to be for it. `caFile`: PEM; empty for the system's.
  [[nodiscard]] static Result<std::shared_ptr<const TlsClientContext>> load(const std::string& name,
                                                                            const std::string& caFile);
  ~TlsClientContext();
  TlsClientContext(const TlsClientContext&) = delete;
  TlsClientContext& operator=(const TlsClientContext&) = delete;

  [[nodiscard]] SSL* newSession() const;

 private:
  TlsClientContext(SSL_CTX* context, std::string name);
  SSL_CTX* m_context;
  std::string m_name;
};

}  // namespace halftone::net

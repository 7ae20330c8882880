// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <openssl/ssl.h>

#include <string>
#include <string_view>
#include <vector>

#include "server/net/tlscontext.h"
#include "tests/server/proxy/peers.h"

namespace halftone::proxy::test {

// Writes a self-signed certificate (P-256) for these names into a directory, replacing an older one of the
// same file name. The first name is the subject, too. It serves as its own authority.
[[nodiscard]] halftone::net::CertificateFiles makeCertificate(const std::string& directory,
                                                              const std::string& file,
                                                              const std::vector<std::string>& names);

// A plain client on blocking OpenSSL.
class TlsClient {
 public:
  struct Wish {
    std::string serverName;
    std::string protocols = std::string("\x08http/1.1");  // ALPN's wire format; empty: none
    SSL_SESSION* resume = nullptr;
    int highestVersion = 0;
  };
  TlsClient(int port, const Wish& wish);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  [[nodiscard]] bool isConnected() const { return m_connected; }
  bool send(std::string_view bytes);
  // Up to the end of a message with a Content-Length, or of the connection.
  [[nodiscard]] std::string readMessage();
  [[nodiscard]] std::string readExactly(std::size_t size);
  [[nodiscard]] std::string subject() const;  // the common name of the server's certificate
  [[nodiscard]] std::string protocol() const;
  [[nodiscard]] bool wasResumed() const { return SSL_session_reused(m_ssl) == 1; }
  [[nodiscard]] SSL_SESSION* takeSession() { return SSL_get1_session(m_ssl); }

 private:
  bool fill();
  SSL_CTX* m_context;
  SSL* m_ssl;
  int m_fd;
  bool m_connected = false;
  std::string m_buffer;
};

}  // namespace halftone::proxy::test

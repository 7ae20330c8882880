// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/proxy/tlspeer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>

namespace halftone::proxy::test {

namespace {

void addExtension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

X509* selfSigned(EVP_PKEY* key, const std::vector<std::string>& names) {
  static long serial = 1;
  X509* const certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), ++serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* const name = X509_get_subject_name(certificate);
  const auto* const text = reinterpret_cast<const unsigned char*>(names.front().c_str());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8, text, -1, -1, 0);
  X509_set_issuer_name(certificate, name);
  std::string list;
  for (const std::string& each : names) list += (list.empty() ? "DNS:" : ",DNS:") + each;
  addExtension(certificate, NID_basic_constraints, "critical,CA:TRUE");
  addExtension(certificate, NID_subject_alt_name, list);
  X509_sign(certificate, key, EVP_sha256());
  return certificate;
}

// Written beside and renamed, as an operator's tool would.
template <typename Write>
void replaceFile(const std::string& path, Write write) {
  const std::string fresh = path + ".new";
  std::FILE* const file = std::fopen(fresh.c_str(), "w");
  write(file);
  std::fclose(file);
  std::filesystem::rename(fresh, path);
}

}  // namespace

halftone::net::CertificateFiles makeCertificate(const std::string& directory, const std::string& file,
                                                const std::vector<std::string>& names) {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* const certificate = selfSigned(key, names);
  const halftone::net::CertificateFiles files{directory + '/' + file + ".pem",
                                              directory + '/' + file + ".key"};
  replaceFile(files.key,
              [&](std::FILE* out) { PEM_write_PrivateKey(out, key, nullptr, nullptr, 0, nullptr, nullptr); });
  replaceFile(files.chain, [&](std::FILE* out) { PEM_write_X509(out, certificate); });
  X509_free(certificate);
  EVP_PKEY_free(key);
  return files;
}

TlsClient::TlsClient(int port, const Wish& wish)
    : m_context(SSL_CTX_new(TLS_client_method())),
      m_ssl(SSL_new(m_context)),
      m_fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{kPatienceSeconds, 0};
  ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(m_fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(m_fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return;
  SSL_set_fd(m_ssl, m_fd);
  if (!wish.serverName.empty()) SSL_set_tlsext_host_name(m_ssl, wish.serverName.c_str());
  if (!wish.protocols.empty()) {
    SSL_set_alpn_protos(m_ssl, reinterpret_cast<const unsigned char*>(wish.protocols.data()),
                        static_cast<unsigned>(wish.protocols.size()));
  }
  if (wish.highestVersion != 0) SSL_set_max_proto_version(m_ssl, wish.highestVersion);
  if (wish.resume != nullptr) SSL_set_session(m_ssl, wish.resume);
  m_connected = SSL_connect(m_ssl) == 1;
}

TlsClient::~TlsClient() {
  if (m_connected) SSL_shutdown(m_ssl);  // OpenSSL does not resume a session that was cut
  SSL_free(m_ssl);
  SSL_CTX_free(m_context);
  ::close(m_fd);
}

bool TlsClient::send(std::string_view bytes) {
  return SSL_write(m_ssl, bytes.data(), static_cast<int>(bytes.size())) == static_cast<int>(bytes.size());
}

bool TlsClient::fill() {
  std::array<char, 16'384> piece{};
  const int got = SSL_read(m_ssl, piece.data(), piece.size());
  if (got > 0) m_buffer.append(piece.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string TlsClient::readExactly(std::size_t size) {
  while (m_buffer.size() < size && fill()) {
  }
  const std::string taken = m_buffer.substr(0, size);
  m_buffer.erase(0, taken.size());
  return taken;
}

std::string TlsClient::readMessage() {
  while (m_buffer.find("\r\n\r\n") == std::string::npos) {
    if (!fill()) return std::exchange(m_buffer, {});
  }
  const std::size_t head = m_buffer.find("\r\n\r\n") + 4;
  const std::size_t length = m_buffer.find("Content-Length: ");
  const bool hasBody = length < head;
  return readExactly(head + (hasBody ? std::stoul(m_buffer.substr(length + 16)) : 0));
}

std::string TlsClient::subject() const {
  X509* const certificate = SSL_get1_peer_certificate(m_ssl);
  std::array<char, 256> text{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(), text.size());
  X509_free(certificate);
  return text.data();
}

std::string TlsClient::protocol() const {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(m_ssl, &name, &size);
  return {reinterpret_cast<const char*>(name), size};
}

}  // namespace halftone::proxy::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/net/tlscontext.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <map>
#include <string_view>

namespace halftone::net {

namespace {

struct ContextFree {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextFree>;

// What OpenSSL says of the last failure, and forgets it.
std::string lastError() {
  const unsigned long code = ERR_get_error();
  ERR_clear_error();
  const char* const reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return reason == nullptr ? "cannot be used" : reason;
}

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
  return result;
}

void setCommon(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // An idle connection owns no buffers; a record is read with one call.
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_read_ahead(context, 1);
}

// RFC 7301: a client that offers protocols and not ours is told so.
int chooseProtocol(SSL*, const unsigned char** out, unsigned char* outSize, const unsigned char* in,
                   unsigned inSize, void*) {
  static constexpr std::array<unsigned char, 9> kHttp{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  const int found = SSL_select_next_proto(&chosen, outSize, kHttp.data(), kHttp.size(), in, inSize);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

Result<Context> loadServer(const CertificateFiles& files) {
  Context context(SSL_CTX_new(TLS_server_method()));
  if (!context) return fail(ErrorCode::Io, files.chain, lastError());
  setCommon(context.get());
  // Clients leave without a close_notify; HTTP's own framing tells what is whole.
  SSL_CTX_set_options(context.get(), SSL_OP_IGNORE_UNEXPECTED_EOF | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                         SSL_OP_PRIORITIZE_CHACHA);
  // Sessions live in tickets alone: nothing is shared between threads under a lock.
  SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context.get(), 1);
  SSL_CTX_set_alpn_select_cb(context.get(), chooseProtocol, nullptr);
  ERR_clear_error();
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.chain.c_str()) != 1) {
    return fail(ErrorCode::Invalid, files.chain, "no certificate: " + lastError());
  }
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1) {
    return fail(ErrorCode::Invalid, files.key, "no key of the certificate: " + lastError());
  }
  if (SSL_CTX_check_private_key(context.get()) != 1) {
    return fail(ErrorCode::Invalid, files.key, "is not the key of " + files.chain);
  }
  return context;
}

}  // namespace

struct TlsServerContext::Hosts {
  std::vector<Context> contexts;          // the first is the default
  std::map<std::string, SSL_CTX*> names;  // lower case, "*.example.org" too

  void addNames(SSL_CTX* context);
  [[nodiscard]] SSL_CTX* find(std::string_view name) const;
  static int choose(SSL* ssl, int* alert, void* self);
};

void TlsServerContext::Hosts::addNames(SSL_CTX* context) {
  X509* const certificate = SSL_CTX_get0_certificate(context);
  auto* const list =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(list); ++i) {
    const GENERAL_NAME* const entry = sk_GENERAL_NAME_value(list, i);
    if (entry->type != GEN_DNS) continue;
    const auto* const text = reinterpret_cast<const char*>(ASN1_STRING_get0_data(entry->d.dNSName));
    const auto size = static_cast<std::size_t>(ASN1_STRING_length(entry->d.dNSName));
    names.emplace(lowered({text, size}), context);
  }
  GENERAL_NAMES_free(list);
}

SSL_CTX* TlsServerContext::Hosts::find(std::string_view name) const {
  const std::string lower = lowered(name);
  if (const auto found = names.find(lower); found != names.end()) return found->second;
  const std::size_t dot = lower.find('.');
  if (dot == std::string::npos) return nullptr;
  const auto wildcard = names.find('*' + lower.substr(dot));
  return wildcard == names.end() ? nullptr : wildcard->second;
}

int TlsServerContext::Hosts::choose(SSL* ssl, int*, void* self) {
  const char* const name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
  if (name == nullptr) return SSL_TLSEXT_ERR_NOACK;
  SSL_CTX* const context = static_cast<const Hosts*>(self)->find(name);
  if (context == nullptr) return SSL_TLSEXT_ERR_NOACK;
  SSL_set_SSL_CTX(ssl, context);
  return SSL_TLSEXT_ERR_OK;
}

TlsServerContext::TlsServerContext() : m_hosts(std::make_unique<Hosts>()) {}
TlsServerContext::~TlsServerContext() = default;

Result<std::shared_ptr<const TlsServerContext>> TlsServerContext::load(
    const std::vector<CertificateFiles>& certificates, const TlsServerContext* previous) {
  std::shared_ptr<TlsServerContext> result(new TlsServerContext);
  Hosts& hosts = *result->m_hosts;
  if (certificates.empty()) return fail(ErrorCode::Invalid, {}, "there is no certificate");
  for (const CertificateFiles& files : certificates) {
    auto context = loadServer(files);
    if (!context) return tl::unexpected(context.error());
    hosts.addNames(context->get());
    hosts.contexts.push_back(std::move(*context));
  }
  SSL_CTX* const first = hosts.contexts.front().get();
  SSL_CTX_set_tlsext_servername_callback(first, &Hosts::choose);
  SSL_CTX_set_tlsext_servername_arg(first, &hosts);
  if (previous != nullptr) {
    std::array<unsigned char, 80> keys{};  // their size is fixed by OpenSSL: a name and two keys
    SSL_CTX* const before = previous->m_hosts->contexts.front().get();
    if (SSL_CTX_get_tlsext_ticket_keys(before, keys.data(), keys.size()) == 1) {
      SSL_CTX_set_tlsext_ticket_keys(first, keys.data(), keys.size());
    }
  }
  return std::shared_ptr<const TlsServerContext>(std::move(result));
}

SSL* TlsServerContext::newSession() const {
  return SSL_new(m_hosts->contexts.front().get());
}

Result<std::shared_ptr<const TlsClientContext>> TlsClientContext::load(const std::string& name,
                                                                       const std::string& caFile) {
  Context context(SSL_CTX_new(TLS_client_method()));
  if (!context) return fail(ErrorCode::Io, name, lastError());
  setCommon(context.get());
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  ERR_clear_error();
  const bool trusts = caFile.empty()
                          ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                          : SSL_CTX_load_verify_locations(context.get(), caFile.c_str(), nullptr) == 1;
  if (!trusts) return fail(ErrorCode::Invalid, caFile, "no certificates to trust: " + lastError());
  return std::shared_ptr<const TlsClientContext>(new TlsClientContext(context.release(), name));
}

TlsClientContext::TlsClientContext(SSL_CTX* context, std::string name)
    : m_context(context), m_name(std::move(name)) {}

TlsClientContext::~TlsClientContext() {
  SSL_CTX_free(m_context);
}

SSL* TlsClientContext::newSession() const {
  SSL* const ssl = SSL_new(m_context);
  if (ssl == nullptr) return nullptr;
  SSL_set_tlsext_host_name(ssl, m_name.c_str());
  SSL_set1_host(ssl, m_name.c_str());
  return ssl;
}

}  // namespace halftone::net

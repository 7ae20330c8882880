// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSslConfiguration>
#include <QString>
#include <QUrl>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "backend/base/result.h"

class QNetworkAccessManager;
class QNetworkReply;

namespace halftone::consul {

// Where Consul is and as whom we speak.
struct Endpoint {
  QUrl url;            // http://127.0.0.1:8500
  QByteArray token;    // X-Consul-Token; empty: none
  QString datacenter;  // empty: the agent's own
  // More agents or servers of the same cluster, asked in turn while the one asked last does not answer.
  std::vector<QUrl> others = {};
  std::optional<QSslConfiguration> tls = std::nullopt;  // of https; else the system's
  // Put and remove are Refused without being sent, as are transactions that write.
  bool readOnly = false;
};

// What TLS is made of, as PEM files. Empty: the system's authorities; no certificate of our own.
struct TlsFiles {
  QString authority;
  QString certificate;  // of the client, with those that lead to the authority
  QString key;          // of the certificate: RSA or elliptic curve, without a passphrase
};
// For Endpoint::tls. The error names the file that cannot be read or holds no such thing.
[[nodiscard]] Result<QSslConfiguration> loadTls(const TlsFiles& files);
// As Consul's own tools take them: CONSUL_CACERT, CONSUL_CLIENT_CERT, CONSUL_CLIENT_KEY.
[[nodiscard]] TlsFiles tlsFilesOfEnvironment();

// A raw answer: status 200, 404 of KV reads and 409 of transactions included; other statuses are errors.
struct Answer {
  int status = 0;
  std::uint64_t index = 0;  // X-Consul-Index, 0 if there was none
  QByteArray body;
  QUrl from = {};  // the endpoint's address that gave it; only Client's answers say it
};

struct KvEntry {
  std::string key;
  std::string value;  // decoded bytes
  std::uint64_t flags = 0;
  std::uint64_t createIndex = 0;
  std::uint64_t modifyIndex = 0;
  std::string session;
};

// One operation of a transaction on the KV store (contract, section 8).
struct TxnOp {
  enum class Verb { Set, Cas, Delete, DeleteCas, CheckIndex, CheckNotExists, Get };
  Verb verb = Verb::Set;
  std::string key;
  std::string value;
  std::uint64_t flags = 0;
  std::uint64_t index = 0;
};

// Consul's limits of one transaction (contract, section 8): operations, and bytes of the whole body, in which
// values are base64.
inline constexpr std::size_t kMaxTxnOps = 64;
inline constexpr std::size_t kMaxTxnBytes = 512 * 1024;

// What an agent is told of a service of ours.
struct ServiceRegistration {
  std::string id;
  std::string name;
  std::string address;
  int port = 0;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> meta;
  std::string checkHttp;  // URL; empty: no check
  std::chrono::milliseconds checkInterval{2000};
  std::chrono::milliseconds checkTimeout{2000};
  std::chrono::minutes deregisterAfter{1};  // critical for so long
};

// Asynchronous client of Consul's HTTP API. A call that cannot have done anything yet (refused connection, no
// leader) is tried again, a read after any broken connection or 502 to 504 too: up to three times, after 0.1
// to 0.8 s, at the next address if there is one, where a read goes after a timeout too. Lives in one thread
// with an event loop; calls back there, once, unless `context` or the client has died. Waiting reads are
// `Watch`'s.
class Client : public QObject {
  Q_OBJECT
 public:
  template <typename T>
  using Done = std::function<void(Result<T>)>;

  explicit Client(Endpoint endpoint, QObject* parent = nullptr);
  ~Client() override;

  [[nodiscard]] const Endpoint& endpoint() const { return m_endpoint; }

  // `path` begins with /v1/; `query` without '?'.
  void get(const QString& path, const QString& query, QObject* context, Done<Answer> done);
  void put(const QString& path, const QString& query, const QByteArray& body, QObject* context,
           Done<Answer> done);
  void remove(const QString& path, const QString& query, QObject* context, Done<Answer> done);

  // NotFound if there is no such key.
  void readKey(const std::string& key, QObject* context, Done<KvEntry> done);
  // In the order of their keys; empty if there is none.
  void readPrefix(const std::string& prefix, QObject* context, Done<std::vector<KvEntry>> done);
  // The keys alone that begin with the prefix, in order.
  void listKeys(const std::string& prefix, QObject* context, Done<std::vector<std::string>> done);
  // All or nothing. Conflict with Consul's words if an operation's condition failed. Gives what was written
  // (without values) or read, deletes excepted. TooLarge, without asking, over kMaxTxnOps or kMaxTxnBytes.
  void transact(const std::vector<TxnOp>& operations, QObject* context, Done<std::vector<KvEntry>> done);
  void registerService(const ServiceRegistration& service, QObject* context, Done<void> done);
  void deregisterService(const std::string& id, QObject* context, Done<void> done);

 private:
  struct Call;
  void send(const std::shared_ptr<Call>& call);
  [[nodiscard]] bool refuses(const QString& path, QObject* context, const Done<Answer>& done);
  void finish(const std::shared_ptr<Call>& call, QNetworkReply* reply);

  Endpoint m_endpoint;
  std::size_t m_turn = 0;  // which address is asked
  QNetworkAccessManager* m_network;
};

// Entries of a KV read's body; Protocol error if it is none.
[[nodiscard]] Result<std::vector<KvEntry>> parseKvEntries(const QByteArray& body);

// "/v1/kv/" and the key, percent-encoded, as `Client::get` and `Watch` take it.
[[nodiscard]] QString kvPath(const std::string& key);

}  // namespace halftone::consul

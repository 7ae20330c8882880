// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/client.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <utility>

#include "backend/consul/exchange.h"
#include "backend/consul/payloads.h"

namespace halftone::consul {

namespace {

constexpr std::chrono::seconds kTimeout{10};

// Hands the value that `parse` makes of a good answer to `done`, and errors as they are.
template <typename T, typename Parse>
Client::Done<Answer> parsed(Client::Done<T> done, Parse parse) {
  return [done = std::move(done), parse = std::move(parse)](Result<Answer> answer) {
    done(answer ? parse(*answer) : Result<T>(tl::unexpect, answer.error()));
  };
}

}  // namespace

Client::Client(Endpoint endpoint, QObject* parent)
    : QObject(parent), m_endpoint(std::move(endpoint)), m_network(new QNetworkAccessManager(this)) {
  m_network->setProxy(QNetworkProxy::NoProxy);
}

Client::~Client() = default;

void Client::get(const QString& path, const QString& query, QObject* context, Done<Answer> done) {
  finish(m_network->get(makeRequest(m_endpoint, path, query, kTimeout)), context, std::move(done));
}

void Client::put(const QString& path, const QString& query, const QByteArray& body, QObject* context,
                 Done<Answer> done) {
  QNetworkRequest request = makeRequest(m_endpoint, path, query, kTimeout);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
  finish(m_network->put(request, body), context, std::move(done));
}

void Client::remove(const QString& path, const QString& query, QObject* context, Done<Answer> done) {
  finish(m_network->deleteResource(makeRequest(m_endpoint, path, query, kTimeout)), context, std::move(done));
}

void Client::finish(QNetworkReply* reply, QObject* context, Done<Answer> done) {
  limitAnswer(reply);
  connect(reply, &QNetworkReply::finished, this,
          [this, reply, context = QPointer<QObject>(context), done = std::move(done)] {
            reply->deleteLater();
            if (!context) return;
            // Not from inside the network's own call: the callback may destroy this client.
            const auto deliver = [client = QPointer<Client>(this), done, result = readAnswer(*reply)] {
              if (client) done(result);
            };
            QMetaObject::invokeMethod(context.data(), deliver, Qt::QueuedConnection);
          });
}

void Client::readKey(const std::string& key, QObject* context, Done<KvEntry> done) {
  const auto parse = [key](const Answer& answer) -> Result<KvEntry> {
    if (answer.status == 404) return fail(ErrorCode::NotFound, key, "there is no such key");
    Result<std::vector<KvEntry>> entries = parseKvEntries(answer.body);
    if (!entries) return tl::unexpected(entries.error());
    if (entries->size() != 1) return fail(ErrorCode::Protocol, key, "one entry was asked for");
    return std::move(entries->front());
  };
  get(kvPath(key), {}, context, parsed<KvEntry>(std::move(done), parse));
}

void Client::readPrefix(const std::string& prefix, QObject* context, Done<std::vector<KvEntry>> done) {
  const auto parse = [](const Answer& answer) -> Result<std::vector<KvEntry>> {
    if (answer.status == 404) return std::vector<KvEntry>();
    return parseKvEntries(answer.body);
  };
  get(kvPath(prefix), QStringLiteral("recurse"), context,
      parsed<std::vector<KvEntry>>(std::move(done), parse));
}

void Client::listKeys(const std::string& prefix, QObject* context, Done<std::vector<std::string>> done) {
  const auto parse = [](const Answer& answer) -> Result<std::vector<std::string>> {
    if (answer.status == 404) return std::vector<std::string>();
    return parseKeys(answer.body);
  };
  get(kvPath(prefix), QStringLiteral("keys"), context,
      parsed<std::vector<std::string>>(std::move(done), parse));
}

void Client::transact(const std::vector<TxnOp>& operations, QObject* context,
                      Done<std::vector<KvEntry>> done) {
  Result<QByteArray> body = writeTransaction(operations);
  if (!body) {
    const auto refuse = [client = QPointer<Client>(this), done = std::move(done), error = body.error()] {
      if (client) done(tl::unexpected(error));
    };
    QMetaObject::invokeMethod(context, refuse, Qt::QueuedConnection);
    return;
  }
  const auto parse = [](const Answer& answer) -> Result<std::vector<KvEntry>> {
    if (answer.status == 409) return tl::unexpected(parseTransactionErrors(answer.body));
    return parseTransactionResults(answer.body);
  };
  put(QStringLiteral("/v1/txn"), {}, *body, context, parsed<std::vector<KvEntry>>(std::move(done), parse));
}

void Client::registerService(const ServiceRegistration& service, QObject* context, Done<void> done) {
  const Result<QByteArray> body = writeRegistration(service);
  if (!body) {
    const auto refuse = [client = QPointer<Client>(this), done = std::move(done), error = body.error()] {
      if (client) done(tl::unexpected(error));
    };
    QMetaObject::invokeMethod(context, refuse, Qt::QueuedConnection);
    return;
  }
  // Without the query an earlier registration's checks of this id would stay (contract, section 3).
  put(QStringLiteral("/v1/agent/service/register"), QStringLiteral("replace-existing-checks=true"), *body,
      context, parsed<void>(std::move(done), [](const Answer&) { return Result<void>(); }));
}

void Client::deregisterService(const std::string& id, QObject* context, Done<void> done) {
  const QByteArray segment = QUrl::toPercentEncoding(QString::fromStdString(id));
  const auto gone = [done = std::move(done)](const Result<Answer>& answer) {
    // Newer Consul answers 404 to an id that it does not know, older 200.
    const bool failed = !answer && answer.error().code != ErrorCode::NotFound;
    done(failed ? Result<void>(tl::unexpect, answer.error()) : Result<void>());
  };
  put(QStringLiteral("/v1/agent/service/deregister/") + QString::fromUtf8(segment), {}, {}, context, gone);
}

QString kvPath(const std::string& key) {
  return QStringLiteral("/v1/kv/") +
         QString::fromUtf8(QUrl::toPercentEncoding(QString::fromStdString(key), QByteArrayLiteral("/")));
}

}  // namespace halftone::consul

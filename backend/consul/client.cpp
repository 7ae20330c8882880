// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/client.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QPointer>
#include <QRandomGenerator>
#include <QTimer>
#include <algorithm>
#include <utility>

#include "backend/consul/exchange.h"
#include "backend/consul/pace.h"
#include "backend/consul/payloads.h"

namespace halftone::consul {

namespace {

constexpr std::chrono::seconds kTimeout{10};
constexpr int kRetries = 3;

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

struct Client::Call {
  QByteArray method;
  QString path;
  QString query;
  QByteArray body;
  QPointer<QObject> context;
  Done<Answer> done;
  int retriesLeft = kRetries;
  Backoff backoff = {};
  std::size_t turn = 0;  // of the address that was asked
};

void Client::get(const QString& path, const QString& query, QObject* context, Done<Answer> done) {
  send(std::make_shared<Call>(Call{"GET", path, query, {}, context, std::move(done)}));
}

void Client::put(const QString& path, const QString& query, const QByteArray& body, QObject* context,
                 Done<Answer> done) {
  if (refuses(path, context, done)) return;
  send(std::make_shared<Call>(Call{"PUT", path, query, body, context, std::move(done)}));
}

void Client::remove(const QString& path, const QString& query, QObject* context, Done<Answer> done) {
  if (refuses(path, context, done)) return;
  send(std::make_shared<Call>(Call{"DELETE", path, query, {}, context, std::move(done)}));
}

bool Client::refuses(const QString& path, QObject* context, const Done<Answer>& done) {
  if (!m_endpoint.readOnly) return false;
  const auto refuse = [client = QPointer<Client>(this), done, place = path.toStdString()] {
    if (client) done(fail(ErrorCode::Refused, place, "this connection is read-only"));
  };
  QMetaObject::invokeMethod(context, refuse, Qt::QueuedConnection);
  return true;
}

void Client::send(const std::shared_ptr<Call>& call) {
  call->turn = m_turn;
  QNetworkRequest request = makeRequest(m_endpoint, m_turn, call->path, call->query, kTimeout);
  QNetworkReply* reply = nullptr;
  if (call->method == "PUT") {
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/json"));
    reply = m_network->put(request, call->body);
  } else {
    reply = call->method == "GET" ? m_network->get(request) : m_network->deleteResource(request);
  }
  limitAnswer(reply);
  connect(reply, &QNetworkReply::finished, this, [this, call, reply] { finish(call, reply); });
}

void Client::finish(const std::shared_ptr<Call>& call, QNetworkReply* reply) {
  reply->deleteLater();
  if (!call->context) return;
  Result<Answer> result = readAnswer(*reply);
  if (result) result->from = addressOf(m_endpoint, call->turn);
  const bool timedOut = !result && result.error().code == ErrorCode::Timeout;
  // Of several calls that wait for one dead address, only the first moves on to the next.
  if (timedOut && call->turn == m_turn) ++m_turn;
  const bool elsewhere = timedOut && call->method == "GET" && !m_endpoint.others.empty();
  const bool again = elsewhere || (!result && mayBeRetried(*reply, result.error()));
  if (again && call->retriesLeft-- > 0) {
    if (!timedOut) ++m_turn;
    QTimer::singleShot(call->backoff.next(QRandomGenerator::global()->generateDouble()), this,
                       [this, call] { send(call); });
    return;
  }
  // Not from inside the network's own call: the callback may destroy this client.
  const auto deliver = [client = QPointer<Client>(this), call, result] {
    if (client) call->done(result);
  };
  QMetaObject::invokeMethod(call->context.data(), deliver, Qt::QueuedConnection);
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
  const QString path = QStringLiteral("/v1/txn");
  Done<Answer> answered = parsed<std::vector<KvEntry>>(std::move(done), parse);
  const bool onlyReads =
      std::ranges::all_of(operations, [](const TxnOp& op) { return op.verb == TxnOp::Verb::Get; });
  if (!onlyReads && refuses(path, context, answered)) return;
  send(std::make_shared<Call>(Call{"PUT", path, {}, *body, context, std::move(answered)}));
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

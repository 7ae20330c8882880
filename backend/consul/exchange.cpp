// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/exchange.h"

#include <QNetworkReply>
#include <QUrl>

namespace halftone::consul {

namespace {

constexpr const char* kTooLarge = "halftoneTooLarge";
constexpr qsizetype kMaxReasonChars = 1000;

// Statuses that say something to callers; all others are errors.
bool isAnswer(int status, const QNetworkReply& reply) {
  if (status >= 200 && status < 300) return true;
  const QString path = reply.url().path();
  if (status == 404) {
    return reply.operation() == QNetworkAccessManager::GetOperation &&
           path.contains(QLatin1String("/v1/kv/"));
  }
  return status == 409 && path.endsWith(QLatin1String("/v1/txn"));
}

const char* methodOf(const QNetworkReply& reply) {
  switch (reply.operation()) {
    case QNetworkAccessManager::PutOperation:
      return "PUT ";
    case QNetworkAccessManager::DeleteOperation:
      return "DELETE ";
    default:
      return "GET ";
  }
}

std::string placeOf(const QNetworkReply& reply) {
  return methodOf(reply) + reply.url().toString(QUrl::RemoveQuery | QUrl::FullyEncoded).toStdString();
}

// Consul explains errors in plain text (contract, section 1). Validation by its servers is a 500 with a
// reason.
ErrorCode codeOfStatus(int status, const QString& reason) {
  switch (status) {
    case 404:
      return ErrorCode::NotFound;
    case 409:
      return ErrorCode::Conflict;
    case 413:
      return ErrorCode::TooLarge;
    case 502:
    case 503:
    case 504:
      return ErrorCode::Unreachable;
    case 500:
      return reason.contains(QLatin1String("No cluster leader")) ? ErrorCode::Unreachable
                                                                 : ErrorCode::Refused;
    default:
      return status >= 400 ? ErrorCode::Refused : ErrorCode::Protocol;
  }
}

ErrorCode codeOfNetwork(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::TimeoutError:
    case QNetworkReply::OperationCanceledError:  // what a transfer timeout ends with
      return ErrorCode::Timeout;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
      return ErrorCode::Protocol;
    default:
      return ErrorCode::Unreachable;
  }
}

tl::unexpected<Error> statusError(const QNetworkReply& reply, int status, const QByteArray& body) {
  QString reason = QString::fromUtf8(body.left(kMaxReasonChars)).trimmed();
  const ErrorCode code = codeOfStatus(status, reason);
  if (reason.isEmpty()) {
    const QByteArray phrase = reply.attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    reason = QStringLiteral("HTTP status %1 %2").arg(status).arg(QString::fromUtf8(phrase)).trimmed();
  }
  return fail(code, placeOf(reply), reason.toStdString());
}

}  // namespace

const QUrl& addressOf(const Endpoint& endpoint, std::size_t turn) {
  const std::size_t at = turn % (endpoint.others.size() + 1);
  return at == 0 ? endpoint.url : endpoint.others[at - 1];
}

QNetworkRequest makeRequest(const Endpoint& endpoint, std::size_t turn, const QString& path,
                            const QString& query, std::chrono::milliseconds timeout) {
  QByteArray url = addressOf(endpoint, turn).toEncoded(QUrl::RemoveQuery | QUrl::RemoveFragment);
  while (url.endsWith('/')) url.chop(1);
  url += path.toUtf8();
  QByteArray all = query.toUtf8();
  if (!endpoint.datacenter.isEmpty()) {
    if (!all.isEmpty()) all += '&';
    all += "dc=" + QUrl::toPercentEncoding(endpoint.datacenter);
  }
  if (!all.isEmpty()) url += '?' + all;

  QNetworkRequest request(QUrl::fromEncoded(url));
  if (endpoint.tls) request.setSslConfiguration(*endpoint.tls);
  request.setTransferTimeout(static_cast<int>(timeout.count()));
  // A redirect could carry the token elsewhere; Consul redirects only paths it would not serve.
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  // Compression costs more than a local network does, and could unpack to more than our limit.
  request.setRawHeader("Accept-Encoding", "identity");
  if (!endpoint.token.isEmpty()) request.setRawHeader("X-Consul-Token", endpoint.token);
  return request;
}

void limitAnswer(QNetworkReply* reply) {
  const auto giveUpOver = [reply](qint64 bytes) {
    if (bytes <= kMaxAnswerBytes || reply->property(kTooLarge).isValid()) return;
    reply->setProperty(kTooLarge, true);
    reply->abort();
  };
  QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, [reply, giveUpOver] {
    giveUpOver(reply->header(QNetworkRequest::ContentLengthHeader).toLongLong());
  });
  QObject::connect(reply, &QNetworkReply::readyRead, reply,
                   [reply, giveUpOver] { giveUpOver(reply->bytesAvailable()); });
}

Result<Answer> readAnswer(QNetworkReply& reply) {
  if (reply.property(kTooLarge).toBool()) {
    return fail(ErrorCode::TooLarge, placeOf(reply), "the answer is over 64 MB");
  }
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const bool broken = reply.error() != QNetworkReply::NoError && status < 400;
  if (status == 0 || broken) {
    const ErrorCode code = codeOfNetwork(reply.error());
    const std::string why =
        code == ErrorCode::Timeout ? "no answer in time" : reply.errorString().toStdString();
    return fail(code, placeOf(reply), why);
  }
  QByteArray body = reply.readAll();
  if (!isAnswer(status, reply)) return statusError(reply, status, body);
  return Answer{status, reply.rawHeader("X-Consul-Index").toULongLong(), std::move(body)};
}

bool mayBeRetried(const QNetworkReply& reply, const Error& error) {
  const QNetworkReply::NetworkError why = reply.error();
  if (why == QNetworkReply::ConnectionRefusedError || why == QNetworkReply::HostNotFoundError) return true;
  if (why == QNetworkReply::SslHandshakeFailedError || error.code != ErrorCode::Unreachable) return false;
  const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  const bool leaderless = status == 500;  // the one 500 that counts as unreachable: nothing was written
  return leaderless || reply.operation() == QNetworkAccessManager::GetOperation;
}

}  // namespace halftone::consul

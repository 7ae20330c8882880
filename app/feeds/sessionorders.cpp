// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/sessionorders.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QTimer>
#include <QUrl>
#include <utility>

#include "app/feeds/pagefetch.h"
#include "app/feeds/streamsocket.h"

namespace halftone::app {

namespace {
constexpr int kTimeoutMs = 5000;
constexpr qint64 kMaxAnswer = 1024 * 1024;
constexpr int kMaxErrorText = 300;
}  // namespace

SessionOrders::SessionOrders(QObject* parent) : QObject(parent), m_network(new QNetworkAccessManager(this)) {}

void SessionOrders::inquire(const std::string& admin, const QString& session,
                            std::function<void(std::optional<SessionAccount> account)> done) {
  const QString path =
      QStringLiteral("/v1/sessions/") + QString::fromLatin1(QUrl::toPercentEncoding(session));
  send("GET", admin, path, {}, [done = std::move(done)](const OrderReply& reply) {
    done(reply.error.isEmpty() ? readSessionAccount(reply.body) : std::nullopt);
  });
}

void SessionOrders::send(const QByteArray& verb, const std::string& admin, const QString& path,
                         const QByteArray& body, Done done) {
  const auto url = adminUrl(admin, path);
  if (!url) {
    QTimer::singleShot(0, this, [done = std::move(done), why = tr("Consul gives no admin address for it")] {
      done({{}, why});
    });
    return;
  }
  QNetworkRequest request(*url);
  request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
  request.setTransferTimeout(kTimeoutMs);
  QNetworkReply* reply = m_network->sendCustomRequest(request, verb, body);
  boundReply(reply, kMaxAnswer);
  connect(reply, &QNetworkReply::finished, this, [reply, done = std::move(done)] {
    reply->deleteLater();
    OrderReply answer{reply->read(kMaxAnswer), {}};
    if (reply->error() != QNetworkReply::NoError) {
      // The node says in plain text what it does not like.
      const bool answered = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).isValid();
      const QString words = QString::fromUtf8(answer.body).trimmed().left(kMaxErrorText);
      answer.error = answered && !words.isEmpty() ? words : reply->errorString();
    }
    done(answer);
  });
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/pagefetch.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <utility>

namespace halftone::app {

void boundReply(QNetworkReply* reply, qint64 maxBytes) {
  QObject::connect(reply, &QNetworkReply::downloadProgress, reply, [reply, maxBytes](qint64 received) {
    if (received > maxBytes) reply->abort();
  });
}

void fetchPage(QNetworkAccessManager& network, const QUrl& url, qint64 maxBytes,
               std::chrono::milliseconds patience, QObject* owner,
               std::function<void(const QByteArray& body)> done) {
  QNetworkRequest request(url);
  request.setTransferTimeout(static_cast<int>(patience.count()));
  QNetworkReply* const reply = network.get(request);
  boundReply(reply, maxBytes);
  QObject::connect(reply, &QNetworkReply::finished, owner, [reply, done = std::move(done)] {
    reply->deleteLater();
    if (reply->error() == QNetworkReply::NoError) done(reply->readAll());
  });
}

}  // namespace halftone::app

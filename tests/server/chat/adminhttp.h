// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QUrl>
#include <string>

#include "tests/server/chat/jsoncompare.h"
#include "tests/server/chat/testnode.h"

namespace halftone::chat::testing {

using nlohmann::json;

struct Reply {
  int status = 0;
  std::string body;
  [[nodiscard]] json asJson() const { return json::parse(body, nullptr, false); }
};

// A request to a server that lives in this thread: the event loop runs meanwhile.
class Http {
 public:
  Reply get(const QUrl& url) { return finish(m_network.get(QNetworkRequest(url))); }
  Reply post(const QUrl& url, const json& body) {
    return finish(m_network.post(jsonRequest(url), QByteArray::fromStdString(body.dump())));
  }
  Reply putJson(const QUrl& url, const json& body) {
    return put(url, QByteArray::fromStdString(body.dump()));
  }
  Reply remove(const QUrl& url) { return finish(m_network.deleteResource(QNetworkRequest(url))); }
  Reply put(const QUrl& url, const QByteArray& body) { return finish(m_network.put(jsonRequest(url), body)); }

 private:
  static QNetworkRequest jsonRequest(const QUrl& url) {
    QNetworkRequest request(url);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    return request;
  }
  static Reply finish(QNetworkReply* reply) {
    const bool came = waitFor([reply] { return reply->isFinished(); });
    Reply result;
    if (came)
      result = {reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                reply->readAll().toStdString()};
    reply->deleteLater();
    return result;
  }
  QNetworkAccessManager m_network;
};

inline QUrl adminUrl(const Node& node, const std::string& path) {
  return QUrl(QString::fromStdString("http://" + node.adminAddress().toString() + path));
}

}  // namespace halftone::chat::testing

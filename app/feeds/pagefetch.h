// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QUrl>
#include <chrono>
#include <functional>

class QNetworkAccessManager;
class QNetworkReply;
class QObject;

namespace halftone::app {

// Ends an answer that is longer than so many bytes; it finishes with an error.
void boundReply(QNetworkReply* reply, qint64 maxBytes);

// Calls back with the whole body, in the thread of `owner`. Without an answer, with an error status, with
// more than `maxBytes`, after `patience`, or where `owner` is gone by then, it does not: for what is asked
// again soon.
void fetchPage(QNetworkAccessManager& network, const QUrl& url, qint64 maxBytes,
               std::chrono::milliseconds patience, QObject* owner,
               std::function<void(const QByteArray& body)> done);

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkRequest>
#include <QString>
#include <chrono>

#include "backend/consul/client.h"

class QNetworkReply;

// What a plain request and a blocking query have in common on the wire. Internal to backend/consul.
namespace halftone::consul {

inline constexpr qint64 kMaxAnswerBytes = 64 * 1024 * 1024;

// The address whose turn it is, around and around.
[[nodiscard]] const QUrl& addressOf(const Endpoint& endpoint, std::size_t turn);

// `turn` picks one of the endpoint's addresses. `path` percent-encoded, `query` without
// '?'; the endpoint's datacenter, token and TLS are added. After `timeout` without a byte in either direction
// the reply ends with a Timeout.
[[nodiscard]] QNetworkRequest makeRequest(const Endpoint& endpoint, std::size_t turn, const QString& path,
                                          const QString& query, std::chrono::milliseconds timeout);

// Ends the reply as soon as it holds more than kMaxAnswerBytes. Call right after sending.
void limitAnswer(QNetworkReply* reply);

// The outcome of a finished reply: an answer, or why there is none, with Consul's own text.
[[nodiscard]] Result<Answer> readAnswer(QNetworkReply& reply);

// Whether asking again can help and cannot do harm: nothing was done yet, or it is a read.
[[nodiscard]] bool mayBeRetried(const QNetworkReply& reply, const Error& error);

}  // namespace halftone::consul

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QUrl>
#include <chrono>

namespace halftone::test {

struct HttpReply {
  int status = 0;   // 0: no answer
  QByteArray head;  // with its fields, as received
  QByteArray body;
  // The value of the first field of this name, or empty.
  [[nodiscard]] QByteArray field(const QByteArray& name) const;
};

using HttpFields = QList<QPair<QByteArray, QByteArray>>;

// One request over a connection of its own (HTTP/1.0), by blocking socket calls: no event loop turns. For
// servers in other processes. The target is the URL's path and query as they stand, not encoded again.
[[nodiscard]] HttpReply exchange(const QByteArray& method, const QUrl& base, const QByteArray& target,
                                 const QByteArray& body = {}, const HttpFields& fields = {},
                                 std::chrono::milliseconds timeout = std::chrono::seconds(5));

}  // namespace halftone::test

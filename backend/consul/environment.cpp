// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/consul/environment.h"

#include <QFile>
#include <algorithm>
#include <array>

namespace halftone::consul {

namespace {

constexpr qint64 kMaxTokenBytes = 4096;

// As Go's strconv.ParseBool, which Consul's tools ask.
bool isTrue(const char* variable) {
  constexpr std::array kTrue{"1", "t", "T", "true", "TRUE", "True"};
  const QByteArray value = qgetenv(variable);
  return std::ranges::any_of(kTrue, [&value](const char* word) { return value == word; });
}

Result<QUrl> readAddress(QString text, const std::string& place) {
  const std::string given = "\"" + text.toStdString() + "\"";
  if (!text.contains(QLatin1String("://"))) {
    text.prepend(isTrue("CONSUL_HTTP_SSL") ? QLatin1String("https://") : QLatin1String("http://"));
  }
  const QUrl url(text, QUrl::StrictMode);
  const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
  if (!url.isValid() || !web || url.host().isEmpty())
    return fail(ErrorCode::Invalid, place, given + " is no http or https URL");
  if (url.hasQuery() || url.hasFragment() || !url.userInfo().isEmpty()) {
    return fail(ErrorCode::Invalid, place,
                given + " has more than scheme, host and port; the token is CONSUL_HTTP_TOKEN's");
  }
  return url;
}

// The file wins over the variable, as in Consul's own tools.
Result<QByteArray> readToken() {
  QByteArray token = qgetenv("CONSUL_HTTP_TOKEN");
  const char* place = "CONSUL_HTTP_TOKEN";
  if (const QString path = qEnvironmentVariable("CONSUL_HTTP_TOKEN_FILE"); !path.isEmpty()) {
    place = "CONSUL_HTTP_TOKEN_FILE";
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
      return fail(ErrorCode::Io, place, path.toStdString() + ": " + file.errorString().toStdString());
    if (const QByteArray held = file.read(kMaxTokenBytes + 1).trimmed(); !held.isEmpty()) token = held;
  }
  // It goes into a header field: a line break would start another.
  const auto isAlien = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; };
  if (token.size() > kMaxTokenBytes || std::ranges::any_of(token, isAlien))
    return fail(ErrorCode::Invalid, place, "holds a character that no token has, or too many");
  return token;
}

}  // namespace

Result<Endpoint> endpointOfEnvironment(const QString& addresses, const std::string& place) {
  const bool given = !addresses.isEmpty();
  const QString all = given ? addresses : qEnvironmentVariable("CONSUL_HTTP_ADDR");
  const std::string from = given ? place : "CONSUL_HTTP_ADDR";
  if (all.isEmpty())
    return fail(ErrorCode::Invalid, place, "tells where Consul is, as http://127.0.0.1:8500");
  Endpoint endpoint;
  for (const QString& one : all.split(QLatin1Char(','))) {
    auto url = readAddress(one.trimmed(), from);
    if (!url) return tl::unexpected(url.error());
    if (endpoint.url.isEmpty()) {
      endpoint.url = std::move(*url);
    } else {
      endpoint.others.push_back(std::move(*url));
    }
  }
  auto token = readToken();
  if (!token) return tl::unexpected(token.error());
  endpoint.token = std::move(*token);
  auto tls = loadTls(tlsFilesOfEnvironment());
  if (!tls) return tl::unexpected(tls.error());
  endpoint.tls = std::move(*tls);
  return endpoint;
}

}  // namespace halftone::consul

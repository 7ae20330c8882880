// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/role/role.h"

#include <QUrl>
#include <cstdio>

namespace halftone::role {

Result<consul::Endpoint> consulEndpoint(const std::string& url) {
  QString text = QString::fromStdString(url);
  if (!text.contains(QLatin1String("://"))) text.prepend(QLatin1String("http://"));
  const QUrl parsed(text, QUrl::StrictMode);
  if (!parsed.isValid() || parsed.host().isEmpty()) return fail(ErrorCode::Invalid, url, "is no URL");
  if (parsed.scheme() != QLatin1String("http") && parsed.scheme() != QLatin1String("https")) {
    return fail(ErrorCode::Invalid, url, "wants http or https");
  }
  if (parsed.hasQuery() || parsed.hasFragment() || !parsed.userInfo().isEmpty()) {
    return fail(ErrorCode::Invalid, url,
                "wants scheme, host and port only; the token is CONSUL_HTTP_TOKEN's");
  }
  consul::Endpoint endpoint;
  endpoint.url = parsed;
  endpoint.token = qgetenv("CONSUL_HTTP_TOKEN");
  for (const char c : endpoint.token) {
    // It goes into a header field: a line break would start another.
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f') {
      return fail(ErrorCode::Invalid, "CONSUL_HTTP_TOKEN", "holds a character that no token has");
    }
  }
  return endpoint;
}

void printReady(const std::string& json) {
  std::fprintf(stdout, "%s\n", json.c_str());
  std::fflush(stdout);
}

int fatal(const Error& error) {
  const std::string program = QCoreApplication::applicationName().toStdString();
  std::fprintf(stderr, "%s: %s\n", program.c_str(), error.toString().c_str());
  return error.code == ErrorCode::Invalid ? 2 : 1;
}

}  // namespace halftone::role

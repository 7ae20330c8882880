// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/ctl/conversation.h"

#include <QCoreApplication>
#include <QUrl>

namespace halftone::ctl {

namespace {

Result<QUrl> readUrl(QString text) {
  const std::string given = text.toStdString();
  const bool tls = qEnvironmentVariable("CONSUL_HTTP_SSL") == QLatin1String("true");
  if (!text.contains(QStringLiteral("://"))) {
    text.prepend(tls ? QStringLiteral("https://") : QStringLiteral("http://"));
  }
  const QUrl url(text, QUrl::StrictMode);
  const bool web = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
  if (!url.isValid() || !web || url.host().isEmpty())
    return fail(ErrorCode::Invalid, "--consul", "\"" + given + "\" is no http or https URL");
  return url;
}

}  // namespace

Result<consul::Endpoint> endpointOf(const CommandLine& line) {
  QString text = QString::fromStdString(line.value("--consul").value_or(std::string()));
  if (text.isEmpty()) text = qEnvironmentVariable("CONSUL_HTTP_ADDR");
  if (text.isEmpty())
    return fail(ErrorCode::Invalid, "--consul", "tells where Consul is, as http://127.0.0.1:8500");
  consul::Endpoint endpoint;
  endpoint.token = qgetenv("CONSUL_HTTP_TOKEN");
  for (const QString& one : text.split(QLatin1Char(','))) {
    auto url = readUrl(one);
    if (!url) return tl::unexpected(url.error());
    if (endpoint.url.isEmpty()) {
      endpoint.url = std::move(*url);
    } else {
      endpoint.others.push_back(std::move(*url));
    }
  }
  auto tls = consul::loadTls(consul::tlsFilesOfEnvironment());
  if (!tls) return tl::unexpected(tls.error());
  endpoint.tls = std::move(*tls);
  return endpoint;
}

Conversation::Conversation(consul::Endpoint endpoint) : m_client(std::move(endpoint)), m_store(&m_client) {}

void Conversation::finish(int code) {
  m_code = code;
  QCoreApplication::exit(code);
}

// What is refused before anything is sent may finish before the loop runs.
int Conversation::run() {
  return m_code ? *m_code : QCoreApplication::exec();
}

}  // namespace halftone::ctl

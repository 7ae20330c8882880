// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/cluster.h"

namespace halftone::app {

namespace {
constexpr int kHttpPort = 8500;
constexpr int kHttpsPort = 8501;
}  // namespace

std::optional<QUrl> consulUrl(const QString& text) {
  const QString trimmed = text.trimmed();
  const bool whole = trimmed.contains(QLatin1String("://"));
  QUrl url(whole ? trimmed : QStringLiteral("http://") + trimmed, QUrl::StrictMode);
  const bool https = url.scheme() == QLatin1String("https");
  const bool known = https || url.scheme() == QLatin1String("http");
  if (trimmed.isEmpty() || !url.isValid() || !known || url.host().isEmpty() || !url.userInfo().isEmpty())
    return std::nullopt;
  if (url.port() < 0 && !whole) url.setPort(https ? kHttpsPort : kHttpPort);
  return url;
}

Result<consul::Endpoint> endpointOf(const Cluster& cluster, const QByteArray& token) {
  std::vector<QUrl> urls;
  for (const QString& address : cluster.addresses) {
    const std::optional<QUrl> url = consulUrl(address);
    if (!url) {
      return fail(ErrorCode::Invalid, address.toStdString(), "is no address such as http://127.0.0.1:8500");
    }
    urls.push_back(*url);
  }
  if (urls.empty()) return fail(ErrorCode::Invalid, cluster.name.toStdString(), "the cluster has no address");
  consul::Endpoint endpoint;
  const consul::TlsFiles& files = cluster.tls;
  if (!files.authority.isEmpty() || !files.certificate.isEmpty() || !files.key.isEmpty()) {
    auto tls = consul::loadTls(files);
    if (!tls) return tl::unexpected(tls.error());
    endpoint.tls = *tls;
  }
  endpoint.url = urls.front();
  endpoint.token = token;
  endpoint.datacenter = cluster.datacenter;
  endpoint.readOnly = cluster.readOnly;
  endpoint.others.assign(urls.begin() + 1, urls.end());
  return endpoint;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/livevalues.h"

#include <QHash>
#include <algorithm>
#include <span>
#include <vector>

namespace halftone::app {

namespace {

constexpr std::size_t kLookedAt = 5000;  // requests, the newest

QStringList mostFrequent(const QHash<QString, int>& counts, int limit) {
  std::vector<std::pair<int, QString>> order;
  for (auto it = counts.begin(); it != counts.end(); ++it) {
    if (!it.key().isEmpty()) order.emplace_back(-it.value(), it.key());
  }
  std::sort(order.begin(), order.end());
  QStringList list;
  for (const auto& [count, text] : order) {
    if (list.size() < limit) list.append(text);
  }
  return list;
}

std::span<const LiveRequest> newest(const std::vector<LiveRequest>& requests) {
  return std::span(requests).last(std::min(kLookedAt, requests.size()));
}

}  // namespace

QStringList LiveValues::names(const QString& kind) const {
  QHash<QString, int> counts;
  for (const LiveRequest& request : newest(*m_requests)) {
    if (kind == QLatin1String("header:")) {
      for (const auto& [name, value] : request.headers) ++counts[QString::fromStdString(name)];
    } else if (kind == QLatin1String("cookie:")) {
      for (const auto& [name, value] : cookiesOf(request)) ++counts[name];
    } else if (kind == QLatin1String("query:")) {
      for (const auto& [name, value] : queryOf(request)) ++counts[name];
    }
  }
  return mostFrequent(counts, kOffered);
}

QStringList LiveValues::values(const QString& attribute, const policy::Policy& policy, int limit) const {
  const QString kind = attribute.section(QLatin1Char(':'), 0, 0);
  const QString name = attribute.section(QLatin1Char(':'), 1);
  QHash<QString, int> counts;
  for (const LiveRequest& request : newest(*m_requests)) {
    QString value;
    if (kind == QLatin1String("header")) value = headerOf(request, name);
    if (kind == QLatin1String("cookie")) value = firstOf(cookiesOf(request), name);
    if (kind == QLatin1String("query")) value = firstOf(queryOf(request), name);
    if (kind == QLatin1String("user")) value = userOf(request, policy);
    if (kind == QLatin1String("ip")) value = QString::fromStdString(request.client);
    if (kind == QLatin1String("region")) value = headerOf(request, QStringLiteral("X-Region"));
    if (kind == QLatin1String("host")) value = headerOf(request, QStringLiteral("Host"));
    if (kind == QLatin1String("method")) value = QString::fromStdString(request.method);
    if (kind == QLatin1String("path"))
      value = QString::fromStdString(request.target).section(QLatin1Char('?'), 0, 0);
    ++counts[value];
  }
  return mostFrequent(counts, limit);
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/deeplink.h"

#include <QUrl>
#include <QUrlQuery>

namespace halftone::app {

namespace {

const QString kScheme = QStringLiteral("halftone");

// 0 where it is not there; nothing for what is no number from 1 on.
std::optional<int> numberOf(const QUrlQuery& query, const QString& name) {
  if (!query.hasQueryItem(name)) return 0;
  bool isNumber = false;
  const int number = query.queryItemValue(name).toInt(&isNumber);
  return isNumber && number > 0 ? std::optional(number) : std::nullopt;
}

}  // namespace

bool looksLikeDeepLink(const QString& text) {
  return text.trimmed().startsWith(kScheme + QLatin1String("://"));
}

std::optional<DeepLink> parseDeepLink(const QString& text, const QStringList& pages) {
  const QUrl url(text.trimmed(), QUrl::StrictMode);
  if (!url.isValid() || url.scheme() != kScheme || !pages.contains(url.host())) return std::nullopt;
  const QUrlQuery query(url);
  const auto revision = numberOf(query, QStringLiteral("revision"));
  const auto range = numberOf(query, QStringLiteral("range"));
  if (!revision || !range) return std::nullopt;
  const auto item = [&query](const char* name) {
    return query.queryItemValue(QString::fromLatin1(name), QUrl::FullyDecoded);
  };
  DeepLink link;
  link.page = url.host();
  link.service = url.path().mid(1);
  link.rule = item("rule");
  link.user = item("user");
  link.revision = *revision;
  link.filter = item("filter");
  link.instance = item("instance");
  link.range = *range;
  link.baseline = item("baseline");
  link.candidate = item("candidate");
  link.cluster = item("cluster");
  return link;
}

QString toText(const DeepLink& link) {
  QUrl url;
  url.setScheme(kScheme);
  url.setHost(link.page);
  if (!link.service.isEmpty()) url.setPath(QLatin1Char('/') + link.service);
  QUrlQuery query;
  const auto add = [&query](const char* name, const QString& value) {
    if (!value.isEmpty())
      query.addQueryItem(QString::fromLatin1(name), QString::fromLatin1(QUrl::toPercentEncoding(value)));
  };
  add("rule", link.rule);
  add("user", link.user);
  if (link.revision > 0) add("revision", QString::number(link.revision));
  add("filter", link.filter);
  add("instance", link.instance);
  if (link.range > 0) add("range", QString::number(link.range));
  add("baseline", link.baseline);
  add("candidate", link.candidate);
  add("cluster", link.cluster);
  if (!query.isEmpty()) url.setQuery(query);
  return url.toString(QUrl::FullyEncoded);
}

}  // namespace halftone::app

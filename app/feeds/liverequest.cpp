// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/liverequest.h"

#include <QUrl>
#include <QUrlQuery>
#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::size_t kMaxHeaders = 200;

std::string textOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

bool sameHeader(const std::string& a, const QString& b) {
  return b.compare(QString::fromStdString(a), Qt::CaseInsensitive) == 0;
}

QList<std::pair<QString, QString>> cookiesOf(const LiveRequest& request) {
  QList<std::pair<QString, QString>> cookies;
  for (const auto& [name, value] : request.headers) {
    if (!sameHeader(name, QStringLiteral("cookie"))) continue;
    for (const QString& part : QString::fromStdString(value).split(QLatin1Char(';'))) {
      const qsizetype equals = part.indexOf(QLatin1Char('='));
      if (equals > 0) cookies.append({part.left(equals).trimmed(), part.mid(equals + 1).trimmed()});
    }
  }
  return cookies;
}

QList<std::pair<QString, QString>> queryOf(const LiveRequest& request) {
  const QString target = QString::fromStdString(request.target);
  const qsizetype mark = target.indexOf(QLatin1Char('?'));
  return mark < 0 ? QList<std::pair<QString, QString>>()
                  : QUrlQuery(target.mid(mark + 1)).queryItems(QUrl::FullyDecoded);
}

QString firstOf(const QList<std::pair<QString, QString>>& pairs, const QString& name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return {};
}

QString headerOf(const LiveRequest& request, const QString& name) {
  for (const auto& [key, value] : request.headers) {
    if (sameHeader(key, name)) return QString::fromStdString(value);
  }
  return {};
}

std::vector<LiveRequest> newestOf(std::vector<LiveRequest> requests) {
  std::stable_sort(requests.begin(), requests.end(),
                   [](const LiveRequest& a, const LiveRequest& b) { return a.time < b.time; });
  if (requests.size() > kMaxLiveRequests)
    requests.erase(requests.begin(), requests.end() - static_cast<std::ptrdiff_t>(kMaxLiveRequests));
  return requests;
}

QString userOf(const LiveRequest& request, const policy::Policy& policy) {
  using Kind = policy::IdentitySource::Kind;
  for (const policy::IdentitySource& source : policy.identity) {
    const QString name = QString::fromStdString(source.name);
    const QString value = source.kind == Kind::Header   ? headerOf(request, name)
                          : source.kind == Kind::Query  ? firstOf(queryOf(request), name)
                          : source.kind == Kind::Cookie ? firstOf(cookiesOf(request), name)
                                                        : QString();
    if (!value.isEmpty()) return value;
  }
  return {};
}

policy::Request LiveRequest::view(std::vector<Field>& fields) const {
  fields.clear();
  for (const auto& [name, value] : headers) fields.push_back({name, value});
  policy::Request request;
  request.method = method;
  request.target = target;
  request.fields = fields;
  if (!client.empty()) request.client = policy::Address::parse(client);
  request.region = region;
  return request;
}

Result<std::vector<LiveRequest>> readSamples(const QByteArray& text) {
  const json root = json::parse(text.begin(), text.end(), nullptr, false);
  if (!root.is_object() || !root.contains("samples") || !root["samples"].is_array())
    return fail(ErrorCode::Protocol, {}, "not samples");
  std::vector<LiveRequest> requests;
  for (const json& sample : root["samples"]) {
    if (requests.size() >= kMaxLiveRequests) break;
    if (!sample.is_object()) return fail(ErrorCode::Protocol, {}, "a sample is an object");
    LiveRequest request;
    request.method = textOf(sample, "method");
    request.target = textOf(sample, "target");
    request.client = textOf(sample, "client");
    request.region = textOf(sample, "region");
    request.version = textOf(sample, "version");
    request.time = textOf(sample, "time");
    const auto headers = sample.find("headers");
    for (const json& pair : headers != sample.end() && headers->is_array() ? *headers : json::array()) {
      if (pair.is_array() && pair.size() == 2 && pair[0].is_string() && pair[1].is_string() &&
          request.headers.size() < kMaxHeaders)
        request.headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    }
    request.title = request.method + ' ' + request.target;
    requests.push_back(std::move(request));
  }
  return requests;
}

LiveRequest requestOfUser(const std::string& user, const policy::Policy& policy) {
  using Kind = policy::IdentitySource::Kind;
  LiveRequest request;
  request.target = "/" + policy.service;
  const QString value = QString::fromStdString(user);
  for (const policy::IdentitySource& source : policy.identity) {
    if (source.kind == Kind::JwtClaim) continue;
    if (source.kind == Kind::Header) request.headers.emplace_back(source.name, user);
    if (source.kind == Kind::Cookie) request.headers.emplace_back("Cookie", source.name + '=' + user);
    if (source.kind == Kind::Query)
      request.target += '?' + source.name + '=' + QUrl::toPercentEncoding(value).toStdString();
    break;
  }
  request.headers.emplace_back("Host", policy.service);
  return request;
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/samplefeed.h"

#include <QUrl>
#include <QUrlQuery>
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "app/feeds/consulconnection.h"
#include "app/feeds/pagefetch.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/sessionsfeed.h"
#include "app/feeds/trafficfeed.h"
#include "backend/codec/policyjson.h"

namespace halftone::app {

namespace {

using nlohmann::json;

constexpr std::chrono::seconds kInterval{3};
constexpr std::chrono::seconds kPatience{5};
constexpr int kMaxBytes = 64 * 1024 * 1024;
constexpr std::size_t kMaxHeaders = 200;
constexpr std::size_t kLookedAt = 5000;  // requests, for completion
constexpr int kOffered = 200;

std::string textOf(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool sameName(const std::string& a, const QString& b) {
  return b.compare(QString::fromStdString(a), Qt::CaseInsensitive) == 0;
}

// "a=1; b=2" as pairs.
QList<std::pair<QString, QString>> cookiesOf(const LiveRequest& request) {
  QList<std::pair<QString, QString>> cookies;
  for (const auto& [name, value] : request.headers) {
    if (!sameName(name, QStringLiteral("cookie"))) continue;
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
    if (sameName(key, name)) return QString::fromStdString(value);
  }
  return {};
}

QStringList mostFrequent(const QHash<QString, int>& counts) {
  std::vector<std::pair<int, QString>> order;
  for (auto it = counts.begin(); it != counts.end(); ++it) {
    if (!it.key().isEmpty()) order.emplace_back(-it.value(), it.key());
  }
  std::sort(order.begin(), order.end());
  QStringList list;
  for (const auto& [count, text] : order) {
    if (list.size() < kOffered) list.append(text);
  }
  return list;
}

}  // namespace

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
    if (requests.size() >= SampleFeed::kMaxRequests) break;
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

SampleFeed::SampleFeed(const ConsulConnection& connection, const PolicyFeed& policies,
                       const TrafficFeed& traffic, QObject* parent)
    : QObject(parent),
      m_policies(policies),
      m_traffic(traffic),
      m_sessions(std::make_unique<SessionsFeed>(connection.endpoint())) {
  m_timer.setInterval(kInterval);
  connect(&m_timer, &QTimer::timeout, this, &SampleFeed::ask);
  connect(m_sessions.get(), &SessionsFeed::changed, this, &SampleFeed::takeSessions);
}

SampleFeed::~SampleFeed() = default;

void SampleFeed::follow(const QString& service) {
  if (service == m_service) return;
  m_service = service;
  m_byProxy.clear();
  m_sampled = false;
  publish({});
  m_sessions->follow(service);
  if (service.isEmpty()) return m_timer.stop();
  m_timer.start();
  ask();
}

void SampleFeed::ask() {
  for (const ProxyInfo& proxy : m_traffic.proxies()) {
    if (proxy.service != m_service && !proxy.service.isEmpty()) continue;
    QUrl url = proxy.admin;
    url.setPath(QStringLiteral("/v1/samples"));
    fetchPage(m_network, url, kMaxBytes, kPatience, this,
              [this, service = m_service, admin = url.toString()](const QByteArray& body) {
                if (service == m_service) takeSamples(admin, body);
              });
  }
}

void SampleFeed::takeSamples(const QString& admin, const QByteArray& body) {
  auto samples = readSamples(body);
  if (!samples || (samples->empty() && !m_sampled)) return;
  if (!m_sampled) m_sessions->follow({});
  m_sampled = true;
  // Those that came since the last answer; times are RFC 3339 of one form, so that they sort as texts.
  std::vector<LiveRequest>& known = m_byProxy[admin];
  std::string newest;
  for (const LiveRequest& request : known) newest = std::max(newest, request.time);
  if (newest.empty()) known.clear();
  for (LiveRequest& sample : *samples) {
    if (newest.empty() || sample.time > newest) known.push_back(std::move(sample));
  }
  if (known.size() > kMaxRequests)
    known.erase(known.begin(), known.end() - static_cast<std::ptrdiff_t>(kMaxRequests));
  std::vector<LiveRequest> all;
  for (const auto& list : std::as_const(m_byProxy)) all.insert(all.end(), list.begin(), list.end());
  if (all.size() > kMaxRequests) all.resize(kMaxRequests);
  publish(std::move(all));
}

void SampleFeed::takeSessions() {
  if (m_sampled || m_service.isEmpty()) return;
  const auto stored = m_policies.policy(m_service);
  const auto policy = stored ? codec::readPolicy(stored->text)
                             : tl::expected<policy::Policy, std::vector<policy::Finding>>(policy::Policy{});
  if (!policy) return;
  std::vector<LiveRequest> requests;
  for (const SessionBook::Row& row : m_sessions->book().rows()) {
    if (row.stale || requests.size() >= kMaxRequests) continue;
    LiveRequest request = requestOfUser(row.session->user.toStdString(), *policy);
    request.version = row.session->version.toStdString();
    request.title = row.session->user.toStdString();
    requests.push_back(std::move(request));
  }
  publish(std::move(requests));
}

void SampleFeed::publish(std::vector<LiveRequest> requests) {
  if (requests == *m_requests) return;
  m_requests = std::make_shared<const std::vector<LiveRequest>>(std::move(requests));
  emit changed();
}

QStringList LiveValues::names(const QString& kind) const {
  QHash<QString, int> counts;
  std::size_t looked = 0;
  for (const LiveRequest& request : *m_requests) {
    if (++looked > kLookedAt) break;
    if (kind == QLatin1String("header:")) {
      for (const auto& [name, value] : request.headers) ++counts[QString::fromStdString(name)];
    } else if (kind == QLatin1String("cookie:")) {
      for (const auto& [name, value] : cookiesOf(request)) ++counts[name];
    } else if (kind == QLatin1String("query:")) {
      for (const auto& [name, value] : queryOf(request)) ++counts[name];
    }
  }
  return mostFrequent(counts);
}

QStringList LiveValues::values(const QString& attribute, const policy::Policy& policy) const {
  const QString kind = attribute.section(QLatin1Char(':'), 0, 0);
  const QString name = attribute.section(QLatin1Char(':'), 1);
  QHash<QString, int> counts;
  std::size_t looked = 0;
  for (const LiveRequest& request : *m_requests) {
    if (++looked > kLookedAt) break;
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
  return mostFrequent(counts);
}

}  // namespace halftone::app

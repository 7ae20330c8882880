// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/samplefeed.h"

#include <QUrl>
#include <utility>

#include "app/feeds/consulconnection.h"
#include "app/feeds/pagefetch.h"
#include "app/feeds/trafficfeed.h"

namespace halftone::app {

namespace {

constexpr std::chrono::seconds kInterval{3};
constexpr std::chrono::seconds kPatience{5};
constexpr int kMaxBytes = 64 * 1024 * 1024;

// The one that is held, or a new one.
template <typename Shared, typename Make>
std::shared_ptr<Shared> sharedOf(std::map<QString, std::weak_ptr<Shared>>& all, const QString& service,
                                 Make make) {
  std::erase_if(all, [](const auto& one) { return one.second.expired(); });
  if (service.isEmpty()) return nullptr;
  if (const auto held = all.find(service); held != all.end()) return held->second.lock();
  std::shared_ptr<Shared> made = make();
  all[service] = made;
  return made;
}

}  // namespace

ServiceSamples::ServiceSamples(SampleFeed& feed, const QString& service)
    : m_feed(feed), m_service(service), m_sessions(feed.sessions(service)) {
  m_timer.setInterval(kInterval);
  connect(&m_timer, &QTimer::timeout, this, &ServiceSamples::ask);
  connect(m_sessions.get(), &SessionRequests::changed, this, [this] { publish(m_sessions->requests()); });
  m_requests = m_sessions->requests();
  m_timer.start();
  ask();
}

// One that was not heard yet may be any service's: its stream tells soon.
QSet<QString> ServiceSamples::pages() const {
  QSet<QString> pages;
  for (const ProxyInfo& proxy : m_feed.m_traffic.proxies()) {
    if (proxy.service != m_service) continue;
    QUrl url = proxy.admin;
    url.setPath(QStringLiteral("/v1/samples"));
    pages.insert(url.toString());
  }
  return pages;
}

void ServiceSamples::ask() {
  const QSet<QString> all = pages();
  for (const QString& page : all) {
    fetchPage(m_feed.m_network, QUrl(page), kMaxBytes, kPatience, this,
              [this, page](const QByteArray& body) { takeSamples(page, body); });
  }
}

void ServiceSamples::takeSamples(const QString& page, const QByteArray& body) {
  auto samples = readSamples(body);
  if (!samples || (samples->empty() && !isSampled())) return;
  if (m_sessions) disconnect(m_sessions.get(), nullptr, this, nullptr);
  m_sessions.reset();
  // Those that came since the last answer; times are RFC 3339 of one form, so that they sort as texts.
  std::vector<LiveRequest>& known = m_byPage[page];
  const std::string newest = known.empty() ? std::string() : known.back().time;
  if (newest.empty()) known.clear();
  for (LiveRequest& sample : *samples) {
    if (newest.empty() || sample.time > newest) known.push_back(std::move(sample));
  }
  known = newestOf(std::move(known));
  gather();
}

// Of all proxies the newest. Those that left, or serve another service now, count no longer.
void ServiceSamples::gather() {
  m_byPage.removeIf([all = pages()](const auto& entry) { return !all.contains(entry.key()); });
  std::vector<LiveRequest> all;
  for (const auto& list : std::as_const(m_byPage)) all.insert(all.end(), list.begin(), list.end());
  all = newestOf(std::move(all));
  if (all != *m_requests) publish(std::make_shared<const std::vector<LiveRequest>>(std::move(all)));
}

void ServiceSamples::publish(const LiveRequests& requests) {
  m_requests = requests;
  emit changed();
}

SampleFeed::SampleFeed(const ConsulConnection& connection, const PolicyFeed& policies,
                       const TrafficFeed& traffic)
    : m_connection(connection), m_policies(policies), m_traffic(traffic) {}

std::shared_ptr<ServiceSamples> SampleFeed::samples(const QString& service) {
  return sharedOf(m_samples, service, [&] { return std::make_shared<ServiceSamples>(*this, service); });
}

std::shared_ptr<SessionRequests> SampleFeed::sessions(const QString& service) {
  return sharedOf(m_sessions, service, [&] {
    return std::make_shared<SessionRequests>(m_connection.endpoint(), m_policies, service);
  });
}

LiveRequests SampleFeed::known(const QString& service) const {
  const auto found = m_samples.find(service);
  const auto held = found == m_samples.end() ? nullptr : found->second.lock();
  return held ? held->requests() : std::make_shared<const std::vector<LiveRequest>>();
}

}  // namespace halftone::app

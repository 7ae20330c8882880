// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/proxy.h"

#include <fcntl.h>

#include <QDateTime>
#include <QRandomGenerator>
#include <cerrno>
#include <cstring>
#include <iterator>
#include <set>
#include <utility>

#include "server/proxy/report.h"

namespace halftone::proxy {

namespace {
// What a change of routing leaves without use has ended by then, but for requests under way.
constexpr std::chrono::seconds kForgetAfter{1};
}  // namespace

Result<std::unique_ptr<Proxy>> Proxy::start(ProxyOptions options) {
  std::unique_ptr<Proxy> proxy(new Proxy(std::move(options)));
  if (const auto listening = proxy->listen(); !listening) return tl::unexpected(listening.error());
  if (proxy->m_options.consul) {
    proxy->followConsul();
    proxy->registerSelf();
  } else {
    proxy->distribute();
  }
  return proxy;
}

Proxy::Proxy(ProxyOptions options)
    : m_options(std::move(options)),
      m_epoch(QString::number(QRandomGenerator::system()->generate64(), 16).toStdString()) {
  m_options.settings.workers = m_options.workers;
  m_settings = std::make_shared<const Settings>(m_options.settings);
  m_forgetTimer.setSingleShot(true);
  connect(&m_forgetTimer, &QTimer::timeout, this, &Proxy::forgetUnusedCounters);
  m_drainTimer.setSingleShot(true);
  connect(&m_drainTimer, &QTimer::timeout, this, &Proxy::finished);
}

Result<void> Proxy::listen() {
  if (const auto telling = startTelling(); !telling) return telling;
  AdminPort::Options admins{m_options.admin, !m_options.handover.empty(), m_options.adminToken};
  auto admin =
      AdminPort::listen(std::move(admins), {[this] { return frame(); }, [this] { return moreMetrics(); },
                                            [this] { return m_telling->samples(); }});
  if (!admin) return tl::unexpected(admin.error());
  m_admin = std::move(*admin);
  if (!m_options.certificates.empty()) {
    auto certificates = Certificates::load(m_options.certificates);
    if (!certificates) return tl::unexpected(certificates.error());
    m_certificates = std::move(*certificates);
    connect(m_certificates.get(), &Certificates::changed, this, [this] {
      for (const auto& worker : m_workers) worker->setTls(m_certificates->current());
    });
  }
  if (!m_options.jwtKeyFile.empty())
    m_jwtKeyFile = std::make_unique<JwtKeyFile>(m_options.jwtKeyFile, m_options.jwtKeys);
  return startWorkers();
}

// Those of the predecessor, and as many more as there are workers: with SO_REUSEPORT, so that each has its
// own.
Result<std::vector<net::UniqueFd>> Proxy::openListeners() {
  if (!m_options.handover.empty()) {
    auto inheritance = takeListeners(m_options.handover);
    if (!inheritance) return tl::unexpected(inheritance.error());
    m_inheritance = std::move(*inheritance);
  }
  std::vector<net::UniqueFd> listeners = std::move(m_inheritance.listeners);
  m_address = m_options.listen;
  if (!listeners.empty()) {
    const net::SocketAddress theirs = net::localAddress(listeners.front().get());
    if (m_address.port() != 0 && !(theirs == m_address)) {
      return fail(ErrorCode::Invalid, m_options.handover, "hands over listeners of " + theirs.toString());
    }
    m_address = theirs;
  }
  while (listeners.size() < static_cast<std::size_t>(m_options.workers)) {
    auto listener = net::listenTcp(m_address, true);
    if (!listener) return tl::unexpected(listener.error());
    m_address = net::localAddress(listener->get());  // the first one picks the port for all
    listeners.push_back(std::move(*listener));
  }
  return listeners;
}

Result<void> Proxy::offerListeners(const std::vector<net::UniqueFd>& listeners) {
  if (m_options.handover.empty()) return {};
  std::vector<net::UniqueFd> copies;
  for (const net::UniqueFd& listener : listeners) {
    copies.emplace_back(::fcntl(listener.get(), F_DUPFD_CLOEXEC, 0));
    if (!copies.back()) return fail(ErrorCode::Io, m_options.handover, std::strerror(errno));
  }
  auto handover = Handover::offer(m_options.handover, std::move(copies));
  if (!handover) return tl::unexpected(handover.error());
  m_handover = std::move(*handover);
  connect(m_handover.get(), &Handover::taken, this, [this](const QString& node) {
    m_successor = node.toStdString();
    emit succeeded();
  });
  return {};
}

Result<void> Proxy::startWorkers() {
  auto listeners = openListeners();
  if (!listeners) return tl::unexpected(listeners.error());
  if (const auto offered = offerListeners(*listeners); !offered) return offered;
  const auto count = static_cast<std::size_t>(m_options.workers);
  std::vector<std::vector<net::UniqueFd>> shares(count);
  for (std::size_t i = 0; i < listeners->size(); ++i) {
    shares[i % count].push_back(std::move((*listeners)[i]));
  }
  const bool whenRouted = static_cast<bool>(m_inheritance.channel);
  for (std::size_t i = 0; i < count; ++i) {
    auto worker = std::make_unique<WorkerThread>(m_settings, static_cast<int>(i) + 1);
    connect(worker.get(), &WorkerThread::drained, this, [this] {
      if (++m_drained == m_workers.size()) finished();
    });
    if (m_certificates) worker->setTls(m_certificates->current());
    if (!m_options.consul) worker->apply(m_options.routing.snapshot);
    if (const auto listening = worker->listen(std::move(shares[i]), whenRouted); !listening) return listening;
    m_workers.push_back(std::move(worker));
  }
  return {};
}

Result<void> Proxy::startTelling() {
  TellingOptions options = m_options.telling;
  options.service = m_settings->service;
  options.node = m_settings->node;
  auto telling = Telling::start(std::move(options), [this] {
    Journal::Records all;
    for (const auto& worker : m_workers) {
      Journal::Records some = worker->journal().take();
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    return all;
  });
  if (!telling) return tl::unexpected(telling.error());
  m_telling = std::move(*telling);
  return {};
}

std::string Proxy::moreMetrics() const {
  DetailTotals details;
  Drops drops{0, m_telling->droppedSpans()};
  for (const auto& worker : m_workers) {
    worker->counters().addTo(details);
    drops.records += worker->journal().dropped();
  }
  return writeMoreMetrics(m_settings->service, details, drops);
}

void Proxy::followConsul() {
  m_source = std::make_unique<ConsulSource>(*m_options.consul, m_settings->service);
  connect(m_source.get(), &ConsulSource::changed, this, [this] {
    m_options.routing = m_source->routing();
    distribute();
  });
  if (!m_options.snapshot.empty()) m_source->keepSnapshot(m_options.snapshot);
  m_source->start();
}

void Proxy::registerSelf() {
  const net::SocketAddress admin = m_admin->address();
  consul::ServiceRegistration registration;
  registration.id = "halftone-proxy-" + m_settings->node;
  registration.name = "halftone-proxy";
  registration.address = m_address.host();
  registration.port = m_address.port();
  registration.meta = {{"service", m_settings->service}, {"admin", "http://" + admin.toString()}};
  registration.checkHttp = "http://" + admin.toString() + "/health";
  m_client = std::make_unique<consul::Client>(*m_options.consul);
  m_registration = std::make_unique<consul::SelfRegistration>(m_client.get(), std::move(registration));
  m_registration->start();
}

void Proxy::setRouting(Routing routing) {
  m_options.routing = std::move(routing);
  distribute();
}

void Proxy::distribute() {
  if (m_options.routing.snapshot == m_distributed) return;
  m_distributed = m_options.routing.snapshot;
  for (const auto& worker : m_workers) worker->apply(m_distributed);
  if (!m_forgetTimer.isActive()) m_forgetTimer.start(kForgetAfter);
  if (m_distributed->table != nullptr) keepIdentityCookies();
  if (m_distributed->table != nullptr) m_inheritance.tellReady(m_settings->node);
}

// An instance that is out of service is still known, and its figures go on when it is back.
void Proxy::forgetUnusedCounters() {
  const policy::RouteTable* const table = m_options.routing.snapshot->table.get();
  if (table == nullptr) return;
  std::set<std::pair<std::string, std::string>> instances;
  for (const KnownInstance& known : m_options.routing.instances) instances.emplace(known.id, known.address);
  const std::set<std::string> rules = ruleNames(*table);
  const auto isInstance = [&](const auto& key) { return instances.contains(key); };
  const auto isDecision = [&](const auto& key) {
    return rules.contains(key.first) && table->versionNumber(key.second) != policy::Decision::kNoVersion;
  };
  for (const auto& worker : m_workers) worker->counters().forgetUnused(isInstance, isDecision);
}

// Which users the rules tell apart is no secret to whoever edits them.
void Proxy::keepIdentityCookies() {
  std::vector<std::string> names = m_options.telling.redaction.keptCookies;
  for (const auto& source : m_distributed->table->policy().identity) {
    if (source.kind == policy::IdentitySource::Kind::Cookie) names.push_back(source.name);
  }
  m_telling->keepCookies(std::move(names));
}

telemetry::TrafficFrame Proxy::frame() const {
  Totals totals;
  for (const auto& worker : m_workers) worker->counters().addTo(totals);
  return makeFrame(*m_settings, m_epoch, QDateTime::currentMSecsSinceEpoch(), m_options.routing, totals);
}

void Proxy::stop(std::function<void()> done) {
  if (m_done) return;
  m_done = std::move(done);
  m_admin->setDraining();
  m_handover.reset();
  if (!m_successor.empty()) m_admin.reset();  // the successor answers there
  if (m_registration && m_successor != m_settings->node) {
    m_registration->stop([this] { drainWorkers(); });
  } else {
    drainWorkers();
  }
}

void Proxy::drainWorkers() {
  m_drainTimer.start(m_settings->timeouts.drain);
  for (const auto& worker : m_workers) worker->drain();
}

void Proxy::finished() {
  m_telling->collect();  // the last words
  m_drainTimer.stop();
  if (const auto done = std::exchange(m_done, nullptr)) done();
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/proxy.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <utility>

#include "server/proxy/report.h"

namespace halftone::proxy {

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
      m_settings(std::make_shared<const Settings>(m_options.settings)),
      m_epoch(QString::number(QRandomGenerator::system()->generate64(), 16).toStdString()) {
  m_drainTimer.setSingleShot(true);
  connect(&m_drainTimer, &QTimer::timeout, this, &Proxy::finished);
}

Result<void> Proxy::listen() {
  auto admin = AdminPort::listen(m_options.admin, [this] { return frame(); });
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
  m_address = m_options.listen;
  for (int i = 0; i < m_options.workers; ++i) {
    auto worker = std::make_unique<WorkerThread>(m_settings, i + 1);
    connect(worker.get(), &WorkerThread::drained, this, [this] {
      if (++m_drained == m_workers.size()) finished();
    });
    if (m_certificates) worker->setTls(m_certificates->current());
    const auto address = worker->listen(m_address);
    if (!address) return tl::unexpected(address.error());
    m_address = *address;  // the first one picks the port for all
    m_workers.push_back(std::move(worker));
  }
  return {};
}

void Proxy::followConsul() {
  m_source = std::make_unique<ConsulSource>(*m_options.consul, m_settings->service);
  connect(m_source.get(), &ConsulSource::changed, this, [this] {
    m_options.routing = m_source->routing();
    distribute();
  });
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
  if (m_registration) {
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
  m_drainTimer.stop();
  if (const auto done = std::exchange(m_done, nullptr)) done();
}

}  // namespace halftone::proxy

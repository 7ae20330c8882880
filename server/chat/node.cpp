// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/node.h"

#include <QLoggingCategory>
#include <QUrl>
#include <QUrlQuery>
#include <utility>

namespace halftone::chat {

namespace {

Q_LOGGING_CATEGORY(lcNode, "halftone.chat.node")

// For sessions to take their last frame, after at most two seconds of deregistration.
constexpr std::chrono::milliseconds kPatience{700};

bool isWildcard(const std::string& host) {
  return host == "0.0.0.0" || host == "::";
}

std::string hostPort(const std::string& host, std::uint16_t port) {
  const bool isV6 = host.find(':') != std::string::npos;
  return (isV6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace

Result<std::unique_ptr<Node>> Node::start(NodeConfig config) {
  std::unique_ptr<Node> self(new Node(std::move(config)));
  if (auto listening = self->listen(); !listening) return tl::unexpected(listening.error());
  if (self->m_config.consul) self->enroll();
  return self;
}

Node::~Node() = default;

Result<void> Node::listen() {
  if (!m_mailbox.open()) return fail(ErrorCode::Io, "", "no file descriptor is left");
  m_data = std::make_unique<DataThread>(m_config, m_counters, m_faults);
  const Result<net::SocketAddress> address = m_data->listen();
  if (!address) return tl::unexpected(address.error());
  m_address = *address;
  auto admin = AdminPort::listen({m_config, m_counters, m_faults, *m_data, m_mailbox});
  if (!admin) return tl::unexpected(admin.error());
  m_admin = std::move(*admin);
  return {};
}

void Node::enroll() {
  const std::string host = !m_config.advertise.empty() ? m_config.advertise : m_address.host();
  const std::string adminHost = isWildcard(adminAddress().host()) ? host : adminAddress().host();
  if (isWildcard(host)) qCWarning(lcNode, "others cannot reach %s: give --advertise", host.c_str());
  consul::ServiceRegistration service;
  service.id = m_config.node;
  service.name = m_config.service;
  service.address = host;
  service.port = m_address.port();
  service.meta = {{"version", m_config.version},
                  {"admin", "http://" + hostPort(adminHost, adminAddress().port())}};
  service.checkHttp = "http://" + hostPort(host, m_address.port()) + "/health";
  service.checkInterval = m_config.checkInterval;
  service.checkTimeout = std::chrono::milliseconds(2000);
  m_consul = std::make_unique<consul::Client>(*m_config.consul);
  m_registration = std::make_unique<consul::SelfRegistration>(m_consul.get(), std::move(service));
  connect(m_registration.get(), &consul::SelfRegistration::failed, this,
          [](const Error& error) { qCWarning(lcNode, "registration: %s", error.toString().c_str()); });
  // Also takes back what a former process of this name may have left behind when it was killed.
  connect(m_registration.get(), &consul::SelfRegistration::registered, this, [this] { tellMaintenance(); });
  m_admin->operations().stateChanged = [this](ServiceState, const std::string& reason) {
    m_maintenanceReason = reason;
    tellMaintenance();
  };
  m_registration->start();
  m_registry = std::make_unique<RegistryWatch>(
      *m_config.consul, RegistryWatch::Self{m_config.service, m_config.node, m_config.version});
  connect(m_registry.get(), &RegistryWatch::policyChanged, this, [this] {
    m_data->post([policy = m_registry->policy()](DataPort& port) { port.placement().setPolicy(policy); });
  });
  connect(m_registry.get(), &RegistryWatch::nodeDied, this, [this](const std::string& node) {
    qCInfo(lcNode, "node %s is dead", node.c_str());
    m_data->post([node](DataPort& port) { port.hub().nodeDied(node); });
  });
  m_registry->start();
}

// In maintenance the registry gives this node out to nobody at once, not only after its next check.
void Node::tellMaintenance() {
  const ServiceState state = m_admin->operations().state();
  const bool isOn = state != ServiceState::Serving;
  QUrlQuery query;
  query.addQueryItem(QStringLiteral("enable"), isOn ? QStringLiteral("true") : QStringLiteral("false"));
  const std::string reason = m_maintenanceReason.empty() ? toString(state) : m_maintenanceReason;
  if (isOn) {
    const QByteArray encoded = QUrl::toPercentEncoding(QString::fromStdString(reason));
    query.addQueryItem(QStringLiteral("reason"), QString::fromLatin1(encoded));
  }
  const QByteArray id = QUrl::toPercentEncoding(QString::fromStdString(m_config.node));
  m_consul->put(QStringLiteral("/v1/agent/service/maintenance/") + QString::fromLatin1(id),
                query.query(QUrl::FullyEncoded), {}, this, [](const Result<consul::Answer>& answer) {
                  if (!answer) qCWarning(lcNode, "maintenance: %s", answer.error().toString().c_str());
                });
}

void Node::stop(std::function<void()> done) {
  m_stopped = std::move(done);
  m_admin->setGoingAway();
  // Out of the registry first, so that nobody who comes back is sent here again.
  if (!m_registration) return shutDownData();
  m_registration->stop([this] { shutDownData(); });
}

void Node::shutDownData() {
  m_data->shutDown(kPatience, [this, &mailbox = m_mailbox] {
    mailbox.post([this] {
      if (m_stopped) std::exchange(m_stopped, {})();
    });
  });
}

}  // namespace halftone::chat

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/demo.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "backend/telemetry/trafficframe.h"
#include "server/demo/firstpolicy.h"

namespace halftone::demo {

namespace {

using namespace std::chrono_literals;

constexpr char kService[] = "chat";
constexpr auto kProbePause = 100ms;
constexpr auto kStartTimeout = 60s;

}  // namespace

Demo::Demo(Settings settings, QObject* parent)
    : QObject(parent),
      m_settings(std::move(settings)),
      m_fleet(kService, m_settings.consul.url.toString().toStdString()) {
  connect(&m_fleet, &Fleet::failed, this, &Demo::failed);
  connect(&m_fleet, &Fleet::registryReady, this, &Demo::seedPolicy);
  connect(&m_fleet, &Fleet::allReady, this, &Demo::waitForRoutes);
  m_probeTimer.setSingleShot(true);
  connect(&m_probeTimer, &QTimer::timeout, this, &Demo::probe);
  m_giveUp.setSingleShot(true);
  connect(&m_giveUp, &QTimer::timeout, this, [this] {
    emit failed(QStringLiteral("the demo did not come up within %1 s").arg(kStartTimeout / 1s));
  });
}

Demo::~Demo() = default;

Result<void> Demo::start() {
  m_giveUp.start(kStartTimeout);
  return m_fleet.start();
}

void Demo::seedPolicy() {
  m_settings.consul.url = QUrl(QString::fromStdString(m_fleet.consulUrl()));
  m_consul = std::make_unique<consul::Client>(m_settings.consul);
  m_store = std::make_unique<store::PolicyStore>(m_consul.get());
  m_store->load(kService, this, [this](const Result<store::StoredPolicy>& stored) {
    if (stored) return;  // somebody's work: not ours to change
    if (stored.error().code != ErrorCode::NotFound) {
      emit failed(QString::fromStdString(stored.error().toString()));
      return;
    }
    store::Publication publication;
    publication.policy = firstPolicy(kService);
    publication.actor = store::Actor::ofThisProcess("demo");
    publication.why = "the demo's first policy";
    m_store->publish(publication, this, [this](const Result<store::StoredPolicy>& published) {
      // Conflict: somebody else was quicker, which is as good.
      if (published || published.error().code == ErrorCode::Conflict) return;
      emit failed(QString::fromStdString(published.error().toString()));
    });
  });
}

void Demo::waitForRoutes() {
  probe();
}

// The proxy is up, but only routes once it has the policy and all nodes have passed their first checks.
void Demo::probe() {
  const std::string_view admin =
      std::string_view(m_fleet.proxy()->admin).substr(std::string_view("http://").size());
  const auto address = net::SocketAddress::parse(admin);
  if (!address) return emit failed(QString::fromStdString(address.error().toString()));
  net::ClientRequest request;
  request.to = *address;
  request.target = "/v1/traffic";
  request.timeout = 2s;
  m_probes.send(std::move(request), [this](const Result<net::HttpResponse>& response) {
    if (response && response->status == 200 && routesToAll(response->body)) return open();
    m_probeTimer.start(kProbePause);
  });
}

bool Demo::routesToAll(const std::string& trafficFrame) const {
  const auto frame = telemetry::readTrafficFrame(trafficFrame);
  if (!frame || frame->policy.state != "ok") return false;
  const auto& members = m_fleet.members();
  return std::all_of(members.begin(), members.end(), [&](const Fleet::Member& member) {
    if (member.role != "chat") return true;
    return std::any_of(frame->instances.begin(), frame->instances.end(), [&](const auto& instance) {
      return instance.id == member.id && instance.address == member.address && instance.state == "passing";
    });
  });
}

void Demo::open() {
  m_giveUp.stop();
  m_crowd = std::make_unique<Crowd>(*net::SocketAddress::parse(m_fleet.proxy()->address));
  m_admin = std::make_unique<AdminPort>(&m_fleet, m_crowd.get());
  if (const auto listening = m_admin->listen(m_settings.admin); !listening) {
    emit failed(QString::fromStdString(listening.error().toString()));
    return;
  }
  const QUrl admin(QString::fromStdString(m_admin->url()));
  consul::ServiceRegistration service;
  service.id = "halftone-demo";
  service.name = "halftone-demo";
  service.address = admin.host().toStdString();
  service.port = admin.port();
  service.meta = {{"admin", m_admin->url()}, {"service", kService}};
  service.checkHttp = m_admin->url() + "/health";
  m_registration = std::make_unique<consul::SelfRegistration>(m_consul.get(), service);
  m_registration->start();
  m_crowd->setUsers(m_settings.users);
  emit ready(QString::fromStdString(readyLine()));
}

std::string Demo::readyLine() const {
  using json = nlohmann::ordered_json;
  const Fleet::Member* proxy = m_fleet.proxy();
  json line{{"consul", m_fleet.consulUrl()},
            {"proxy", "http://" + proxy->address},
            {"proxyAdmin", proxy->admin},
            {"chat", json::array()},
            {"demo", m_admin->url()}};
  for (const Fleet::Member& member : m_fleet.members()) {
    if (member.role != "chat") continue;
    line["chat"].push_back({{"node", member.id},
                            {"version", member.version},
                            {"address", member.address},
                            {"admin", member.admin},
                            {"pid", member.process->pid()}});
  }
  return line.dump();
}

void Demo::stop(std::function<void()> done) {
  m_giveUp.stop();
  m_probeTimer.stop();
  if (m_crowd) m_crowd->setUsers(0);
  m_admin.reset();
  if (!m_registration) return m_fleet.stop(std::move(done));
  m_registration->stop([this, done = std::move(done)]() mutable { m_fleet.stop(std::move(done)); });
}

}  // namespace halftone::demo

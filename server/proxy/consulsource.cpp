// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/consulsource.h"

#include <QLoggingCategory>
#include <QUrl>
#include <algorithm>

#include "backend/codec/policyjson.h"
#include "backend/consul/instances.h"
#include "backend/policy/compile.h"

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcSource, "halftone.proxy.source")

constexpr std::size_t kFindingsTold = 5;
constexpr std::chrono::milliseconds kSaveDelay{200};  // one write for what comes together

QString encoded(const std::string& name) {
  return QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(name)));
}

std::string inWords(const std::vector<policy::Finding>& findings) {
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), kFindingsTold); ++i) {
    if (i > 0) text += "; ";
    if (!findings[i].pointer.empty()) text += findings[i].pointer + ": ";
    text += findings[i].message;
  }
  if (findings.size() > kFindingsTold)
    text += "; and " + std::to_string(findings.size() - kFindingsTold) + " more";
  return text;
}

KnownInstance toKnown(const consul::Instance& instance) {
  KnownInstance known;
  known.id = instance.id;
  const bool isV6 = instance.address.find(':') != std::string::npos;
  known.address =
      (isV6 ? '[' + instance.address + ']' : instance.address) + ':' + std::to_string(instance.port);
  known.state = consul::toString(instance.state());
  known.inService = instance.inService();
  known.weight =
      instance.state() == consul::CheckState::Warning ? instance.weightWarning : instance.weightPassing;
  known.meta = instance.meta;
  known.tags = instance.tags;
  return known;
}

}  // namespace

ConsulSource::ConsulSource(const consul::Endpoint& endpoint, const std::string& service, QObject* parent)
    : QObject(parent),
      m_service(service),
      m_policyWatch(endpoint, QStringLiteral("/v1/kv/halftone/policies/") + encoded(service), {}),
      m_instancesWatch(endpoint, QStringLiteral("/v1/health/service/") + encoded(service), {}) {
  connect(&m_policyWatch, &consul::Watch::changed, this, &ConsulSource::takePolicy);
  connect(&m_policyWatch, &consul::Watch::failed, this, [this](const Error& error) {
    m_policyAway = error.toString();
    tellState();
  });
  connect(&m_policyWatch, &consul::Watch::recovered, this, [this] {
    m_policyAway.reset();
    tellState();
  });
  connect(&m_instancesWatch, &consul::Watch::changed, this, [this](const consul::Answer& answer) {
    m_instancesAway.reset();
    takeInstances(answer.body);
  });
  connect(&m_instancesWatch, &consul::Watch::failed, this, [this](const Error& error) {
    m_instancesAway = error.toString();
    m_instancesWereAway = true;
    tellState();
  });
  connect(&m_instancesWatch, &consul::Watch::recovered, this, [this] {
    m_instancesAway.reset();
    tellState();
  });
  connect(&m_resolver, &HostResolver::changed, this, &ConsulSource::rebuild);
  m_doubt.setSingleShot(true);
  connect(&m_doubt, &QTimer::timeout, this, [this] {
    qCWarning(lcSource, "the registry still knows no instance of %s: believed now", m_service.c_str());
    m_instancesWereAway = false;
    m_routing.instances.clear();
    rebuild();
  });
}

ConsulSource::~ConsulSource() {
  if (m_saving.isActive()) save();
}

void ConsulSource::keepSnapshot(std::string path) {
  m_snapshot = std::move(path);
  m_saved.service = m_service;
  m_saving.setSingleShot(true);
  connect(&m_saving, &QTimer::timeout, this, &ConsulSource::save);
  auto saved = readSavedRouting(m_snapshot, m_service);
  if (!saved) {
    if (saved.error().code != ErrorCode::NotFound)
      qCWarning(lcSource, "%s", saved.error().toString().c_str());
    return;
  }
  m_saved = std::move(*saved);
  m_policyAway = m_instancesAway = "from " + m_snapshot + ": the registry has not answered yet";
  m_instancesWereAway = true;
  m_policy.index = m_saved.policyIndex;
  m_policy.revision = m_saved.policyRevision;
  if (!m_saved.policy.empty()) takePolicyText(std::string(m_saved.policy));
  if (!m_saved.instances.empty()) {
    takeInstances(QByteArray::fromStdString(m_saved.instances));
    m_instancesWereAway = true;
  }
  m_saving.stop();  // it is there already
}

void ConsulSource::save() {
  if (m_snapshot.empty()) return;
  m_saving.stop();
  if (auto done = writeSavedRouting(m_snapshot, m_saved); !done) {
    qCWarning(lcSource, "%s", done.error().toString().c_str());
  }
}

void ConsulSource::start() {
  m_policyWatch.start();
  m_instancesWatch.start();
}

void ConsulSource::takePolicy(const consul::Answer& answer) {
  m_policyAway.reset();
  if (answer.status == 404) {
    m_policy.state = "absent";
    m_policy.error = m_table ? "the policy was removed; the last one stays" : "there is no policy yet";
    tellState();
    return;
  }
  const auto entries = consul::parseKvEntries(answer.body);
  if (!entries || entries->size() != 1) {
    refusePolicy(entries ? "the registry's answer holds no policy" : entries.error().toString());
    return;
  }
  const consul::KvEntry& entry = entries->front();
  m_policy.index = entry.modifyIndex;
  m_policy.revision = entry.flags;
  takePolicyText(entry.value);
}

void ConsulSource::takePolicyText(const std::string& text) {
  auto policy = codec::readPolicy(text);
  if (!policy) {
    refusePolicy(inWords(policy.error()));
    return;
  }
  if (policy->service != m_service) {
    refusePolicy("/service: it is a policy for " + policy->service);
    return;
  }
  auto table = policy::compile(std::move(*policy));
  if (!table) {
    refusePolicy(inWords(table.error()));
    return;
  }
  m_table = std::move(*table);
  m_policy.state = "ok";
  m_policy.error.clear();
  m_saved.policy = text;
  m_saved.policyIndex = m_policy.index;
  m_saved.policyRevision = m_policy.revision;
  if (!m_snapshot.empty()) m_saving.start(kSaveDelay);
  rebuild();
}

void ConsulSource::refusePolicy(std::string why) {
  qCWarning(lcSource, "policy of %s refused: %s", m_service.c_str(), why.c_str());
  m_policy.state = "refused";
  m_policy.error = std::move(why);
  tellState();
}

void ConsulSource::takeInstances(const QByteArray& body) {
  const auto instances = consul::parseInstances(body);
  if (!instances) {
    qCWarning(lcSource, "instances of %s: %s", m_service.c_str(), instances.error().toString().c_str());
    return;
  }
  const bool hadSome = !m_routing.instances.empty();
  if (instances->empty() && hadSome && m_instancesWereAway) {
    m_doubt.start(kDoubt);
    return;
  }
  m_doubt.stop();
  m_instancesWereAway = false;
  m_saved.instances = body.toStdString();
  if (!m_snapshot.empty()) m_saving.start(kSaveDelay);
  m_routing.instances.clear();
  for (const consul::Instance& instance : *instances) m_routing.instances.push_back(toKnown(instance));
  rebuild();
}

void ConsulSource::rebuild() {
  resolveNames(m_routing.instances, m_resolver);
  m_routing.snapshot = makeSnapshot(m_table, m_routing.instances);
  tellState();
}

void ConsulSource::tellState() {
  m_routing.policy = m_policy;
  const std::optional<std::string>& away = m_policyAway ? m_policyAway : m_instancesAway;
  if (away && m_table) m_routing.policy.state = "stale";
  if (away) m_routing.policy.error = *away;
  emit changed();
}

}  // namespace halftone::proxy

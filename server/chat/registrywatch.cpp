// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/registrywatch.h"

#include <QLoggingCategory>
#include <QUrl>

#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

namespace halftone::chat {

namespace {

Q_LOGGING_CATEGORY(lcRegistry, "halftone.chat.registry")

std::string inWords(const std::vector<policy::Finding>& findings) {
  constexpr std::size_t kTold = 5;
  std::string text;
  for (std::size_t i = 0; i < findings.size() && i < kTold; ++i) {
    if (i > 0) text += "; ";
    text += findings[i].pointer + ": " + findings[i].message;
  }
  return text;
}

QString healthPath(const std::string& service) {
  const QByteArray encoded = QUrl::toPercentEncoding(QString::fromStdString(service));
  return QStringLiteral("/v1/health/service/") + QString::fromLatin1(encoded);
}

}  // namespace

RegistryWatch::RegistryWatch(const consul::Endpoint& endpoint, Self self, QObject* parent)
    : QObject(parent),
      m_self(std::move(self)),
      m_policyWatch(endpoint, consul::kvPath("halftone/policies/" + m_self.service), {}),
      m_instancesWatch(endpoint, healthPath(m_self.service), {}) {
  connect(&m_policyWatch, &consul::Watch::changed, this, &RegistryWatch::takePolicy);
  connect(&m_policyWatch, &consul::Watch::failed, this, [this](const Error& error) {
    m_isAway = true;
    m_awayError = error.toString();
    rebuild();
  });
  connect(&m_policyWatch, &consul::Watch::recovered, this, [this] {
    m_isAway = false;
    rebuild();
  });
  connect(&m_instancesWatch, &consul::Watch::changed, this, &RegistryWatch::takeInstances);
}

void RegistryWatch::start() {
  m_policyWatch.start();
  m_instancesWatch.start();
}

void RegistryWatch::takePolicy(const consul::Answer& answer) {
  if (answer.status == 404) {
    m_state.state = "absent";
    m_state.error = m_table ? "the policy was removed; the last one stays" : "there is no policy yet";
    return rebuild();
  }
  const auto entries = consul::parseKvEntries(answer.body);
  if (!entries || entries->size() != 1) return refuse("the registry's answer holds no policy");
  m_state.index = entries->front().modifyIndex;
  m_state.revision = entries->front().flags;
  auto policy = codec::readPolicy(entries->front().value);
  if (!policy) return refuse(inWords(policy.error()));
  if (policy->service != m_self.service) return refuse("/service: it is a policy for " + policy->service);
  auto table = policy::compile(std::move(*policy));
  if (!table) return refuse(inWords(table.error()));
  m_table = std::move(*table);
  m_state.state = "ok";
  m_state.error.clear();
  rebuild();
}

void RegistryWatch::refuse(std::string why) {
  qCWarning(lcRegistry, "policy of %s refused: %s", m_self.service.c_str(), why.c_str());
  m_state.state = "refused";
  m_state.error = std::move(why);
  rebuild();
}

void RegistryWatch::takeInstances(const consul::Answer& answer) {
  auto instances = consul::parseInstances(answer.body);
  if (!instances) {
    qCWarning(lcRegistry, "nodes of %s: %s", m_self.service.c_str(), instances.error().toString().c_str());
    return;
  }
  m_instances = std::move(*instances);
  noteDeaths(m_instances);
  rebuild();
}

void RegistryWatch::noteDeaths(const std::vector<consul::Instance>& instances) {
  std::map<std::string, bool> isAlive;
  for (const consul::Instance& instance : instances) {
    if (instance.id == m_self.node) continue;
    // Maintenance is no death; a node that has just registered is critical until its first check.
    isAlive[instance.id] = instance.state() != consul::CheckState::Critical;
  }
  for (const auto& [node, wasAlive] : m_isAlive) {
    const auto now = isAlive.find(node);
    if (wasAlive && (now == isAlive.end() || !now->second)) emit nodeDied(node);
  }
  m_isAlive = std::move(isAlive);
}

void RegistryWatch::rebuild() {
  auto snapshot = std::make_shared<PolicySnapshot>();
  snapshot->state = m_state;
  if (m_isAway) {
    snapshot->state.state = m_table ? "stale" : m_state.state;
    snapshot->state.error = m_awayError;
  }
  snapshot->table = m_table;
  if (m_table) {
    const auto& versions = m_table->policy().versions;
    snapshot->available.bits = 0;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const bool isOwn = policy::selects(versions[i].second, {{"version", m_self.version}}, {});
      if (isOwn && snapshot->own < 0) snapshot->own = static_cast<int>(i);
      for (const consul::Instance& instance : m_instances) {
        if (!instance.inService() || !policy::selects(versions[i].second, instance.meta, instance.tags))
          continue;
        snapshot->available.bits |= std::uint64_t{1} << i;
        break;
      }
    }
  }
  m_snapshot = std::move(snapshot);
  emit policyChanged();
}

}  // namespace halftone::chat

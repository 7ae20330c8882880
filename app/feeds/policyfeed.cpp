// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/policyfeed.h"

#include <QLoggingCategory>

#include "app/feeds/consulconnection.h"
#include "backend/consul/watch.h"

namespace halftone::app {

namespace {

Q_LOGGING_CATEGORY(lcPolicies, "halftone.console.policies")

// The folder of policyKey(): "halftone/policies/".
QString policyFolder() {
  return QString::fromStdString(store::policyKey(""));
}

QMap<QString, store::StoredPolicy> policiesIn(const std::vector<consul::KvEntry>& entries) {
  const QString folder = policyFolder();
  QMap<QString, store::StoredPolicy> policies;
  for (const consul::KvEntry& entry : entries) {
    const QString key = QString::fromStdString(entry.key);
    if (!key.startsWith(folder) || key.size() == folder.size()) continue;
    const QString service = key.mid(folder.size());
    policies.insert(service,
                    store::StoredPolicy{service.toStdString(), entry.value, entry.flags, entry.modifyIndex});
  }
  return policies;
}

}  // namespace

PolicyFeed::PolicyFeed(const ConsulConnection& connection, QObject* parent)
    : QObject(parent),
      m_watch(std::make_unique<consul::Watch>(
          connection.endpoint(), QStringLiteral("/v1/kv/") + policyFolder(), QStringLiteral("recurse"))) {
  connect(m_watch.get(), &consul::Watch::changed, this, &PolicyFeed::take);
}

PolicyFeed::~PolicyFeed() = default;

void PolicyFeed::start() {
  m_watch->start();
}

QStringList PolicyFeed::services() const {
  return m_policies.keys();
}

std::optional<store::StoredPolicy> PolicyFeed::policy(const QString& service) const {
  const auto found = m_policies.constFind(service);
  if (found == m_policies.constEnd()) return std::nullopt;
  return *found;
}

void PolicyFeed::take(const consul::Answer& answer) {
  std::vector<consul::KvEntry> entries;
  if (answer.status != 404) {
    auto read = consul::parseKvEntries(answer.body);
    if (!read) {
      qCWarning(lcPolicies) << "unreadable answer:" << read.error().toString().c_str();
      return;
    }
    entries = *std::move(read);
  }
  const bool first = !m_loaded;
  const QMap<QString, store::StoredPolicy> before = std::exchange(m_policies, policiesIn(entries));
  m_loaded = true;
  if (first) emit loaded();
  if (first || before.keys() != m_policies.keys()) emit servicesChanged();
  for (auto it = m_policies.constBegin(); it != m_policies.constEnd(); ++it) {
    const auto old = before.constFind(it.key());
    if (old != before.constEnd() && old->modifyIndex == it->modifyIndex) continue;
    emit policyChanged(it.key());
    if (!first) emit published(it.key(), it->revision);
  }
}

}  // namespace halftone::app

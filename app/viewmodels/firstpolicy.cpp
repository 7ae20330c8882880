// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/firstpolicy.h"

#include <QCollator>
#include <algorithm>
#include <map>

#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"

namespace halftone::app {

namespace {

constexpr char kVersionLabel[] = "version";

bool isOwn(const QString& service) {
  return service == QLatin1String("consul") || service.startsWith(QLatin1String("halftone-"));
}

}  // namespace

FirstPolicy::FirstPolicy(const Feeds& feeds, QObject* parent)
    : QObject(parent), m_feeds(feeds), m_store(feeds.consul->client()) {}

void FirstPolicy::fail(const QString& problem) {
  m_busy = false;
  m_problem = problem;
  emit changed();
}

void FirstPolicy::load() {
  m_busy = true;
  m_problem.clear();
  emit changed();
  m_feeds.consul->client()->get(QStringLiteral("/v1/catalog/services"), {}, this,
                                [this](const Result<consul::Answer>& answer) {
                                  if (!answer) return fail(QString::fromStdString(answer.error().toString()));
                                  const auto services = consul::parseServices(answer->body);
                                  if (!services)
                                    return fail(QString::fromStdString(services.error().toString()));
                                  QStringList names;
                                  for (const auto& [name, tags] : *services)
                                    names.append(QString::fromStdString(name));
                                  takeServices(names);
                                });
}

void FirstPolicy::takeServices(const QStringList& all) {
  m_busy = false;
  m_services.clear();
  for (const QString& name : all) {
    if (!isOwn(name) && !m_feeds.policies->services().contains(name)) m_services.append(name);
  }
  const QString before = m_service;
  m_service.clear();
  if (m_services.isEmpty()) {
    m_versions.clear();
    m_stable.clear();
    return fail(tr("Every service in Consul's catalog has a policy."));
  }
  setService(m_services.contains(before) ? before : m_services.constFirst());
}

void FirstPolicy::setService(const QString& service) {
  if (service == m_service || !m_services.contains(service)) return;
  m_service = service;
  m_versions.clear();
  m_counts.clear();
  m_stable.clear();
  m_problem.clear();
  emit changed();
  const QString path =
      QStringLiteral("/v1/health/service/") + QString::fromLatin1(QUrl::toPercentEncoding(service));
  m_feeds.consul->client()->get(path, {}, this, [this, service](const Result<consul::Answer>& answer) {
    if (service != m_service) return;
    if (!answer) return fail(QString::fromStdString(answer.error().toString()));
    const auto instances = consul::parseInstances(answer->body);
    if (!instances) return fail(QString::fromStdString(instances.error().toString()));
    takeInstances(*instances);
  });
}

void FirstPolicy::takeInstances(const std::vector<consul::Instance>& instances) {
  std::map<QString, int> found;
  for (const consul::Instance& instance : instances) {
    const auto version = instance.meta.find(kVersionLabel);
    if (version != instance.meta.end() && !version->second.empty())
      ++found[QString::fromStdString(version->second)];
  }
  if (found.empty())
    return fail(tr("No instance of %1 says which version it is: register them with the meta “version”.")
                    .arg(m_service));
  for (const auto& [version, count] : found) m_versions.append(version);
  QCollator natural;
  natural.setNumericMode(true);
  std::sort(m_versions.begin(), m_versions.end(), natural);
  for (const QString& version : std::as_const(m_versions)) m_counts.push_back(found[version]);
  // What most instances are is what is not being tried.
  const auto most = std::max_element(m_counts.begin(), m_counts.end());
  m_stable = m_versions[most - m_counts.begin()];
  emit changed();
}

void FirstPolicy::setStable(const QString& version) {
  if (version == m_stable || !m_versions.contains(version)) return;
  m_stable = version;
  emit changed();
}

QString FirstPolicy::text() const {
  const qsizetype place = m_versions.indexOf(m_stable);
  if (place < 0) return {};
  return tr("All of %1 goes to %2 (%n instances). Then move others over, step by step.", nullptr,
            m_counts[static_cast<std::size_t>(place)])
      .arg(m_service, m_stable);
}

void FirstPolicy::publish(const QString& why) {
  if (!isReady()) return;
  m_busy = true;
  m_problem.clear();
  emit changed();
  store::Publication publication;
  policy::Policy& policy = publication.policy;
  policy.service = m_service.toStdString();
  policy.stable = m_stable.toStdString();
  for (const QString& name : std::as_const(m_versions)) {
    policy::Version version;
    version.select = {{kVersionLabel, name.toStdString()}};
    policy.versions.emplace_back(name.toStdString(), std::move(version));
  }
  policy.defaultRule.split = {{policy.stable, BasisPoints::whole()}};
  publication.actor = m_feeds.who != nullptr ? m_feeds.who->actor() : store::Actor::ofThisProcess("console");
  publication.why = why.trimmed().toStdString();
  OwnPublishes::Done done = [this, service = m_service](const Result<store::StoredPolicy>& stored) {
    if (!stored) {
      return fail(stored.error().code == ErrorCode::Conflict
                      ? tr("Somebody else has begun a policy of %1 meanwhile.").arg(service)
                      : tr("Not published: %1").arg(QString::fromStdString(stored.error().toString())));
    }
    m_busy = false;
    emit changed();
    emit published(service);
  };
  if (m_feeds.own != nullptr) done = m_feeds.own->sent(policy.service, this, std::move(done));
  m_store.publish(publication, this, std::move(done));
}

}  // namespace halftone::app

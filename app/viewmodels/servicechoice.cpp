// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/servicechoice.h"

#include <utility>

#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/feeds.h"

namespace halftone::app {

ServiceChoice::ServiceChoice(const Feeds& feeds, QObject* parent) : QObject(parent) {
  const auto refresh = [this, policies = feeds.policies, traffic = feeds.traffic] {
    update(policies->services(), traffic->services());
  };
  connect(feeds.policies, &PolicyFeed::loaded, this, refresh);
  connect(feeds.policies, &PolicyFeed::servicesChanged, this, refresh);
  connect(feeds.traffic, &TrafficFeed::proxiesChanged, this, refresh);
  connect(feeds.traffic, &TrafficFeed::versionsChanged, this, refresh);
  refresh();
}

void ServiceChoice::update(const QStringList& policies, const QStringList& traffic) {
  QStringList names = policies + traffic;
  names.removeDuplicates();
  names.removeAll(QString());
  names.sort();
  // A service that is away for a moment is not replaced under the operator's eyes.
  if (!m_current.isEmpty() && !names.contains(m_current) && names.isEmpty()) return;
  const int before = currentIndex();
  const QString wanted = names.contains(m_awaited) ? std::exchange(m_awaited, {}) : m_current;
  const QString current = names.contains(wanted) ? wanted : names.value(0);
  if (names != m_names) {
    m_names = names;
    emit namesChanged();
  }
  if (current != m_current || before != currentIndex()) {
    m_current = current;
    emit currentChanged();
  }
}

void ServiceChoice::await(const QString& name) {
  m_awaited = name;
  if (m_names.contains(name)) setCurrent(name);
}

void ServiceChoice::setCurrent(const QString& name) {
  if (!m_names.contains(name)) return;
  m_awaited.clear();
  if (name == m_current) return;
  m_current = name;
  emit currentChanged();
}

}  // namespace halftone::app

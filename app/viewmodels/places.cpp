// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/places.h"

#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/sessionstable.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/trafficviewmodel.h"

namespace halftone::app {

DeepLink placeOf(const QString& page, const PageViewModel& vm) {
  DeepLink link;
  link.page = page;
  link.service = vm.subject();
  if (const auto* traffic = qobject_cast<const TrafficViewModel*>(&vm))
    link.rule = traffic->ruleName(traffic->selectedRule());
  if (const auto* explain = qobject_cast<const ExplainViewModel*>(&vm)) {
    link.user = explain->user();
    link.filter = explain->live()->filter();
  }
  if (const auto* health = qobject_cast<const HealthViewModel*>(&vm)) {
    link.range = health->range();
    link.baseline = health->baseline();
    link.candidate = health->candidate();
  }
  if (const auto* audit = qobject_cast<const AuditViewModel*>(&vm)) link.filter = audit->filter();
  if (const auto* sessions = qobject_cast<const SessionsViewModel*>(&vm))
    link.filter = sessions->table()->filter();
  if (const auto* catalog = qobject_cast<const CatalogViewModel*>(&vm)) link.filter = catalog->filter();
  return link;
}

void turnTo(const DeepLink& place, PageViewModel* vm) {
  if (!place.service.isEmpty()) vm->turnTo(place.service);
  if (auto* explain = qobject_cast<ExplainViewModel*>(vm)) explain->live()->setFilter(place.filter);
  if (auto* health = qobject_cast<HealthViewModel*>(vm)) {
    if (place.range > 0) health->setRange(place.range);
    health->setBaseline(place.baseline);
    health->setCandidate(place.candidate);
  }
  if (auto* audit = qobject_cast<AuditViewModel*>(vm)) audit->setFilter(place.filter);
  if (auto* sessions = qobject_cast<SessionsViewModel*>(vm)) sessions->table()->setFilter(place.filter);
  if (auto* catalog = qobject_cast<CatalogViewModel*>(vm)) catalog->setFilter(place.filter);
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk.h"

#include "app/viewmodels/places.h"
#include "app/viewmodels/session.h"

namespace halftone::app {

Desk::Desk(const consul::Endpoint& endpoint, const QString& cluster, const QString& dataFolder,
           const QString& historyFile, const std::optional<QUrl>& proxyAdmin, VersionColors* colors,
           Session* session, Favourites* favourites, Notices* notices, FlightViewModel* flight)
    : consul(endpoint),
      policies(consul),
      traffic(consul, proxyAdmin),
      samples(consul, policies, traffic),
      who(consul),
      editors(consul),
      history(historyFile),
      feeder(consul, policies, traffic, &history),
      kvDrafts(dataFolder + QStringLiteral("/kv-drafts"), cluster),
      feeds{&consul, &policies, &traffic, colors,    session, &samples,
            &who,    &editors,  &history, &kvDrafts, &own,    &drafts},
      statusPage(feeds),
      trafficPage(feeds),
      explainPage(feeds),
      overviewPage(feeds),
      auditPage(feeds),
      healthPage(feeds),
      sessionsPage(feeds),
      catalogPage(feeds),
      kvPage(feeds),
      demoPage(feeds),
      navigator(feeds, {&trafficPage, &explainPage, &overviewPage, &auditPage, &healthPage, &sessionsPage,
                        &catalogPage, favourites, notices, flight, &kvPage, &demoPage}),
      commands([this] { return navigator.commands(); },
               [this](const QString& typed) { return navigator.commandsOf(typed); }),
      keeper(feeds, &trafficPage, cluster, dataFolder + QStringLiteral("/drafts")),
      watch(feeds, notices) {
  statusPage.setOwnSessions([this](const std::string& id) { return keeper.isOurs(id); });
  navigator.setInstances([this] { return watch.catalog().instances(); });
  followProposals(explainPage);
  QObject::connect(&commands, &PaletteModel::chosen, &navigator,
                   [this](const QString& target) { navigator.open(target); });
  followPolicies(auditPage);
  followServices(overviewPage);
}

void Desk::followServices(const OverviewViewModel& page) {
  QObject::connect(&page, &OverviewViewModel::trafficAsked, &navigator, [this](const QString& service) {
    navigator.open(toText({QStringLiteral("traffic"), service, {}, {}, 0}));
  });
  QObject::connect(&page, &OverviewViewModel::placeAsked, &navigator,
                   [this](const QString& link) { navigator.open(link); });
}

void Desk::followProposals(const ExplainViewModel& page) {
  QObject::connect(&page, &ExplainViewModel::ruleProposed, &trafficPage,
                   [this](const QString& service, const policy::Rule& rule) {
                     feeds.session->setPage(QStringLiteral("traffic"));
                     trafficPage.setService(service);
                     trafficPage.proposeRule(rule);
                   });
}

void Desk::followPolicies(const AuditViewModel& page) {
  QObject::connect(&page, &AuditViewModel::policyAsked, &navigator,
                   [this](const QString& service, int revision) {
                     navigator.open(toText({QStringLiteral("traffic"), service, {}, {}, revision}));
                   });
}

PageViewModel* Desk::page(const QString& name) {
  return qobject_cast<PageViewModel*>(properties().value(name).value<QObject*>());
}

std::vector<DeepLink> Desk::places() {
  std::vector<DeepLink> places;
  for (const QString& name : feeds.session->pages()) {
    if (const PageViewModel* shown = page(name)) places.push_back(placeOf(name, *shown));
  }
  return places;
}

void Desk::turnTo(const std::vector<DeepLink>& places) {
  for (const DeepLink& place : places) {
    if (PageViewModel* shown = page(place.page)) app::turnTo(place, shown);
  }
}

std::unique_ptr<PageViewModel> Desk::newPage(const QString& page) {
  if (page == QLatin1String("overview")) {
    auto overview = std::make_unique<OverviewViewModel>(feeds);
    followServices(*overview);
    return overview;
  }
  if (page == QLatin1String("traffic")) {
    auto another = std::make_unique<TrafficViewModel>(feeds);
    keeper.add(another.get());
    return another;
  }
  if (page == QLatin1String("health")) return std::make_unique<HealthViewModel>(feeds);
  if (page == QLatin1String("sessions")) return std::make_unique<SessionsViewModel>(feeds);
  if (page == QLatin1String("catalog")) return std::make_unique<CatalogViewModel>(feeds);
  if (page == QLatin1String("kv")) return std::make_unique<KvViewModel>(feeds);
  if (page == QLatin1String("demo")) return std::make_unique<DemoViewModel>(feeds);
  if (page == QLatin1String("explain")) {
    auto explain = std::make_unique<ExplainViewModel>(feeds);
    followProposals(*explain);
    return explain;
  }
  if (page == QLatin1String("audit")) {
    auto audit = std::make_unique<AuditViewModel>(feeds);
    followPolicies(*audit);
    return audit;
  }
  return nullptr;
}

void Desk::start() {
  consul.start();
  policies.start();
  traffic.start();
  editors.start();
}

void Desk::retranslate() {
  statusPage.retranslate();
  for (PageViewModel* page :
       std::initializer_list<PageViewModel*>{&trafficPage, &explainPage, &overviewPage, &auditPage,
                                             &healthPage, &sessionsPage, &catalogPage, &kvPage, &demoPage})
    page->retranslate();
}

QVariantMap Desk::properties() {
  return {{QStringLiteral("places"), QVariant::fromValue(&navigator)},
          {QStringLiteral("status"), QVariant::fromValue(&statusPage)},
          {QStringLiteral("traffic"), QVariant::fromValue(&trafficPage)},
          {QStringLiteral("explain"), QVariant::fromValue(&explainPage)},
          {QStringLiteral("overview"), QVariant::fromValue(&overviewPage)},
          {QStringLiteral("audit"), QVariant::fromValue(&auditPage)},
          {QStringLiteral("commands"), QVariant::fromValue(&commands)},
          {QStringLiteral("health"), QVariant::fromValue(&healthPage)},
          {QStringLiteral("sessions"), QVariant::fromValue(&sessionsPage)},
          {QStringLiteral("catalog"), QVariant::fromValue(&catalogPage)},
          {QStringLiteral("kv"), QVariant::fromValue(&kvPage)},
          {QStringLiteral("demo"), QVariant::fromValue(&demoPage)}};
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desk.h"

#include <QStandardPaths>

#include "app/viewmodels/session.h"

namespace halftone::app {

namespace {

QString draftsFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/drafts");
}

}  // namespace

Desk::Desk(const consul::Endpoint& endpoint, const QString& cluster, const std::optional<QUrl>& proxyAdmin,
           VersionColors* colors, Session* session)
    : consul(endpoint),
      policies(consul),
      traffic(consul, proxyAdmin),
      samples(consul, policies, traffic),
      who(consul),
      editors(consul),
      history(historyFile(cluster)),
      feeder(consul, policies, traffic, &history),
      feeds{&consul, &policies, &traffic, colors, session, &samples, &who, &editors, &history},
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
      navigator(feeds, {&trafficPage, &explainPage, &overviewPage}),
      commands([this] { return navigator.commands(); }),
      keeper(feeds, &trafficPage, cluster, draftsFolder()) {
  statusPage.setOwnSession([this] { return keeper.presence().session(); });
  QObject::connect(&explainPage, &ExplainViewModel::ruleProposed, &trafficPage,
                   [this, session](const QString& service, const policy::Rule& rule) {
                     session->setPage(QStringLiteral("traffic"));
                     trafficPage.setService(service);
                     trafficPage.proposeRule(rule);
                   });
  QObject::connect(&commands, &PaletteModel::chosen, &navigator,
                   [this](const QString& target) { navigator.open(target); });
  QObject::connect(&auditPage, &AuditViewModel::policyAsked, &navigator,
                   [this](const QString& service, int revision) {
                     navigator.open(toText({QStringLiteral("traffic"), service, {}, {}, revision}));
                   });
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
  return {{QStringLiteral("status"), QVariant::fromValue(&statusPage)},
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QHash>
#include <QVariantList>
#include <QVariantMap>

#include "app/viewmodels/flowrates.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "backend/store/policystore.h"

namespace halftone::app {

struct Feeds;
struct ServiceFigures;
class ConsulConnection;
class PolicyFeed;
class Session;
class TrafficFeed;
class TrafficSeries;
class VersionColors;

// The page Overview: each service in one line, those that need a look first; and how traffic flows through
// the chosen one, from gateways by versions to instances. GUI thread.
class OverviewViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::RecordModel* services READ services CONSTANT)
  Q_PROPERTY(QString chosen READ chosen WRITE choose NOTIFY chosenChanged)
  Q_PROPERTY(QVariantMap topology READ topology NOTIFY topologyChanged)
  Q_PROPERTY(QString summary READ summary NOTIFY topologyChanged)

 public:
  explicit OverviewViewModel(const Feeds& feeds, QObject* parent = nullptr);

  // One row a service: service, kind, why, revision, wanted and actual ([{version, share}]), requests,
  // errors, p99, sessions, spark (0 to 1, oldest first), release ("v2 at 30 %"), published (who and when).
  [[nodiscard]] RecordModel* services() { return &m_services; }
  // Whose topology is shown: the first service until another is chosen.
  [[nodiscard]] QString chosen() const { return m_chosen; }
  void choose(const QString& service);
  // {gateways, versions, instances: [{name, version, text, kind, words, place}], more, flows: [{from, to,
  // left, width, version, kind}]}: `words` tell a node whole, `place` is the link to more about it, `more`
  // are the instances that are not drawn; `left` is the column (0 or 1) in which a flow begins, `width` its
  // share of all traffic.
  [[nodiscard]] QVariantMap topology() const { return m_topology; }
  // "3 services, 1 needs a look". "all well" only if every one of them is heard and is.
  [[nodiscard]] QString summary() const;
  [[nodiscard]] QString subject() const override { return m_chosen; }
  // A double click on a service: where its traffic is set.
  Q_INVOKABLE void openTraffic(const QString& service) { emit trafficAsked(service); }
  // A node of the topology: its place.
  Q_INVOKABLE void openPlace(const QString& place) { emit placeAsked(place); }
  void turnTo(const QString& subject) override;
  void retranslate() override;

 signals:
  void trafficAsked(const QString& service);
  void placeAsked(const QString& link);
  void chosenChanged();
  void topologyChanged();

 private:
  void update();
  void judgeState();
  [[nodiscard]] RecordModel::Record row(const QString& service) const;
  // What of a release is under way, by the policy in force and what the proxies obey.
  [[nodiscard]] QString releaseText(const QString& service, quint64 revision,
                                    const policy::Policy& policy) const;
  [[nodiscard]] QString publishedText(const QString& service, quint64 revision) const;
  void askPublished(const QString& service);
  void takeRates();
  void draw();

  Session* m_session;
  ConsulConnection* m_consul;
  PolicyFeed* m_policies;
  TrafficFeed* m_traffic;
  VersionColors* m_colors;
  store::PolicyStore m_store;
  QHash<QString, store::HistoryEntry> m_published;  // the newest of each service
  RecordModel m_services;
  QString m_chosen;
  QString m_awaited;  // to be chosen as soon as it is there
  QVariantMap m_topology;
  FlowRates m_rates;  // of the chosen service
};

}  // namespace halftone::app

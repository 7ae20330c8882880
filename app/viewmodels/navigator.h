// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <functional>
#include <optional>
#include <tuple>
#include <vector>

#include "app/viewmodels/deeplink.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/palettemodel.h"

namespace halftone::app {

class AuditViewModel;
class CatalogViewModel;
class ClustersViewModel;
class DemoViewModel;
class ExplainViewModel;
class Favourites;
class FlightViewModel;
class HealthViewModel;
class KvViewModel;
class Notices;
class OverviewViewModel;
class SessionsViewModel;
class TrafficViewModel;

// An instance of the catalog, by its service.
struct KnownInstance {
  QString service;
  QString id;
  friend bool operator==(const KnownInstance&, const KnownInstance&) = default;
  friend bool operator<(const KnownInstance& a, const KnownInstance& b) {
    return std::tie(a.service, a.id) < std::tie(b.service, b.id);
  }
};

// Leads to places and does what the palette offers. A link to what is not known yet is followed when it
// becomes known; one to what is not there is told as a problem, and nobody moves. GUI thread.
class Navigator : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)
  Q_PROPERTY(QString otherCluster READ otherCluster NOTIFY problemChanged)

 public:
  static constexpr qsizetype kMaxTypedUser = 200;
  static constexpr std::size_t kMaxInstances = 5000;  // in the palette

  // What it leads to; those that are null it leaves out.
  struct Pages {
    TrafficViewModel* traffic = nullptr;
    ExplainViewModel* explain = nullptr;
    OverviewViewModel* overview = nullptr;
    AuditViewModel* audit = nullptr;
    HealthViewModel* health = nullptr;
    SessionsViewModel* sessions = nullptr;
    CatalogViewModel* catalog = nullptr;
    Favourites* favourites = nullptr;
    Notices* notices = nullptr;
    FlightViewModel* flight = nullptr;
    KvViewModel* kv = nullptr;
    DemoViewModel* demo = nullptr;
  };

  Navigator(const Feeds& feeds, const Pages& pages, QObject* parent = nullptr);

  // The clusters that it can switch to; it outlives this.
  void setClusters(ClustersViewModel* clusters) { m_clusters = clusters; }
  // Where the palette's instances come from, beside those that proxies tell of.
  void setInstances(std::function<std::vector<KnownInstance>()> instances) {
    m_instances = std::move(instances);
  }
  // A deep link or "action:NAME"; false if it is neither.
  Q_INVOKABLE bool open(const QString& target);
  // Why the last link was not followed, in a sentence; empty if it was.
  [[nodiscard]] QString problem() const { return m_problem; }
  Q_INVOKABLE void forgetProblem() { setProblem({}); }
  // The known cluster that the last link is of, where that kept it from being followed; else empty.
  [[nodiscard]] QString otherCluster() const { return m_refused ? m_refused->cluster : QString(); }
  // Switches to it; the link is followed there.
  Q_INVOKABLE void switchAndFollow();
  // The place in front, with its service and filter.
  [[nodiscard]] DeepLink here() const;
  // Pins the place in front in the sidebar, or takes it off again.
  Q_INVOKABLE void togglePin();
  // Another place, of a window of its own.
  void togglePin(const DeepLink& place);
  Q_INVOKABLE void copyLink() const;
  // All that can be opened or done now.
  [[nodiscard]] std::vector<Command> commands() const;
  // What can be made of any text that is typed: a link is opened, a user explained.
  [[nodiscard]] std::vector<Command> commandsOf(const QString& typed) const;

 signals:
  // This page is to get a window of its own.
  void tearAsked(const QString& page);
  void problemChanged();

 private:
  void setProblem(const QString& problem);
  void followWaiting(bool lastCall);
  [[nodiscard]] QString missingOf(const DeepLink& link) const;
  [[nodiscard]] QString missingOfPolicy(const DeepLink& link) const;
  [[nodiscard]] bool mayStillCome(const DeepLink& link) const;
  [[nodiscard]] QStringList catalogServices() const;
  [[nodiscard]] std::vector<KnownInstance> knownInstances() const;
  [[nodiscard]] QStringList servicesOn(const QString& page) const;
  [[nodiscard]] DeepLink pinOf(DeepLink place) const;
  void go(const DeepLink& link);
  void showRevision(const QString& service, int revision);
  bool act(const QString& action);
  void revealInstance(const QString& service, const QString& id);
  // Calls `found` with the row of an instance of the service that the catalog shows, when it is there.
  void findInstance(const QString& service, const QString& id, std::function<void(const QString& row)> found);
  bool actOnThings(const QString& action, const QString& value);
  bool actOnDraft(const QString& action);
  bool actOnPages(const QString& action, const QString& value);
  void addPageActions(std::vector<Command>& commands) const;
  void addActions(std::vector<Command>& commands) const;
  void addThings(std::vector<Command>& commands, const std::vector<KnownInstance>& instances) const;
  void addThingActions(std::vector<Command>& commands, const std::vector<KnownInstance>& instances) const;
  void addDemoActions(std::vector<Command>& commands) const;
  void addUsers(std::vector<Command>& commands) const;
  [[nodiscard]] QString titleOf(const DeepLink& link) const;

  Feeds m_feeds;
  Pages m_pages;
  ClustersViewModel* m_clusters = nullptr;
  std::function<std::vector<KnownInstance>()> m_instances;
  std::optional<DeepLink> m_waiting;
  std::optional<DeepLink> m_refused;  // of another cluster that can be switched to
  QTimer m_patience;
  QString m_problem;
};

}  // namespace halftone::app

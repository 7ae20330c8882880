// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>
#include <optional>
#include <vector>

#include "app/viewmodels/deeplink.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/palettemodel.h"

namespace halftone::app {

class AuditViewModel;
class CatalogViewModel;
class ClustersViewModel;
class ExplainViewModel;
class Favourites;
class FlightViewModel;
class HealthViewModel;
class Notices;
class OverviewViewModel;
class SessionsViewModel;
class TrafficViewModel;

// Leads to places and does what the palette offers. A link to what is not known yet is followed when it
// becomes known; one to what is not there is told as a problem, and nobody moves. GUI thread.
class Navigator : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")
  Q_PROPERTY(QString problem READ problem NOTIFY problemChanged)

 public:
  static constexpr qsizetype kMaxTypedUser = 200;

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
  };

  Navigator(const Feeds& feeds, const Pages& pages, QObject* parent = nullptr);

  // The clusters that it can switch to; it outlives this.
  void setClusters(ClustersViewModel* clusters) { m_clusters = clusters; }
  // A deep link or "action:NAME"; false if it is neither.
  Q_INVOKABLE bool open(const QString& target);
  // Why the last link was not followed, in a sentence; empty if it was.
  [[nodiscard]] QString problem() const { return m_problem; }
  Q_INVOKABLE void forgetProblem() { setProblem({}); }
  // The place in front, with its service and filter.
  [[nodiscard]] DeepLink here() const;
  // Pins the place in front in the sidebar, or takes it off again.
  Q_INVOKABLE void togglePin();
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
  [[nodiscard]] QStringList servicesOn(const QString& page) const;
  [[nodiscard]] DeepLink pinnable() const;
  void go(const DeepLink& link);
  void showRevision(const QString& service, int revision);
  bool act(const QString& action);
  void revealInstance(const QString& service, const QString& id);
  bool actOnDraft(const QString& action);
  bool actOnPages(const QString& action, const QString& value);
  void addPageActions(std::vector<Command>& commands) const;
  void addActions(std::vector<Command>& commands) const;
  void addThings(std::vector<Command>& commands) const;
  void addUsers(std::vector<Command>& commands) const;
  [[nodiscard]] QString titleOf(const DeepLink& link) const;

  Feeds m_feeds;
  Pages m_pages;
  ClustersViewModel* m_clusters = nullptr;
  std::optional<DeepLink> m_waiting;
  QTimer m_patience;
  QString m_problem;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <optional>
#include <vector>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/palettemodel.h"

namespace halftone::app {

class AuditViewModel;
class CatalogViewModel;
class ExplainViewModel;
class Favourites;
class FlightViewModel;
class HealthViewModel;
class Notices;
class OverviewViewModel;
class SessionsViewModel;
class TrafficViewModel;

// A place in the console: halftone://PAGE/SERVICE?rule=NAME&revision=N&user=U&filter=F&instance=ID. What it
// names need not exist.
struct DeepLink {
  QString page;
  QString service;
  QString rule;
  QString user;
  int revision = 0;
  QString filter{};    // of Sessions, Catalog, Audit and Explain's samples
  QString instance{};  // in the catalog
  friend bool operator==(const DeepLink&, const DeepLink&) = default;
};

// Nothing for what is no such link, or names a page that is not there.
[[nodiscard]] std::optional<DeepLink> parseDeepLink(const QString& text, const QStringList& pages);
[[nodiscard]] QString toText(const DeepLink& link);

// Leads to places and does what the palette offers. A link to a service that is not known yet is followed
// when it becomes known. GUI thread.
class Navigator : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the window receives it")

 public:
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

  // A deep link or "action:NAME"; false if it is neither.
  Q_INVOKABLE bool open(const QString& target);
  // The place in front, with its service and filter.
  [[nodiscard]] DeepLink here() const;
  // Pins the place in front in the sidebar, or takes it off again.
  Q_INVOKABLE void togglePin();
  Q_INVOKABLE void copyLink() const;
  // All that can be opened or done now.
  [[nodiscard]] std::vector<Command> commands() const;

 signals:
  // This page is to get a window of its own.
  void tearAsked(const QString& page);

 private:
  void go(const DeepLink& link);
  bool act(const QString& action);
  void revealInstance(const QString& service, const QString& id);
  bool actOnDraft(const QString& action);
  void addActions(std::vector<Command>& commands) const;
  void addThings(std::vector<Command>& commands) const;
  void addUsers(std::vector<Command>& commands) const;
  [[nodiscard]] QString titleOf(const DeepLink& link) const;

  Feeds m_feeds;
  Pages m_pages;
  std::optional<DeepLink> m_waiting;
};

}  // namespace halftone::app

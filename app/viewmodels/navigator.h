// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <vector>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/palettemodel.h"

namespace halftone::app {

class ExplainViewModel;
class OverviewViewModel;
class TrafficViewModel;

// A place in the console: halftone://PAGE/SERVICE?rule=NAME&revision=N&user=U. What it names need not exist.
struct DeepLink {
  QString page;
  QString service;
  QString rule;
  QString user;
  int revision = 0;
  friend bool operator==(const DeepLink&, const DeepLink&) = default;
};

// Nothing for what is no such link, or names a page that is not there.
[[nodiscard]] std::optional<DeepLink> parseDeepLink(const QString& text, const QStringList& pages);
[[nodiscard]] QString toText(const DeepLink& link);

// Leads to places and does what the palette offers. A link to a service that is not known yet is followed
// when it becomes known. GUI thread.
class Navigator : public QObject {
  Q_OBJECT

 public:
  struct Pages {
    TrafficViewModel* traffic = nullptr;
    ExplainViewModel* explain = nullptr;
    OverviewViewModel* overview = nullptr;
  };

  Navigator(const Feeds& feeds, const Pages& pages, QObject* parent = nullptr);

  // A deep link or "action:NAME"; false if it is neither.
  bool open(const QString& target);
  // All that can be opened or done now.
  [[nodiscard]] std::vector<Command> commands() const;

 private:
  void go(const DeepLink& link);
  bool act(const QString& action);
  void addActions(std::vector<Command>& commands) const;
  void addThings(std::vector<Command>& commands) const;

  Feeds m_feeds;
  Pages m_pages;
  std::optional<DeepLink> m_waiting;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantMap>
#include <memory>
#include <optional>
#include <vector>

#include "app/feeds/consulconnection.h"
#include "app/feeds/draftboard.h"
#include "app/feeds/editorsfeed.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/ownpublishes.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/history/historyfeeder.h"
#include "app/viewmodels/auditviewmodel.h"
#include "app/viewmodels/catalogviewmodel.h"
#include "app/viewmodels/demoviewmodel.h"
#include "app/viewmodels/draftkeeper.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/healthviewmodel.h"
#include "app/viewmodels/kvdrafts.h"
#include "app/viewmodels/kvviewmodel.h"
#include "app/viewmodels/navigator.h"
#include "app/viewmodels/noticewatch.h"
#include "app/viewmodels/overviewviewmodel.h"
#include "app/viewmodels/palettemodel.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/statusviewmodel.h"
#include "app/viewmodels/trafficviewmodel.h"

namespace halftone::app {

// All that belongs to one connection: made anew when the operator switches to another cluster. GUI thread.
struct Desk {
  // `colors` and all after it are the window's and outlive it. What the operator drafts is kept in
  // `dataFolder` by `cluster`. The past is kept in `historyFile`; empty: only while the desk is there.
  Desk(const consul::Endpoint& endpoint, const QString& cluster, const QString& dataFolder,
       const QString& historyFile, const std::optional<QUrl>& proxyAdmin, VersionColors* colors,
       Session* session, Favourites* favourites, Notices* notices, FlightViewModel* flight);

  void start();
  void retranslate();
  // What the window is given, by the names of its properties.
  [[nodiscard]] QVariantMap properties();
  // The view model of a page of the main window; null for a page that is not there.
  [[nodiscard]] PageViewModel* page(const QString& name);
  // As they stand, to be shown again on another desk.
  [[nodiscard]] std::vector<DeepLink> places();
  void turnTo(const std::vector<DeepLink>& places);
  // Another view model of a page, with a state of its own; null for a page that is not there.
  [[nodiscard]] std::unique_ptr<PageViewModel> newPage(const QString& page);

  void followProposals(const ExplainViewModel& page);
  void followServices(const OverviewViewModel& page);
  void followPolicies(const AuditViewModel& page);

  ConsulConnection consul;
  PolicyFeed policies;
  TrafficFeed traffic;
  SampleFeed samples;
  IdentityFeed who;
  EditorsFeed editors;
  HealthHistory history;
  HistoryFeeder feeder;
  KvDrafts kvDrafts;
  OwnPublishes own;
  DraftBoard drafts;
  Feeds feeds;
  StatusViewModel statusPage;
  TrafficViewModel trafficPage;
  ExplainViewModel explainPage;
  OverviewViewModel overviewPage;
  AuditViewModel auditPage;
  HealthViewModel healthPage;
  SessionsViewModel sessionsPage;
  CatalogViewModel catalogPage;
  KvViewModel kvPage;
  DemoViewModel demoPage;
  Navigator navigator;
  PaletteModel commands;
  DraftKeeper keeper;
  NoticeWatch watch;
};

}  // namespace halftone::app

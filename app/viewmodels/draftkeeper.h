// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/policydraft.h"
#include "backend/store/drafts.h"
#include "backend/store/presence.h"

namespace halftone::app {

class TrafficViewModel;

// Keeps the drafts of Traffic pages on disk while there are any, brings one back when its service is shown
// again (also by another run of the console, after a crash), and tells others in Consul that somebody is
// editing. Pages that show the same service have one draft: what is edited in one window is in the others at
// once. GUI thread.
class DraftKeeper : public QObject {
  Q_OBJECT
 public:
  // A drag makes many drafts a second: one is written when it rests so long, or goes on for so long.
  static constexpr std::chrono::milliseconds kPause{200};

  DraftKeeper(const Feeds& feeds, TrafficViewModel* page, QString cluster, const QString& folder,
              QObject* parent = nullptr);
  ~DraftKeeper() override;  // writes what is not yet written

  // Another page, in a window of its own; until it is destroyed.
  void add(TrafficViewModel* page);
  // Whether a session of Consul says that we ourselves edit.
  [[nodiscard]] bool isOurs(const std::string& session) const;
  // Others see at once that we no longer edit; left() when Consul has answered. False if we did not.
  bool leave();

 signals:
  void failed(const QString& reason);
  void left();

 private:
  struct Page {
    TrafficViewModel* vm = nullptr;
    QString shown;  // the service whose draft was looked for
  };

  void follow(TrafficViewModel* vm);
  void remove(const QObject* vm);
  // False if no draft was brought.
  bool bring(Page& page);
  void share(const TrafficViewModel& from);
  void keep(const TrafficViewModel& page);
  void tellOthers();
  void flush();

  const Feeds m_feeds;
  QString m_cluster;
  store::Drafts m_drafts;
  std::vector<Page> m_pages;
  QTimer m_timer;
  std::map<QString, PolicyDraft> m_pending;  // to be written, by service
  QSet<QString> m_unreadable;                // their files stay for a person to look at
  std::map<std::string, std::unique_ptr<store::Presence>> m_presences;  // by service
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QSet>
#include <QTimer>
#include <optional>

#include "app/viewmodels/feeds.h"
#include "backend/store/drafts.h"
#include "backend/store/presence.h"

namespace halftone::app {

class TrafficViewModel;

// Keeps the Traffic page's draft on disk while there is one, brings it back when its service is shown again
// (also by another run of the console, after a crash), and tells others in Consul that somebody is editing.
// GUI thread.
class DraftKeeper : public QObject {
  Q_OBJECT
 public:
  // A drag makes many drafts a second: one is written when it rests so long, or goes on for so long.
  static constexpr std::chrono::milliseconds kPause{200};

  DraftKeeper(const Feeds& feeds, TrafficViewModel* page, QString cluster, const QString& folder,
              QObject* parent = nullptr);
  ~DraftKeeper() override;  // writes what is not yet written

  [[nodiscard]] store::Presence& presence() { return m_presence; }

 signals:
  void failed(const QString& reason);

 private:
  void follow();
  void flush();

  const Feeds m_feeds;
  TrafficViewModel* m_page;
  QString m_cluster;
  store::Drafts m_drafts;
  store::Presence m_presence;
  QTimer m_timer;
  std::optional<store::Draft> m_pending;  // to be written
  QString m_shown;                        // the service whose draft was looked for
  QSet<QString> m_unreadable;             // their files stay for a person to look at
};

}  // namespace halftone::app

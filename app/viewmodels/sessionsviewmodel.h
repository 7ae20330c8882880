// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <map>
#include <memory>

#include "app/viewmodels/flattable.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/servicechoice.h"
#include "app/viewmodels/sessionactions.h"
#include "app/viewmodels/sessiondetail.h"
#include "app/viewmodels/sessiondrift.h"
#include "app/viewmodels/sessionframes.h"
#include "backend/store/auditlog.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class IdentityFeed;
class PolicyFeed;
class Session;
class SessionsFeed;
class SessionsTable;
class VersionColors;

// The page of live chat sessions: a table, and how many sessions each version has. It listens to the nodes
// while its page is in front, and for a minute after. GUI thread.
class SessionsViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::FlatTable* table READ table CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* versions READ versions CONSTANT)
  Q_PROPERTY(halftone::app::ServiceChoice* service READ service CONSTANT)
  Q_PROPERTY(halftone::app::SessionDetail* detail READ detail CONSTANT)
  Q_PROPERTY(halftone::app::SessionActions* actions READ actions CONSTANT)
  Q_PROPERTY(halftone::app::SessionDrift* drift READ drift CONSTANT)
  Q_PROPERTY(halftone::app::SessionFrames* frames READ frames CONSTANT)
  Q_PROPERTY(QString selectionText READ selectionText NOTIFY selectionChanged)
  Q_PROPERTY(QVariantList wanted READ wanted NOTIFY summaryChanged)
  Q_PROPERTY(QVariantList open READ open NOTIFY summaryChanged)
  Q_PROPERTY(QString countText READ countText NOTIFY summaryChanged)
  Q_PROPERTY(QString nodesText READ nodesText NOTIFY summaryChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY summaryChanged)
  Q_PROPERTY(bool paused READ isPaused WRITE setPaused NOTIFY pausedChanged)

 public:
  explicit SessionsViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~SessionsViewModel() override;

  [[nodiscard]] FlatTable* table() const;
  // One row a version: version, sessions, share, wanted, drift (as texts).
  [[nodiscard]] RecordModel* versions() const { return m_versions; }
  [[nodiscard]] ServiceChoice* service() const { return m_service; }
  // Of the table's current row.
  [[nodiscard]] SessionDetail* detail() const { return m_detail; }
  [[nodiscard]] SessionActions* actions() const { return m_actions; }
  [[nodiscard]] SessionDrift* drift() const { return m_drift; }
  // The live tail; it follows nobody until watchCurrent().
  [[nodiscard]] SessionFrames* frames() const { return m_frames; }
  // Follows the frames of the session that is opened.
  Q_INVOKABLE void watchCurrent();
  // "12 selected"; empty if none is.
  [[nodiscard]] QString selectionText() const;
  // Parts of a VersionBar: what the default split wants, and what is open.
  [[nodiscard]] QVariantList wanted() const { return m_wanted; }
  [[nodiscard]] QVariantList open() const { return m_open; }
  // "4,812 of 20,000".
  [[nodiscard]] QString countText() const;
  [[nodiscard]] QString nodesText() const;
  // Why the table is empty; empty if it is not.
  [[nodiscard]] QString emptyText() const;
  [[nodiscard]] bool isPaused() const { return m_paused; }
  // The table stands still; the feed goes on.
  void setPaused(bool paused);
  // Adds a term to the filter that finds only this version, or takes it out again.
  Q_INVOKABLE void filterVersion(const QString& version);

  // Of open sessions, each once, at most so many.
  [[nodiscard]] QStringList users(qsizetype most) const;
  [[nodiscard]] QString subject() const override { return m_service->current(); }
  void turnTo(const QString& subject) override { m_service->await(subject); }
  void retranslate() override;

 signals:
  void summaryChanged();
  void selectionChanged();
  void pausedChanged();

 private:
  void onShown();
  void followService();
  void readPolicy();
  void update();
  void updateState();
  void updateSummary();
  void updateDetail();
  [[nodiscard]] const SessionRow* currentRow() const;
  void askForAccount();
  void recordAct(const QString& action, const QString& object, const QString& why);
  void updateDrift();

  Session* m_session;
  ConsulConnection* m_consul;
  PolicyFeed* m_policies;
  VersionColors* m_colors;
  std::unique_ptr<SessionsFeed> m_feed;
  SessionsTable* m_table;
  RecordModel* m_versions;
  ServiceChoice* m_service;
  SessionDetail* m_detail;
  SessionActions* m_actions;
  SessionDrift* m_drift;
  SessionFrames* m_frames;
  IdentityFeed* m_who;  // null: nobody to name in the audit
  store::AuditLog m_audit;
  SessionOrders m_inquiries;
  std::shared_ptr<const SessionAccount> m_account;  // of the session m_accountKey
  std::string m_accountKey;
  std::shared_ptr<SessionPlacement> m_placement;  // null: no policy
  quint64 m_revision = 0;
  QTimer m_second;  // ages
  QTimer m_leave;
  std::map<QString, double> m_wantedShares;  // of the default split, 0 to 1
  QVariantList m_wanted;
  QVariantList m_open;
  int m_seconds = 0;
  bool m_listening = false;
  bool m_paused = false;
  QString m_followed;  // the service that is or was shown
};

}  // namespace halftone::app

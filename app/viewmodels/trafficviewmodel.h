// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QStringList>
#include <QTimer>
#include <QVariantList>
#include <optional>
#include <vector>

#include "app/charts/plotdata.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/policydraft.h"
#include "app/viewmodels/rulelistmodel.h"
#include "app/viewmodels/splitmodel.h"
#include "backend/base/result.h"

namespace halftone::app {

// The page Traffic: a service's policy, what the operator wants of it (the draft), what is measured, and the
// way from one to the other (review and publish). GUI thread.
class TrafficViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(QStringList services READ services NOTIFY servicesChanged)
  Q_PROPERTY(QString service READ service WRITE setService NOTIFY serviceChanged)
  Q_PROPERTY(int serviceIndex READ serviceIndex NOTIFY serviceChanged)
  Q_PROPERTY(halftone::app::RuleListModel* rules READ rules CONSTANT)
  Q_PROPERTY(halftone::app::SplitModel* split READ split CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* requests READ requests CONSTANT)
  Q_PROPERTY(bool hasPolicy READ hasPolicy NOTIFY policyChanged)
  Q_PROPERTY(QString headline READ headline NOTIFY headlineChanged)
  Q_PROPERTY(QString stickyText READ stickyText NOTIFY policyChanged)
  Q_PROPERTY(QVariantList defaultParts READ defaultParts NOTIFY policyChanged)
  Q_PROPERTY(QString measuredText READ measuredText NOTIFY measured)
  Q_PROPERTY(QString elseRateText READ elseRateText NOTIFY measured)
  Q_PROPERTY(double span READ span WRITE setSpan NOTIFY spanChanged)

  Q_PROPERTY(bool changed READ isChanged NOTIFY draftChanged)
  Q_PROPERTY(QString draftText READ draftText NOTIFY draftChanged)
  Q_PROPERTY(QString draftShort READ draftShort NOTIFY draftChanged)
  Q_PROPERTY(QVariantList changes READ changes NOTIFY draftChanged)
  Q_PROPERTY(QStringList warnings READ warnings NOTIFY draftChanged)
  Q_PROPERTY(QString effectText READ effectText NOTIFY draftChanged)
  Q_PROPERTY(bool conflict READ hasConflict NOTIFY draftChanged)
  Q_PROPERTY(QString conflictText READ conflictText NOTIFY draftChanged)
  Q_PROPERTY(bool publishing READ isPublishing NOTIFY publishingChanged)
  Q_PROPERTY(QString publishError READ publishError NOTIFY publishingChanged)
  Q_PROPERTY(QString successText READ successText NOTIFY publishingChanged)

 public:
  explicit TrafficViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~TrafficViewModel() override;

  [[nodiscard]] QStringList services() const;
  [[nodiscard]] QString service() const { return m_service; }
  // Another service; the draft of the one before is given up.
  void setService(const QString& service);
  [[nodiscard]] int serviceIndex() const { return static_cast<int>(services().indexOf(m_service)); }
  [[nodiscard]] RuleListModel* rules() { return &m_rules; }
  [[nodiscard]] SplitModel* split() { return &m_split; }
  [[nodiscard]] PlotData* requests() { return &m_requests; }
  [[nodiscard]] bool hasPolicy() const { return m_draft.has_value(); }
  // "policy r42 by li, 12 min ago: “5 % for the weekend”".
  [[nodiscard]] QString headline() const;
  [[nodiscard]] QString stickyText() const;
  [[nodiscard]] QVariantList defaultParts() const;
  [[nodiscard]] QString measuredText() const;
  [[nodiscard]] QString elseRateText() const;
  // Seconds that the chart shows.
  [[nodiscard]] double span() const { return m_span; }
  void setSpan(double seconds);

  [[nodiscard]] bool isChanged() const { return m_draft && m_draft->isChanged(); }
  [[nodiscard]] QString draftText() const;
  [[nodiscard]] QString draftShort() const;
  [[nodiscard]] QVariantList changes() const;
  [[nodiscard]] QStringList warnings() const;
  [[nodiscard]] QString effectText() const;
  // Somebody else has published since the draft was begun.
  [[nodiscard]] bool hasConflict() const { return m_newer.has_value(); }
  [[nodiscard]] QString conflictText() const;
  [[nodiscard]] bool isPublishing() const { return m_publishing; }
  [[nodiscard]] QString publishError() const { return m_publishError; }
  [[nodiscard]] QString successText() const { return m_successText; }

  Q_INVOKABLE void setRuleEnabled(int rule, bool enabled);
  Q_INVOKABLE void discard();
  // Puts the draft's changes on top of the policy that somebody else has published meanwhile.
  Q_INVOKABLE void rebase();
  // Writes the draft as the new policy; `published` or publishError tells the end.
  Q_INVOKABLE void publish(const QString& message);

  void retranslate() override;

 signals:
  void servicesChanged();
  void serviceChanged();
  void policyChanged();
  void headlineChanged();
  void measured();
  void spanChanged();
  void draftChanged();
  void publishingChanged();
  // The draft is in force now.
  void published();

 private:
  void takeServices();
  void takePolicy();
  void adopt(PolicyDraft draft);
  void takeSplit();
  void loadHistory();
  void measure();
  void plot();
  void judgeState();
  void endPublish(const Result<store::StoredPolicy>& result);
  [[nodiscard]] QString unreadable(const std::vector<policy::Finding>& findings) const;

  Feeds m_feeds;
  store::PolicyStore m_store;
  QString m_service;
  std::optional<PolicyDraft> m_draft;
  std::optional<PolicyDraft> m_newer;  // in force, but not what the draft was begun on
  QString m_unreadable;                // why the stored policy cannot be shown
  std::optional<store::HistoryEntry> m_history;
  RuleListModel m_rules;
  SplitModel m_split;
  PlotData m_requests;
  std::vector<ChartMark> m_marks;
  double m_span = 60;
  quint64 m_decisions = 0;
  int m_decisionSeconds = 0;
  bool m_adopting = false;  // the split model changes because the policy did, not the operator
  bool m_publishing = false;
  QString m_publishError;
  QString m_successText;
  QTimer m_successTimer;
};

}  // namespace halftone::app

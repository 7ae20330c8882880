// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QStringList>
#include <QTimer>
#include <QVariantList>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "app/charts/plotdata.h"
#include "app/feeds/ownpublishes.h"
#include "app/viewmodels/conflictmerge.h"
#include "app/viewmodels/draftimpact.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/firstpolicy.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/policydraft.h"
#include "app/viewmodels/policyhistory.h"
#include "app/viewmodels/policysettings.h"
#include "app/viewmodels/rowselection.h"
#include "app/viewmodels/ruleeditor.h"
#include "app/viewmodels/rulelistmodel.h"
#include "app/viewmodels/rulewatch.h"
#include "app/viewmodels/splitmodel.h"
#include "backend/base/result.h"

#include "backend/store/drafts.h"

namespace halftone::app {

class ServiceSamples;
class TrafficSeries;

// The page Traffic: a service's policy, what the operator wants of it (the draft), what is measured, and the
// way from one to the other (review and publish). GUI thread.
class TrafficViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(QStringList services READ services NOTIFY servicesChanged)
  Q_PROPERTY(QString service READ service WRITE setService NOTIFY serviceChanged)
  Q_PROPERTY(int serviceIndex READ serviceIndex NOTIFY serviceIndexChanged)
  Q_PROPERTY(halftone::app::RuleListModel* rules READ rules CONSTANT)
  Q_PROPERTY(halftone::app::RowSelection* marked READ marked CONSTANT)
  Q_PROPERTY(halftone::app::SplitModel* split READ split CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* requests READ requests CONSTANT)
  Q_PROPERTY(bool hasPolicy READ hasPolicy NOTIFY policyChanged)
  Q_PROPERTY(QString headline READ headline NOTIFY headlineChanged)
  Q_PROPERTY(QString stickyText READ stickyText NOTIFY policyChanged)
  Q_PROPERTY(QVariantList defaultParts READ defaultParts NOTIFY policyChanged)
  Q_PROPERTY(QString measuredText READ measuredText NOTIFY measured)
  Q_PROPERTY(QString elseRateText READ elseRateText NOTIFY measured)
  Q_PROPERTY(double span READ span WRITE setSpan NOTIFY spanChanged)
  Q_PROPERTY(halftone::app::RuleEditor* editor READ editor CONSTANT)
  Q_PROPERTY(halftone::app::PolicySettings* settings READ settings CONSTANT)
  Q_PROPERTY(halftone::app::PolicyHistory* history READ history CONSTANT)
  Q_PROPERTY(halftone::app::ConflictMerge* merge READ merge CONSTANT)
  Q_PROPERTY(halftone::app::FirstPolicy* first READ first CONSTANT)
  Q_PROPERTY(int selectedRule READ selectedRule WRITE selectRule NOTIFY selectedRuleChanged)
  Q_PROPERTY(QString splitTitle READ splitTitle NOTIFY selectedRuleChanged)
  Q_PROPERTY(bool canUndo READ canUndo NOTIFY draftChanged)
  Q_PROPERTY(bool canRedo READ canRedo NOTIFY draftChanged)

  Q_PROPERTY(bool changed READ isChanged NOTIFY draftChanged)
  Q_PROPERTY(QString draftText READ draftText NOTIFY draftChanged)
  Q_PROPERTY(QString draftShort READ draftShort NOTIFY draftChanged)
  Q_PROPERTY(QString chartText READ chartText NOTIFY measured)
  Q_PROPERTY(QVariantList changes READ changes NOTIFY draftChanged)
  Q_PROPERTY(QStringList warnings READ warnings NOTIFY warningsChanged)
  Q_PROPERTY(QString warningsText READ warningsText NOTIFY warningsChanged)
  Q_PROPERTY(QVariantList diff READ diff NOTIFY draftChanged)
  Q_PROPERTY(QString impactText READ impactText NOTIFY impactChanged)
  Q_PROPERTY(QString impactBasis READ impactBasis NOTIFY impactChanged)
  Q_PROPERTY(QVariantList impactDetails READ impactDetails NOTIFY impactChanged)
  Q_PROPERTY(QString effectText READ effectText NOTIFY draftChanged)
  Q_PROPERTY(bool conflict READ hasConflict NOTIFY draftChanged)
  Q_PROPERTY(QString conflictText READ conflictText NOTIFY draftChanged)
  Q_PROPERTY(bool publishing READ isPublishing NOTIFY publishingChanged)
  Q_PROPERTY(QString publishError READ publishError NOTIFY publishingChanged)
  Q_PROPERTY(QString successText READ successText NOTIFY publishingChanged)
  Q_PROPERTY(int takeBackSeconds READ takeBackSeconds NOTIFY takeBackChanged)

 public:
  explicit TrafficViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~TrafficViewModel() override;

  [[nodiscard]] QStringList services() const;
  [[nodiscard]] QString service() const { return m_service; }
  // Another service; the draft of the one before waits, with its steps, until that one is shown again.
  void setService(const QString& service);
  [[nodiscard]] int serviceIndex() const { return static_cast<int>(services().indexOf(m_service)); }
  [[nodiscard]] RuleListModel* rules() { return &m_rules; }
  // Rules by name: those that several verbs act on. Its current row is the chosen rule.
  [[nodiscard]] RowSelection* marked() { return &m_marked; }
  [[nodiscard]] SplitModel* split() { return &m_split; }
  [[nodiscard]] PlotData* requests() { return &m_requests; }
  [[nodiscard]] bool hasPolicy() const { return m_draft.has_value(); }
  // "policy r42 by li, 12 min ago: “5 % for the weekend”".
  [[nodiscard]] QString headline() const;
  [[nodiscard]] QString stickyText() const;
  [[nodiscard]] QVariantList defaultParts() const;
  [[nodiscard]] QString measuredText() const;
  [[nodiscard]] QString elseRateText() const;
  // Seconds that the chart shows: a minute to a quarter of an hour.
  [[nodiscard]] double span() const { return m_span; }
  void setSpan(double seconds);

  [[nodiscard]] RuleEditor* editor() { return &m_editor; }
  [[nodiscard]] PolicyHistory* history() { return &m_history; }
  [[nodiscard]] PolicySettings* settings() { return &m_settings; }
  [[nodiscard]] ConflictMerge* merge() { return &m_merge; }
  [[nodiscard]] FirstPolicy* first() { return &m_first; }
  // The rule whose split the sliders show; PolicyDraft::kDefault for the default's.
  [[nodiscard]] int selectedRule() const { return m_selected; }
  // As wanted; empty for the default.
  [[nodiscard]] QString ruleName(int rule) const;
  void selectRule(int rule);
  // Chooses by name; nothing for a name that is not there.
  void selectRuleByName(const QString& name);
  // Opens the history on a revision.
  void showRevision(int revision);
  [[nodiscard]] QString splitTitle() const;
  // A step of the draft, or how a conflict was settled.
  [[nodiscard]] bool canUndo() const {
    return m_draft && (m_draft->canUndo() || m_settled.has_value()) && !m_publishing;
  }
  [[nodiscard]] bool canRedo() const { return m_draft && m_draft->canRedo() && !m_publishing; }

  [[nodiscard]] bool isChanged() const { return m_draft && m_draft->isChanged(); }
  [[nodiscard]] QString draftText() const;
  // "draft: 2 changes · draft of billing": also of services that are not shown.
  [[nodiscard]] QString draftShort() const;
  // To a service with a draft: this one if it has one.
  Q_INVOKABLE void turnToDraft();
  // Why the chart has no lines.
  [[nodiscard]] QString chartText() const;
  [[nodiscard]] QVariantList changes() const;
  [[nodiscard]] QStringList warnings() const { return m_warnings; }
  [[nodiscard]] QString warningsText() const { return m_warnings.join(QLatin1Char('\n')); }
  // What is in force and the draft, line by line: rows as of diffRows().
  [[nodiscard]] QVariantList diff() const;
  // "1,243 of 40,000 users change version", of live requests; empty where nothing changes or nothing is
  // known.
  [[nodiscard]] QString impactText() const;
  // What that was counted on, and over what time.
  [[nodiscard]] QString impactBasis() const;
  // [{from, to, rule, users, requests, text}], most first.
  [[nodiscard]] QVariantList impactDetails() const;
  [[nodiscard]] QString effectText() const;
  // Somebody else has published since the draft was begun.
  [[nodiscard]] bool hasConflict() const { return m_newer.has_value(); }
  [[nodiscard]] QString conflictText() const;
  [[nodiscard]] bool isPublishing() const { return m_publishing; }
  [[nodiscard]] QString publishError() const { return m_publishError; }
  [[nodiscard]] QString successText() const { return m_successText; }

  // How long the last publish can still be taken back with one click; 0: no longer.
  [[nodiscard]] int takeBackSeconds() const { return m_takeBackSeconds; }

  // What the operator wants to be different; nothing while there is no policy.
  [[nodiscard]] const std::optional<PolicyDraft>& draft() const { return m_draft; }
  // Takes up a draft that was kept on disk, where nothing was edited since: over a newer policy as a
  // conflict. False if there is nothing to take up.
  bool restoreDraft(const store::Draft& kept);
  // Takes up the draft of another page of the same service, with its steps of undo, and waits while that one
  // publishes. False if there is nothing that is not here already.
  bool share(const TrafficViewModel& other);
  // This page publishes, and not another whose draft it shares.
  [[nodiscard]] bool publishesHere() const { return m_publishing && !m_elsewhere; }
  // The page is gone that was publishing what this one shares.
  void outlive();

  Q_INVOKABLE void setRuleEnabled(int rule, bool enabled);
  Q_INVOKABLE void moveRule(int from, int to);
  Q_INVOKABLE void duplicateRule(int rule);
  Q_INVOKABLE void removeRule(int rule);
  // The marked rules, all in one step of undo. On unless all are on already; copies each below its rule,
  // which are marked then; as JSON of policy.md to the clipboard.
  Q_INVOKABLE void switchMarked();
  Q_INVOKABLE void setMarkedEnabled(bool enabled);
  Q_INVOKABLE void duplicateMarked();
  Q_INVOKABLE void removeMarked();
  Q_INVOKABLE void copyMarked() const;
  // Opens the editor on a rule, or on a new one (-1) that will stand first.
  Q_INVOKABLE void editRule(int rule);
  // Opens the editor on a new rule as text of policy.md has it; nothing if it is no rule.
  void proposeRule(const policy::Rule& rule);
  // Takes the editor's rule into the draft; false while it has problems.
  Q_INVOKABLE bool acceptRule();
  // Opens what the policy says of users and versions.
  Q_INVOKABLE void editSettings();
  // Takes them into the draft; false while they have problems.
  Q_INVOKABLE bool acceptSettings();
  Q_INVOKABLE void undo();
  Q_INVOKABLE void redo();
  Q_INVOKABLE void discard();
  // Takes the finished merge as the draft on top of what somebody else has published; false while a choice is
  // open.
  Q_INVOKABLE bool acceptMerge();
  // Writes the draft as the new policy; `published` or publishError tells the end.
  Q_INVOKABLE void publish(const QString& message);
  // Puts what was in force before the last publish into force again.
  Q_INVOKABLE void takeBack();
  // The draft, or what is in force, as JSON to the clipboard.
  void copyPolicy() const;
  // Makes an old revision what is wanted: a step of the draft, nothing is published. False if it cannot.
  Q_INVOKABLE bool takeRevision(int revision);
  // Puts an old revision into force again; a draft stays, on top of it. Without `why` the history says what
  // was done.
  Q_INVOKABLE void rollBack(int revision, const QString& why = {});

  [[nodiscard]] QString subject() const override { return m_service; }
  void turnTo(const QString& subject) override;
  void retranslate() override;

 signals:
  void servicesChanged();
  void serviceChanged();
  void serviceIndexChanged();
  void policyChanged();
  void headlineChanged();
  void measured();
  void spanChanged();
  void draftChanged();
  void warningsChanged();
  void impactChanged();
  void selectedRuleChanged();
  void publishingChanged();
  void takeBackChanged();
  // The editor shows a rule.
  void editorOpened();
  // The draft is in force now.
  void published();

 private:
  void takeServices();
  void takePolicy();
  void adopt(PolicyDraft draft);
  void park();
  // Takes up the parked draft of the service shown; false if there is none.
  [[nodiscard]] bool unpark();
  void settle(PolicyDraft draft);
  void takeSplit();
  void showSplit();
  void showRules();
  // Numbers in the draft, from the first on.
  [[nodiscard]] std::vector<std::size_t> markedRules() const;
  // The draft is another: everything that shows it follows.
  void showDraft();
  void change(const std::function<void(PolicyDraft&)>& step);
  void check();
  void takeSamples();
  void askImpact();
  [[nodiscard]] double concentrationOf(const QString& rule) const;
  void followSamples();
  // The draft is on the board for other pages.
  void showOthers();
  void measure();
  void measureSplit(const TrafficSeries* series);
  // Of the policy in force, once a second.
  void watchRules(const TrafficSeries* series);
  void plot();
  void judgeState();
  void beginPublish();
  // What to call at the end of a publish: it is known as this console's then.
  [[nodiscard]] OwnPublishes::Done asOurs(OwnPublishes::Done done);
  void endPublish(const Result<store::StoredPolicy>& result, const store::StoredPolicy& before);
  void offerTakeBack(const store::StoredPolicy& before, const store::StoredPolicy& after);
  void forgetTakeBack();
  [[nodiscard]] const PolicyDraft& latest() const { return m_newer ? *m_newer : *m_draft; }
  [[nodiscard]] QString unreadable(const std::vector<policy::Finding>& findings) const;

  Feeds m_feeds;
  store::PolicyStore m_store;
  QString m_service;
  QString m_awaited;  // to be shown as soon as it has a policy
  std::optional<PolicyDraft> m_draft;
  std::optional<PolicyDraft> m_newer;  // in force, but not what the draft was begun on
  // A draft and what somebody else had published over it.
  struct Conflict {
    PolicyDraft draft;
    std::optional<PolicyDraft> newer;
  };
  std::optional<Conflict> m_settled;     // what undo comes back to beyond the first step
  std::map<QString, Conflict> m_parked;  // by service
  QString m_unreadable;                  // why the stored policy cannot be shown
  PolicyHistory m_history;
  ConflictMerge m_merge;
  RuleEditor m_editor;
  PolicySettings m_settings;
  FirstPolicy m_first;
  RuleListModel m_rules;
  RowSelection m_marked;
  RuleWatch m_watch;
  SplitModel m_split;
  int m_selected = PolicyDraft::kDefault;
  QString m_selectedName;
  PlotData m_requests;
  std::vector<ChartMark> m_marks;
  double m_span = 60;
  quint64 m_decisions = 0;  // of the rule whose split is shown
  quint64 m_defaultDecisions = 0;
  int m_decisionSeconds = 0;
  bool m_adopting = false;  // the split model changes because the policy did, not the operator
  QTimer m_checkTimer;      // looking for mistakes waits until the slider rests
  QStringList m_warnings;
  QString m_sampled;  // the service of m_samples
  std::shared_ptr<ServiceSamples> m_samples;
  std::map<QString, double> m_concentrations;  // by rule, of those samples
  DraftImpact m_impact;
  bool m_publishing = false;
  bool m_elsewhere = false;  // it is another page that publishes
  QString m_publishError;
  QString m_successText;
  QTimer m_successTimer;
  std::optional<std::pair<store::StoredPolicy, store::StoredPolicy>> m_takeBack;  // before, after
  int m_takeBackSeconds = 0;
  QTimer m_takeBackTimer;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QVariantList>
#include <memory>
#include <optional>

#include "app/feeds/liverequest.h"
#include "app/viewmodels/livechoice.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/servicechoice.h"
#include "backend/policy/routetable.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class DraftBoard;
class PolicyFeed;

// The page Explain: where one request goes under the policy in force or under the draft, and why. The request
// is pasted, or one that live traffic or an open session had. GUI thread.
class ExplainViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::ServiceChoice* service READ service CONSTANT)
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
  Q_PROPERTY(QString client READ client WRITE setClient NOTIFY changed)
  Q_PROPERTY(QString region READ region WRITE setRegion NOTIFY changed)
  Q_PROPERTY(QString error READ error NOTIFY changed)
  Q_PROPERTY(bool explained READ isExplained NOTIFY changed)
  Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
  Q_PROPERTY(QString version READ version NOTIFY changed)
  Q_PROPERTY(QString user READ user NOTIFY changed)
  Q_PROPERTY(int bucket READ bucket NOTIFY changed)
  Q_PROPERTY(QVariantList ruler READ ruler NOTIFY changed)
  Q_PROPERTY(QString rulerTitle READ rulerTitle NOTIFY changed)
  Q_PROPERTY(halftone::app::RecordModel* rules READ rules CONSTANT)
  Q_PROPERTY(halftone::app::LiveChoice* live READ live CONSTANT)
  Q_PROPERTY(bool hasDraft READ hasDraft NOTIFY changed)
  Q_PROPERTY(bool byDraft READ isByDraft WRITE setByDraft NOTIFY changed)
  Q_PROPERTY(QString otherText READ otherText NOTIFY changed)
  Q_PROPERTY(bool otherDiffers READ otherDiffers NOTIFY changed)
  Q_PROPERTY(QVariantList attributes READ attributes NOTIFY changed)

 public:
  explicit ExplainViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~ExplainViewModel() override;

  [[nodiscard]] ServiceChoice* service() const { return m_service; }
  [[nodiscard]] QString text() const { return m_text; }
  void setText(const QString& text);
  // The address that the request comes from; empty: unknown.
  [[nodiscard]] QString client() const { return m_client; }
  void setClient(const QString& address);
  // What a geographic database says of that address; empty: unknown. A header X-Region wins.
  [[nodiscard]] QString region() const { return m_region; }
  void setRegion(const QString& region);
  // The service has a draft that differs from what is in force.
  [[nodiscard]] bool hasDraft() const { return m_draft != nullptr || !m_draftProblem.isEmpty(); }
  // The draft explains instead of the policy in force. Ends when there is no draft any more.
  [[nodiscard]] bool isByDraft() const { return m_byDraft; }
  void setByDraft(bool byDraft);
  // Where the other one of the two would send the request; empty without a draft or a request.
  [[nodiscard]] QString otherText() const;
  // That is to another version.
  [[nodiscard]] bool otherDiffers() const;
  // What keeps the request from being explained.
  [[nodiscard]] QString error() const { return m_error; }
  [[nodiscard]] bool isExplained() const { return m_explanation.has_value(); }
  // "Version v2 by rule “office”, bucket 1234."
  [[nodiscard]] QString verdict() const;
  [[nodiscard]] QString version() const;
  [[nodiscard]] QString user() const;
  // 0 to 9999; -1 where none was used.
  [[nodiscard]] int bucket() const;
  // The deciding split: [{version, from, to, share}], from and to as shares of the whole.
  [[nodiscard]] QVariantList ruler() const;
  [[nodiscard]] QString rulerTitle() const;
  // One row a rule: number, name, kind ("ok" matched, "bad" not, "pause" off, "unknown" not tried), sentence,
  // seen.
  [[nodiscard]] RecordModel* rules() { return &m_rules; }
  [[nodiscard]] LiveChoice* live() const { return m_live; }
  // What a rule could be made of: [{attr, value}].
  [[nodiscard]] QVariantList attributes() const;

  // The request to the clipboard, as a command of curl to the service's gateway or as halftonectl reads it.
  Q_INVOKABLE void copyCurl() const;
  Q_INVOKABLE void copyJson() const;
  // The user's own request, as from their session.
  Q_INVOKABLE void explainUser(const QString& user);
  // A rule for requests like this one by one of `attributes`; ruleProposed tells it.
  Q_INVOKABLE void makeRule(int attribute);
  [[nodiscard]] QString subject() const override { return m_service->current(); }
  void turnTo(const QString& subject) override { m_service->await(subject); }
  void retranslate() override;

 signals:
  void changed();
  void ruleProposed(const QString& service, const halftone::policy::Rule& rule);

 private:
  void follow();
  void compile();
  void compileDraft();
  void takeRequest(const LiveRequest& request);
  void explain();
  void showRules();
  void judgeState();
  // By which the request is explained; null: there is none.
  [[nodiscard]] const policy::RouteTable* table() const { return m_byDraft ? m_draft.get() : m_table.get(); }
  [[nodiscard]] const policy::RouteTable* otherTable() const {
    return m_byDraft ? m_table.get() : m_draft.get();
  }
  [[nodiscard]] const std::vector<policy::Share>& decidingSplit() const;

  ConsulConnection* m_consul;
  PolicyFeed* m_policies;
  DraftBoard* m_drafts;
  ServiceChoice* m_service;
  LiveChoice* m_live;
  std::shared_ptr<const policy::RouteTable> m_table;  // in force
  std::shared_ptr<const policy::RouteTable> m_draft;
  QString m_draftProblem;  // why the draft cannot be compiled
  bool m_byDraft = false;
  QString m_text;
  QString m_client;
  QString m_region;
  QString m_picked;  // the text that the last pick gave
  QString m_error;
  std::optional<LiveRequest> m_request;
  std::optional<policy::Explanation> m_explanation;
  std::optional<policy::Decision> m_other;
  std::optional<std::string> m_user;
  RecordModel m_rules;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QVariantList>
#include <memory>
#include <optional>

#include "app/feeds/samplefeed.h"
#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/servicechoice.h"
#include "backend/policy/routetable.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class PolicyFeed;

// The page Explain: where one request goes under the policy in force, and why. The request is pasted, or one
// that live traffic had. GUI thread.
class ExplainViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::ServiceChoice* service READ service CONSTANT)
  Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
  Q_PROPERTY(QString client READ client WRITE setClient NOTIFY changed)
  Q_PROPERTY(QString error READ error NOTIFY changed)
  Q_PROPERTY(bool explained READ isExplained NOTIFY changed)
  Q_PROPERTY(QString verdict READ verdict NOTIFY changed)
  Q_PROPERTY(QString version READ version NOTIFY changed)
  Q_PROPERTY(QString user READ user NOTIFY changed)
  Q_PROPERTY(int bucket READ bucket NOTIFY changed)
  Q_PROPERTY(QVariantList ruler READ ruler NOTIFY changed)
  Q_PROPERTY(QString rulerTitle READ rulerTitle NOTIFY changed)
  Q_PROPERTY(halftone::app::RecordModel* rules READ rules CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* samples READ samples CONSTANT)
  Q_PROPERTY(QString samplesTitle READ samplesTitle NOTIFY samplesChanged)
  Q_PROPERTY(QString sampleFilter READ sampleFilter WRITE setSampleFilter NOTIFY samplesChanged)
  Q_PROPERTY(halftone::app::FilterGuide* sampleGuide READ sampleGuide CONSTANT)
  Q_PROPERTY(QVariantList attributes READ attributes NOTIFY changed)

 public:
  static constexpr int kShownSamples = 300;
  static constexpr std::size_t kSearchedSamples = 5000;  // the newest

  ExplainViewModel(const Feeds& feeds, QObject* parent = nullptr);
  ~ExplainViewModel() override;

  [[nodiscard]] ServiceChoice* service() const { return m_service; }
  [[nodiscard]] QString text() const { return m_text; }
  void setText(const QString& text);
  // The address that the request comes from; empty: unknown.
  [[nodiscard]] QString client() const { return m_client; }
  void setClient(const QString& address);
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
  // Requests of live traffic: number, title, version, user.
  [[nodiscard]] RecordModel* samples() { return &m_samples; }
  [[nodiscard]] QString samplesTitle() const;
  [[nodiscard]] QString sampleFilter() const { return m_sampleFilter; }
  // As of TableFilter, over the fields user, method, path, host, header, version, region and ip.
  void setSampleFilter(const QString& filter);
  [[nodiscard]] FilterGuide* sampleGuide() { return &m_sampleGuide; }
  // What a rule could be made of: [{attr, value}].
  [[nodiscard]] QVariantList attributes() const;

  Q_INVOKABLE void pickSample(int number);
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
  void samplesChanged();
  void ruleProposed(const QString& service, const halftone::policy::Rule& rule);

 private:
  void follow();
  void compile();
  void explain();
  void showRules();
  void showSamples();
  [[nodiscard]] std::string searchTextOf(const LiveRequest& request) const;
  void judgeState();
  [[nodiscard]] const std::vector<policy::Share>& decidingSplit() const;

  ConsulConnection* m_consul;
  PolicyFeed* m_policies;
  SampleFeed* m_feed;
  ServiceChoice* m_service;
  std::shared_ptr<const policy::RouteTable> m_table;
  QString m_text;
  QString m_client;
  QString m_error;
  std::optional<LiveRequest> m_request;
  std::optional<policy::Explanation> m_explanation;
  std::optional<std::string> m_user;
  RecordModel m_rules;
  RecordModel m_samples;
  QString m_sampleFilter;
  FilterGuide m_sampleGuide;
};

}  // namespace halftone::app

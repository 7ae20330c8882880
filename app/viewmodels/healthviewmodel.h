// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>
#include <QVariantList>
#include <memory>
#include <vector>

#include "app/history/historystore.h"
#include "app/viewmodels/healthchart.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/servicechoice.h"

namespace halftone::app {

struct Feeds;
class ConsulConnection;
class HealthHistory;
class PolicyFeed;
class Session;
class TrafficFeed;
class TrafficSeries;

// The page that holds the versions of a service side by side: charts on one time axis from the last minute to
// the last day, the numbers of now, and a candidate beside the baseline. The past is the history's; it asks
// only while its page is in front. GUI thread.
class HealthViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::ServiceChoice* service READ service CONSTANT)
  Q_PROPERTY(halftone::app::HealthChart* requests READ requests CONSTANT)
  Q_PROPERTY(halftone::app::HealthChart* errors READ errors CONSTANT)
  Q_PROPERTY(halftone::app::HealthChart* latency READ latency CONSTANT)
  Q_PROPERTY(halftone::app::HealthChart* sessions READ sessions CONSTANT)
  Q_PROPERTY(halftone::app::HealthChart* resumed READ resumed CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* versions READ versions CONSTANT)
  Q_PROPERTY(int range READ range WRITE setRange NOTIFY viewChanged)
  Q_PROPERTY(QVariantList ranges READ ranges NOTIFY textsChanged)
  Q_PROPERTY(double span READ span NOTIFY viewChanged)
  Q_PROPERTY(double end READ end NOTIFY viewChanged)
  Q_PROPERTY(bool live READ isLive NOTIFY viewChanged)
  Q_PROPERTY(QString viewText READ viewText NOTIFY viewChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY shownNumbersChanged)
  Q_PROPERTY(QString notice READ notice NOTIFY noticeChanged)
  Q_PROPERTY(QStringList versionNames READ versionNames NOTIFY comparisonChanged)
  Q_PROPERTY(QString baseline READ baseline WRITE setBaseline NOTIFY comparisonChanged)
  Q_PROPERTY(QString candidate READ candidate WRITE setCandidate NOTIFY comparisonChanged)
  Q_PROPERTY(halftone::app::RecordModel* comparison READ comparison CONSTANT)
  Q_PROPERTY(QString verdictKind READ verdictKind NOTIFY comparisonChanged)
  Q_PROPERTY(QString verdictText READ verdictText NOTIFY comparisonChanged)
  Q_PROPERTY(QString verdictBasis READ verdictBasis NOTIFY comparisonChanged)
  Q_PROPERTY(QString exportText READ exportText NOTIFY exported)
  Q_PROPERTY(bool exportFailed READ exportFailed NOTIFY exported)

 public:
  explicit HealthViewModel(const Feeds& feeds, QObject* parent = nullptr);

  [[nodiscard]] ServiceChoice* service() const { return m_service; }
  [[nodiscard]] HealthChart* requests() const { return m_requests; }
  [[nodiscard]] HealthChart* errors() const { return m_errors; }
  [[nodiscard]] HealthChart* latency() const { return m_latency; }
  [[nodiscard]] HealthChart* sessions() const { return m_sessions; }
  [[nodiscard]] HealthChart* resumed() const { return m_resumed; }
  // One row a version: version, requests, errors, p50, p95, p99, sessions, kind (of StateMark).
  [[nodiscard]] RecordModel* versions() const { return m_versions; }

  // The range that was chosen last, in seconds: 60 to 86400.
  [[nodiscard]] int range() const { return m_range; }
  void setRange(int seconds);
  // Choices for `range`, as {value, text}.
  [[nodiscard]] QVariantList ranges() const;
  // What the charts show: so many seconds up to `end` (seconds since 1970).
  [[nodiscard]] double span() const { return m_span; }
  [[nodiscard]] double end() const { return m_end; }
  // The right edge follows the clock.
  [[nodiscard]] bool isLive() const { return m_live; }
  [[nodiscard]] QString viewText() const;
  // The span times `factor`, with `time` where it stands; NaN: with the right edge where it stands.
  Q_INVOKABLE void zoom(double factor, double time);
  Q_INVOKABLE void pan(double seconds);
  // So many spans.
  Q_INVOKABLE void panBy(double spans) { pan(spans * m_span); }
  // Live again, with the chosen range.
  Q_INVOKABLE void reset();

  [[nodiscard]] QString emptyText() const;
  // What is wrong with the kept history; empty: nothing.
  [[nodiscard]] QString notice() const;

  // Versions with requests in what is shown, those with most first.
  [[nodiscard]] const QStringList& versionNames() const { return m_names; }
  [[nodiscard]] const QString& baseline() const { return m_baseline; }
  void setBaseline(const QString& version);
  [[nodiscard]] const QString& candidate() const { return m_candidate; }
  void setCandidate(const QString& version);
  // Rows of what is compared: name, difference, interval, word, kind (of StateMark).
  [[nodiscard]] RecordModel* comparison() const { return m_comparison; }
  [[nodiscard]] const QString& verdictKind() const { return m_verdictKind; }
  [[nodiscard]] const QString& verdictText() const { return m_verdictText; }
  [[nodiscard]] const QString& verdictBasis() const { return m_verdictBasis; }

  // Writes what is shown as .png, .svg or .csv by the name's end. `charts`: [{title, plot}], LinePlots.
  Q_INVOKABLE bool exportTo(const QUrl& file, const QVariantList& charts);
  [[nodiscard]] const QString& exportText() const { return m_exportText; }
  [[nodiscard]] bool exportFailed() const { return m_exportFailed; }
  Q_INVOKABLE void forgetExport();

  [[nodiscard]] QString subject() const override { return m_service->current(); }
  void turnTo(const QString& subject) override { m_service->await(subject); }
  void retranslate() override;

 signals:
  void viewChanged();
  void textsChanged();
  void shownNumbersChanged();
  void noticeChanged();
  void comparisonChanged();
  void exported();

 private:
  void onTick();
  void onServiceChanged();
  void readStable();
  void updateState();
  void ask();
  void take(const HistoryAnswer& answer);
  void updateTable(const TrafficSeries& series);
  void updateComparison();
  void setView(double span, double end, bool live);
  [[nodiscard]] std::vector<HealthChart*> charts() const {
    return {m_requests, m_errors, m_latency, m_sessions, m_resumed};
  }

  Session* m_session;
  ConsulConnection* m_consul;
  PolicyFeed* m_policies;
  TrafficFeed* m_traffic;
  HealthHistory* m_history;
  ServiceChoice* m_service;
  HealthChart* m_requests;
  HealthChart* m_errors;
  HealthChart* m_latency;
  HealthChart* m_sessions;
  HealthChart* m_resumed;
  RecordModel* m_versions;
  RecordModel* m_comparison;
  int m_range = 60;
  double m_span = 60;
  double m_end = 0;
  bool m_live = true;
  quint64 m_asked = 0;      // the question that waits; 0: none
  bool m_askAgain = false;  // another view is wanted since
  double m_lastAsked = 0;   // console's seconds
  std::map<QString, HistoryBin> m_totals;
  QStringList m_names;
  QString m_stable;  // of the policy in force; empty: not known
  QString m_baseline;
  QString m_candidate;
  bool m_picked = false;  // the operator has chosen the versions
  QString m_verdictKind;
  QString m_verdictText;
  QString m_verdictBasis;
  QString m_exportText;
  bool m_exportFailed = false;
};

}  // namespace halftone::app

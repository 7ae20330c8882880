// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVariantList>
#include <vector>

#include "app/charts/plotdata.h"
#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/recordmodel.h"
#include "app/viewmodels/servicechoice.h"

namespace halftone::app {

struct Feeds;
struct VersionSeries;
class ConsulConnection;
class PolicyFeed;
class TrafficFeed;
class TrafficSeries;

// The page that holds the versions of a service side by side: charts on one time axis, and the numbers of
// now. It works while its page is in front; the series are the feed's. GUI thread.
class HealthViewModel : public halftone::app::PageViewModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a page receives its view model")
  Q_PROPERTY(halftone::app::ServiceChoice* service READ service CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* requests READ requests CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* errors READ errors CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* latency READ latency CONSTANT)
  Q_PROPERTY(halftone::app::PlotData* sessions READ sessions CONSTANT)
  Q_PROPERTY(halftone::app::RecordModel* versions READ versions CONSTANT)
  Q_PROPERTY(int span READ span WRITE setSpan NOTIFY spanChanged)
  Q_PROPERTY(QVariantList spans READ spans NOTIFY textsChanged)
  Q_PROPERTY(double now READ now NOTIFY nowChanged)
  Q_PROPERTY(QString emptyText READ emptyText NOTIFY nowChanged)

 public:
  explicit HealthViewModel(const Feeds& feeds, QObject* parent = nullptr);

  [[nodiscard]] ServiceChoice* service() const { return m_service; }
  [[nodiscard]] PlotData* requests() const { return m_requests; }
  [[nodiscard]] PlotData* errors() const { return m_errors; }
  [[nodiscard]] PlotData* latency() const { return m_latency; }
  [[nodiscard]] PlotData* sessions() const { return m_sessions; }
  // One row a version: version, requests, errors, p50, p95, p99, sessions, kind (of StateMark).
  [[nodiscard]] RecordModel* versions() const { return m_versions; }
  // How much of the past the charts show, in seconds: 60, 300 or 900.
  [[nodiscard]] int span() const { return m_span; }
  void setSpan(int seconds);
  // Choices for `span`, as {value, text}.
  [[nodiscard]] QVariantList spans() const;
  // The right end of the time axis, seconds since 1970; 0 while there is nothing.
  [[nodiscard]] double now() const { return m_now; }
  [[nodiscard]] QString emptyText() const;

  void retranslate() override;

 signals:
  void spanChanged();
  void textsChanged();
  void nowChanged();

 private:
  struct Publish {
    QString service;
    ChartMark mark;
  };
  void onPublished(const QString& service, quint64 revision);
  void update();
  void updateState();
  void updateCharts(const TrafficSeries& series);
  void updateTable(const TrafficSeries& series);

  ConsulConnection* m_consul;
  TrafficFeed* m_traffic;
  ServiceChoice* m_service;
  PlotData* m_requests;
  PlotData* m_errors;
  PlotData* m_latency;
  PlotData* m_sessions;
  RecordModel* m_versions;
  std::vector<Publish> m_publishes;
  int m_span = 60;
  double m_now = 0;
};

}  // namespace halftone::app

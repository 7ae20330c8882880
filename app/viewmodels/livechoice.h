// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <memory>
#include <string>

#include "app/feeds/samplefeed.h"
#include "app/viewmodels/filterguide.h"
#include "app/viewmodels/recordmodel.h"

namespace halftone::app {

// Requests to pick one from: those that live traffic had lately, or those that the open sessions began with.
// Where no proxy keeps samples there are only sessions. GUI thread.
class LiveChoice : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("a view model owns it")
  Q_PROPERTY(halftone::app::RecordModel* rows READ rows CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString source READ source WRITE setSource NOTIFY changed)
  Q_PROPERTY(bool sampled READ isSampled NOTIFY changed)
  Q_PROPERTY(QString filter READ filter WRITE setFilter NOTIFY changed)
  Q_PROPERTY(halftone::app::FilterGuide* guide READ guide CONSTANT)

 public:
  static constexpr int kShown = 300;
  static constexpr std::size_t kSearched = 5000;  // the newest

  // `feed` may be null: then there is nothing to pick.
  explicit LiveChoice(SampleFeed* feed, QObject* parent = nullptr);

  // Begins to ask for another service's requests.
  void follow(const QString& service);
  // Whose identity tells the users; null: there is none.
  void setPolicy(const policy::Policy* policy);

  // Off the screen the rows rest.
  void setShown(bool shown);

  // number, title, version, user; the newest first.
  [[nodiscard]] RecordModel* rows() { return &m_rows; }
  [[nodiscard]] QString title() const;
  // "requests" or "sessions".
  [[nodiscard]] QString source() const;
  void setSource(const QString& source);
  // There are requests to choose besides sessions.
  [[nodiscard]] bool isSampled() const { return m_samples != nullptr && m_samples->isSampled(); }
  // As of TableFilter, over the fields user, method, path, host, header, version, region and ip.
  [[nodiscard]] const QString& filter() const { return m_filter; }
  void setFilter(const QString& filter);
  [[nodiscard]] FilterGuide* guide() { return &m_guide; }

  // `picked` tells it; of a session `refined` may follow, when its node has told what it remembers.
  Q_INVOKABLE void pick(int number);
  void retranslate() { emit changed(); }

 signals:
  void changed();
  void picked(const halftone::app::LiveRequest& request);
  void refined(const halftone::app::LiveRequest& request);

 private:
  void show();
  [[nodiscard]] bool showsSessions() const { return !isSampled() || m_wantsSessions; }
  [[nodiscard]] LiveRequests requests() const;
  [[nodiscard]] std::string searchTextOf(const LiveRequest& request) const;

  SampleFeed* m_feed;
  QString m_service;
  std::shared_ptr<ServiceSamples> m_samples;
  std::shared_ptr<SessionRequests> m_sessions;
  std::unique_ptr<policy::Policy> m_policy;
  bool m_wantsSessions = false;
  bool m_shown = false;
  RecordModel m_rows;
  QString m_filter;
  FilterGuide m_guide;
  int m_pick = 0;  // a later pick silences what an earlier one asked
};

}  // namespace halftone::app

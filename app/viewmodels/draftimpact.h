// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>
#include <optional>

#include "app/feeds/liverequest.h"
#include "backend/policy/compare.h"

namespace halftone::app {

// What a draft would have changed for the requests that live traffic had lately: counted on a thread of its
// own, anew shortly after the draft or the traffic changes. GUI thread.
class DraftImpact : public QObject {
  Q_OBJECT

 public:
  explicit DraftImpact(QObject* parent = nullptr);
  ~DraftImpact() override;

  // Both policies, by value: the count outlives later edits.
  void ask(const policy::Policy& before, const policy::Policy& after, const LiveRequests& requests);
  void forget();
  // Of the last count; nothing while there is none.
  [[nodiscard]] const std::optional<policy::ComparisonReport>& report() const { return m_report; }
  // "1,243 of 40,000 users change version"; empty without a count. By requests where nobody is identified.
  [[nodiscard]] QString text() const;
  // What was counted on: "counted on 52,310 live requests of the last 12 min", or "counted on 800 open
  // sessions"; and the cookies that rules look at but proxies hide.
  [[nodiscard]] QString basisText() const;

 signals:
  void changed();

 private:
  struct Answer {
    std::optional<policy::ComparisonReport> report;
    QStringList hidden;
  };
  struct Question {
    policy::Policy before;
    policy::Policy after;
    LiveRequests requests;
  };
  void start();
  [[nodiscard]] static Answer answerOf(const Question& question);
  void take(quint64 turn, const Answer& answer, const LiveRequests& requests);

  QTimer m_wait;
  std::optional<Question> m_question;
  std::optional<policy::ComparisonReport> m_report;
  QStringList m_hidden;    // names of cookies
  LiveRequests m_counted;  // what the report is of
  quint64 m_turn = 0;      // a newer question silences an older answer
  bool m_counting = false;
  QThreadPool m_thread;
};

}  // namespace halftone::app

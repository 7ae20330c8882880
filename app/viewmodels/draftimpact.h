// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <optional>

#include "app/feeds/samplefeed.h"
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

 signals:
  void changed();

 private:
  struct Question {
    policy::Policy before;
    policy::Policy after;
    LiveRequests requests;
  };
  void start();
  void take(quint64 turn, const std::optional<policy::ComparisonReport>& report);

  QTimer m_wait;
  std::optional<Question> m_question;
  std::optional<policy::ComparisonReport> m_report;
  quint64 m_turn = 0;  // a newer question silences an older answer
  bool m_counting = false;
  QThreadPool m_thread;
};

}  // namespace halftone::app

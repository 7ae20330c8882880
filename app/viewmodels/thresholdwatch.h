// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <deque>
#include <map>
#include <utility>

#include "app/viewmodels/feeds.h"
#include "app/viewmodels/notices.h"

namespace halftone::app {

struct HistorySecond;
struct VersionSeries;

// A value and its threshold over time: what is beyond it counts only when it has been so for a while, and so
// does its return. A value.
class Held {
 public:
  enum class News { None, Beyond, Back };
  static constexpr double kHoldSeconds = 10;

  // `now` in seconds.
  [[nodiscard]] News step(bool isBeyond, double now);

 private:
  bool m_told = false;     // that it is beyond
  bool m_turning = false;  // it is now on the other side of what was told
  double m_since = 0;      // when it turned
};

// Tells of versions that are beyond the thresholds of the Health page: errors in percent, the latency's p95
// in milliseconds, open sessions, and sessions that came back without loss, in percent, which are to be above
// theirs. GUI thread.
class ThresholdWatch : public QObject {
  Q_OBJECT

 public:
  static constexpr double kLeastRequests = 20;  // in kSeconds; less says nothing of errors and latency
  static constexpr std::size_t kSeconds = 10;
  static constexpr std::uint64_t kLeastResumes = 20;  // in kResumeSeconds
  static constexpr std::int64_t kResumeSeconds = 60;

  // `notices` outlives this.
  ThresholdWatch(const Feeds& feeds, Notices* notices, QObject* parent = nullptr);

 private:
  struct Resumes {
    std::int64_t time = 0;
    std::uint64_t resumed = 0;
    std::uint64_t refused = 0;
  };
  void look();
  void lookAt(const QString& service, const QString& version, const VersionSeries& values);
  void countResumes(const HistorySecond& second);
  void judge(const QString& service, const QString& version, const char* chart, double value, double now);
  void tell(const QString& service, const QString& version, const QString& chart, double value,
            double threshold, bool isBeyond);

  Feeds m_feeds;
  Notices* m_notices;
  std::map<QString, Held> m_held;  // by "service/version/chart"
  // Seconds in which sessions came back or could not, by "service/version".
  std::map<QString, std::deque<Resumes>> m_resumes;
};

}  // namespace halftone::app

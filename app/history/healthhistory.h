// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QThread>
#include <memory>
#include <vector>

#include "app/history/historystore.h"

namespace halftone::app {

// The store of the past on a thread of its own: what is told here is written there, and what is asked is
// answered by a signal. Lives on the GUI thread; its end waits until all is written.
class HealthHistory : public QObject {
  Q_OBJECT

 public:
  // An empty name: the past lasts as long as this object.
  explicit HealthHistory(const QString& file, QObject* parent = nullptr);
  ~HealthHistory() override;

  void add(std::vector<HistorySecond> seconds);
  void addMark(const QString& service, const HistoryMark& mark);
  // Answered by answered() with the question's id; several pages may ask.
  quint64 ask(HistoryQuestion question);
  [[nodiscard]] QString notice() const { return m_notice; }

 signals:
  // What add() was given.
  void added(const std::vector<halftone::app::HistorySecond>& seconds);
  void answered(const std::shared_ptr<const HistoryAnswer>& answer);
  void noticeChanged();

 private:
  class Worker;
  void setNotice(const QString& notice);

  QThread m_thread;
  Worker* m_worker;      // lives and ends on m_thread
  quint64 m_newest = 0;  // the id of the last question
  QString m_notice;
};

// The file of a cluster's past under the console's data folder.
[[nodiscard]] QString historyFile(const QString& cluster);

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/history/healthhistory.h"

#include <QStandardPaths>
#include <QUrl>
#include <utility>

namespace halftone::app {

namespace {

constexpr int kPruneEach = 60;  // seconds of what is recorded

}  // namespace

// What runs on the thread of the store.
class HealthHistory::Worker : public QObject {
 public:
  explicit Worker(QString file) : m_store(std::make_unique<HistoryStore>(std::move(file))) {}

  void open() { m_store->open(); }

  void add(const std::vector<HistorySecond>& seconds) {
    m_store->add(seconds);
    if (seconds.empty() || seconds.front().time - m_pruned < kPruneEach) return;
    m_pruned = seconds.front().time;
    m_store->prune(m_pruned);
    m_store->flush();  // what a crash would lose
  }

  void addMark(const QString& service, const HistoryMark& mark) { m_store->addMark(service, mark); }

  [[nodiscard]] std::shared_ptr<const HistoryAnswer> answer(const HistoryQuestion& question) {
    return std::make_shared<const HistoryAnswer>(m_store->answer(question));
  }

  [[nodiscard]] QString notice() const { return m_store->notice(); }

 private:
  std::unique_ptr<HistoryStore> m_store;
  std::int64_t m_pruned = 0;
};

HealthHistory::HealthHistory(const QString& file, QObject* parent) : QObject(parent) {
  m_worker = new Worker(file);
  m_worker->moveToThread(&m_thread);
  connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
  m_thread.setObjectName(QStringLiteral("history"));
  m_thread.start(QThread::LowPriority);
  QMetaObject::invokeMethod(m_worker, [this, worker = m_worker] {
    worker->open();
    QMetaObject::invokeMethod(this, [this, notice = worker->notice()] { setNotice(notice); });
  });
}

HealthHistory::~HealthHistory() {
  // What waits in the queue is still written: quit() alone would leave it there.
  QMetaObject::invokeMethod(
      m_worker, [] {}, Qt::BlockingQueuedConnection);
  m_thread.quit();
  m_thread.wait();
}

void HealthHistory::add(std::vector<HistorySecond> seconds) {
  if (seconds.empty()) return;
  emit added(seconds);
  QMetaObject::invokeMethod(m_worker,
                            [worker = m_worker, seconds = std::move(seconds)] { worker->add(seconds); });
}

void HealthHistory::addMark(const QString& service, const HistoryMark& mark) {
  QMetaObject::invokeMethod(m_worker, [worker = m_worker, service, mark] { worker->addMark(service, mark); });
}

quint64 HealthHistory::ask(HistoryQuestion question) {
  question.id = ++m_newest;
  QMetaObject::invokeMethod(m_worker, [this, worker = m_worker, question] {
    // The thread is joined before this object ends, so `this` is there; the answer is dropped if it goes.
    const auto answer = worker->answer(question);
    QMetaObject::invokeMethod(this, [this, answer, notice = worker->notice()] {
      setNotice(notice);
      emit answered(answer);
    });
  });
  return question.id;
}

void HealthHistory::setNotice(const QString& notice) {
  if (m_notice == notice) return;
  m_notice = notice;
  emit noticeChanged();
}

QString historyFile(const QString& cluster) {
  const QString name = QString::fromLatin1(QUrl::toPercentEncoding(cluster));
  return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
         QStringLiteral("/history/") + (name.isEmpty() ? QStringLiteral("default") : name) +
         QStringLiteral(".sqlite");
}

}  // namespace halftone::app

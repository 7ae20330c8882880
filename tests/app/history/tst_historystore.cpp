// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QSqlDatabase>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "app/history/healthhistory.h"
#include "app/history/historystore.h"

using namespace halftone;
using namespace halftone::app;
using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kStart = 1'763'800'020;  // a multiple of 60
const QString kChat = QStringLiteral("chat");
const QString kV1 = QStringLiteral("v1");

HistorySecond second(std::int64_t time, std::uint64_t requests, std::chrono::microseconds latency = 10ms,
                     std::uint64_t errors = 0) {
  HistorySecond made{kChat, kV1, time, {}};
  made.bin.seconds = 1;
  made.bin.requests = requests;
  made.bin.errors = errors;
  made.bin.sessionSeconds = 12;
  for (std::uint64_t i = 0; i < requests; ++i) made.bin.latency.record(latency);
  return made;
}

HistoryQuestion about(double from, double to, double now) {
  HistoryQuestion question;
  question.service = kChat;
  question.from = from;
  question.to = to;
  question.now = now;
  return question;
}

bool isNear(double a, double b) {
  return std::abs(a - b) <= 0.02 * b;
}

}  // namespace

class HistoryStoreTest : public QObject {
  Q_OBJECT

 private slots:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
    m_file = m_folder->filePath(QStringLiteral("history/chat.sqlite"));
  }

  void secondsBecomeTensAndMinutesWhoseCountsAreTheirSums() {
    HistoryStore store(QString{});
    store.open();
    for (int i = 0; i < 120; ++i) store.add({second(kStart + i, 5, 10ms, i % 2)});
    const HistoryAnswer fine = store.answer(about(kStart, kStart + 120, kStart + 120));
    QCOMPARE(fine.step, 1);
    QCOMPARE(fine.versions.at(kV1).times.size(), 120U);
    QCOMPARE(fine.versions.at(kV1).requests.front(), 5.0);
    QCOMPARE(fine.versions.at(kV1).sessions.back(), 12.0);
    const HistoryAnswer tens = store.answer(about(kStart, kStart + 120, kStart + 3000));
    QCOMPARE(tens.step, 10);
    QCOMPARE(tens.versions.at(kV1).times.size(), 12U);
    QCOMPARE(tens.versions.at(kV1).requests.front(), 5.0);
    QCOMPARE(tens.versions.at(kV1).errors.front(), 10.0);
    const HistoryAnswer minutes = store.answer(about(kStart, kStart + 120, kStart + 80'000));
    QCOMPARE(minutes.step, 60);
    QCOMPARE(minutes.versions.at(kV1).times, (std::vector<double>{kStart + 30, kStart + 90}));
    QCOMPARE(minutes.totals.at(kV1).requests, 600U);
    QCOMPARE(minutes.totals.at(kV1).errors, 60U);
  }
  // Two seconds of 99 fast and one of 2 slow requests: the mean of their p99 would be 340 ms.
  void aMinutesQuantilesAreThoseOfAllItsRequests() {
    HistoryStore store(QString{});
    store.open();
    store.add({second(kStart, 150, 10ms)});
    store.add({second(kStart + 1, 149, 10ms)});
    store.add({second(kStart + 2, 1, 1000ms)});
    const HistoryLines lines = store.answer(about(kStart, kStart + 60, kStart + 80'000)).versions.at(kV1);
    QVERIFY2(isNear(lines.p99.front(), 10), qPrintable(QString::number(lines.p99.front())));
    QVERIFY(isNear(lines.p50.front(), 10));
  }
  void theSameSecondToldTwiceIsOneBin() {
    HistoryStore store(QString{});
    store.open();
    store.add({second(kStart, 4)});
    store.add({second(kStart, 6)});
    const HistoryLines lines = store.answer(about(kStart, kStart + 5, kStart + 5)).versions.at(kV1);
    QCOMPARE(lines.requests, std::vector<double>{5});
  }
  void whatWasNotHeardLeavesAGap() {
    HistoryStore store(QString{});
    store.open();
    store.add({second(kStart, 4)});
    store.add({second(kStart + 30, 4)});
    const HistoryLines lines = store.answer(about(kStart, kStart + 60, kStart + 60)).versions.at(kV1);
    QCOMPARE(lines.times.size(), 3U);
    QVERIFY(std::isnan(lines.requests[1]));
  }
  void aLateSecondThatTellsOfAllSinceTheLastLeavesNone() {
    HistoryStore store(QString{});
    store.open();
    store.add({second(kStart, 4)});
    HistorySecond late = second(kStart + 9, 36);
    late.bin.seconds = 9;
    store.add({late});
    const HistoryLines lines = store.answer(about(kStart, kStart + 60, kStart + 60)).versions.at(kV1);
    QCOMPARE(lines.requests, (std::vector<double>{4, 4}));
  }
  void eachTierForgetsAtItsOwnAge() {
    HistoryStore store(QString{});
    store.open();
    for (int i = 0; i < 700; ++i) store.add({second(kStart + i, 1)});
    store.prune(kStart + 700);
    QCOMPARE(store.rows(1), 600);
    QCOMPARE(store.rows(10), 70);
    store.prune(kStart + 90'000);
    QCOMPARE(store.rows(10), 0);
    QCOMPARE(store.rows(60), 0);
  }
  void aRestartGoesOnInTheSameBins() {
    for (int run = 0; run < 2; ++run) {
      HistoryStore store(m_file);
      store.open();
      QCOMPARE(store.notice(), QString());
      for (int i = 0; i < 5; ++i) store.add({second(kStart + 5 * run + i, 2)});
      store.addMark(kChat,
                    {kStart + 1.5 + run, QStringLiteral("publish"), QStringLiteral("r%1").arg(4 + run), {}});
    }
    HistoryStore store(m_file);
    store.open();
    const HistoryAnswer tens = store.answer(about(kStart, kStart + 120, kStart + 3000));
    QCOMPARE(tens.totals.at(kV1).requests, 20U);
    QCOMPARE(tens.versions.at(kV1).requests, std::vector<double>{2});
    QCOMPARE(tens.marks.size(), 2U);
    QCOMPARE(tens.marks.front().label, QStringLiteral("r4"));
  }
  void aPublishThatIsToldTwiceIsMarkedOnceWhereItWasToldLast() {
    HistoryStore store(m_file);
    store.open();
    store.addMark(kChat, {kStart + 5, QStringLiteral("publish"), QStringLiteral("r4"), {}});
    store.addMark(kChat, {kStart + 3, QStringLiteral("publish"), QStringLiteral("r4"), {}});
    for (const double time : {1.0, 2.0})
      store.addMark(kChat, {kStart + time, QStringLiteral("fault"), kV1, {}});
    const HistoryAnswer answer = store.answer(about(kStart, kStart + 120, kStart + 3000));
    QCOMPARE(answer.marks.size(), 3U);
    QCOMPARE(answer.marks.back().label, QStringLiteral("r4"));
    QCOMPARE(answer.marks.back().time, kStart + 3.0);
  }
  void aDamagedFileIsSetAsideAndANewOneBegun_data() {
    QTest::addColumn<int>("from");
    QTest::newRow("no database at all") << 0;
    QTest::newRow("damaged inside") << 4096;
  }
  void aDamagedFileIsSetAsideAndANewOneBegun() {
    QFETCH(int, from);
    {
      HistoryStore store(m_file);
      store.open();
      for (int i = 0; i < 500; ++i) store.add({second(kStart + i, 3)});
    }
    QFile file(m_file);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek(from));
    const QByteArray noise(static_cast<int>(file.size()) - from, '\x5a');
    QCOMPARE(file.write(noise), noise.size());
    file.close();
    HistoryStore store(m_file);
    store.open();
    QVERIFY2(store.notice().contains(m_file), qPrintable(store.notice()));
    store.add({second(kStart, 3)});
    QCOMPARE(store.rows(1), 1);
    const QStringList aside =
        QFileInfo(m_file).dir().entryList({QStringLiteral("chat.sqlite.damaged-*")}, QDir::Files);
    QCOMPARE(aside.size(), 1);
    QVERIFY(store.notice().contains(aside.front()));
  }
  void aSecondConsoleKeepsItsPastInMemory() {
    HistoryStore first(m_file);
    first.open();
    HistoryStore second(m_file);
    second.open();
    QVERIFY(first.notice().isEmpty());
    QVERIFY(!second.notice().isEmpty());
  }
  // A console that connects anew opens the file while its former connection is still at its end.
  void theNextConnectionTakesTheFileOver() {
    auto former = std::make_unique<HistoryStore>(m_file);
    former->open();
    former->add({second(kStart, 7)});
    HealthHistory next(m_file);
    QSignalSpy answered(&next, &HealthHistory::answered);
    (void)next.ask(about(kStart - 10, kStart + 10, kStart + 10));
    former.reset();
    QTRY_COMPARE_WITH_TIMEOUT(answered.size(), 1, 15'000);
    QCOMPARE(next.notice(), QString());
  }
  void aFullFileDropsItsOlderHalf() {
    HistoryStore store(m_file, 256 * 1024);
    store.open();
    for (int i = 0; i < 3000; ++i) {
      HistorySecond busy = second(kStart + i, 1);
      for (int ms = 1; ms < 150; ++ms) busy.bin.latency.record(std::chrono::milliseconds(ms));
      store.add({busy});
    }
    store.flush();
    QVERIFY(!store.notice().isEmpty());
    QVERIFY(QFileInfo(m_file).size() <= 256 * 1024);
    const HistoryAnswer last = store.answer(about(kStart + 2990, kStart + 3000, kStart + 3000));
    QVERIFY(!last.versions.empty());
  }
  void anAnswerComesFromTheThreadOfTheStore() {
    HealthHistory history(m_file);
    QSignalSpy answers(&history, &HealthHistory::answered);
    history.add({second(kStart, 7)});
    history.ask(about(kStart, kStart + 10, kStart + 10));
    const quint64 last = history.ask(about(kStart, kStart + 10, kStart + 10));
    QTRY_COMPARE_WITH_TIMEOUT(answers.size(), 2, 15'000);
    const auto answer = answers.last().front().value<std::shared_ptr<const HistoryAnswer>>();
    QCOMPARE(answer->question.id, last);
    QCOMPARE(answer->versions.at(kV1).requests, std::vector<double>{7});
  }
  void histogramsComeBackAsTheyWere() {
    telemetry::Histogram sample;
    for (int i = 1; i < 300; ++i) sample.record(std::chrono::microseconds(i * i * 7));
    const auto back = unpackHistogram(packHistogram(sample));
    QVERIFY(back.has_value());
    QVERIFY(*back == sample);
  }
  void noiseIsNoHistogram() {
    for (const QByteArray& bytes : {QByteArray("\xff"), QByteArray("\xff\xff\xff\x7f\x01", 5),
                                    QByteArray("\x05"), QByteArray(40'000, '\x01')})
      QVERIFY(!unpackHistogram(bytes).has_value());
  }

 private:
  std::unique_ptr<QTemporaryDir> m_folder;
  QString m_file;
};

QTEST_GUILESS_MAIN(HistoryStoreTest)
#include "tst_historystore.moc"

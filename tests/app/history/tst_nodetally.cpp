// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/history/nodetally.h"

using namespace halftone::app;

namespace {

const QString kNode = QStringLiteral("chat-1");
const QString kV1 = QStringLiteral("v1");
const QString kV2 = QStringLiteral("v2");

QByteArray instances(const char* version, const char* admin = "127.0.0.1:9001") {
  return QByteArray(
             "[{\"Node\":{\"Node\":\"n\"},\"Service\":{\"ID\":\"chat-1\",\"Service\":\"chat\",\"Port\":1,"
             "\"Meta\":{\"version\":\"") +
         version + "\",\"admin\":\"" + admin + "\"}},\"Checks\":[]}]";
}

QByteArray metrics(int recovered, int refused) {
  return "halftone_chat_rooms_recovered_total " + QByteArray::number(recovered) +
         "\nhalftone_chat_resumes_refused_total{reason=\"old\"} " + QByteArray::number(refused) + '\n';
}

QByteArray faults(double errorRate) {
  return "{\"errorRate\":" + QByteArray::number(errorRate) + ",\"latencyMs\":0}";
}

}  // namespace

class NodeTallyTest : public QObject {
  Q_OBJECT

 private slots:
  void whatIsThereAtFirstIsNotCounted() {
    NodeTally tally;
    tally.setInstances(instances("v1"));
    QVERIFY(tally.takeMetrics(kNode, metrics(10, 2)));
    QVERIFY(tally.takeResumes().empty());
    QVERIFY(tally.takeMetrics(kNode, metrics(13, 3)));
    const auto resumes = tally.takeResumes();
    QCOMPARE(resumes.at(kV1).resumed, 3U);
    QCOMPARE(resumes.at(kV1).refused, 1U);
    QVERIFY(tally.takeResumes().empty());
  }
  void anotherProcessBeginsAtNothing() {
    NodeTally tally;
    tally.setInstances(instances("v1"));
    QVERIFY(tally.takeMetrics(kNode, metrics(10, 0)));
    QVERIFY(tally.takeMetrics(kNode, metrics(4, 0)));
    QCOMPARE(tally.takeResumes().at(kV1).resumed, 4U);
  }
  // A rolling update keeps the instance's id and port.
  void aNodeThatIsOfAnotherVersionNowCountsForThatOne() {
    NodeTally tally;
    tally.setInstances(instances("v1"));
    QVERIFY(tally.takeMetrics(kNode, metrics(10, 0)));
    tally.setInstances(instances("v2"));
    QCOMPARE(tally.nodes().at(kNode).version, kV2);
    QVERIFY(tally.takeMetrics(kNode, metrics(12, 0)));
    QVERIFY(tally.takeMetrics(kNode, metrics(15, 0)));
    const auto resumes = tally.takeResumes();
    QVERIFY(!resumes.contains(kV1));
    QCOMPARE(resumes.at(kV2).resumed, 3U);
  }
  void aPageWithoutSuchCountersIsToldApart() {
    NodeTally tally;
    tally.setInstances(instances("v1"));
    QVERIFY(!tally.takeMetrics(kNode, "process_cpu_seconds_total 3\n"));
  }
  void onlyFaultsThatChangeAreTold() {
    NodeTally tally;
    tally.setInstances(instances("v1"));
    QVERIFY(!tally.takeFaults(kNode, faults(0)));
    QVERIFY(!tally.takeFaults(kNode, faults(0)));
    const auto told = tally.takeFaults(kNode, faults(0.2));
    QVERIFY(told);
    QCOMPARE(detailOf(*told), QStringLiteral("20 0"));
    QVERIFY(!tally.takeFaults(kNode, "[]"));
    QVERIFY(!tally.takeFaults(kNode, "{\"errorRate\":\"x\"}"));
  }
};

QTEST_APPLESS_MAIN(NodeTallyTest)
#include "tst_nodetally.moc"

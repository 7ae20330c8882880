// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "app/feeds/clock.h"
#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/history/healthhistory.h"
#include "app/history/historyfeeder.h"
#include "backend/store/policystore.h"
#include "tests/app/policies.h"
#include "tests/support/consulprocess.h"

using namespace halftone;
using namespace halftone::app;

namespace {
constexpr int kPatience = 15'000;
}

class HistoryFeederTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }

  void whatWasPublishedBeforeTheConsoleCameIsMarkedWhereItWas() {
    ConsulConnection connection(consul::Endpoint{m_consul.url(), {}, {}});
    connection.start();
    store::PolicyStore store(connection.client());
    std::optional<Result<store::StoredPolicy>> published;
    store::Publication first;
    first.policy = test::chatPolicy();
    first.actor = store::Actor::ofThisProcess("another console");
    const double before = nowSeconds();
    store.publish(first, this, [&published](const auto& result) { published = result; });
    QTRY_VERIFY_WITH_TIMEOUT(published.has_value(), kPatience);
    QVERIFY(published->has_value());
    const double after = nowSeconds();

    PolicyFeed policies(connection);
    TrafficFeed traffic(connection, QUrl(QStringLiteral("http://127.0.0.1:1")));
    HealthHistory history{QString()};
    const HistoryFeeder feeder(connection, policies, traffic, &history);
    QSignalSpy marked(&feeder, &HistoryFeeder::marked);
    policies.start();
    QTRY_VERIFY_WITH_TIMEOUT(!marked.isEmpty(), kPatience);

    QSignalSpy answered(&history, &HealthHistory::answered);
    HistoryQuestion question;
    question.service = QStringLiteral("chat");
    question.from = before - 60;
    question.to = question.now = nowSeconds() + 60;
    history.ask(question);
    QVERIFY(answered.wait(kPatience));
    const auto answer = answered[0][0].value<std::shared_ptr<const HistoryAnswer>>();
    QCOMPARE(answer->marks.size(), 1U);
    QCOMPARE(answer->marks[0].label, QStringLiteral("r1"));
    QVERIFY(answer->marks[0].time >= before - 0.001 && answer->marks[0].time <= after);
  }

 private:
  test::ConsulProcess m_consul;
};

QTEST_GUILESS_MAIN(HistoryFeederTest)
#include "tst_historyfeeder.moc"

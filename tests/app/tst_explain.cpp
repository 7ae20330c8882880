// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/feeds/consulconnection.h"
#include "app/feeds/draftboard.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/samplefeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/explainviewmodel.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/e2e/demoprocess.h"

using namespace halftone;
using namespace halftone::app;

namespace {
constexpr int kPatience = 40'000;
constexpr int kUsers = 60;
}  // namespace

// Explain on the real demo: live requests and open sessions to pick from, the policy in force and the draft.
class ExplainTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_demo.start({QStringLiteral("--users"), QString::number(kUsers)}));
    m_connection.emplace(consul::Endpoint{m_demo.consul(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, std::nullopt);
    m_samples.emplace(*m_connection, *m_policies, *m_traffic);
    m_colors.emplace(nullptr);
    m_session.emplace(nullptr);
    Feeds feeds;
    feeds.consul = &*m_connection;
    feeds.policies = &*m_policies;
    feeds.traffic = &*m_traffic;
    feeds.colors = &*m_colors;
    feeds.session = &*m_session;
    feeds.samples = &*m_samples;
    feeds.drafts = &m_drafts;
    m_page.emplace(feeds);
    m_explain.emplace(feeds);
    m_connection->start();
    m_policies->start();
    m_traffic->start();
    m_explain->setShown(true);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->hasPolicy() && m_explain->live()->isSampled(), kPatience);
  }
  void cleanupTestCase() {
    m_explain.reset();
    m_page.reset();
    m_samples.reset();
    QVERIFY(m_demo.stop());
  }

  void aLiveRequestIsPickedAndExplained() {
    LiveChoice& live = *m_explain->live();
    const QAbstractItemModelTester tester(live.rows(),
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(live.source(), QStringLiteral("requests"));
    QTRY_VERIFY_WITH_TIMEOUT(live.rows()->count() > 0, kPatience);
    live.pick(live.rows()->value(0, QStringLiteral("number")).toInt());
    QVERIFY2(m_explain->isExplained(), qPrintable(m_explain->error()));
    QCOMPARE(m_explain->user(), live.rows()->value(0, QStringLiteral("user")).toString());
  }
  // The console knows a session's user; the rest of its request only its node remembers.
  void aSessionIsExplainedAsItsNodeRemembersItsRequest() {
    LiveChoice& live = *m_explain->live();
    live.setSource(QStringLiteral("sessions"));
    QTRY_VERIFY_WITH_TIMEOUT(live.rows()->count() > 10, kPatience);
    QVERIFY2(live.title().endsWith(QLatin1String("open sessions")), qPrintable(live.title()));
    const QString user = live.rows()->value(0, QStringLiteral("title")).toString();
    QSignalSpy refined(&live, &LiveChoice::refined);
    live.pick(live.rows()->value(0, QStringLiteral("number")).toInt());
    QCOMPARE(m_explain->user(), user);
    QVERIFY(refined.wait(kPatience));
    QCOMPARE(m_explain->user(), user);
    QVERIFY2(m_explain->isExplained(), qPrintable(m_explain->error()));
    QVERIFY2(!m_explain->client().isEmpty(), qPrintable(m_explain->text()));
  }
  void whatTheOperatorHasTypedMeanwhileStays() {
    LiveChoice& live = *m_explain->live();
    QSignalSpy refined(&live, &LiveChoice::refined);
    live.pick(live.rows()->value(1, QStringLiteral("number")).toInt());
    const QString typed = QStringLiteral("GET / HTTP/1.1\nX-User-ID: mine");
    m_explain->setText(typed);
    QVERIFY(refined.wait(kPatience));
    QCOMPARE(m_explain->text(), typed);
    live.setSource(QStringLiteral("requests"));
    QCOMPARE(live.source(), QStringLiteral("requests"));
  }
  void theFilterFindsSessionsByTheirUser() {
    LiveChoice& live = *m_explain->live();
    live.setSource(QStringLiteral("sessions"));
    QTRY_VERIFY_WITH_TIMEOUT(live.rows()->count() > 10, kPatience);
    const QString user = live.rows()->value(3, QStringLiteral("title")).toString();
    live.setFilter(QStringLiteral("user=") + user);
    QCOMPARE(live.rows()->count(), 1);
    QCOMPARE(live.rows()->value(0, QStringLiteral("title")).toString(), user);
    live.setFilter({});
    live.setSource(QStringLiteral("requests"));
  }
  void withADraftTheOtherOutcomeIsTold() {
    QVERIFY(!m_explain->hasDraft());
    m_explain->setByDraft(true);
    QVERIFY(!m_explain->isByDraft());
    m_explain->setText(QStringLiteral("GET /chat HTTP/1.1\nX-User-ID: somebody-else"));
    const QString before = m_explain->version();
    const int other =
        m_page->split()->data(m_page->split()->index(0), SplitModel::VersionRole).toString() == before ? 1
                                                                                                       : 0;
    m_page->selectRule(PolicyDraft::kDefault);
    m_page->split()->setWeight(other, 10'000);
    QVERIFY(m_explain->hasDraft());
    QVERIFY(!m_explain->isByDraft());
    QCOMPARE(m_explain->version(), before);
    QVERIFY(m_explain->otherDiffers());
    QVERIFY2(m_explain->otherText().startsWith(QLatin1String("By your draft:")),
             qPrintable(m_explain->otherText()));
    m_explain->setByDraft(true);
    QVERIFY(m_explain->version() != before);
    QVERIFY(m_explain->otherText().startsWith(QLatin1String("By the policy in force:")));
    m_page->discard();
    QVERIFY(!m_explain->isByDraft());
    QCOMPARE(m_explain->version(), before);
    QCOMPARE(m_explain->otherText(), QString());
  }
  void whatTheEffectWasCountedOnIsTold() {
    m_page->setShown(true);
    m_page->split()->setWeight(0, 2345);
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->impactBasis().isEmpty(), kPatience);
    QVERIFY2(m_page->impactBasis().contains(QLatin1String("live requests of the last")),
             qPrintable(m_page->impactBasis()));
    m_page->discard();
    QCOMPARE(m_page->impactBasis(), QString());
  }

 private:
  test::DemoProcess m_demo;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::optional<SampleFeed> m_samples;
  DraftBoard m_drafts;
  std::optional<VersionColors> m_colors;
  std::optional<Session> m_session;
  std::optional<TrafficViewModel> m_page;
  std::optional<ExplainViewModel> m_explain;
};

QTEST_GUILESS_MAIN(ExplainTest)
#include "tst_explain.moc"

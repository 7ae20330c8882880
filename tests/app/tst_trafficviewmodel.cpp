// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include "tests/app/trafficpage.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;
using halftone::test::frame;
using halftone::test::kPatience;

// The page's view model on a real Consul, with a proxy's stream that the test plays.
class TrafficViewModelTest : public QObject, protected test::TrafficPage {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() { open(); }
  void cleanup() { close(); }

  void withoutAnyPolicyThePageSaysSo() {
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Failed, kPatience);
    QVERIFY(m_vm->stateText().contains(QLatin1String("halftonectl policy put")));
    QVERIFY(!m_vm->hasPolicy());
  }
  void theFirstPolicyIsBegunFromTheCatalog() {
    const auto enlist = [this](const QByteArray& id, const QByteArray& meta) {
      put("/v1/agent/service/register", "{\"ID\":\"" + id + "\",\"Name\":\"shop\",\"Port\":1," + meta + "}");
    };
    enlist("shop-1", "\"Meta\":{\"version\":\"v1\"}");
    enlist("shop-2", "\"Meta\":{\"version\":\"v1\"}");
    enlist("shop-3", "\"Meta\":{\"version\":\"v2\"}");
    enlist("shop-4", "\"Meta\":{}");
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Failed, kPatience);
    FirstPolicy* first = m_vm->first();
    first->load();
    QTRY_COMPARE_WITH_TIMEOUT(first->versions(), (QStringList{"v1", "v2"}), kPatience);
    QCOMPARE(first->services(), QStringList{"shop"});  // not Consul's own
    QCOMPARE(first->stable(), QStringLiteral("v1"));   // most are
    QVERIFY2(first->text().startsWith(QLatin1String("All of shop goes to v1 (2 ")),
             qPrintable(first->text()));
    first->publish(QStringLiteral("begun"));
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->service(), QStringLiteral("shop"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(weight("v1"), 10000, kPatience);
    QCOMPARE(weight("v2"), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_own.isSettled(QStringLiteral("shop")), kPatience);
    QVERIFY(m_own.isOurs(QStringLiteral("shop"), 1));  // no news to who did it
    m_vm->split()->setWeight(0, 3000);
    QVERIFY(m_vm->isChanged());
    first->load();  // it has one now
    QTRY_VERIFY_WITH_TIMEOUT(!first->problem().isEmpty() && !first->isReady(), kPatience);
    for (const char* id : {"shop-1", "shop-2", "shop-3", "shop-4"})
      put(QByteArray("/v1/agent/service/deregister/") + id, {});
  }
  void aPolicyIsShownInWords() {
    putPolicy(chatPolicy(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Ready, kPatience);
    QCOMPARE(m_vm->service(), QStringLiteral("chat"));
    QAbstractItemModelTester tester(m_vm->rules(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(m_vm->rules()->rowCount(), 2);
    QCOMPARE(m_vm->rules()->data(m_vm->rules()->index(0), RuleListModel::NameRole).toString(),
             QStringLiteral("office"));
    QCOMPARE(weight("v2"), 500);
    QVERIFY(m_vm->headline().contains(QLatin1String("r1")));
    QCOMPARE(m_colors->indexOf(QStringLiteral("v2")), 1);
  }
  void theMeasuredShareFollowsTheProxy() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_traffic->state(), TrafficFeed::State::Live, kPatience);
    m_proxy->send(frame(900, 100));
    QTRY_COMPARE_WITH_TIMEOUT(split("v2", SplitModel::MeasuredRole).toDouble(), 0.1, kPatience);
    QCOMPARE(split("v2", SplitModel::SessionsRole).toDouble(), 0.1);
    m_proxy->send(frame(900, 100, 2));  // another policy: what was measured says nothing of it
    m_proxy->send(frame(950, 150, 2));
    QTRY_COMPARE_WITH_TIMEOUT(split("v2", SplitModel::MeasuredRole).toDouble(), 0.5, kPatience);
  }
  void aRulesSplitIsEditedByTheSameSliders() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->selectRule(1);
    QCOMPARE(m_vm->splitTitle(), QStringLiteral("Split of rule “premium”"));
    QCOMPARE(weight("v2"), 10000);
    m_vm->split()->setWeight(0, 6000);
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: Rule “premium” v1 0 → 40, v2 100 → 60"));
    m_vm->selectRule(PolicyDraft::kDefault);
    QCOMPARE(weight("v2"), 500);
    m_vm->undo();
    QVERIFY(!m_vm->isChanged());
  }
  void anotherServiceBeginsWithItsDefaultSplit() {
    showChatBesideShop();
    if (QTest::currentTestFailed()) return;
    m_vm->selectRule(1);
    QSignalSpy selected(&*m_vm, &TrafficViewModel::selectedRuleChanged);
    m_vm->setService(QStringLiteral("shop"));
    QVERIFY(!selected.isEmpty());
    QCOMPARE(m_vm->selectedRule(), int(PolicyDraft::kDefault));
    QCOMPARE(m_vm->splitTitle(), QStringLiteral("Default split"));
    QCOMPARE(weight("v2"), 2000);
  }
  void aServiceWithoutProxyShowsNoFiguresOfAnother() {
    showChatBesideShop();
    if (QTest::currentTestFailed()) return;
    QTRY_COMPARE_WITH_TIMEOUT(m_traffic->state(), TrafficFeed::State::Live, kPatience);
    m_proxy->send(frame(900, 100));
    QTRY_COMPARE_WITH_TIMEOUT(split("v2", SplitModel::MeasuredRole).toDouble(), 0.1, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!m_vm->requests()->curves().empty(), kPatience);
    m_vm->setService(QStringLiteral("shop"));
    QVERIFY(m_vm->requests()->curves().empty());
    QVERIFY(split("v2", SplitModel::MeasuredRole).toDouble() < 0);
    QVERIFY(m_vm->elseRateText().isEmpty());
    QCOMPARE(m_vm->measuredText(), QStringLiteral("No proxy of shop is heard."));
    QCOMPARE(m_vm->chartText(), m_vm->measuredText());
  }
  void aDraftWaitsWithItsStepsWhileAnotherServiceIsShown() {
    showChatBesideShop();
    if (QTest::currentTestFailed()) return;
    m_vm->setRuleEnabled(0, false);
    m_vm->setRuleEnabled(1, false);
    m_vm->setService(QStringLiteral("shop"));
    QVERIFY(!m_vm->isChanged());
    QVERIFY(!m_vm->canUndo());
    QCOMPARE(m_vm->draftShort(), QStringLiteral("draft of chat"));
    m_vm->setService(QStringLiteral("chat"));
    QCOMPARE(m_vm->rules()->count(), 2);
    m_vm->undo();
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: Rule “office” off"));
    m_vm->redo();
    m_vm->undo();
    m_vm->undo();
    QVERIFY(!m_vm->isChanged());
  }
  void theDraftThatWaitsIsLedTo() {
    showChatBesideShop();
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->turnToDraft();
    QCOMPARE(m_vm->service(), QStringLiteral("chat"));
    m_vm->split()->setWeight(0, 3000);
    m_vm->setService(QStringLiteral("shop"));
    m_vm->turnToDraft();
    QCOMPARE(m_vm->service(), QStringLiteral("chat"));
    QVERIFY(m_vm->isChanged());
  }
  void aDraftThatWaitedMeetsWhatWasPublishedMeanwhile() {
    showChatBesideShop();
    if (QTest::currentTestFailed()) return;
    m_vm->split()->setWeight(0, 3000);
    m_vm->setService(QStringLiteral("shop"));
    QSignalSpy changed(&*m_policies, &PolicyFeed::policyChanged);
    putPolicy(chatPolicy(1000), 2);
    QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), kPatience);
    m_vm->setService(QStringLiteral("chat"));
    QVERIFY(m_vm->hasConflict());
    QCOMPARE(weight("v2"), 3000);
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 1000);
  }
  void theChosenRuleStaysChosenWhenItMoves() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->selectRule(1);
    m_vm->moveRule(1, 0);
    QCOMPARE(m_vm->selectedRule(), 0);
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: Rule “premium” to place 1"));
    m_vm->removeRule(0);
    QCOMPARE(m_vm->selectedRule(), int(PolicyDraft::kDefault));
  }
  void anEditedRuleIsTakenIntoTheDraft() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->editRule(0);
    m_vm->editor()->conditions()->setValue(0, QStringLiteral("1, 5"));
    QVERIFY(m_vm->acceptRule());
    QCOMPARE(m_vm->rules()->data(m_vm->rules()->index(0), RuleListModel::WhenRole).toString(),
             QStringLiteral("user is 1 or 5"));
    m_vm->editRule(-1);
    QVERIFY(!m_vm->editor()->isEdited());
    QVERIFY(!m_vm->acceptRule());  // of whom?
    m_vm->editor()->conditions()->setValue(0, QStringLiteral("7"));
    QVERIFY(m_vm->editor()->isEdited());
    QVERIFY(m_vm->acceptRule());
    QCOMPARE(m_vm->rules()->count(), 3);
    QCOMPARE(m_vm->rules()->data(m_vm->rules()->index(0), RuleListModel::NameRole).toString(),
             QStringLiteral("new rule"));
  }
  void aRuleThatNobodyReachesIsWarnedOf() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->duplicateRule(0);
    QTRY_VERIFY_WITH_TIMEOUT(!m_vm->warnings().isEmpty(), kPatience);
    QVERIFY(m_vm->warnings().constFirst().startsWith(QLatin1String("Rule 2: can never be reached")));
    QVERIFY(!m_vm->rules()->data(m_vm->rules()->index(1), RuleListModel::WarningRole).toString().isEmpty());
  }
  void aSilentProxyMakesThePageStale() {
    putPolicy(chatPolicy(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Ready, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_traffic->state(), TrafficFeed::State::Live, kPatience);
    m_proxy->die();
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Stale, kPatience);
  }
  void aConsulThatIsAwayMakesThePageStaleAndHeals() {
    putPolicy(chatPolicy(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Ready, kPatience);
    m_consul.stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->state(), PageViewModel::State::Stale, kPatience);
    QVERIFY(!m_vm->stateText().isEmpty() && m_vm->hasPolicy());
    QVERIFY(m_consul.restart());  // it has forgotten all
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy() && m_vm->state() != PageViewModel::State::Stale, kPatience);
  }
  void textThatIsNoPolicyIsSaidToBeWrong() {
    put("/v1/kv/halftone/policies/chat", "{}");
    // Without any policy, which may be seen first, the page fails with other words.
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->stateText().contains(QLatin1String("not valid")), kPatience);
    QCOMPARE(m_vm->state(), PageViewModel::State::Failed);
  }
};

QTEST_GUILESS_MAIN(TrafficViewModelTest)
#include "tst_trafficviewmodel.moc"

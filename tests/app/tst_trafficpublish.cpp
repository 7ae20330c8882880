// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>
#include <utility>

#include "tests/app/trafficpage.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;
using halftone::test::kPatience;

// Drafts that become the policy in force, beside others who publish too.
class TrafficPublishTest : public QObject, protected test::TrafficPage {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() { open(); }
  void cleanup() { close(); }

  void publishingWritesPolicyAndHistory() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->split()->setWeight(0, 3000);
    QVERIFY(m_vm->isChanged());
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: default v2 5 → 30, v1 95 → 70"));
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    m_vm->publish(QStringLiteral("a quiet weekend"));
    QVERIFY(published.wait(kPatience));
    QVERIFY(!m_vm->isChanged());
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 3000);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->headline().contains(QLatin1String("a quiet weekend")), kPatience);
    const test::HttpReply raw = test::exchange("GET", m_consul.url(), "/v1/kv/halftone/policies/chat?raw");
    QCOMPARE(codec::readPolicy(raw.body.toStdString())->defaultRule.split[0].weight, BasisPoints(3000));
    QTRY_VERIFY_WITH_TIMEOUT(
        !m_vm->requests()->marks().empty() && m_vm->requests()->marks().back().label == QLatin1String("r2"),
        kPatience);
  }
  void aPublishOfSomebodyElseKeepsTheDraft() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->split()->setWeight(0, 3000);
    m_vm->setRuleEnabled(1, false);
    putPolicy(chatPolicy(1000), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasConflict(), kPatience);
    QCOMPARE(weight("v2"), 3000);
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 1000);
    m_vm->publish({});  // refused: both must be put together first
    QVERIFY(!m_vm->isPublishing());
    QCOMPARE(m_vm->merge()->conflicts(), 1);  // the default's split
    QVERIFY(!m_vm->acceptMerge());
    m_vm->merge()->chooseAll(true);
    QVERIFY(m_vm->acceptMerge());
    QVERIFY(!m_vm->hasConflict());
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: default v2 10 → 30, v1 90 → 70, Rule “premium” off"));
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    m_vm->publish({});
    QVERIFY(published.wait(kPatience));
  }
  void theirsCanBeTakenToo() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->split()->setWeight(0, 3000);
    m_vm->setRuleEnabled(1, false);
    putPolicy(chatPolicy(1000), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasConflict(), kPatience);
    m_vm->merge()->chooseAll(false);
    QVERIFY(m_vm->acceptMerge());
    QCOMPARE(m_vm->draftText(), QStringLiteral("Draft: Rule “premium” off"));
  }
  void howAConflictWasSettledCanBeUndone() {
    beginConflict();
    if (QTest::currentTestFailed()) return;
    m_vm->discard();
    QVERIFY(!m_vm->isChanged());
    QVERIFY(m_vm->canUndo());
    m_vm->undo();
    QVERIFY(m_vm->hasConflict());
    QCOMPARE(weight("v2"), 3000);
    m_vm->merge()->chooseAll(true);
    QVERIFY(m_vm->acceptMerge());
    m_vm->undo();  // the merge
    QVERIFY(!m_vm->hasConflict());
    m_vm->undo();
    QVERIFY(m_vm->hasConflict());
    m_vm->undo();  // the slider, long before
    QVERIFY(!m_vm->isChanged());
  }
  void aPublishCanBeTakenBackForAWhile() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    m_vm->split()->setWeight(0, 3000);
    m_vm->publish({});
    QVERIFY(published.wait(kPatience));
    QVERIFY(m_vm->takeBackSeconds() > 0);
    m_vm->takeBack();
    QVERIFY(published.wait(kPatience));
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 500);
    QCOMPARE(m_vm->takeBackSeconds(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->headline().contains(QLatin1String("takes back r2")), kPatience);
  }
  void anOldRevisionIsPutIntoForceAgain() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    for (const int weight : {3000, 6000}) {
      m_vm->split()->setWeight(0, weight);
      m_vm->publish({});
      QVERIFY(published.wait(kPatience));
    }
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->history()->entries()->count(), 2, kPatience);
    m_vm->history()->select(2);
    QVERIFY(m_vm->history()->canRollBack());
    QVERIFY(!m_vm->history()->diff().isEmpty());
    // Any two are compared; and an old one is taken as a draft, without a publish.
    QCOMPARE(m_vm->history()->bases(),
             (QStringList{QStringLiteral("in force"), QStringLiteral("r3"), QStringLiteral("r2")}));
    m_vm->history()->setBase(2);
    QCOMPARE(m_vm->history()->base(), 2);
    QVERIFY(m_vm->history()->diff().size() <= 1);
    m_vm->history()->setBase(0);
    QVERIFY(m_vm->history()->diff().size() > 1);
    QVERIFY(!m_vm->takeRevision(77));
    QVERIFY(m_vm->takeRevision(2));
    QVERIFY(m_vm->isChanged());
    QCOMPARE(weight("v2"), 3000);
    m_vm->undo();
    QVERIFY(!m_vm->isChanged());
    m_vm->rollBack(2);
    QVERIFY(published.wait(kPatience));
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 3000);
    m_vm->history()->select(2);
    QVERIFY(!m_vm->history()->canRollBack());
  }
  void discardGivesUpTheDraft() {
    beginConflict();
    if (QTest::currentTestFailed()) return;
    m_vm->discard();
    QVERIFY(!m_vm->isChanged());
    QCOMPARE(weight("v2"), 1000);
  }
  void anotherServiceIsShownWhenThePublishIsAnswered() {
    showChatBesideShop();
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->setService(QStringLiteral("shop"));
    m_vm->split()->setWeight(0, 6000);
    m_vm->setService(QStringLiteral("chat"));
    m_vm->split()->setWeight(0, 3000);
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    m_vm->publish({});
    m_vm->setService(QStringLiteral("shop"));
    QCOMPARE(m_vm->service(), QStringLiteral("chat"));
    QVERIFY(published.wait(kPatience));
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->service(), QStringLiteral("shop"), kPatience);
    QVERIFY(!m_vm->isPublishing());
    QCOMPARE(weight("v2"), 6000);
    QCOMPARE(split("v2", SplitModel::InForceRole).toInt(), 2000);
    QCOMPARE(m_vm->takeBackSeconds(), 0);
    m_vm->setService(QStringLiteral("chat"));
    QVERIFY(!m_vm->isChanged());
    QTRY_COMPARE_WITH_TIMEOUT(split("v2", SplitModel::InForceRole).toInt(), 3000, kPatience);
  }
  void aRevisionOlderThanTheListIsBroughtIntoIt() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    QSignalSpy published(&*m_vm, &TrafficViewModel::published);
    m_vm->split()->setWeight(0, 3000);
    m_vm->publish({});
    QVERIFY(published.wait(kPatience));
    const QByteArray second =
        test::exchange("GET", m_consul.url(), "/v1/kv/halftone/history/chat/2?raw").body;
    const QByteArray newest = QByteArray(second).replace("\"revision\":2", "\"revision\":REVISION");
    QVERIFY(newest.contains("REVISION"));
    for (int revision = 3; revision < 3 + PolicyHistory::kShown; ++revision)
      put("/v1/kv/halftone/history/chat/" + QByteArray::number(revision),
          QByteArray(newest).replace("REVISION", QByteArray::number(revision)));
    PolicyHistory* history = m_vm->history();
    history->load();
    QTRY_COMPARE_WITH_TIMEOUT(history->entries()->count(), PolicyHistory::kShown, kPatience);
    QVERIFY(!history->policyOf(2));
    std::optional<Result<void>> there;
    history->bring(2, &*m_vm, [&there](const Result<void>& is) { there = is; });
    QTRY_VERIFY_WITH_TIMEOUT(there.has_value(), kPatience);
    QVERIFY(there->has_value() && history->policyOf(2));
    history->load();
    QTRY_COMPARE_WITH_TIMEOUT(history->entries()->count(), PolicyHistory::kShown + 1, kPatience);
    there.reset();
    history->bring(1'000, &*m_vm, [&there](const Result<void>& is) { there = is; });
    QTRY_VERIFY_WITH_TIMEOUT(there.has_value(), kPatience);
    QVERIFY(!there->has_value() && there->error().code == ErrorCode::NotFound);
  }
  void aRuleGoesWhereItIsNotWhereItWas() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->editRule(1);
    const QString edited = m_vm->editor()->name();
    m_vm->editor()->setRuleOn(false);
    policy::Policy theirs = chatPolicy();
    std::swap(theirs.rules[0], theirs.rules[1]);
    putPolicy(theirs, 2);
    QTRY_COMPARE_WITH_TIMEOUT(ruleName(0), edited, kPatience);
    QVERIFY(m_vm->acceptRule());
    QCOMPARE(ruleName(0), edited);
    QVERIFY(!isRuleOn(0));
    QVERIFY(isRuleOn(1));
  }
  void aRuleThatChangedMeanwhileIsNotOverwrittenUnsaid() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->editRule(0);
    const QString edited = m_vm->editor()->name();
    m_vm->editor()->setRuleOn(false);
    policy::Policy theirs = chatPolicy();
    theirs.rules[0].split = theirs.rules[1].split = {{"v1", BasisPoints(10000)}};
    putPolicy(theirs, 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->headline().contains(QLatin1String("r2")), kPatience);
    QVERIFY(!m_vm->acceptRule());
    QVERIFY(m_vm->editor()->meanwhile().contains(QLatin1String("changed")));
    QVERIFY(m_vm->acceptRule());
    QVERIFY(!isRuleOn(0));

    m_vm->discard();
    m_vm->editRule(0);
    QVERIFY(m_vm->editor()->meanwhile().isEmpty());
    theirs.rules.erase(theirs.rules.begin());
    putPolicy(theirs, 3);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->rules()->count() == 1, kPatience);
    QVERIFY(!m_vm->acceptRule());
    QVERIFY(m_vm->editor()->meanwhile().contains(QLatin1String("gone")));
    QVERIFY(m_vm->acceptRule());
    QCOMPARE(ruleName(0), edited);
    QCOMPARE(m_vm->rules()->count(), 2);
  }
  void settingsKeepWhatOthersPublishedMeanwhile() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->editSettings();
    m_vm->settings()->setFailing(true);
    putPolicy(chatPolicy(1000), 2);
    QTRY_COMPARE_WITH_TIMEOUT(split("v2", SplitModel::InForceRole).toInt(), 1000, kPatience);
    QVERIFY(m_vm->acceptSettings());
    QCOMPARE(weight("v2"), 1000);
    QVERIFY(m_vm->isChanged());
  }

 private:
  [[nodiscard]] QVariant rule(int row, int role) { return m_vm->rules()->index(row).data(role); }
  [[nodiscard]] QString ruleName(int row) { return rule(row, RuleListModel::NameRole).toString(); }
  [[nodiscard]] bool isRuleOn(int row) { return rule(row, RuleListModel::EnabledRole).toBool(); }
};

QTEST_GUILESS_MAIN(TrafficPublishTest)
#include "tst_trafficpublish.moc"

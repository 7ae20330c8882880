// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "backend/telemetry/trafficframe.h"
#include "tests/app/policies.h"
#include "tests/app/streamserver.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;

namespace {

constexpr int kPatience = 15'000;

QString frame(std::uint64_t v1, std::uint64_t v2, std::uint64_t index = 1) {
  telemetry::TrafficFrame made;
  made.node = "proxy-1";
  made.service = "chat";
  made.epoch = "e";
  made.policy = {index, index, "ok", {}};
  for (const auto& [name, count] : {std::pair{"v1", v1}, std::pair{"v2", v2}}) {
    telemetry::VersionTraffic version;
    version.version = name;
    version.requests = count;
    version.tunnels = count / 10;
    made.versions.push_back(version);
    made.decisions.push_back({"default", name, count});
  }
  return QString::fromStdString(telemetry::writeTrafficFrame(made));
}

}  // namespace

// The page's view model on a real Consul, with a proxy's stream that the test plays.
class TrafficViewModelTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    QVERIFY(m_proxy.emplace().listen());
    m_proxy->greet(frame(0, 0));
    m_connection.emplace(consul::Endpoint{m_consul.url(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, QUrl(m_proxy->admin()));
    m_colors.emplace(nullptr);
    m_session.emplace(nullptr);
    m_vm.emplace(Feeds{&*m_connection, &*m_policies, &*m_traffic, &*m_colors, &*m_session});
    m_vm->setShown(true);
    m_connection->start();
    m_policies->start();
    m_traffic->start();
  }
  void cleanup() {
    m_vm.reset();
    m_traffic.reset();
    m_policies.reset();
    m_connection.reset();
    m_proxy.reset();
    QCOMPARE(test::exchange("DELETE", m_consul.url(), "/v1/kv/halftone?recurse").status, 200);
  }

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

 private:
  void put(const QByteArray& target, const QByteArray& body) {
    QCOMPARE(test::exchange("PUT", m_consul.url(), target, body).status, 200);
  }
  void putPolicy(const policy::Policy& policy, int revision) {
    put("/v1/kv/halftone/policies/" + QByteArray::fromStdString(policy.service) +
            "?flags=" + QByteArray::number(revision),
        QByteArray::fromStdString(codec::writePolicy(policy)));
  }
  // 30 % are wanted, 10 % were published by somebody else meanwhile.
  void beginConflict() {
    putPolicy(chatPolicy(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasPolicy(), kPatience);
    m_vm->split()->setWeight(0, 3000);
    putPolicy(chatPolicy(1000), 2);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->hasConflict(), kPatience);
  }
  void showChatBesideShop() {
    putPolicy(chatPolicy(), 1);
    putPolicy(shopPolicy(), 1);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->services().size(), 2, kPatience);
    m_vm->setService(QStringLiteral("chat"));
  }
  // Of a service that no proxy serves.
  [[nodiscard]] static policy::Policy shopPolicy() {
    policy::Policy policy = chatPolicy(2000);
    policy.service = "shop";
    return policy;
  }
  [[nodiscard]] QVariant split(const char* version, int role) {
    for (int row = 0; row < m_vm->split()->rowCount(); ++row) {
      const QModelIndex index = m_vm->split()->index(row);
      if (index.data(SplitModel::VersionRole).toString() == QLatin1String(version)) return index.data(role);
    }
    return {};
  }
  [[nodiscard]] int weight(const char* version) { return split(version, SplitModel::WeightRole).toInt(); }

  test::ConsulProcess m_consul;
  std::optional<test::StreamServer> m_proxy;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::optional<VersionColors> m_colors;
  std::optional<Session> m_session;
  std::optional<TrafficViewModel> m_vm;
};

QTEST_GUILESS_MAIN(TrafficViewModelTest)
#include "tst_trafficviewmodel.moc"

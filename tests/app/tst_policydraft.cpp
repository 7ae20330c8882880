// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/movement.h"
#include "app/viewmodels/policychanges.h"
#include "app/viewmodels/policydraft.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;
using halftone::test::chatPolicy;
using halftone::test::stored;

namespace {

std::vector<policy::Share> split(std::initializer_list<std::pair<const char*, int>> list) {
  std::vector<policy::Share> result;
  for (const auto& [version, weight] : list) result.push_back({version, BasisPoints(weight)});
  return result;
}

using Moves = std::map<std::pair<std::string, std::string>, int>;

}  // namespace

class PolicyDraftTest : public QObject {
  Q_OBJECT

 private slots:
  void raisingTheFirstVersionMovesUsersOnlyToIt() {
    QCOMPARE(movement(split({{"v2", 500}, {"v1", 9500}}), split({{"v2", 3000}, {"v1", 7000}})),
             (Moves{{{"v1", "v2"}, 2500}}));
  }
  void raisingTheLastVersionOfThreeMovesTheMiddleToo() {
    QCOMPARE(movement(split({{"a", 1000}, {"b", 2000}, {"c", 7000}}),
                      split({{"a", 2000}, {"b", 2000}, {"c", 6000}})),
             (Moves{{{"b", "a"}, 1000}, {{"c", "b"}, 1000}}));
  }
  void aVersionPutFirstTakesFromTheWholeRow() {
    QCOMPARE(movement(split({{"v1", 10000}}), split({{"v2", 1}, {"v1", 9999}})), (Moves{{{"v1", "v2"}, 1}}));
  }

  void aFreshDraftHasNoChanges() {
    const PolicyDraft draft = make();
    QVERIFY(!draft.isChanged());
    QCOMPARE(draft.edited(), chatPolicy());
  }
  void theSplitInForceIsNoChange() {
    PolicyDraft draft = make();
    draft.setDefaultSplit(split({{"v2", 3000}, {"v1", 7000}}));
    QVERIFY(draft.isChanged());
    draft.setDefaultSplit(split({{"v2", 500}, {"v1", 9500}}));
    QVERIFY(!draft.isChanged());
  }
  void changesAndEffectAreToldInWords() {
    PolicyDraft draft = make();
    draft.setDefaultSplit(split({{"v2", 3000}, {"v1", 7000}}));
    QCOMPARE(summary(draft), QStringLiteral("default v2 5 → 30, v1 95 → 70"));
    QCOMPARE(effectBetween(draft.inForce(), draft.edited()),
             QStringLiteral("25 % of users move to v2. Nobody else changes version."));
    draft.setRuleEnabled(0, false);
    QCOMPARE(changesBetween(draft.inForce(), draft.edited()).size(), 3U);
    QVERIFY(!draft.edited().rules[0].enabled);
    QVERIFY(draft.edited().rules[1].enabled);
  }
  void aRulesSplitIsToldWithItsRule() {
    PolicyDraft draft = make();
    draft.setSplit(1, split({{"v2", 6000}, {"v1", 4000}}));
    QCOMPARE(summary(draft), QStringLiteral("Rule “premium” v2 100 → 60, v1 0 → 40"));
  }
  void onlyTheRuleThatMovedIsToldToHaveMoved() {
    PolicyDraft draft = make();
    draft.duplicateRule(1);
    draft.moveRule(2, 0);
    draft.moveRule(1, 2);
    QCOMPARE(draft.edited().rules.front().name, std::string("premium 2"));
    QCOMPARE(summary(draft), QStringLiteral("Rule “premium 2” new, Rule “premium” to place 2"));
  }
  void aRenamedRuleIsTheSameRule() {
    PolicyDraft draft = make();
    policy::Rule rule = draft.edited().rules[0];
    rule.name = "head office";
    draft.replaceRule(0, rule);
    QCOMPARE(summary(draft), QStringLiteral("Rule “head office” renamed"));
  }
  void aRemovedRuleIsToldAndItsPeopleFall() {
    PolicyDraft draft = make();
    draft.removeRule(0);
    QCOMPARE(summary(draft), QStringLiteral("Rule “office” removed"));
    QVERIFY(
        effectBetween(draft.inForce(), draft.edited()).contains(QLatin1String("fall to the rules below")));
  }

  void eachStepIsUndoneAndRedone() {
    PolicyDraft draft = make();
    QVERIFY(!draft.canUndo());
    draft.setDefaultSplit(split({{"v2", 3000}, {"v1", 7000}}));
    draft.removeRule(0);
    draft.undo();
    QCOMPARE(draft.edited().rules.size(), 2U);
    QCOMPARE(draft.edited().defaultRule.split[0].weight, BasisPoints(3000));
    draft.undo();
    QVERIFY(!draft.isChanged());
    QVERIFY(!draft.canUndo());
    draft.redo();
    draft.redo();
    QCOMPARE(draft.edited().rules.size(), 1U);
    QVERIFY(!draft.canRedo());
  }
  void theMovesOfOneGestureAreOneStep() {
    PolicyDraft draft = make();
    for (const int v2 : {600, 700, 800})
      draft.setSplit(PolicyDraft::kDefault, split({{"v2", v2}, {"v1", 10000 - v2}}),
                     QStringLiteral("drag 1"));
    draft.setSplit(PolicyDraft::kDefault, split({{"v2", 900}, {"v1", 9100}}), QStringLiteral("drag 2"));
    draft.undo();
    QCOMPARE(draft.edited().defaultRule.split[0].weight, BasisPoints(800));
    draft.undo();
    QVERIFY(!draft.isChanged());
  }
  void discardingIsAStepThatCanBeUndone() {
    PolicyDraft draft = make();
    draft.removeRule(0);
    draft.discard();
    QVERIFY(!draft.isChanged());
    draft.undo();
    QCOMPARE(draft.edited().rules.size(), 1U);
  }
  void anEditAfterAnUndoForgetsWhatWasUndone() {
    PolicyDraft draft = make();
    draft.removeRule(0);
    draft.undo();
    draft.setRuleEnabled(1, false);
    QVERIFY(!draft.canRedo());
  }
  void severalRulesAreOneStepEach() {
    PolicyDraft draft = make();
    const auto names = [&draft] {
      QStringList list;
      for (const policy::Rule& rule : draft.edited().rules) list << QString::fromStdString(rule.name);
      return list.join(QLatin1Char(','));
    };
    QCOMPARE(names(), QStringLiteral("office,premium"));
    draft.duplicateRules({0, 1});
    QCOMPARE(names(), QStringLiteral("office,office 2,premium,premium 2"));
    draft.setRulesEnabled({0, 2, 99}, false);
    QVERIFY(!draft.edited().rules[0].enabled && draft.edited().rules[1].enabled);
    QVERIFY(!draft.edited().rules[2].enabled);
    draft.removeRules({0, 1, 3});
    QCOMPARE(names(), QStringLiteral("premium"));
    draft.undo();
    draft.undo();
    draft.undo();
    QVERIFY(!draft.isChanged() && !draft.canUndo());
  }
  void textThatIsNoPolicyGivesItsFindings() {
    const auto draft = PolicyDraft::of({"chat", "{\"apiVersion\":", 1, 1});
    QVERIFY(!draft);
    QVERIFY(!draft.error().empty());
  }

 private:
  static QString summary(const PolicyDraft& draft) {
    return summaryOf(changesBetween(draft.inForce(), draft.edited()));
  }
  static PolicyDraft make() { return *PolicyDraft::of(stored(chatPolicy())); }
};

QTEST_APPLESS_MAIN(PolicyDraftTest)
#include "tst_policydraft.moc"

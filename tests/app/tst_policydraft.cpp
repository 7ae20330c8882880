// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/movement.h"
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
    QCOMPARE(draft.summary(), QStringLiteral("default v2 5 → 30, v1 95 → 70"));
    QCOMPARE(draft.effect(), QStringLiteral("25 % of users move to v2. Nobody else changes version."));
    draft.setRuleEnabled(0, false);
    QCOMPARE(draft.changes().size(), 3U);
    QVERIFY(!draft.edited().rules[0].enabled);
    QVERIFY(draft.edited().rules[1].enabled);
  }
  void theSameChangesGoOnTopOfANewerPolicy() {
    PolicyDraft draft = make();
    draft.setDefaultSplit(split({{"v2", 3000}, {"v1", 7000}}));
    draft.setRuleEnabled(1, false);
    policy::Policy theirs = chatPolicy(1000);
    std::swap(theirs.rules[0], theirs.rules[1]);
    const PolicyDraft rebased = draft.onTopOf(*PolicyDraft::of(stored(theirs, 2)));
    QCOMPARE(rebased.base().revision, 2U);
    QCOMPARE(rebased.edited().defaultRule.split, split({{"v2", 3000}, {"v1", 7000}}));
    QVERIFY(!rebased.edited().rules[0].enabled);
    QVERIFY(rebased.edited().rules[1].enabled);
  }
  void changesThatMakeNoSenseThereAreDropped() {
    PolicyDraft draft = make();
    draft.setDefaultSplit(split({{"v3", 3000}, {"v2", 500}, {"v1", 6500}}));
    draft.setRuleEnabled(0, false);
    policy::Policy theirs = chatPolicy();
    theirs.versions.pop_back();
    theirs.rules.erase(theirs.rules.begin());
    QVERIFY(!draft.onTopOf(*PolicyDraft::of(stored(theirs, 2))).isChanged());
  }
  void textThatIsNoPolicyGivesItsFindings() {
    const auto draft = PolicyDraft::of({"chat", "{\"apiVersion\":", 1, 1});
    QVERIFY(!draft);
    QVERIFY(!draft.error().empty());
  }

 private:
  static PolicyDraft make() { return *PolicyDraft::of(stored(chatPolicy())); }
};

QTEST_APPLESS_MAIN(PolicyDraftTest)
#include "tst_policydraft.moc"

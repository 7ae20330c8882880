// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/codec/policyjson.h"
#include "backend/store/merge.h"

using namespace halftone;
using namespace halftone::store;

namespace {

policy::Rule rule(const std::string& name, const std::string& header, int v2 = 10000) {
  policy::Condition condition;
  condition.attribute = {policy::Attribute::Kind::Header, header};
  condition.op = policy::Operator::Is;
  condition.values = {"yes"};
  policy::Rule rule;
  rule.name = name;
  rule.when = {condition};
  rule.split = {{"v2", BasisPoints(v2)}, {"v1", BasisPoints(10000 - v2)}};
  return rule;
}

policy::Version version(const std::string& name) {
  policy::Version version;
  version.select = {{"version", name}};
  return version;
}

// Two versions and the rules a, b, c.
policy::Policy base() {
  policy::Policy policy;
  policy.service = "chat";
  policy.versions = {{"v1", version("v1")}, {"v2", version("v2")}};
  policy.stable = "v1";
  policy.rules = {rule("a", "A"), rule("b", "B"), rule("c", "C")};
  policy.defaultRule.split = {{"v2", BasisPoints(500)}, {"v1", BasisPoints(9500)}};
  return policy;
}

// A side: base with an edit.
template <typename Edit>
policy::Policy edited(Edit edit) {
  policy::Policy policy = base();
  edit(policy);
  return policy;
}

void setDefault(policy::Policy& policy, int v2) {
  policy.defaultRule.split = {{"v2", BasisPoints(v2)}, {"v1", BasisPoints(10000 - v2)}};
}

policy::Policy withDefault(int v2) {
  return edited([v2](policy::Policy& p) { setDefault(p, v2); });
}

Merge merged(const policy::Policy& mine, const policy::Policy& theirs, const MergeChoices& choices = {}) {
  const policy::Policy from = base();
  return merge(&from, mine, theirs, choices);
}

std::string names(const Merge& merge) {
  if (!merge.policy) return merge.findings.front().pointer + ": " + merge.findings.front().message;
  std::string text;
  for (const policy::Rule& rule : merge.policy->rules) text += text.empty() ? rule.name : " " + rule.name;
  return text;
}

void swapRules(policy::Policy& policy, std::size_t a, std::size_t b) {
  std::swap(policy.rules[a], policy.rules[b]);
}

void removeRule(policy::Policy& policy, std::size_t number) {
  policy.rules.erase(policy.rules.begin() + static_cast<std::ptrdiff_t>(number));
}

void insertRule(policy::Policy& policy, std::size_t number, const policy::Rule& rule) {
  policy.rules.insert(policy.rules.begin() + static_cast<std::ptrdiff_t>(number), rule);
}

}  // namespace

class TestMerge : public QObject {
  Q_OBJECT
 private slots:
  void nothingChangedGivesBaseWithoutLines() {
    const Merge merge = merged(base(), base());
    QVERIFY(merge.isClean());
    QVERIFY(merge.lines.empty());
    QVERIFY(*merge.policy == base());
  }

  void differentFieldsOfBothAreTaken() {
    const auto theirs = edited([](policy::Policy& p) {
      p.rules[1].enabled = false;
      p.versions[1].second.balance = policy::Balance::LeastConn;
    });
    const Merge merge = merged(withDefault(3000), theirs);
    QVERIFY(merge.isClean());
    QVERIFY(merge.policy->defaultRule == withDefault(3000).defaultRule);
    QVERIFY(!merge.policy->rules[1].enabled);
    QCOMPARE(merge.policy->versions[1].second.balance, policy::Balance::LeastConn);
    QCOMPARE(merge.lines.size(), 3U);
    QCOMPARE(merge.lines[0].pointer, std::string("/versions/v2/balance"));
    QCOMPARE(merge.lines[1].pointer, std::string("/rules/b/enabled"));
    QCOMPARE(merge.lines[1].rule, std::string("b"));
    QCOMPARE(merge.lines[1].field, std::string("enabled"));
    QVERIFY(merge.lines[1].byTheirs && !merge.lines[1].byMine);
    QCOMPARE(merge.lines[2].pointer, std::string("/default/split"));
    QCOMPARE(merge.lines[2].taken, Side::Mine);
  }

  void differentFieldsOfOneRuleAreTaken() {
    const auto mine = edited([](policy::Policy& p) { p.rules[0].split = rule("", "", 2500).split; });
    const auto theirs = edited([](policy::Policy& p) { p.rules[0].salt = "s"; });
    const Merge merge = merged(mine, theirs);
    QVERIFY(merge.isClean());
    QVERIFY(merge.policy->rules[0].split == rule("", "", 2500).split);
    QCOMPARE(merge.policy->rules[0].salt.value_or(""), std::string("s"));
  }

  void oneFieldChangedByBothIsNamedWithBothValuesAndTheirsStands() {
    const Merge merge = merged(withDefault(3000), withDefault(1000));
    QVERIFY(!merge.isClean());
    QCOMPARE(merge.unresolved.size(), 1U);
    const MergeLine& line = merge.unresolved[0];
    QCOMPARE(line.pointer, std::string("/default/split"));
    QCOMPARE(line.mine, std::string(R"([{"version":"v2","weight":30},{"version":"v1","weight":70}])"));
    QCOMPARE(line.theirs, std::string(R"([{"version":"v2","weight":10},{"version":"v1","weight":90}])"));
    QCOMPARE(line.base, std::string(R"([{"version":"v2","weight":5},{"version":"v1","weight":95}])"));
    QVERIFY(*merge.policy == withDefault(1000));
  }

  void choiceResolvesAConflict() {
    const Merge mine = merged(withDefault(3000), withDefault(1000), {{"/default/split", Side::Mine}});
    QVERIFY(mine.isClean());
    QVERIFY(*mine.policy == withDefault(3000));
    const Merge theirs = merged(withDefault(3000), withDefault(1000), {{"/default/split", Side::Theirs}});
    QVERIFY(theirs.isClean());
    QVERIFY(*theirs.policy == withDefault(1000));
  }

  void choiceMayTurnDownWhatMergedByItself() {
    const Merge merge = merged(withDefault(3000), base(), {{"/default/split", Side::Theirs}});
    QVERIFY(merge.isClean());
    QVERIFY(*merge.policy == base());
  }

  void sameChangeOfBothIsNoConflict() {
    const Merge merge = merged(withDefault(3000), withDefault(3000));
    QVERIFY(merge.isClean());
    QVERIFY(*merge.policy == withDefault(3000));
  }

  void addedRulesOfBothComeWhereTheyWerePutTheirsFirst() {
    const auto mine = edited([](policy::Policy& p) { insertRule(p, 1, rule("m", "M")); });
    const auto theirs = edited([](policy::Policy& p) {
      insertRule(p, 1, rule("t", "T"));
      insertRule(p, 0, rule("first", "F"));
    });
    const Merge merge = merged(mine, theirs);
    QCOMPARE(names(merge), std::string("first a t m b c"));
    QVERIFY(merge.isClean());
  }

  void reorderOfOneSideIsKeptWithTheOthersAdditions() {
    const auto mine = edited([](policy::Policy& p) { swapRules(p, 0, 2); });  // c b a
    const auto theirs = edited([](policy::Policy& p) { insertRule(p, 3, rule("t", "T")); });
    const Merge merge = merged(mine, theirs);
    QCOMPARE(names(merge), std::string("c t b a"));
    QVERIFY(merge.isClean());
  }

  void reorderOfBothIsAConflictOfTheOrder() {
    const auto mine = edited([](policy::Policy& p) { swapRules(p, 0, 1); });    // b a c
    const auto theirs = edited([](policy::Policy& p) { swapRules(p, 1, 2); });  // a c b
    const Merge merge = merged(mine, theirs);
    QCOMPARE(merge.unresolved.size(), 1U);
    QCOMPARE(merge.unresolved[0].kind, MergeLine::Kind::Order);
    QCOMPARE(merge.unresolved[0].pointer, std::string("/rules"));
    QCOMPARE(merge.unresolved[0].mine, std::string(R"(["b","a","c"])"));
    QCOMPARE(names(merge), std::string("a c b"));
    QCOMPARE(names(merged(mine, theirs, {{"/rules", Side::Mine}})), std::string("b a c"));
  }

  void ruleMovedByOneAndEditedByTheOtherIsBoth() {
    const auto mine = edited([](policy::Policy& p) { swapRules(p, 0, 2); });
    const auto theirs = edited([](policy::Policy& p) { p.rules[2].enabled = false; });
    const Merge merge = merged(mine, theirs);
    QVERIFY(merge.isClean());
    QCOMPARE(names(merge), std::string("c b a"));
    QVERIFY(!merge.policy->rules[0].enabled);
  }

  void removedRuleGoesIfTheOtherLeftItAlone() {
    const auto mine = edited([](policy::Policy& p) { removeRule(p, 1); });
    const Merge merge = merged(mine, withDefault(3000));
    QVERIFY(merge.isClean());
    QCOMPARE(names(merge), std::string("a c"));
    QCOMPARE(merge.lines[0].kind, MergeLine::Kind::Rule);
    QVERIFY(merge.lines[0].mine.empty());
  }

  void ruleRemovedByOneAndChangedByTheOtherIsAConflict() {
    const auto mine = edited([](policy::Policy& p) { removeRule(p, 1); });
    const auto theirs = edited([](policy::Policy& p) { p.rules[1].enabled = false; });
    const Merge merge = merged(mine, theirs);
    QCOMPARE(merge.unresolved.size(), 1U);
    QCOMPARE(merge.unresolved[0].pointer, std::string("/rules/b"));
    QVERIFY(merge.unresolved[0].mine.empty());
    QVERIFY(merge.unresolved[0].theirs.find("\"enabled\":false") != std::string::npos);
    QCOMPARE(names(merge), std::string("a b c"));
    QCOMPARE(names(merged(mine, theirs, {{"/rules/b", Side::Mine}})), std::string("a c"));
    const Merge other = merged(theirs, mine, {{"/rules/b", Side::Mine}});
    QCOMPARE(names(other), std::string("a b c"));
    QVERIFY(!other.policy->rules[1].enabled);
  }

  void renamedRuleIsTheSameRule() {
    const auto mine = edited([](policy::Policy& p) { p.rules[1].name = "office"; });
    const auto theirs = edited([](policy::Policy& p) { p.rules[1].enabled = false; });
    const Merge merge = merged(mine, theirs);
    QVERIFY(merge.isClean());
    QCOMPARE(names(merge), std::string("a office c"));
    QVERIFY(!merge.policy->rules[1].enabled);
    QCOMPARE(merge.lines[0].kind, MergeLine::Kind::Rename);
  }

  void rulesOfOneNameAreToldApartByTheirNumber() {
    policy::Policy from = base();
    from.rules[1].name = "a";
    policy::Policy mine = from;
    mine.rules[1].enabled = false;
    const Merge merge = store::merge(&from, mine, from);
    QVERIFY(merge.isClean());
    QVERIFY(merge.policy->rules[0].enabled);
    QVERIFY(!merge.policy->rules[1].enabled);
    QCOMPARE(merge.lines[0].pointer, std::string("/rules/a#2/enabled"));
  }

  void ruleAddedByBothUnderOneNameMergesByField() {
    const auto mine = edited([](policy::Policy& p) { insertRule(p, 3, rule("new", "N", 2000)); });
    const auto theirs = edited([](policy::Policy& p) { insertRule(p, 0, rule("new", "N", 4000)); });
    const Merge merge = merged(mine, theirs);
    QCOMPARE(merge.unresolved.size(), 1U);
    QCOMPARE(merge.unresolved[0].pointer, std::string("/rules/new/split"));
    QCOMPARE(names(merge), std::string("new a b c"));
  }

  void ruleThatUsesAVersionTheirsRemovedGivesNoPolicyButTheReason() {
    policy::Policy from = base();
    from.versions.emplace_back("v3", version("v3"));
    policy::Policy mine = from;
    mine.rules[0].split = {{"v3", BasisPoints::whole()}};
    const Merge merge = store::merge(&from, mine, base());
    QVERIFY(!merge.isClean());
    QVERIFY(!merge.policy);
    QCOMPARE(merge.findings.size(), 1U);
    QVERIFY(merge.findings[0].pointer.starts_with("/rules/0/split"));
    QVERIFY(store::merge(&from, mine, base(), {{"/versions/v3", Side::Mine}}).isClean());
  }

  void withoutBaseEachDifferenceIsAConflict() {
    const Merge merge = store::merge(nullptr, withDefault(3000), withDefault(1000));
    QCOMPARE(merge.unresolved.size(), 1U);
    QCOMPARE(merge.unresolved[0].pointer, std::string("/default/split"));
    QVERIFY(merge.unresolved[0].base.empty());
    QVERIFY(*merge.policy == withDefault(1000));
  }

  void nameWithASlashIsEscapedInItsPlace() {
    policy::Policy from = base();
    from.rules[0].name = "a/b~c";
    policy::Policy mine = from;
    mine.rules[0].enabled = false;
    QCOMPARE(compare(from, mine).front().pointer, std::string("/rules/a~1b~0c/enabled"));
  }

  // Any three policies: the merge of a side with base is that side, and no choice is ever left out.
  void mergeWithBaseIsTheSide() {
    const std::vector<policy::Policy> sides{
        edited([](policy::Policy& p) { swapRules(p, 0, 2); }),
        edited([](policy::Policy& p) { insertRule(p, 0, rule("n", "N")); }),
        edited([](policy::Policy& p) { p.rules.clear(); }),
        edited([](policy::Policy& p) {
          p.rules = {rule("x", "X"), p.rules[2], rule("y", "Y"), p.rules[0]};
        }),
        edited([](policy::Policy& p) { p.salt = "other"; }),
        withDefault(1234)};
    for (const policy::Policy& side : sides) {
      QVERIFY(*merged(side, base()).policy == side);
      QVERIFY(*merged(base(), side).policy == side);
      QVERIFY(*merged(side, side).policy == side);
      for (const policy::Policy& other : sides) {
        const Merge merge = merged(side, other);
        MergeChoices choices;
        for (const MergeLine& line : merge.unresolved) choices[line.pointer] = Side::Mine;
        QVERIFY(merged(side, other, choices).isClean());
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestMerge)
#include "tst_merge.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/rulewatch.h"
#include "app/viewmodels/splitmodel.h"

using namespace halftone;
using namespace halftone::app;

namespace {

const QString kRule = QStringLiteral("premium");
const std::vector<policy::Share> kSplit{{"v2", BasisPoints(2000)}, {"v1", BasisPoints(8000)}};

void look(RuleWatch& watch, int times, std::uint64_t v2, std::uint64_t v1) {
  for (int i = 0; i < times; ++i)
    watch.look(kRule, kSplit, {{QStringLiteral("v2"), v2}, {QStringLiteral("v1"), v1}});
}

}  // namespace

class RuleWatchTest : public QObject {
  Q_OBJECT

 private slots:
  void whatChanceExplainsIsNothing() {
    RuleWatch watch;
    look(watch, 2 * SplitModel::kAwayLooks, 4, 8);  // a third, of twelve
    QVERIFY(watch.texts().isEmpty());
  }
  void whatChanceDoesNotExplainIsToldOnceItLasts() {
    RuleWatch watch;
    look(watch, SplitModel::kAwayLooks - 1, 400, 600);
    QVERIFY(watch.texts().isEmpty());
    look(watch, 1, 400, 600);
    QCOMPARE(
        watch.texts().value(kRule),
        QStringLiteral(
            "v1 is measured at 60.0 %, wanted are 80.0 %.\nv2 is measured at 40.0 %, wanted are 20.0 %."));
    look(watch, 1, 200, 800);
    QVERIFY(watch.texts().isEmpty());
  }
  void fewUsersWithManyRequestsEachAreFew() {
    RuleWatch watch;
    for (int i = 0; i < 2 * SplitModel::kAwayLooks; ++i)  // ten users: four on v2 are no wonder
      watch.look(kRule, kSplit, {{QStringLiteral("v2"), 400}, {QStringLiteral("v1"), 600}}, 0.1);
    QVERIFY(watch.texts().isEmpty());
  }
  void aVersionThatTheSplitDoesNotNameDisagreesToo() {
    RuleWatch watch;
    for (int i = 0; i < SplitModel::kAwayLooks; ++i)
      watch.look(kRule, {{"v2", BasisPoints::whole()}}, {{QStringLiteral("v1"), 1000}});
    QVERIFY(
        watch.texts().value(kRule).contains(QLatin1String("v1 is measured at 100.0 %, wanted are 0.0 %")));
  }
  void aRuleWithoutRequestsSaysNothing() {
    RuleWatch watch;
    look(watch, SplitModel::kAwayLooks, 400, 600);
    watch.look(kRule, kSplit, {});
    QVERIFY(watch.texts().isEmpty());
  }
};

QTEST_GUILESS_MAIN(RuleWatchTest)
#include "tst_rulewatch.moc"

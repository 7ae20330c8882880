// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/policysettings.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;

class TestPolicySettings : public QObject {
  Q_OBJECT

 private slots:
  void labelsAreReadAsTheyAreWritten() {
    const auto labels = readLabels(QStringLiteral(" version = v1 ,zone=a*"));
    QVERIFY(labels.has_value());
    QCOMPARE(writeLabels(*labels), QStringLiteral("version=v1, zone=a*"));
    QVERIFY(!readLabels(QStringLiteral("version")).has_value());
    QVERIFY(readLabels(QString())->empty());
  }

  void labelsThatCannotBeReadAreNotTaken() {
    PolicySettings settings;
    settings.open(test::chatPolicy());
    QVERIFY(settings.isAcceptable());
    settings.setSelect(0, QStringLiteral("version"));
    QVERIFY(!settings.isAcceptable());
    QCOMPARE(settings.problems().size(), 1);
    settings.setSelect(0, QStringLiteral("version=v9"));
    QVERIFY(settings.isAcceptable());
    QCOMPARE(settings.policy().versions[0].second.select.at("version"), std::string("v9"));
  }

  void aRenamedVersionKeepsItsShares() {
    PolicySettings settings;
    settings.open(test::chatPolicy());
    const policy::Policy before = settings.policy();
    const QString old = settings.versionNames().constFirst();
    settings.renameVersion(0, QStringLiteral("green"));
    QVERIFY2(settings.isAcceptable(), qPrintable(settings.problems().join(QLatin1Char('\n'))));
    for (std::size_t i = 0; i < before.defaultRule.split.size(); ++i) {
      const std::string name = before.defaultRule.split[i].version;
      QCOMPARE(settings.policy().defaultRule.split[i].version, name == old.toStdString() ? "green" : name);
    }
  }

  void aVersionThatRulesUseCannotJustGo() {
    PolicySettings settings;
    settings.open(test::chatPolicy());
    settings.removeVersion(0);
    QVERIFY(!settings.isAcceptable());
  }

  void sourcesOfTheUserHaveAnOrder() {
    PolicySettings settings;
    settings.open(test::chatPolicy());
    const int count = settings.identity()->count();
    settings.addIdentity();
    settings.setIdentityKind(count, QStringLiteral("cookie:"));
    settings.setIdentityName(count, QStringLiteral("uid"));
    settings.moveIdentity(count, count - 1);
    QCOMPARE(settings.policy().identity[static_cast<std::size_t>(count) - 1].name, std::string("uid"));
    QVERIFY(settings.isAcceptable());
  }

  void theDefaultSticksToWhatIsChosen() {
    PolicySettings settings;
    settings.open(test::chatPolicy());
    settings.setStickBy(QStringLiteral("header:"));
    QVERIFY(settings.stickNeedsName());
    settings.setStickName(QStringLiteral("X-Room"));
    QVERIFY(settings.isAcceptable());
    QCOMPARE(settings.policy().defaultRule.stickBy,
             (policy::StickyKey{policy::StickyKey::Kind::Header, "X-Room"}));
  }
};

QTEST_GUILESS_MAIN(TestPolicySettings)
#include "tst_policysettings.moc"

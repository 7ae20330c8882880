// SPDX-License-Identifier: GPL-3.0-or-later
#include <unistd.h>

#include <QTest>

#include "backend/policy/compile.h"
#include "server/demo/firstpolicy.h"
#include "server/demo/processusage.h"
#include "server/demo/profile.h"

using namespace halftone;

class TestDemoParts : public QObject {
  Q_OBJECT
 private slots:
  void theFirstPolicyIsValidAndClean() {
    const policy::Policy policy = demo::firstPolicy("chat");
    QVERIFY(policy::validate(policy).empty());
    QVERIFY(policy::lint(policy).empty());
    QCOMPARE(policy.rules.size(), std::size_t{4});
    QCOMPARE(policy.defaultRule.split.front().version, std::string("v2"));
    QCOMPARE(policy.defaultRule.split.front().weight.value(), 500);
  }

  void profilesContainEachGroupThatARulePicks() {
    std::mt19937 random(7);
    int beta = 0;
    int staging = 0;
    int office = 0;
    int premium = 0;
    constexpr int kDrawn = 20'000;
    for (int i = 0; i < kDrawn; ++i) {
      const demo::Profile profile = demo::drawProfile(random);
      beta += profile.beta ? 1 : 0;
      premium += profile.premium ? 1 : 0;
      staging += profile.user.size() == 4 ? 1 : 0;
      office += profile.address.starts_with("192.168.10.") ? 1 : 0;
    }
    // 2, 4, 2 and 3 percent, each within five standard deviations (fixed seed).
    QVERIFY2(std::abs(beta - 400) < 100, qPrintable(QString::number(beta)));
    QVERIFY2(std::abs(staging - 800) < 140, qPrintable(QString::number(staging)));
    QVERIFY2(std::abs(office - 400) < 100, qPrintable(QString::number(office)));
    QVERIFY2(std::abs(premium - 600) < 120, qPrintable(QString::number(premium)));
  }

  void statLinesAreReadBehindTheCommandsLastParenthesis() {
    const auto ticks = static_cast<std::uint64_t>(sysconf(_SC_CLK_TCK));
    const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const auto usage = demo::parseStat(
        "42 (a) (b) S 1 42 42 0 -1 4194560 0 0 0 0 300 200 0 0 20 0 1 0 5 1000000 77 18446744073709551615 "
        "1\n");
    QVERIFY(usage.has_value());
    QCOMPARE(usage->rssBytes, 77 * page);
    QCOMPARE(static_cast<std::uint64_t>(usage->cpu.count()), 500 * 1000 / ticks);
  }

  void cutOrForeignStatLinesAreNoUsage_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no command") << QByteArray("42 S 1 2 3");
    QTest::newRow("cut") << QByteArray("42 (a) S 1 42 42 0");
    QTest::newRow("command at the end") << QByteArray("42 (a)");
    QTest::newRow("words") << QByteArray("1 (a) S a b c d e f g h i j k l m n o p q r s t u v w x");
  }
  void cutOrForeignStatLinesAreNoUsage() {
    QFETCH(QByteArray, line);
    QVERIFY(!demo::parseStat(line.toStdString()).has_value());
  }

  void ourOwnUsageCanBeRead() {
    const auto usage = demo::readUsage(getpid());
    QVERIFY(usage.has_value());
    QVERIFY(usage->rssBytes > 1'000'000);
    QVERIFY(!demo::readUsage(0).has_value());
  }
};

QTEST_APPLESS_MAIN(TestDemoParts)
#include "tst_demoparts.moc"

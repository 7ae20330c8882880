// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <array>
#include <cmath>
#include <random>

#include "tests/backend/policy/builders.h"

using namespace halftone;

namespace {

// The version of a user under this default split of a service, written "v2 first".
std::shared_ptr<const policy::RouteTable> ramp(const std::string& service, int hundredths) {
  return test::tableOf("{'apiVersion':'halftone/v1','service':'" + service +
                       "','versions':{'v1':{},'v2':{}},'stable':'v1','default':{'split':["
                       "{'version':'v2','weight':" +
                       BasisPoints(hundredths).toString() +
                       "},{'version':'v1','weight':" + BasisPoints(10000 - hundredths).toString() + "}]}}");
}

bool isCanary(const policy::RouteTable& table, const std::string& user) {
  const Field field{"X-User-ID", user};
  policy::Request request;
  request.target = "/";
  request.fields = std::span(&field, 1);
  return table.decide(request, {}, 0).version == 1;
}

}  // namespace

// What point 4 of policy.md promises of a ramp, on many users.
class TestRamp : public QObject {
  Q_OBJECT
 private slots:
  void raisingAWeightMovesUsersOnlyToIt() {
    constexpr int kUsers = 20000;
    std::vector<bool> before(kUsers, false);
    for (const int weight : {0, 1, 100, 500, 501, 2000, 3333, 5000, 9999, 10000}) {
      const auto table = ramp("chat", weight);
      for (int user = 0; user < kUsers; ++user) {
        const bool now = isCanary(*table, std::to_string(user));
        QVERIFY2(now || !before[static_cast<std::size_t>(user)],
                 "a user left the version whose weight was raised");
        before[static_cast<std::size_t>(user)] = now;
      }
    }
    QVERIFY(std::all_of(before.begin(), before.end(), [](bool canary) { return canary; }));
  }
  void loweringMovesBackExactlyThoseThatRaisingMoved() {
    std::mt19937 random(1);
    for (int round = 0; round < 20; ++round) {
      const int low = static_cast<int>(random() % 10000);
      const int high = low + static_cast<int>(random() % static_cast<unsigned>(10001 - low));
      const auto less = ramp("chat", low);
      const auto more = ramp("chat", high);
      const auto again = ramp("chat", low);
      for (int user = 0; user < 2000; ++user) {
        const std::string id = "user-" + std::to_string(random());
        const int bucket = policy::bucketOf("chat", id);
        QCOMPARE(isCanary(*less, id), bucket < low);
        QCOMPARE(isCanary(*more, id), bucket < high);
        QCOMPARE(isCanary(*again, id), isCanary(*less, id));
      }
    }
  }
  void theShareOfAMillionUsersIsWithinATenthOfAPoint_data() {
    QTest::addColumn<int>("weight");
    for (const int weight : {1, 500, 3333, 9900}) QTest::addRow("%d", weight) << weight;
  }
  void theShareOfAMillionUsersIsWithinATenthOfAPoint() {
    QFETCH(int, weight);
    constexpr int kUsers = 1'000'000;
    const auto table = ramp("chat", weight);
    int canaries = 0;
    for (int user = 0; user < kUsers; ++user) canaries += isCanary(*table, std::to_string(user));
    const double share = 100.0 * canaries / kUsers;
    QVERIFY2(std::abs(share - weight / 100.0) < 0.1, qPrintable(QString::number(share)));
  }
  // Whether a user is a canary of one service tells nothing of another: chi-square of the 2x2 table over
  // 100,000 fixed ids, one degree of freedom; 6.63 is passed by chance in 1 % of experiments.
  void servicesWithDifferentSaltsPickIndependentUsers_data() {
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::newRow("5 and 5") << 500 << 500;
    QTest::newRow("30 and 10") << 3000 << 1000;
    QTest::newRow("50 and 50") << 5000 << 5000;
  }
  void servicesWithDifferentSaltsPickIndependentUsers() {
    QFETCH(int, first);
    QFETCH(int, second);
    constexpr int kUsers = 100'000;
    std::array<std::array<double, 2>, 2> seen{};
    for (int user = 0; user < kUsers; ++user) {
      const std::string id = std::to_string(user);
      seen[policy::bucketOf("chat", id) < first][policy::bucketOf("search", id) < second] += 1;
    }
    double chi = 0;
    for (std::size_t i = 0; i < 2; ++i) {
      for (std::size_t j = 0; j < 2; ++j) {
        const double expected = (seen[i][0] + seen[i][1]) * (seen[0][j] + seen[1][j]) / kUsers;
        chi += (seen[i][j] - expected) * (seen[i][j] - expected) / expected;
      }
    }
    QVERIFY2(chi < 6.63, qPrintable(QString::number(chi)));
  }
  void bucketsAreEven() {
    // 100 groups of 100 buckets, 100,000 ids: chi-square with 99 degrees of freedom, 135 at 1 %.
    constexpr int kUsers = 100'000;
    std::array<int, 100> seen{};
    for (int user = 0; user < kUsers; ++user)
      ++seen[static_cast<std::size_t>(policy::bucketOf("chat", "user-" + std::to_string(user)) / 100)];
    double chi = 0;
    for (const int count : seen)
      chi += (count - kUsers / 100.0) * (count - kUsers / 100.0) / (kUsers / 100.0);
    QVERIFY2(chi < 135, qPrintable(QString::number(chi)));
  }
};

QTEST_APPLESS_MAIN(TestRamp)
#include "tst_ramp.moc"

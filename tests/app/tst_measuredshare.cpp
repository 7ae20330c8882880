// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/measuredshare.h"
#include "backend/codec/policyjson.h"
#include "backend/policy/compile.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr char kPolicy[] =
    R"({"apiVersion":"halftone/v1","service":"chat","identity":["header:X-User-ID"],
        "versions":{"v1":{"select":{"version":"v1"}},"v2":{"select":{"version":"v2"}}},"stable":"v1",
        "rules":[{"name":"staff","when":[{"attr":"header:X-Staff","is":"yes"}],
                  "split":[{"version":"v2","weight":50},{"version":"v1","weight":50}]}],
        "default":{"split":[{"version":"v2","weight":25},{"version":"v1","weight":75}]}})";

LiveRequest requestOf(const std::string& user, bool staff) {
  LiveRequest request;
  if (!user.empty()) request.headers.emplace_back("X-User-ID", user);
  if (staff) request.headers.emplace_back("X-Staff", "yes");
  return request;
}

}  // namespace

class MeasuredShareTest : public QObject {
  Q_OBJECT

 private slots:
  void decisionsForManyUsersAreWilsons() {
    const MeasuredShare measured = measuredShare(300, 1000);
    QCOMPARE(measured.share, 0.3);
    QVERIFY(qAbs(measured.low - 0.2724) < 1e-4);  // of 300 in 1,000
    QVERIFY(qAbs(measured.high - 0.3291) < 1e-4);
  }
  void decisionsForFewUsersSayLess() {
    // Ten users with 100 requests each are as good as ten requests.
    const MeasuredShare few = measuredShare(300, 1000, 99.0 / 999.0);
    const MeasuredShare ten = measuredShare(3, 10);
    QCOMPARE(few.share, 0.3);
    QVERIFY(qAbs(few.low - ten.low) < 1e-9);
    QVERIFY(qAbs(few.high - ten.high) < 1e-9);
    QVERIFY(!isFarAway(few, 5000));
    QVERIFY(isFarAway(measuredShare(300, 1000), 5000));
  }
  void oneUserAloneSaysNextToNothing() { QVERIFY(!isFarAway(measuredShare(1000, 1000, 1), 3000)); }
  void concentrationIsTheChanceThatTwoRequestsAreOfOneUser() {
    const auto policy = codec::readPolicy(kPolicy);
    QVERIFY(policy);
    const auto table = policy::compile(*policy);
    QVERIFY(table);
    std::vector<LiveRequest> samples;
    for (const char* user : {"a", "a", "a", "b"}) samples.push_back(requestOf(user, true));
    for (const char* user : {"c", "d", "", ""}) samples.push_back(requestOf(user, false));
    const auto found = concentrationByRule(**table, samples);
    QCOMPARE(found.size(), std::size_t{2});
    QCOMPARE(found.at(QStringLiteral("staff")), 0.5);    // 3 of 6 pairs
    QCOMPARE(found.at(QStringLiteral("default")), 0.0);  // requests of nobody are no one user's
    QVERIFY(concentrationByRule(**table, std::span(samples).first(1)).empty());
  }
};

QTEST_GUILESS_MAIN(MeasuredShareTest)
#include "tst_measuredshare.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/viewmodels/sessiondetail.h"
#include "app/viewmodels/sessionplacement.h"

using namespace halftone;
using namespace halftone::app;
using Truth = SessionPlacement::Truth;

namespace {

// Two versions, 30 to 70 by user; `rules` are JSON.
std::shared_ptr<SessionPlacement> placement(const std::string& rules) {
  auto made = SessionPlacement::of(
      R"({"apiVersion":"halftone/v1","service":"chat","versions":{"v1":{"select":{"version":"v1"}},)"
      R"("v2":{"select":{"version":"v2"}}},"stable":"v1","rules":[)" +
      rules +
      R"(],"default":{"split":[{"version":"v2","weight":30},{"version":"v1","weight":70}],"stickBy":"user"}})");
  if (made) {
    made->setInstances({{QStringLiteral("chat-1"), {{}, {{"version", "v1"}}, {}, true}},
                        {QStringLiteral("chat-2"), {{}, {{"version", "v2"}}, {}, true}}});
  }
  return made;
}

std::string rule(const std::string& name, const std::string& condition, const std::string& version) {
  return R"({"name":")" + name + R"(","when":[)" + condition + R"(],"split":[{"version":")" + version +
         R"(","weight":100}]})";
}

const std::string kBeta = rule("beta", R"({"attr":"header:X-App-Version","is":"beta"})", "v2");
const std::string kStaff = rule("staff", R"({"attr":"user","range":[1000,1999]})", "v2");

ChatSessionPtr session(const QString& user, const QString& source) {
  auto made = std::make_shared<ChatSession>();
  made->id = QStringLiteral("s-1");
  made->user = user;
  made->source = source;
  made->version = QStringLiteral("v1");
  made->node = source;
  made->rooms = QStringLiteral("lobby, games");
  return made;
}

}  // namespace

class SessionPlacementTest : public QObject {
  Q_OBJECT

 private slots:
  void aUsersBucketDecidesAndIsSure() {
    const auto place = placement("");
    QVERIFY(place);
    // Fixed vectors of the policy's document: chat:1 is 8851, chat:alice 2265.
    QCOMPARE(place->place(QStringLiteral("1")).version, std::string("v1"));
    QCOMPARE(place->place(QStringLiteral("1")).bucket, std::optional<int>(8851));
    QCOMPARE(place->place(QStringLiteral("alice")).version, std::string("v2"));
    QVERIFY(place->place(QStringLiteral("alice")).sure);
    QCOMPARE(place->place(QStringLiteral("用户")).bucket, std::optional<int>(7254));
  }

  void aRuleAboutTheUserIsKnown() {
    const auto place = placement(kStaff);
    const auto verdict = place->place(QStringLiteral("1500"));
    QCOMPARE(verdict.rule, std::string("staff"));
    QCOMPARE(verdict.version, std::string("v2"));
    QVERIFY(verdict.sure);
    QCOMPARE(place->steps(QStringLiteral("7")).front().truth, Truth::No);
  }

  void aRuleAboutAHeaderMayHaveMatched() {
    const auto place = placement(kBeta + "," + kStaff);
    const auto verdict = place->place(QStringLiteral("1500"));
    QCOMPARE(verdict.rule, std::string("staff"));
    QVERIFY(!verdict.sure);
    const auto steps = place->steps(QStringLiteral("1500"));
    QCOMPARE(steps.size(), std::size_t{2});
    QCOMPARE(steps[0].truth, Truth::Perhaps);
    QCOMPARE(steps[0].unknown.size(), std::size_t{1});
    QCOMPARE(steps[1].truth, Truth::Yes);
  }

  void whatFollowsARuleThatSurelyMatchesDoesNotMatter() {
    const auto place = placement(kStaff + "," + kBeta);
    QVERIFY(place->place(QStringLiteral("1500")).sure);
    QVERIFY(!place->place(QStringLiteral("1")).sure);
  }

  void denialTurnsWhatIsUnknownRound() {
    const auto place =
        placement(rule("others", R"({"not":{"attr":"header:X-App-Version","is":"beta"}})", "v2"));
    QCOMPARE(place->place(QStringLiteral("1")).rule, std::string("default"));
    QVERIFY(!place->place(QStringLiteral("1")).sure);
    const auto never = placement(rule(
        "never", R"({"attr":"user","is":"x"},{"not":{"attr":"header:X-App-Version","is":"beta"}})", "v2"));
    QVERIFY(never->place(QStringLiteral("1")).sure);
  }

  void aSplitByWhatIsNotKnownIsDrawn() {
    const auto place =
        placement(R"({"name":"half","when":[{"attr":"user","exists":true}],"stickBy":"header:X-Device",)"
                  R"("split":[{"version":"v2","weight":50},{"version":"v1","weight":50}]})");
    const auto verdict = place->place(QStringLiteral("1"));
    QVERIFY(verdict.drawn);
    QVERIFY(!verdict.sure);
    QVERIFY(verdict.version.empty());
    QCOMPARE(place->stickyKey("half").name, std::string("X-Device"));
  }

  void aVersionThatNobodyServesFallsBack() {
    const auto place = placement("");
    place->setInstances({{QStringLiteral("chat-1"), {{}, {{"version", "v1"}}, {}, true}},
                         {QStringLiteral("chat-2"), {{}, {{"version", "v2"}}, {}, false}}});
    QVERIFY(place->place(QStringLiteral("alice")).fallback);
    QCOMPARE(place->place(QStringLiteral("alice")).version, std::string("v1"));
    QCOMPARE(place->versionOf(QStringLiteral("chat-2")), std::string("v2"));
  }

  void whatIsNoPolicyPlacesNobody() { QVERIFY(!SessionPlacement::of("{}")); }

  void theDetailSaysWhereTodaysPolicyWouldPlaceIt() {
    SessionDetail detail;
    QAbstractItemModelTester facts(detail.facts(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester steps(detail.steps(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    SessionDetail::Surroundings around;
    around.placement = placement("");
    around.revision = 42;
    detail.show(session(QStringLiteral("alice"), QStringLiteral("chat-1")), around);
    QCOMPARE(detail.verdictKind(), QStringLiteral("warn"));
    QCOMPARE(detail.verdict(),
             QStringLiteral("Policy r42 would place it on v2. It stays on v1 until it connects again."));
    QVERIFY(detail.unknownText().isEmpty());
    around.placement = placement(kBeta);
    detail.show(session(QStringLiteral("1"), QStringLiteral("chat-1")), around);
    QCOMPARE(detail.verdictKind(), QStringLiteral("unknown"));
    QVERIFY(detail.unknownText().contains(QStringLiteral("header:X-App-Version is beta")));
    QCOMPARE(detail.steps()->value(0, QStringLiteral("kind")).toString(), QStringLiteral("unknown"));
  }

  void aSessionThatEndedStaysToBeRead() {
    SessionDetail detail;
    detail.show(session(QStringLiteral("alice"), QStringLiteral("chat-1")), {});
    detail.show(nullptr, {});
    QVERIFY(detail.isPresent());
    QVERIFY(detail.hasEnded());
    QCOMPARE(detail.user(), QStringLiteral("alice"));
    detail.clear();
    QVERIFY(!detail.isPresent());
  }

  // A node's account is English.
  void theFailedConditionOfAnAccountIsInTheConsolesLanguage() {
    auto account = std::make_shared<SessionAccount>();
    account->placement.emplace();
    account->placement->version = QStringLiteral("v1");
    account->placement->tried = {
        {QStringLiteral("beta"), false, true, QStringLiteral("header:X-App-Version is beta"), std::nullopt}};
    SessionDetail detail;
    SessionDetail::Surroundings around;
    around.placement = placement(kBeta);
    around.account = account;
    around.language = policy::Language::Chinese;
    detail.show(session(QStringLiteral("alice"), QStringLiteral("chat-1")), around);
    const QString text = detail.steps()->value(0, QStringLiteral("text")).toString();
    QVERIFY2(text.contains(QStringLiteral("header:X-App-Version \u4e3a beta")), qPrintable(text));
  }

  void theCopyHoldsWhatIsShown() {
    SessionDetail detail;
    SessionDetail::Surroundings around;
    around.placement = placement(kBeta);
    detail.show(session(QStringLiteral("alice"), QStringLiteral("chat-1")), around);
    const auto json = nlohmann::json::parse(detail.json().toStdString(), nullptr, false);
    QVERIFY(json["user"] == nlohmann::json("alice"));
    QVERIFY(json["rooms"] == nlohmann::json({"lobby", "games"}));
    QVERIFY(json["policy"]["bucket"] == nlohmann::json(2265));
    QVERIFY(json["policy"]["sure"] == nlohmann::json(false));
  }
};

QTEST_GUILESS_MAIN(SessionPlacementTest)
#include "tst_sessionplacement.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/viewmodels/runningmoves.h"
#include "app/viewmodels/sessiondrift.h"
#include "app/viewmodels/sessionorder.h"
#include "app/viewmodels/sessionplacement.h"

using namespace halftone::app;
using nlohmann::json;
using Scope = MoveWish::Scope;

namespace {

SessionRow row(const QString& id, const QString& node, const QString& version, const QString& user,
               const QString& rooms = QStringLiteral("lobby")) {
  auto session = std::make_shared<ChatSession>();
  session->id = id;
  session->source = node;
  session->node = node;
  session->version = version;
  session->user = user;
  session->rooms = rooms;
  session->key = (node + QLatin1Char('/') + id).toStdString();
  return {session, false};
}

NodeStatus node(const QString& name, const QString& version) {
  NodeStatus status;
  status.source = status.node = name;
  status.version = version;
  status.state = QStringLiteral("serving");
  return status;
}

json body(const NodeOrder& order) {
  return json::parse(order.body.toStdString(), nullptr, false);
}

MoveWish wishFor(Scope scope, const QString& target = {}) {
  MoveWish wish;
  wish.scope = scope;
  wish.target = target;
  return wish;
}

// By the fixed vectors of the policy's document, user 1 is in bucket 8851 and alice in 2265: v1 and v2.
std::shared_ptr<SessionPlacement> halfPolicy() {
  auto made = SessionPlacement::of(
      R"({"apiVersion":"halftone/v1","service":"chat","versions":{"v1":{"select":{"version":"v1"}},)"
      R"("v2":{"select":{"version":"v2"}}},"stable":"v1",)"
      R"("default":{"split":[{"version":"v2","weight":30},{"version":"v1","weight":70}],"stickBy":"user"}})");
  made->setInstances({{QStringLiteral("chat-1"), {{}, {{"version", "v1"}}, {}, true}},
                      {QStringLiteral("chat-2"), {{}, {{"version", "v2"}}, {}, true}}});
  return made;
}

}  // namespace

class SessionOrderTest : public QObject {
  Q_OBJECT

 private slots:
  void chosenSessionsAreMovedByTheNodesTheyAreOn() {
    MoveWish wish = wishFor(Scope::Selection);
    wish.chosen = {"chat-1/a", "chat-1/b", "chat-2/c", "chat-2/gone"};
    const auto orders = moveOrders(wish, known());
    QCOMPARE(orders.size(), std::size_t{2});
    QCOMPARE(orders[0].path, QStringLiteral("/v1/moves"));
    QVERIFY(body(orders[0])["where"]["sessions"] == json({"a", "b"}));
    QVERIFY(body(orders[1])["where"]["sessions"] == json::array({"c"}));
    QCOMPARE(sessionsOf(orders), quint64{3});
  }

  void thePaceIsThatOfAllNodesTogether() {
    MoveWish wish = wishFor(Scope::Everybody);
    wish.perSecond = 8;
    const auto orders = moveOrders(wish, known());
    QVERIFY(body(orders[0])["perSecond"] == json(6.0));
    QVERIFY(body(orders[1])["perSecond"] == json(2.0));
    QCOMPARE(durationMs(wish, sessionsOf(orders)), qint64{500});
  }

  void aNodeThatIsDrainedTakesNoNewSessions() {
    MoveWish wish = wishFor(Scope::Node, QStringLiteral("chat-2"));
    wish.closeNodes = true;
    wish.mode = MoveWish::Mode::Deadline;
    wish.withinSeconds = 30;
    const auto orders = moveOrders(wish, known());
    QCOMPARE(orders.size(), std::size_t{1});
    QCOMPARE(orders[0].verb, QByteArray("PUT"));
    QCOMPARE(orders[0].path, QStringLiteral("/v1/state"));
    QVERIFY(body(orders[0])["state"] == json("draining"));
    QVERIFY(body(orders[0])["withinMs"] == json(30000));
    QVERIFY(!body(orders[0]).contains("where"));
    QCOMPARE(durationMs(wish, 1), qint64{30'000});
  }

  void anEmptyNodeCanBeDrainedToo() {
    m_nodes.push_back(node(QStringLiteral("chat-3"), QStringLiteral("v2")));
    MoveWish wish = wishFor(Scope::Version, QStringLiteral("v2"));
    QCOMPARE(moveOrders(wish, known()).size(), std::size_t{1});
    wish.closeNodes = true;
    QCOMPARE(moveOrders(wish, known()).size(), std::size_t{2});
  }

  void aRoomOfTwoNodesIsAskedOfBoth() {
    MoveWish wish = wishFor(Scope::Room, QStringLiteral("games"));
    wish.sharePercent = 50;
    const auto orders = moveOrders(wish, known());
    QCOMPARE(orders.size(), std::size_t{2});
    QVERIFY(body(orders[0])["where"] == json({{"room", "games"}, {"share", 0.5}}));
    QCOMPARE(orders[0].sessions, quint64{1});
    QVERIFY(moveOrders(wishFor(Scope::Room, QStringLiteral("game")), known()).empty());
  }

  void aKickNamesTheSessions() {
    const auto orders = kickOrders({"chat-1/a"}, QStringLiteral("spam"), known());
    QCOMPARE(orders.size(), std::size_t{1});
    QCOMPARE(orders[0].path, QStringLiteral("/v1/kick"));
    QVERIFY(body(orders[0]) == json({{"where", {{"sessions", {"a"}}}}, {"reason", "spam"}}));
  }

  void nodesThatCountTheirDriftAreAskedByIt() {
    const auto policy = halfPolicy();
    m_nodes[0].drift.known = true;
    m_nodes[0].drift.open = 3;
    m_nodes[0].drift.misplaced = 2;
    m_nodes[0].drift.versions = {{QStringLiteral("v2"), 3000, 2}, {QStringLiteral("v1"), 7000, 1}};
    MoveWish wish = wishFor(Scope::Everybody);
    wish.elsewhere = true;
    const auto orders = moveOrders(wish, {m_rows, m_nodes, policy.get()});
    QCOMPARE(orders.size(), std::size_t{2});
    QVERIFY(body(orders[0])["where"] == json({{"placedElsewhere", true}}));
    QCOMPARE(orders[0].sessions, quint64{2});
    // The other node does not count: its session of user 1 belongs to v1.
    QVERIFY(body(orders[1])["where"] == json({{"sessions", {"c"}}}));
    const DriftFigures drift = measureDrift({m_rows, m_nodes, policy.get()});
    QCOMPARE(drift.open, quint64{4});
    QCOMPARE(drift.misplaced, quint64{3});
    QCOMPARE(drift.placed.at(QStringLiteral("v1")), quint64{2});
  }

  void withoutAPolicyThereIsNoDrift() {
    SessionDrift drift;
    drift.update(known(), 1);
    QVERIFY(!drift.isKnown());
    QVERIFY(drift.text().isEmpty());
  }

  void withoutANodeNothingIsKnown() {
    const auto policy = halfPolicy();
    SessionDrift drift;
    drift.update({{}, {}, policy.get()}, 1);
    QVERIFY(drift.isKnown());
    QCOMPARE(drift.kind(), QStringLiteral("unknown"));
    QVERIFY(drift.text().startsWith(QLatin1String("No chat node of this service is heard")));
  }

  void runningMovesShowTheirProgressAndOldOnesGo() {
    RunningMoves running;
    QAbstractItemModelTester moves(running.moves(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    QAbstractItemModelTester closed(running.closed(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    SessionMove move;
    move.id = QStringLiteral("m1");
    move.state = QStringLiteral("running");
    move.total = 400;
    move.moved = 90;
    move.gone = 10;
    move.left = 300;
    move.endsMs = 2'000'000;
    m_nodes[0].moves = {move};
    m_nodes[1].state = QStringLiteral("draining");
    running.update(m_nodes, 1'990'000);
    QCOMPARE(running.moves()->value(0, QStringLiteral("key")).toString(), QStringLiteral("chat-1/m1"));
    QCOMPARE(running.moves()->value(0, QStringLiteral("progress")).toDouble(), 0.25);
    QVERIFY(running.moves()->value(0, QStringLiteral("running")).toBool());
    QCOMPARE(running.closed()->value(0, QStringLiteral("node")).toString(), QStringLiteral("chat-2"));
    m_nodes[0].moves[0].state = QStringLiteral("done");
    m_nodes[1].state = QStringLiteral("serving");
    running.update(m_nodes, 2'000'000 + RunningMoves::kShownMs + 1);
    QVERIFY(!running.isPresent());
  }

  void init() {
    const QString one = QStringLiteral("chat-1");
    const QString two = QStringLiteral("chat-2");
    m_nodes = {node(one, QStringLiteral("v1")), node(two, QStringLiteral("v2"))};
    m_rows = {
        row(QStringLiteral("a"), one, QStringLiteral("v1"), QStringLiteral("alice"),
            QStringLiteral("lobby, games")),
        row(QStringLiteral("b"), one, QStringLiteral("v1"), QStringLiteral("42")),
        row(QStringLiteral("d"), one, QStringLiteral("v1"), QStringLiteral("1"), QStringLiteral("games")),
        row(QStringLiteral("c"), two, QStringLiteral("v2"), QStringLiteral("1"), QStringLiteral("games"))};
  }

 private:
  [[nodiscard]] SessionsKnown known() const { return {m_rows, m_nodes, nullptr}; }
  std::vector<SessionRow> m_rows;
  std::vector<NodeStatus> m_nodes;
};

QTEST_GUILESS_MAIN(SessionOrderTest)
#include "tst_sessionorder.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/feeds/consulconnection.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionstable.h"
#include "app/viewmodels/sessionsviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/e2e/demoprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {
constexpr int kPatience = 40'000;
constexpr int kUsers = 60;
}  // namespace

// The page's view model on the real demo: real nodes, a real proxy, a crowd that chats.
class SessionActionsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QVERIFY(m_demo.start({QStringLiteral("--users"), QString::number(kUsers)}));
    m_connection.emplace(consul::Endpoint{m_demo.consul(), {}, {}});
    m_policies.emplace(*m_connection);
    m_traffic.emplace(*m_connection, std::nullopt);
    m_colors.emplace(nullptr);
    m_session.emplace(nullptr);
    Feeds feeds;
    feeds.consul = &*m_connection;
    feeds.policies = &*m_policies;
    feeds.traffic = &*m_traffic;
    feeds.colors = &*m_colors;
    feeds.session = &*m_session;
    m_vm.emplace(feeds);
    m_connection->start();
    m_policies->start();
    m_traffic->start();
    m_vm->setShown(true);
    QTRY_VERIFY_WITH_TIMEOUT(on(QStringLiteral("chat-1")).size() >= 3, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(reconnects() >= 0 && m_vm->table()->total() == crowdSessions(), kPatience);
  }
  void cleanupTestCase() {
    m_vm.reset();
    QVERIFY(m_demo.stop());
  }

  void aReadOnlyConnectionRefuses() {
    m_session->setReadOnly(true);
    m_vm->actions()->beginDrain(QStringLiteral("node"), QStringLiteral("chat-1"));
    QVERIFY(m_vm->actions()->isReadOnly());
    m_vm->actions()->submitMove();
    QVERIFY(!m_vm->actions()->isSending());
    QVERIFY(!m_vm->actions()->error().isEmpty());
    m_session->setReadOnly(false);
  }

  void theFramesOfASessionAndOfItsRoomAreShownAsTheyHappen() {
    SessionFrames& frames = *m_vm->frames();
    const QAbstractItemModelTester tester(&frames, QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_vm->table()->setCurrentRow(0);
    m_vm->watchCurrent();
    QVERIFY(frames.isActive());
    QVERIFY(frames.isRedacted());
    QVERIFY(frames.scopes().size() > 1);
    QTRY_VERIFY_WITH_TIMEOUT(frames.count() > 0, kPatience);
    frames.setScope(1);
    QCOMPARE(frames.scope(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(frames.count() > 3, kPatience);
    for (int row = 0; row < frames.count(); ++row) {
      const QString kind = frames.data(frames.index(row), SessionFrames::KindRole).toString();
      const QString text = frames.data(frames.index(row), SessionFrames::TextRole).toString();
      if (kind == QLatin1String("message"))
        QVERIFY2(text.contains(QLatin1String(" bytes]")), qPrintable(text));
    }
    frames.stop();
    QVERIFY(!frames.isActive());
    QCOMPARE(frames.count(), 0);
  }

  void theNodesOwnAccountSaysWhichRulePlacesASession() {
    m_vm->table()->setCurrentRow(1);
    QTRY_VERIFY_WITH_TIMEOUT(m_vm->detail()->request()->count() > 1, kPatience);
    QVERIFY(
        m_vm->detail()->request()->value(1, QStringLiteral("value")).toString().contains(QLatin1Char('/')));
    QVERIFY(m_vm->detail()->steps()->count() > 0);
    QVERIFY(m_vm->detail()->unknownText().isEmpty());
    QVERIFY2(m_vm->detail()->verdictKind() != QLatin1String("unknown"),
             qPrintable(m_vm->detail()->verdict()));
    const auto told = nlohmann::json::parse(m_vm->detail()->json().toStdString(), nullptr, false);
    QVERIFY(told.is_object() && told["policy"]["sure"] == nlohmann::json(true));
  }

  // Its reply comes when the draft is there already.
  void aReplyToASingleOrderDoesNotCountForADraft() {
    SessionActions& actions = *m_vm->actions();
    QSignalSpy taken(&actions, &SessionActions::taken);
    actions.reopen(QStringLiteral("chat-1"));
    actions.beginDrain(QStringLiteral("node"), QStringLiteral("chat-1"));
    actions.setMode(QStringLiteral("keep"));
    actions.setReason(QStringLiteral("deploy"));
    QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 1, kPatience);
    QCOMPARE(taken[0].at(2).toString(), QString());
    QVERIFY(actions.isReady());
    QSignalSpy accepted(&actions, &SessionActions::accepted);
    actions.submitMove();
    QTRY_COMPARE_WITH_TIMEOUT(accepted.size(), 1, kPatience);
    QCOMPARE(taken[1].at(2).toString(), QStringLiteral("deploy"));
    QTRY_COMPARE_WITH_TIMEOUT(actions.running()->closed()->count(), 1, kPatience);
    actions.reopen(QStringLiteral("chat-1"));
    QTRY_COMPARE_WITH_TIMEOUT(taken.size(), 3, kPatience);
    QCOMPARE(taken[2].at(2).toString(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(actions.running()->closed()->count(), 0, kPatience);
  }

  void aDrainedNodesSessionsAllGoElsewhereAndNoneIsLost() {
    SessionActions& actions = *m_vm->actions();
    // The test before has closed it for a while.
    QTRY_VERIFY_WITH_TIMEOUT(on(QStringLiteral("chat-1")).size() >= 3, kPatience);
    actions.beginDrain(QStringLiteral("node"), QStringLiteral("chat-1"));
    actions.setPerSecond(100);
    const QSet<QString> before = on(QStringLiteral("chat-1"));
    QVERIFY(actions.closesNodes());
    QVERIFY2(actions.effect().contains(QStringLiteral("on")), qPrintable(actions.effect()));
    QVERIFY(actions.isReady());
    QSignalSpy accepted(&actions, &SessionActions::accepted);
    actions.submitMove();
    QTRY_COMPARE_WITH_TIMEOUT(accepted.size(), 1, kPatience);
    QVERIFY2(actions.error().isEmpty(), qPrintable(actions.error()));
    QTRY_VERIFY_WITH_TIMEOUT(on(QStringLiteral("chat-1")).isEmpty(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(actions.running()->closed()->count(), 1, kPatience);
    // The crowd's users come and go; each of those who were moved is told of by another node.
    m_seen.clear();
    QTRY_VERIFY_WITH_TIMEOUT(allSeen(before), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(actions.running()->moves()->count() > 0 &&
                                 !actions.running()->moves()->value(0, QStringLiteral("running")).toBool(),
                             kPatience);
    QVERIFY(reconnects() > 0);
    actions.reopen(QStringLiteral("chat-1"));
    QTRY_COMPARE_WITH_TIMEOUT(actions.running()->closed()->count(), 0, kPatience);
  }

  void aRunningMoveCanBeStopped() {
    SessionActions& actions = *m_vm->actions();
    actions.beginDrain(QStringLiteral("everybody"), {});
    actions.setPerSecond(1);
    QTRY_VERIFY_WITH_TIMEOUT(actions.sessions() > 5, kPatience);
    actions.submitMove();
    QTRY_VERIFY_WITH_TIMEOUT(!runningKey().isEmpty(), kPatience);
    while (!runningKey().isEmpty()) {
      const QString key = runningKey();
      actions.stop(key);
      QTRY_VERIFY_WITH_TIMEOUT(runningKey() != key, kPatience);
    }
    QVERIFY2(actions.error().isEmpty(), qPrintable(actions.error()));
  }

  void selectedSessionsAreKicked() {
    m_vm->table()->setCurrentRow(0);
    m_vm->table()->extendTo(1);
    SessionActions& actions = *m_vm->actions();
    actions.beginKick();
    QCOMPARE(actions.sessions(), quint64{2});
    QSignalSpy accepted(&actions, &SessionActions::accepted);
    actions.submitKick();
    QTRY_COMPARE_WITH_TIMEOUT(accepted.size(), 1, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_vm->table()->selectedCount(), 0, kPatience);
    store::AuditLog audit(m_connection->client());
    QStringList acts;
    audit.list(100, this, [&acts](const Result<std::vector<store::AuditEntry>>& entries) {
      QVERIFY(entries);
      for (const store::AuditEntry& entry : *entries) acts << QString::fromStdString(entry.action);
    });
    QTRY_VERIFY_WITH_TIMEOUT(!acts.isEmpty(), kPatience);
    for (const char* act : {"kick sessions", "move sessions", "stop move", "drain node"})
      QVERIFY2(acts.contains(QLatin1String(act)), act);
  }

 private:
  [[nodiscard]] const std::vector<SessionRow>& rows() const {
    return static_cast<SessionsTable*>(m_vm->table())->rows();
  }
  [[nodiscard]] QSet<QString> on(const QString& node) const {
    QSet<QString> users;
    for (const SessionRow& row : rows()) {
      if (row.session->node == node) users.insert(row.session->user);
    }
    return users;
  }
  [[nodiscard]] bool allSeen(const QSet<QString>& users) {
    for (const SessionRow& row : rows()) m_seen.insert(row.session->user);
    return (users - m_seen).isEmpty();
  }
  [[nodiscard]] QString runningKey() const {
    const RecordModel& moves = *m_vm->actions()->running()->moves();
    for (int i = 0; i < moves.count(); ++i) {
      if (moves.value(i, QStringLiteral("running")).toBool())
        return moves.value(i, QStringLiteral("key")).toString();
    }
    return {};
  }
  [[nodiscard]] nlohmann::json crowd() const {
    const auto reply = test::exchange("GET", m_demo.admin(), "/v1/demo");
    const auto state = nlohmann::json::parse(reply.body.toStdString(), nullptr, false);
    return state.is_object() ? state.value("crowd", nlohmann::json::object()) : nlohmann::json::object();
  }
  [[nodiscard]] int crowdSessions() const { return crowd().value("sessions", -1); }
  [[nodiscard]] int reconnects() const { return crowd().value("reconnects", -1); }

  test::DemoProcess m_demo;
  std::optional<ConsulConnection> m_connection;
  std::optional<PolicyFeed> m_policies;
  std::optional<TrafficFeed> m_traffic;
  std::optional<VersionColors> m_colors;
  std::optional<Session> m_session;
  std::optional<SessionsViewModel> m_vm;
  QSet<QString> m_seen;
};

QTEST_GUILESS_MAIN(SessionActionsTest)
#include "tst_sessionactions.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <memory>
#include <optional>

#include "backend/store/auditlog.h"
#include "backend/store/identity.h"
#include "backend/store/presence.h"
#include "tests/support/consulprocess.h"
#include "tests/support/main.h"
#include "tests/support/scriptedserver.h"

using namespace halftone;
using namespace halftone::store;
using halftone::test::ScriptedServer;

namespace {

const Actor kAnn{"ann", "desk-7", "console", {}};
const Actor kBob{"bob", "desk-8", "console", {}};

template <typename T, typename Call>
Result<T> await(Call call) {
  std::optional<Result<T>> result;
  call([&result](Result<T> r) { result = std::move(r); });
  if (!QTest::qWaitFor([&result] { return result.has_value(); }, 30'000)) {
    return fail(ErrorCode::Timeout, "test", "the call did not come back");
  }
  return *result;
}

// A connection for each request: the server reads no bodies.
QByteArray onlyAnswer(int status, const QByteArray& body) {
  return ScriptedServer::answer(status, body, "Connection: close\r\n");
}

}  // namespace

// Who is editing, who we are, and what was done: against the registry.
class TestPresence : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();
  std::unique_ptr<consul::Client> m_client;

  std::vector<Editor> editors() {
    const auto entries = await<std::vector<consul::KvEntry>>([&](auto done) {
      m_client->readPrefix(std::string(kEditingPrefix), m_client.get(), std::move(done));
    });
    return entries ? editorsIn(*entries) : std::vector<Editor>();
  }
  std::string who() {
    std::string text;
    for (const Editor& editor : editors()) text += editor.who + ":" + editor.service + " ";
    return text;
  }

 private slots:
  void initTestCase() {
    QVERIFY(m_registry->start());
    m_client = std::make_unique<consul::Client>(consul::Endpoint{m_registry->url(), {}, {}});
  }

  void editorIsSeenUntilReleased() {
    Presence ann(m_client.get());
    Presence bob(m_client.get());
    ann.edit("chat", kAnn);
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string("ann:chat "), 10'000);
    QCOMPARE(editors().front().from, std::string("console on desk-7"));
    QCOMPARE(editors().front().session, ann.session());
    bob.edit("chat", kBob);
    QTRY_COMPARE_WITH_TIMEOUT(editors().size(), 2U, 10'000);
    ann.release();
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string("bob:chat "), 10'000);
    bob.edit("orders", kBob);
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string("bob:orders "), 10'000);
    bob.release();
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string(), 10'000);
  }

  void editorWhoLeavesBeforeTheAnswerIsNotLeftBehind() {
    auto ann = std::make_unique<Presence>(m_client.get());
    ann->edit("chat", kAnn);
    ann.reset();
    const auto sessions = [this] {
      return await<consul::Answer>([&](auto done) {
        m_client->get(QStringLiteral("/v1/session/list"), {}, m_client.get(), std::move(done));
      });
    };
    QTRY_VERIFY_WITH_TIMEOUT(sessions()->body.trimmed() == "[]", 10'000);
    QCOMPARE(who(), std::string());
  }

  // As a console does that is closed: it waits for this, and then nothing is left of it.
  void releaseTellsWhenOthersSeeIt() {
    Presence ann(m_client.get());
    ann.edit("chat", kAnn);
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string("ann:chat "), 10'000);
    bool released = false;
    connect(&ann, &Presence::released, this, [&released] { released = true; });
    ann.release();
    QTRY_VERIFY_WITH_TIMEOUT(released, 10'000);
    QCOMPARE(who(), std::string());
  }

  void announcementThatConsulDidNotTakeIsMadeAgain() {
    int acquired = 0;
    ScriptedServer server([&acquired](const QByteArray& target) {
      if (target.startsWith("/v1/session/create"))
        return onlyAnswer(200, R"({"ID":"8d3f2c1e-0000-4000-8000-000000000001"})");
      if (target.startsWith("/v1/session/")) return onlyAnswer(200, "[]");
      return ++acquired == 1 ? onlyAnswer(500, "rpc error: timed out") : onlyAnswer(200, "true");
    });
    consul::Client client({server.url(), {}, {}});
    Presence ann(&client);
    QSignalSpy announced(&ann, &Presence::announced);
    ann.edit("chat", kAnn);
    QTRY_COMPARE_WITH_TIMEOUT(announced.size(), 1, 15'000);
    QCOMPARE(acquired, 2);
  }

  // As after a crash: nobody renews, nobody releases.
  void editorOfADeadProcessGoesByItself() {
    auto dying = std::make_unique<consul::Client>(consul::Endpoint{m_registry->url(), {}, {}});
    Presence ann(dying.get());
    ann.edit("chat", kAnn);
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string("ann:chat "), 10'000);
    dying.reset();
    QTRY_COMPARE_WITH_TIMEOUT(who(), std::string(), 60'000);
  }

  void withoutATokenWeAreTheAccount() {
    const auto actor =
        await<Actor>([&](auto done) { identify(m_client.get(), kAnn, m_client.get(), std::move(done)); });
    QCOMPARE(actor->user, std::string("ann"));
    QVERIFY(actor->account.empty());
  }

  void tokenThatConsulDoesNotNameLeavesTheAccount() {
    consul::Client client({m_registry->url(), "some-token", {}});
    const auto actor = await<Actor>([&](auto done) { identify(&client, kAnn, &client, std::move(done)); });
    QVERIFY2(actor.has_value(), actor ? "" : actor.error().toString().c_str());
    QCOMPARE(actor->user, std::string("ann"));
  }

  // Only real Consul has tokens with names.
  void tokenWithANameGivesItAndKeepsTheAccount() {
    test::ConsulProcess consul(
        {QStringLiteral("-hcl=acl { enabled = true default_policy = \"allow\" tokens { master = "
                        "\"8d3f2c1e-0000-4000-8000-000000000001\" } }")});
    QVERIFY(consul.start());
    consul::Client client({consul.url(), "8d3f2c1e-0000-4000-8000-000000000001", {}});
    const auto actor = await<Actor>([&](auto done) { identify(&client, kAnn, &client, std::move(done)); });
    QVERIFY2(actor.has_value(), actor ? "" : actor.error().toString().c_str());
    QCOMPARE(actor->user, std::string("Master Token"));
    QCOMPARE(actor->account, std::string("ann"));

    consul::Client stranger({consul.url(), "8d3f2c1e-0000-4000-8000-000000000009", {}});
    const auto unknown =
        await<Actor>([&](auto done) { identify(&stranger, kAnn, &stranger, std::move(done)); });
    QCOMPARE(unknown.error().code, ErrorCode::Refused);
  }

  void auditListsWhatWasRecordedNewestFirst() {
    AuditLog audit(m_client.get());
    for (const char* object : {"chat-1", "chat-2", "chat-3"}) {
      const Act act{"maintenance on", "chat", object, kAnn, "disk"};
      QVERIFY(await<void>([&](auto done) { audit.record(act, &audit, std::move(done)); }).has_value());
      QTest::qWait(2);  // entries of one millisecond have no order
    }
    const auto entries =
        await<std::vector<AuditEntry>>([&](auto done) { audit.list(2, &audit, std::move(done)); });
    QCOMPARE(entries->size(), 2U);
    QCOMPARE(entries->at(0).object, std::string("chat-3"));
    QCOMPARE(entries->at(1).object, std::string("chat-2"));
    QCOMPARE(entries->at(0).action, std::string("maintenance on"));
    QCOMPARE(entries->at(0).who, std::string("ann"));
    QCOMPARE(entries->at(0).why, std::string("disk"));
  }
};

HALFTONE_TEST_MAIN(TestPresence)
#include "tst_presence.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTemporaryDir>
#include <QTest>
#include <optional>
#include <set>
#include <vector>

#include "server/chat/memorybackplane.h"
#include "server/chat/redisbackplane.h"
#include "server/chat/sqlitebackplane.h"
#include "tests/server/chat/redisprocess.h"
#include "tests/server/chat/testnode.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

// Keeps what it is told.
class Recorder : public BackplaneListener {
 public:
  void messageStored(const MessagePtr& message) override { stored.push_back(message); }
  void messageWasStored(const Draft&, std::uint64_t seq) override { repeated.push_back(seq); }
  void messageRefused(const Draft& draft, const Error&) override { refused.push_back(draft); }
  void passed(const Passing& passing) override { passings.push_back(passing); }

  std::vector<MessagePtr> stored;
  std::vector<std::uint64_t> repeated;
  std::vector<Passing> passings;
  std::vector<Draft> refused;
};

// Asks, and runs the event loop until the answer is there.
template <typename T>
Result<T> answered(const std::function<void(Backplane::Done<T>)>& ask) {
  std::optional<Result<T>> answer;
  ask([&answer](const Result<T>& result) { answer = result; });
  if (!waitFor([&answer] { return answer.has_value(); })) return fail(ErrorCode::Timeout, "", "no answer");
  return *answer;
}

Result<RoomPosition> open(Backplane& backplane, const std::string& room) {
  return answered<RoomPosition>([&](auto done) { backplane.openRoom(room, done); });
}

Result<HistoryPage> history(Backplane& backplane, const HistoryQuery& query) {
  return answered<HistoryPage>([&](auto done) { backplane.readHistory(query, done); });
}

Result<CatchUp> missed(Backplane& backplane, const std::string& room, const RoomPosition& mark,
                       CatchUpLimits limits = {}) {
  return answered<CatchUp>([&](auto done) { backplane.catchUp(room, mark, limits, done); });
}

Result<SessionRecord> redeem(Backplane& backplane, const std::string& token, const std::string& user,
                             const std::string& by = "s-000000000009") {
  return answered<SessionRecord>([&](auto done) { backplane.redeemToken(token, user, by, done); });
}

}  // namespace

class TestBackplane : public QObject {
  Q_OBJECT

  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<RedisProcess> m_redis;
  Mailbox m_mailbox;

  std::unique_ptr<Backplane> make(const std::string& node = "a", std::size_t keep = 10000) {
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) return std::make_unique<MemoryBackplane>(node, "v1", keep);
    if (store == QLatin1String("sqlite")) return makeSqlite(node, keep);
    return std::make_unique<RedisBackplane>(RedisBackplane::Settings{m_redis->address(), node, "v1", keep});
  }
  std::unique_ptr<Backplane> makeSqlite(const std::string& node, std::size_t keep = 10000) {
    auto made = SqliteBackplane::create(
        {m_folder->filePath(QStringLiteral("chat.db")).toStdString(), StoreSync::Normal, node, "v1", keep},
        m_mailbox);
    if (!made) qFatal("%s", made.error().toString().c_str());
    return std::move(*made);
  }
  static void append(Backplane& backplane, const std::string& room, int from, int to) {
    for (int i = from; i <= to; ++i) backplane.append({room, "ann", std::to_string(i), {}, 7});
  }

 private slots:
  void initTestCase_data() {
    QTest::addColumn<QString>("store");
    for (const char* store : {"memory", "sqlite", "redis"})
      QTest::newRow(store) << QString::fromLatin1(store);
  }
  void initTestCase() { QVERIFY(m_mailbox.open()); }
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QFETCH_GLOBAL(QString, store);
    if (store != QLatin1String("redis")) return;
    m_redis = std::make_unique<RedisProcess>();
    QVERIFY2(m_redis->start(), "redis-server does not start");
  }

  void messagesAreNumberedWithoutGaps() {
    Recorder recorder;
    const auto backplane = make();
    backplane->setListener(&recorder);
    QCOMPARE(open(*backplane, "r")->seq, std::uint64_t{0});
    append(*backplane, "r", 1, 500);
    QTRY_COMPARE(recorder.stored.size(), std::size_t{500});
    for (std::size_t i = 0; i < 500; ++i) {
      QCOMPARE(recorder.stored[i]->seq, i + 1);
      QCOMPARE(recorder.stored[i]->text, std::to_string(i + 1));
      QCOMPARE(recorder.stored[i]->session, std::uint64_t{7});
    }
  }

  void historyIsPagedFromTheEnd() {
    const auto backplane = make();
    QVERIFY(open(*backplane, "r"));
    append(*backplane, "r", 1, 25);
    auto page = history(*backplane, {"r", 0, 10});
    QVERIFY(page);
    QCOMPARE(page->messages.size(), std::size_t{10});
    QCOMPARE(page->messages.front()->text, std::string("16"));
    QVERIFY(page->hasMore);
    page = history(*backplane, {"r", 6, 5});
    QCOMPARE(page->messages.back()->text, std::string("5"));
    QVERIFY(!page->hasMore);
    page = history(*backplane, {"nobody was here", 0, 5});
    QVERIFY(page && page->messages.empty() && page->epoch.empty());
  }

  void whatWasMissedIsGivenWholeOrNotAtAll() {
    const auto backplane = make();
    const auto position = open(*backplane, "r");
    append(*backplane, "r", 1, 20);
    const auto all = missed(*backplane, "r", {position->epoch, 5});
    QVERIFY(all && all->recovered);
    QCOMPARE(all->missed.size(), std::size_t{15});
    QCOMPARE(all->missed.front()->seq, std::uint64_t{6});
    QCOMPARE(all->position.seq, std::uint64_t{20});
    QVERIFY(!missed(*backplane, "r", {position->epoch, 5}, {14, 1 << 20})->recovered);
    const auto tooMuch = missed(*backplane, "r", {position->epoch, 5}, {100, 10});
    QVERIFY(!tooMuch->recovered && tooMuch->missed.empty());
    QVERIFY(missed(*backplane, "r", {position->epoch, 20})->recovered);
    QVERIFY(!missed(*backplane, "r", {position->epoch, 21})->recovered);
    QVERIFY(!missed(*backplane, "r", {"another", 5})->recovered);
  }

  void theLogKeepsAsManyAsItWasTold() {
    const auto backplane = make("a", 100);
    const auto position = open(*backplane, "r");
    append(*backplane, "r", 1, 1000);
    QVERIFY(history(*backplane, {"r", 0, 1}));  // the log is cut at the end of a transaction: let one pass
    const auto page = history(*backplane, {"r", 0, 2000});
    QVERIFY2(page->messages.size() >= 100 && page->messages.size() < 500,
             std::to_string(page->messages.size()).c_str());
    QCOMPARE(page->messages.back()->seq, std::uint64_t{1000});
    QVERIFY(!missed(*backplane, "r", {position->epoch, 5})->recovered);
    QVERIFY(missed(*backplane, "r", {position->epoch, 900})->recovered);
  }

  void aClientsIdIsStoredOnce() {
    Recorder recorder;
    const auto backplane = make();
    backplane->setListener(&recorder);
    QVERIFY(open(*backplane, "r"));
    backplane->append({"r", "ann", "x", "\"1\"", 7});
    backplane->append({"r", "ann", "x", "\"1\"", 7});
    backplane->append({"r", "bob", "x", "\"1\"", 7});
    QTRY_COMPARE(recorder.stored.size(), std::size_t{2});
    QTRY_COMPARE(recorder.repeated.size(), std::size_t{1});
    QCOMPARE(recorder.repeated[0], std::uint64_t{1});
  }

  void redisRemembersAClientsIdAsLongAsItIsTold() {
    QFETCH_GLOBAL(QString, store);
    if (store != QLatin1String("redis")) return;
    RedisBackplane::Settings settings{m_redis->address(), "a", "v1"};
    settings.idLife = std::chrono::seconds(1);
    Recorder recorder;
    RedisBackplane backplane(settings);
    backplane.setListener(&recorder);
    QVERIFY(open(backplane, "r"));
    QVERIFY(waitFor([&] {
      backplane.append({"r", "ann", "x", "\"1\"", 7});
      (void)history(backplane, {"r", 0, 1});
      return recorder.stored.size() == 2;
    }));
    QVERIFY(!recorder.repeated.empty());
  }

  void aTokenIsGoodOnceForItsUser() {
    const auto backplane = make();
    SessionRecord record{"s-000000000001",       "ann", "a", "v1", {"r", "大厅"}, 1, 2, 3, {},
                         "s-000000000001.secret"};
    backplane->putSession(record);
    backplane->endSession(record);
    QVERIFY(!redeem(*backplane, "s-000000000001.guess", "ann"));
    QVERIFY(!redeem(*backplane, record.resumeToken, "bob"));
    const auto redeemed = redeem(*backplane, record.resumeToken, "ann");
    QVERIFY(redeemed);
    QCOMPARE(redeemed->rooms, record.rooms);
    QVERIFY(!redeem(*backplane, record.resumeToken, "ann", "s-00000000000a"));
  }

  void everyTextSurvives() {
    Recorder recorder;
    const auto backplane = make();
    backplane->setListener(&recorder);
    QVERIFY(open(*backplane, "大厅 'x' \"y\""));
    const std::string text("a\0b ' \" ; -- \xf0\x9f\x98\x80", 17);
    backplane->append({"大厅 'x' \"y\"", "o'neil", text, {}, 0});
    QTRY_COMPARE(recorder.stored.size(), std::size_t{1});
    const auto page = history(*backplane, {"大厅 'x' \"y\"", 0, 1});
    QCOMPARE(page->messages[0]->text, text);
    QCOMPARE(page->messages[0]->from, std::string("o'neil"));
  }

  void whatWasAskedBeforeTheEndIsDone() {
    {
      const auto backplane = make();
      QVERIFY(open(*backplane, "r"));
      append(*backplane, "r", 1, 300);
      bool closed = false;
      backplane->close([&closed] { closed = true; });
      QTRY_VERIFY(closed);
    }
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) return;  // nothing outlives it
    const auto again = make();
    QCOMPARE(open(*again, "r")->seq, std::uint64_t{300});
  }

  void twoNodesSeeOneLogInOneOrder() {
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) QSKIP("one process alone");
    Recorder first;
    Recorder second;
    const auto a = make("a");
    const auto b = make("b");
    a->setListener(&first);
    b->setListener(&second);
    QCOMPARE(*open(*a, "r"), *open(*b, "r"));
    for (int i = 0; i < 300; ++i) {
      a->append({"r", "ann", "a" + std::to_string(i), {}, 1});
      b->append({"r", "bob", "b" + std::to_string(i), {}, 2});
    }
    QTRY_COMPARE_WITH_TIMEOUT(first.stored.size(), std::size_t{600}, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(second.stored.size(), std::size_t{600}, 20000);
    for (std::size_t i = 0; i < 600; ++i) {
      QCOMPARE(first.stored[i]->seq, i + 1);
      QCOMPARE(second.stored[i]->seq, i + 1);
      QCOMPARE(first.stored[i]->text, second.stored[i]->text);
      const bool ownOfFirst = first.stored[i]->node == "a";
      QCOMPARE(first.stored[i]->session, std::uint64_t(ownOfFirst ? 1 : 0));
      QCOMPARE(second.stored[i]->session, std::uint64_t(ownOfFirst ? 0 : 2));
    }
  }

  void aRoomThatIsNotOpenIsNotTold() {
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) QSKIP("one process alone");
    Recorder first;
    Recorder second;
    const auto a = make("a");
    const auto b = make("b");
    a->setListener(&first);
    b->setListener(&second);
    QVERIFY(open(*a, "r") && open(*a, "s") && open(*b, "s"));
    append(*a, "r", 1, 5);
    append(*a, "s", 6, 6);
    QTRY_COMPARE(second.stored.size(), std::size_t{1});
    QCOMPARE(second.stored[0]->text, std::string("6"));
    QCOMPARE(open(*b, "r")->seq, std::uint64_t{5});
  }

  void whatPassesIsToldToTheOtherNodeOnly() {
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) QSKIP("one process alone");
    Recorder first;
    Recorder second;
    const auto a = make("a");
    const auto b = make("b");
    a->setListener(&first);
    b->setListener(&second);
    QVERIFY(open(*a, "r"));
    a->pass({"r", "a", {}, 3, {"ann"}, {"bob"}});
    QVERIFY(history(*a, {"r", 0, 1}));  // it is done
    QVERIFY(open(*b, "r"));
    QTRY_VERIFY(!second.passings.empty());
    QCOMPARE(second.passings[0].node, std::string("a"));
    QCOMPARE(second.passings[0].members, std::size_t{3});
    // With Redis it is heard from the moment that the channel stands.
    const auto typed = [&] {
      return std::count_if(second.passings.begin(), second.passings.end(),
                           [](const Passing& passing) { return passing.typing == "cid"; });
    };
    QVERIFY(waitFor([&] {
      a->pass({"r", "a", "cid", 0, {}, {}});
      return QTest::qWaitFor([&] { return typed() > 0; }, 200);
    }));
    QVERIFY(first.passings.empty());
    b->endNode("a");
    b->closeRoom("r");
    second.passings.clear();
    QVERIFY(open(*b, "r"));
    QVERIFY(history(*b, {"r", 0, 1}));
    for (const Passing& passing : second.passings) QCOMPARE(passing.members, std::size_t{0});
  }

  void aNodeThatStartsTellsThatItsFormerMembersAreGone() {
    QFETCH_GLOBAL(QString, store);
    if (store == QLatin1String("memory")) QSKIP("of one process");
    Recorder recorder;
    const auto there = make("b");
    there->setListener(&recorder);
    const auto killed = make("a");
    QVERIFY(open(*there, "r"));
    QVERIFY(open(*killed, "r"));
    killed->pass({"r", "a", {}, 2, {"ann", "eve"}, {}});
    const auto tellsMembers = [&recorder](std::size_t count) {
      return !recorder.passings.empty() && recorder.passings.back().members == count;
    };
    QVERIFY(waitFor([&] { return tellsMembers(2); }));
    const auto anew = make("a");
    QVERIFY(waitFor([&] { return tellsMembers(0); }));
    QCOMPARE(recorder.passings.back().node, std::string("a"));
  }

  void aKilledRedisLosesNothingThatWasAcknowledged() {
    QFETCH_GLOBAL(QString, store);
    if (store != QLatin1String("redis")) QSKIP("no Redis");
    Recorder recorder;
    const auto backplane = make();
    backplane->setListener(&recorder);
    const auto position = open(*backplane, "r");
    QVERIFY(position);
    const auto say = [&](int i) { backplane->append({"r", "ann", std::to_string(i), std::to_string(i), 7}); };
    for (int i = 1; i <= 2000; ++i) say(i);
    QTRY_VERIFY(recorder.stored.size() >= 100);
    m_redis->kill();
    // Unanswered ones are refused: nobody knows. Said again with the same id they are stored once.
    QTRY_VERIFY(recorder.stored.size() + recorder.refused.size() + recorder.repeated.size() >= 2000);
    const auto acknowledged = recorder.stored;
    QTRY_VERIFY(!backplane->health().ok);
    QVERIFY(m_redis->restart());
    QTRY_VERIFY(backplane->health().ok);
    for (int i = 1; i <= 2000; ++i) say(i);
    QTRY_COMPARE_WITH_TIMEOUT(recorder.stored.size(), std::size_t{2000}, 20000);
    std::set<std::string> texts;
    for (std::size_t i = 0; i < 2000; ++i) {
      QCOMPARE(recorder.stored[i]->seq, i + 1);
      QCOMPARE(recorder.stored[i]->epoch, position->epoch);
      texts.insert(recorder.stored[i]->text);
    }
    QCOMPARE(texts.size(), std::size_t{2000});
    for (std::size_t i = 0; i < acknowledged.size(); ++i)
      QCOMPARE(recorder.stored[i]->text, acknowledged[i]->text);
  }

  void whileRedisIsAwayRequestsWaitAndThenAreRefused() {
    QFETCH_GLOBAL(QString, store);
    if (store != QLatin1String("redis")) QSKIP("no Redis");
    Recorder recorder;
    const auto backplane = make();
    backplane->setListener(&recorder);
    QVERIFY(open(*backplane, "r"));
    m_redis->kill();
    QTRY_VERIFY(!backplane->health().ok);
    append(*backplane, "r", 1, 3);
    QVERIFY(recorder.refused.empty());
    QTRY_COMPARE(recorder.refused.size(), std::size_t{3});
  }

  void aFileThatCannotBeOpenedIsAnError() {
    QFETCH_GLOBAL(QString, store);
    if (store != QLatin1String("sqlite")) QSKIP("no file");
    QVERIFY(!SqliteBackplane::create({"/nowhere/at/all.db", StoreSync::Full, "a", "v1", 10}, m_mailbox));
    const QString path = m_folder->filePath(QStringLiteral("text"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(5000, 'x'));
    file.close();
    QVERIFY(!SqliteBackplane::create({path.toStdString(), StoreSync::Full, "a", "v1", 10}, m_mailbox));
  }
};

HALFTONE_CHAT_TEST_MAIN(TestBackplane)
#include "tst_backplane.moc"

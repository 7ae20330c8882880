// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/sessionbook.h"

using namespace halftone::app;
using halftone::ErrorCode;

namespace {

constexpr qint64 kNow = 1'763'800'000'000;

// A frame of node "a" with these sessions, each {"id": ..., "user": ...}.
SessionsFrame frame(bool full, const QStringList& open, const QStringList& closed = {},
                    const QString& epoch = QStringLiteral("e1")) {
  SessionsFrame made;
  made.node = QStringLiteral("a");
  made.epoch = epoch;
  made.full = full;
  for (const QString& id : open) {
    auto session = std::make_shared<ChatSession>();
    session->id = id;
    made.sessions.push_back(session);
  }
  made.closed.assign(closed.begin(), closed.end());
  return made;
}

QStringList ids(const SessionBook& book) {
  QStringList list;
  for (const SessionBook::Row& row : book.rows())
    list << row.session->id + (row.stale ? QStringLiteral("!") : QString());
  return list;
}

QStringList words(const char* text) {
  return QString::fromLatin1(text).split(QLatin1Char(' '));
}

}  // namespace

class SessionBookTest : public QObject {
  Q_OBJECT

 private slots:
  void aFrameTellsTheNodesStateItsMovesAndItsDrift() {
    const auto frame = readSessionsFrame(
        R"({"type":"sessions","node":"a","version":"v1","epoch":"e","full":true,"state":"draining","time":0,)"
        R"("moves":[{"id":"m3","mode":"pace","state":"running","where":{"room":"lobby","share":0.5},)"
        R"("perSecond":20,"total":400,"moved":120,"gone":10,"left":270,"startedAt":1000,"endsAt":2000},7],)"
        R"("drift":{"policy":{"revision":4},"open":9,"misplaced":2,"unplaced":1,)"
        R"("versions":[{"version":"v2","wanted":3000,"placed":3}]}})",
        QStringLiteral("a"), kNow);
    QVERIFY(frame);
    QCOMPARE(frame->state, QStringLiteral("draining"));
    QCOMPARE(frame->moves.size(), std::size_t{1});
    const SessionMove& move = frame->moves.front();
    QVERIFY(move.isRunning());
    QCOMPARE(move.left, quint64{270});
    QCOMPARE(move.perSecond, 20.0);
    QCOMPARE(move.endsMs, qint64{2000});
    QCOMPARE(move.where.front(), std::make_pair(QStringLiteral("room"), QStringLiteral("lobby")));
    QVERIFY(frame->drift.known);
    QCOMPARE(frame->drift.misplaced, quint64{2});
    QCOMPARE(frame->drift.versions.front().wanted, 3000);
    SessionBook book;
    QVERIFY(book.apply(QStringLiteral("a"), *frame));
    QCOMPARE(book.nodes().front().state, QStringLiteral("draining"));
  }

  void movesAndDriftOfAnotherKindAreLeftOut() {
    const auto frame = readSessionsFrame(
        R"({"type":"sessions","node":"a","full":true,"moves":{"x":1},"drift":[1],"state":7})",
        QStringLiteral("a"), kNow);
    QVERIFY(frame);
    QVERIFY(frame->moves.empty());
    QVERIFY(!frame->drift.known);
    QVERIFY(frame->state.isEmpty());
  }

  void readsAFrameAsTheNodesSendIt() {
    const QByteArray text =
        R"({"type":"sessions","node":"chat-1","version":"v1","epoch":"77aa","time":1763800000123,"full":true,
            "open":412,"messagesIn":9120,"messagesOut":88120,
            "sessions":[{"id":"s-1f","user":"u1842","rooms":["lobby","games"],"since":1763799000000,
                         "lastActive":1763800000000,"messages":1204,"address":"127.0.0.1:51234","later":{}}],
            "closed":["s-1e"]})";
    const auto read = readSessionsFrame(text, QStringLiteral("chat-1"), kNow);
    QVERIFY(read);
    QCOMPARE(read->epoch, QStringLiteral("77aa"));
    QVERIFY(read->full);
    QCOMPARE(read->open, 412U);
    QCOMPARE(read->closed.size(), 1U);
    const ChatSession& session = *read->sessions.at(0);
    QCOMPARE(session.user, QStringLiteral("u1842"));
    QCOMPARE(session.rooms, QStringLiteral("lobby, games"));
    QCOMPARE(session.version, QStringLiteral("v1"));
    QCOMPARE(session.node, QStringLiteral("chat-1"));
    QCOMPARE(session.messages, 1204U);
    QCOMPARE(session.sinceMs, 1'763'799'000'000);
  }

  void timesOfANodeWithAnotherClockAreMovedToOurs() {
    const QByteArray text = R"({"type":"sessions","node":"a","time":1000,
        "sessions":[{"id":"s","since":0,"lastActive":900}]})";
    const auto read = readSessionsFrame(text, QStringLiteral("a"), kNow);
    QVERIFY(read);
    QCOMPARE(read->sessions.at(0)->lastActiveMs, kNow - 100);
  }

  void anythingElseIsAnError_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("another type") << QByteArray(R"({"type":"traffic"})");
    QTest::newRow("deep") << QByteArray(100'000, '[');
  }
  void anythingElseIsAnError() {
    QFETCH(QByteArray, text);
    const auto read = readSessionsFrame(text, QStringLiteral("a"), kNow);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::Protocol);
  }

  void oddValuesInsideAreSkipped() {
    const QByteArray text = R"({"type":"sessions","full":1,"time":"x","sessions":[1,{},{"id":7},
        {"id":"s","user":5,"rooms":[1,"r"],"messages":-3,"since":1e300}],"closed":[1]})";
    const auto read = readSessionsFrame(text, QStringLiteral("a"), kNow);
    QVERIFY(read);
    QVERIFY(!read->full);
    QCOMPARE(read->sessions.size(), 1U);
    QCOMPARE(read->sessions[0]->rooms, QStringLiteral("r"));
    QCOMPARE(read->sessions[0]->messages, 0U);
  }

  void changesAddReplaceAndRemove() {
    SessionBook book;
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s1 s2"))));
    QVERIFY(book.apply(QStringLiteral("a"), frame(false, words("s2 s3"), words("s1"))));
    QCOMPARE(ids(book), words("s2 s3"));
    QCOMPARE(book.size(), 2U);
  }

  void aFullFrameReplacesTheNodeOnly() {
    SessionBook book;
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s1 s2"))));
    QVERIFY(book.apply(QStringLiteral("b"), frame(true, words("t1"))));
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s9"))));
    QCOMPARE(ids(book), words("s9 t1"));
  }

  void changesWithoutAFullFrameAreRefused() {
    SessionBook book;
    QVERIFY(!book.apply(QStringLiteral("a"), frame(false, words("s1"))));
    QCOMPARE(book.size(), 0U);
  }

  void aNewProcessOfTheNodeBeginsAnew() {
    SessionBook book;
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s1"))));
    QVERIFY(!book.apply(QStringLiteral("a"), frame(false, words("s2"), {}, QStringLiteral("e2"))));
    QCOMPARE(book.size(), 0U);
  }

  void staleSessionsAreShownUntilTheNodeSpeaksAgain() {
    SessionBook book;
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s1"))));
    book.markStale(QStringLiteral("a"));
    QCOMPARE(ids(book), words("s1!"));
    QVERIFY(book.apply(QStringLiteral("a"), frame(true, words("s1"))));
    QCOMPARE(ids(book), words("s1"));
    book.drop(QStringLiteral("a"));
    QCOMPARE(book.size(), 0U);
  }

  void beyondTheLimitSessionsAreLeftOutAndItSaysSo() {
    SessionBook book;
    SessionsFrame big = frame(true, {});
    for (std::size_t i = 0; i < SessionBook::kMaxSessions; ++i) {
      auto session = std::make_shared<ChatSession>();
      session->id = QString::number(i);
      big.sessions.push_back(session);
    }
    QVERIFY(book.apply(QStringLiteral("a"), big));
    QVERIFY(!book.truncated());
    QVERIFY(book.apply(QStringLiteral("b"), frame(true, words("s1"))));
    QVERIFY(book.truncated());
    QCOMPARE(book.size(), SessionBook::kMaxSessions);
  }
};

QTEST_GUILESS_MAIN(SessionBookTest)
#include "tst_sessionbook.moc"

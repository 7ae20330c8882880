// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/feeds/sessionaccount.h"
#include "app/feeds/sessionmoves.h"
#include "app/feeds/sessiontail.h"

using namespace halftone::app;

namespace {

// Nested so deeply that a walk of it would end the process.
QByteArray deep() {
  return QByteArray(100'000, '[') + QByteArray(100'000, ']');
}

}  // namespace

class SessionTailTest : public QObject {
  Q_OBJECT

 private slots:
  void aFrameIsReadWithWhatItCarries() {
    const auto frame = readTailFrame(
        "{\"type\":\"frame\",\"time\":5,\"direction\":\"out\",\"session\":\"s-1\",\"user\":\"ann\","
        "\"frame\":{\"type\":\"message\",\"room\":\"r\",\"text\":\"[5 bytes]\",\"id\":\"e-1\"}}");
    QVERIFY(frame);
    QCOMPARE(frame->timeMs, qint64{5});
    QVERIFY(!frame->incoming);
    QCOMPARE(frame->user, QStringLiteral("ann"));
    QCOMPARE(frame->kind, QStringLiteral("message"));
    QCOMPARE(frame->message, QStringLiteral("e-1"));
    QVERIFY(frame->text.contains(QStringLiteral("[5 bytes]")));
  }

  void whatIsNoFrameIsLeftOut() {
    for (const char* text : {"", "[]", "1", "{\"type\":\"other\"}", "{\"type\":\"frame\",\"frame\":"})
      QVERIFY2(!readTailFrame(text), text);
    QCOMPARE(readTailFrame("{\"type\":\"frame\",\"frame\":[1]}")->kind, QString());
    QCOMPARE(readTailFrame("{\"type\":\"missed\",\"frames\":12}")->missed, quint64{12});
  }

  void aFrameThatNestsDeeplyIsLeftOut() {
    QVERIFY(!readTailFrame(deep()));
    QVERIFY(!readTailFrame("{\"type\":\"frame\",\"frame\":" + deep() + '}'));
    const QByteArray asTold = QByteArray(63, '[') + QByteArray(63, ']');
    const auto frame = readTailFrame("{\"type\":\"frame\",\"frame\":" + asTold + '}');
    QVERIFY(frame);
    QCOMPARE(frame->text, QString::fromLatin1(asTold));
  }

  void whatAMoveHoldsByIsNoListOrObject() {
    const auto list = nlohmann::json::parse("[{\"id\":\"m1\",\"where\":{\"a\":" + deep().toStdString() +
                                            ",\"b\":{},\"room\":\"lobby\",\"share\":0.5}}]");
    const std::vector<SessionMove> moves = readMoves(list, 0);
    QCOMPARE(moves.size(), std::size_t{1});
    const std::vector<std::pair<QString, QString>> where{{QStringLiteral("room"), QStringLiteral("lobby")},
                                                         {QStringLiteral("share"), QStringLiteral("0.5")}};
    QCOMPARE(moves[0].where, where);
  }

  void anAccountIsReadRuleByRule() {
    const auto account = readSessionAccount(
        "{\"id\":\"s-1\",\"request\":{\"client\":\"10.0.0.1\",\"target\":\"/"
        "ws\",\"fields\":[{\"name\":\"Host\","
        "\"value\":\"a\"}]},\"placement\":{\"revision\":7,\"rule\":\"default\",\"version\":\"v2\",\"own\":"
        "\"v1\","
        "\"bucket\":12,\"tried\":[{\"rule\":\"beta\",\"matched\":false,\"condition\":\"query:app is "
        "beta\",\"seen\":\"x\"},{\"rule\":\"old\",\"matched\":false,\"enabled\":false},5]}}");
    QVERIFY(account && account->hasRequest && account->placement);
    QCOMPARE(account->fields.size(), std::size_t{1});
    QCOMPARE(account->placement->tried.size(), std::size_t{2});
    QCOMPARE(account->placement->tried[0].seen, std::optional<QString>(QStringLiteral("x")));
    QVERIFY(!account->placement->tried[1].enabled);
    QCOMPARE(account->placement->bucket, std::optional<int>(12));
    QCOMPARE(account->placement->own, QStringLiteral("v1"));
  }

  void anAccountOfSomethingElseIsNone() {
    for (const char* text : {"", "[]", "{}", "{\"id\":5}"}) QVERIFY2(!readSessionAccount(text), text);
    const auto bare = readSessionAccount("{\"id\":\"s-1\",\"request\":5,\"placement\":[]}");
    QVERIFY(bare && !bare->hasRequest && !bare->placement);
  }
};

QTEST_GUILESS_MAIN(SessionTailTest)
#include "tst_sessiontail.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/store/auditlog.h"
#include "backend/store/identity.h"
#include "backend/store/records.h"

using namespace halftone;
using namespace halftone::store;

namespace {

Deed deed() {
  return {
      "chat",    7, QDateTime({2026, 11, 22}, {9, 32, 44, 123}, Qt::UTC), {"ann", "desk-7", "console", {}},
      "5 to 30", 0};
}

const std::string kPolicy = R"({"apiVersion":"halftone/v1","service":"chat","default":{"weight":12.25}})";

}  // namespace

class TestRecords : public QObject {
  Q_OBJECT
 private slots:
  void keysAreThoseOfThePolicyPage() {
    QCOMPARE(policyKey("chat"), std::string("halftone/policies/chat"));
    QCOMPARE(historyKey("chat", 18446744073709551615U),
             std::string("halftone/history/chat/18446744073709551615"));
    QCOMPARE(auditKey(deed().time, 0x1f3a9c0b), std::string("halftone/audit/20261122T093244.123Z-1f3a9c0b"));
  }

  void historyEntryReadsBackAsWritten() {
    const auto entry = parseHistoryEntry(writeHistoryEntry(deed(), kPolicy));
    QVERIFY(entry.has_value());
    QCOMPARE(entry->service, std::string("chat"));
    QCOMPARE(entry->revision, 7U);
    QCOMPARE(entry->time, std::string("2026-11-22T09:32:44.123Z"));
    QCOMPARE(entry->who, std::string("ann"));
    QCOMPARE(entry->why, std::string("5 to 30"));
    QCOMPARE(entry->from, std::string("console on desk-7"));
  }

  void accountBehindATokensNameIsPartOfWhereItCameFrom() {
    Deed byToken = deed();
    byToken.actor = {"release team", "desk-7", "console", "ann"};
    const auto entry = parseHistoryEntry(writeHistoryEntry(byToken, kPolicy));
    QCOMPARE(entry->who, std::string("release team"));
    QCOMPARE(entry->from, std::string("console on desk-7 (ann)"));
  }

  void rollbackNamesTheRevisionItRestores() {
    Deed back = deed();
    back.restores = 3;
    QCOMPARE(parseHistoryEntry(writeHistoryEntry(back, kPolicy))->restores, 3U);
    const auto audit = parseAuditEntry("k", writeAuditEntry(back));
    QCOMPARE(audit->action, std::string("rollback"));
    QCOMPARE(audit->restores, 3U);
    QCOMPARE(parseAuditEntry("k", writeAuditEntry(deed()))->action, std::string("publish"));
  }

  void tokensNameIsItsDescription() {
    QCOMPARE(tokenName("{\"AccessorID\":\"a\",\"Description\":\"release team\"}"),
             std::string("release team"));
    for (const char* none : {"", "[]", "{}", "{\"Description\":1}"}) QCOMPARE(tokenName(none), std::string());
  }

  void orderOfThePolicysKeysSurvives() {
    const std::string text = parseHistoryEntry(writeHistoryEntry(deed(), kPolicy)).value().text;
    QVERIFY(text.find("apiVersion") < text.find("service"));
    QVERIFY(text.find("12.25") != std::string::npos);
  }

  void reasonThatIsNoUtf8IsStillWritten() {
    Deed odd = deed();
    odd.why = "caf\xe9";
    QVERIFY(parseHistoryEntry(writeHistoryEntry(odd, kPolicy)).has_value());
  }

  void foreignHistoryEntriesAreProtocolErrors_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("hello");
    QTest::newRow("array") << QByteArray("[]");
    QTest::newRow("no revision") << QByteArray(R"({"service":"chat","policy":{}})");
    QTest::newRow("negative revision") << QByteArray(R"({"service":"chat","revision":-1,"policy":{}})");
    QTest::newRow("policy as text") << QByteArray(R"({"service":"chat","revision":1,"policy":"{}"})");
  }
  void foreignHistoryEntriesAreProtocolErrors() {
    QFETCH(const QByteArray, text);
    const auto entry = parseHistoryEntry(text.toStdString());
    QVERIFY(!entry.has_value());
    QCOMPARE(entry.error().code, ErrorCode::Protocol);
  }

  void revisionsAreSortedAsNumbersNewestFirst() {
    const std::vector<std::string> keys{"halftone/history/chat/1", "halftone/history/chat/10",
                                        "halftone/history/chat/2", "halftone/history/chat/note",
                                        "halftone/history/chat/07"};
    QCOMPARE(revisionsOf("chat", keys), (std::vector<std::uint64_t>{10, 2, 1}));
  }

  void onlyPlainNamesStandInKeys() {
    QVERIFY(isKeySegment("chat-2.eu_west"));
    for (const char* bad : {"", ".", "..", "a/b", "a b", "a%2Fb", "\xc3\xbc"}) QVERIFY(!isKeySegment(bad));
    QVERIFY(!isKeySegment(std::string(129, 'a')));
  }

  void actorOfThisProcessHasAUserAndAHost() {
    const Actor actor = Actor::ofThisProcess("console");
    QVERIFY(!actor.user.empty());
    QVERIFY(!actor.host.empty());
    QCOMPARE(actor.program, std::string("console"));
  }
};

QTEST_APPLESS_MAIN(TestRecords)
#include "tst_records.moc"

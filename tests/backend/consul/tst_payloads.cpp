// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/consul/payloads.h"

using namespace halftone;
using namespace halftone::consul;

class TestPayloads : public QObject {
  Q_OBJECT
 private slots:
  void flagsKeepAllSixtyFourBits() {
    const auto entries = parseKvEntries(
        R"([{"Key":"k","Value":"dsO8","Flags":16210313421097356768,"CreateIndex":1,"ModifyIndex":18446744073709551615,
             "Session":"s","LockIndex":0}])");
    QVERIFY(entries.has_value());
    QCOMPARE(entries->front().flags, 16210313421097356768U);
    QCOMPARE(entries->front().modifyIndex, 18446744073709551615U);
    QCOMPARE(entries->front().value, std::string("v\xc3\xbc"));
    QCOMPARE(entries->front().session, std::string("s"));
  }

  void emptyValueIsNullOnTheWire() {
    QCOMPARE(parseKvEntries(R"([{"Key":"k","Value":null}])").value().front().value, std::string());
  }

  void foreignKvBodiesAreProtocolErrors_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("object") << QByteArray("{}");
    QTest::newRow("no key") << QByteArray(R"([{"Value":"eA=="}])");
    QTest::newRow("no base64") << QByteArray(R"([{"Key":"k","Value":"!!!"}])");
    QTest::newRow("a text") << QByteArray(R"(["k"])");
  }
  void foreignKvBodiesAreProtocolErrors() {
    QFETCH(const QByteArray, body);
    const auto entries = parseKvEntries(body);
    QVERIFY(!entries.has_value());
    QCOMPARE(entries.error().code, ErrorCode::Protocol);
  }

  void failedOperationsAreAConflictInConsulsWords() {
    const Error error = parseTransactionErrors(
        R"({"Results":null,"Errors":[{"OpIndex":0,"What":"failed to set key 'a', index is stale"},
            {"OpIndex":1,"What":"key 'b' exists"}]})");
    QCOMPARE(error.code, ErrorCode::Conflict);
    QCOMPARE(error.message, std::string("failed to set key 'a', index is stale; key 'b' exists"));
  }

  void missingPermissionIsNoConflict() {
    const Error error = parseTransactionErrors(R"({"Errors":[{"OpIndex":0,"What":"Permission denied"}]})");
    QCOMPARE(error.code, ErrorCode::Refused);
  }

  void sixtyFiveOperationsAreTooMany() {
    QVERIFY(writeTransaction(std::vector<TxnOp>(64)).has_value());
    QCOMPARE(writeTransaction(std::vector<TxnOp>(65)).error().code, ErrorCode::TooLarge);
  }

  void transactionOverHalfAMegabyteIsTooLarge() {
    TxnOp op;
    op.key = "k";
    op.value.assign(390'000, 'x');  // 520,000 in base64
    QVERIFY(writeTransaction({op}).has_value());
    op.value.assign(394'000, 'x');
    QCOMPARE(writeTransaction({op}).error().code, ErrorCode::TooLarge);
  }

  void keyThatIsNoUtf8IsRefused() {
    TxnOp op;
    op.key = "\xff";
    QCOMPARE(writeTransaction({op}).error().code, ErrorCode::Invalid);
  }

  void registrationOfAServiceWithoutCheckHasNone() {
    ServiceRegistration service;
    service.id = "a";
    service.name = "a";
    QVERIFY(!writeRegistration(service).value().contains("Check"));
  }
};

QTEST_APPLESS_MAIN(TestPayloads)
#include "tst_payloads.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/viewmodels/kvvalue.h"

using namespace halftone::app;

namespace {

using Kind = KvValue::Kind;

}  // namespace

// What the KV page makes of bytes.
class TestKvValue : public QObject {
  Q_OBJECT
 private slots:
  void kindsAreToldByTheBytes_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("kind");
    const auto row = [](const char* name, const QByteArray& bytes, Kind kind) {
      QTest::newRow(name) << bytes << static_cast<int>(kind);
    };
    row("empty", "", Kind::Text);
    row("text", "hello", Kind::Text);
    row("object", " {\n}", Kind::Json);
    row("list", "[1]", Kind::Json);
    row("broken JSON", "{\"a\":", Kind::Json);
    row("zero byte", QByteArray("a\0b", 3), Kind::Binary);
    row("no UTF-8", "caf\xe9", Kind::Binary);
    row("no-break space",
        "a\xc2\xa0"
        "b",
        Kind::Unkept);
    row("mixed line ends", "a\r\nb\n", Kind::Unkept);
    row("large", QByteArray(300 * 1024, 'a'), Kind::TooLarge);
  }
  void kindsAreToldByTheBytes() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, kind);
    QCOMPARE(static_cast<int>(KvValue::of(bytes.toStdString()).kind), kind);
  }

  void editableValuesAreSavedAsTheyWere() {
    for (const std::string bytes : {"", "a\nb\n", "{\"a\":1}", "a\r\nb\r\n", "\xe4\xbd\xa0\xe5\xa5\xbd"}) {
      const KvValue value = KvValue::of(bytes);
      QVERIFY(value.isEditable());
      QVERIFY(!value.text.contains(QLatin1Char('\r')));
      QCOMPARE(value.bytesOf(value.text), bytes);
    }
  }

  void binaryIsShownAsBytesAndCharacters() {
    const KvValue value = KvValue::of(std::string("AB\0\xff", 4));
    QVERIFY(!value.isEditable());
    QVERIFY2(value.text.startsWith(QStringLiteral("00000000  41 42 00 ff")), qPrintable(value.text));
    QVERIFY(value.text.contains(QStringLiteral("AB..")));
    QVERIFY(KvValue::of(std::string(1'000'000, '\0')).text.size() < 100'000);
  }

  void largeTextIsCutBetweenCharacters() {
    std::string bytes(KvValue::kMaxShownBytes - 1, 'a');
    for (int i = 0; i < 200'000; ++i) bytes += "\xe4\xbd\xa0";
    const KvValue value = KvValue::of(bytes);
    QCOMPARE(value.kind, Kind::TooLarge);
    QCOMPARE(value.text.size(), static_cast<qsizetype>(KvValue::kMaxShownBytes) - 1);
  }

  void brokenJsonNamesItsPlace() {
    QCOMPARE(jsonProblem(QStringLiteral("{\"a\": [1, 2]}")), QString());
    const QString problem = jsonProblem(QStringLiteral("{\n  \"a\": ,\n}"));
    QVERIFY2(problem.startsWith(QStringLiteral("line 2")), qPrintable(problem));
  }
};

QTEST_APPLESS_MAIN(TestKvValue)
#include "tst_kvvalue.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/policy/murmur3.h"
#include "backend/policy/routetable.h"

using namespace halftone::policy;

// The fixed vectors of policy.md: whoever changes a hash moves users on every machine.
class TestBuckets : public QObject {
  Q_OBJECT
 private slots:
  void fixedVectors_data() {
    QTest::addColumn<QByteArray>("salt");
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<quint32>("hash");
    QTest::addColumn<int>("bucket");
    QTest::newRow("1") << QByteArray("chat") << QByteArray("1") << 0xb4752fe3U << 8851;
    QTest::newRow("42") << QByteArray("chat") << QByteArray("42") << 0x9ada8e36U << 4518;
    QTest::newRow("alice") << QByteArray("chat") << QByteArray("alice") << 0xfc9e98e9U << 2265;
    QTest::newRow("1000") << QByteArray("chat") << QByteArray("1000") << 0x23605f5aU << 8426;
    QTest::newRow("another salt") << QByteArray("chat-2026-11") << QByteArray("alice") << 0xb1d94d74U << 8372;
    QTest::newRow("Chinese") << QByteArray("chat") << QByteArray("用户") << 0x57485186U << 7254;
    QTest::newRow("empty") << QByteArray("chat") << QByteArray("") << 0xe6773470U << 1888;
  }
  void fixedVectors() {
    QFETCH(QByteArray, salt);
    QFETCH(QByteArray, key);
    QFETCH(quint32, hash);
    QFETCH(int, bucket);
    QCOMPARE(murmur3x86_32((salt + ':' + key).toStdString(), 0), hash);
    QCOMPARE(bucketOf(salt.toStdString(), key.toStdString()), bucket);
  }
  void unleashVectorsAreTheSameScheme() {
    QCOMPARE(murmur3x86_32("gr1:123", 0) % 100 + 1, 73U);
    QCOMPARE(murmur3x86_32("groupX:999", 0) % 100 + 1, 25U);
  }
  void seedsOfTheReferenceImplementation() {
    QCOMPARE(murmur3x86_32("", 0), 0U);
    QCOMPARE(murmur3x86_32("", 1), 0x514E28B7U);
    QCOMPARE(murmur3x86_32("Hello, world!", 0x9747b28c), 0x24884CBAU);
  }
  void piecesHashAsTheWhole() {
    const std::string text = "the quick brown fox jumps over the lazy dog";
    for (std::size_t first = 0; first <= text.size(); ++first) {
      for (std::size_t second = first; second <= text.size(); ++second) {
        Murmur3 pieces;
        pieces.add(std::string_view(text).substr(0, first));
        pieces.add(std::string_view(text).substr(first, second - first));
        QCOMPARE(pieces.finishWith(std::string_view(text).substr(second)), murmur3x86_32(text, 0));
      }
    }
  }
};

QTEST_APPLESS_MAIN(TestBuckets)
#include "tst_buckets.moc"

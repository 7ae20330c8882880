// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "server/net/httphead.h"

using halftone::net::ChunkScanner;

namespace {

struct Scan {
  ChunkScanner::Status status = ChunkScanner::Status::NeedMore;
  std::string payload;
  std::size_t used = 0;
};

// Feeds the parts one after the other, as a connection would.
void feed(ChunkScanner& scanner, std::string_view part, Scan& scan) {
  while (!part.empty() && scan.status == ChunkScanner::Status::NeedMore) {
    const ChunkScanner::Step step = scanner.step(part);
    scan.status = step.status;
    scan.payload += step.payload;
    scan.used += step.used;
    part.remove_prefix(step.used);
  }
}

Scan scanSplit(std::string_view bytes, std::size_t at) {
  ChunkScanner scanner;
  Scan scan;
  feed(scanner, bytes.substr(0, at), scan);
  feed(scanner, bytes.substr(at), scan);
  return scan;
}

Scan scanByteByByte(std::string_view bytes) {
  ChunkScanner scanner;
  Scan scan;
  for (std::size_t i = 0; i < bytes.size(); ++i) feed(scanner, bytes.substr(i, 1), scan);
  return scan;
}

}  // namespace

class TestChunkScanner : public QObject {
  Q_OBJECT

 private slots:
  void good_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("payload");
    QTest::newRow("empty") << QByteArray("0\r\n\r\n") << QByteArray();
    QTest::newRow("one") << QByteArray("3\r\nabc\r\n0\r\n\r\n") << QByteArray("abc");
    QTest::newRow("two") << QByteArray("3\r\nabc\r\nA\r\n0123456789\r\n0\r\n\r\n")
                         << QByteArray("abc0123456789");
    QTest::newRow("lower case") << QByteArray("a\r\n0123456789\r\n0\r\n\r\n") << QByteArray("0123456789");
    QTest::newRow("leading zeros") << QByteArray("00000000000000000003\r\nabc\r\n000\r\n\r\n")
                                   << QByteArray("abc");
    QTest::newRow("extensions") << QByteArray("3;a=b;c=\"d\"\r\nabc\r\n0 ; x\r\n\r\n") << QByteArray("abc");
    QTest::newRow("extensions of all forms")
        << QByteArray("3;a;b=c ; d = \"e;\\\"f\" ;g\r\nabc\r\n0;h=i\r\n\r\n") << QByteArray("abc");
    QTest::newRow("trailers") << QByteArray("1\r\nx\r\n0\r\nA: b\r\nC:\r\n\r\n") << QByteArray("x");
    QTest::newRow("trailers like those that frame")
        << QByteArray("0\r\nTransfer-Encoding2: b\r\nContent-Lengt: 1\r\n\r\n") << QByteArray();
    QTest::newRow("CR LF as data") << QByteArray("2\r\n\r\n\r\n0\r\n\r\n") << QByteArray("\r\n");
  }
  void good() {
    QFETCH(const QByteArray, body);
    QFETCH(const QByteArray, payload);
    const std::string bytes = body.toStdString() + "NEXT";
    for (std::size_t at = 0; at <= bytes.size(); ++at) {
      const Scan scan = scanSplit(bytes, at);
      QCOMPARE(scan.status, ChunkScanner::Status::Done);
      QCOMPARE(scan.payload, payload.toStdString());
      QCOMPARE(scan.used, bytes.size() - 4);
    }
    QCOMPARE(scanByteByByte(bytes).payload, payload.toStdString());
  }

  void needsMoreUntilTheLastByte() {
    const std::string body = "3;x\r\nabc\r\n0\r\nA: b\r\n\r\n";
    for (std::size_t size = 0; size < body.size(); ++size) {
      QCOMPARE(scanSplit(std::string_view(body).substr(0, size), size / 2).status,
               ChunkScanner::Status::NeedMore);
    }
  }

  void bad_data() {
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char* name, const std::string& text) {
      QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("no size", "\r\n");
    row("no digit", "x\r\n");
    row("sign", "-1\r\n");
    row("0x", "0x1\r\n");
    row("space first", " 1\r\n");
    row("space after", "1 \r\nx\r\n");
    row("two sizes", "1 1\r\nx\r\n");
    row("bare LF after size", "1\nx\r\n");
    row("bare CR after size", "1\rx");
    row("bare LF after extension", "1;a\nx\r\n");
    row("NUL in extension", std::string("1;\0\r\n", 5));
    row("extension without name", "1;\r\nx\r\n0\r\n\r\n");
    row("extension after nothing", "1;;a\r\n");
    row("extension of a value alone", "1;=b\r\n");
    row("extension without value", "1;a=\r\n");
    row("extension of two words", "1;a b\r\n");
    row("extension of other bytes", "1;\x80=1\r\n");
    row("extension with an open quote", "1;a=\"b\r\nx\r\n0\r\n\r\n");
    row("extension that goes on after its quote", "1;a=\"b\"c\r\n");
    row("host in a trailer", "0\r\nHost: a\r\n\r\n");
    row("too many digits", "1000000000000000\r\n");
    row("too many zeros", std::string(33, '0') + "\r\n");
    row("overflow", "FFFFFFFFFFFFFFFFF\r\n");
    row("data too long", "1\r\nxy\r\n");
    row("data too short", "3\r\nx\r\n0\r\n\r\n");
    row("bare LF after data", "1\r\nx\n0\r\n\r\n");
    row("trailer without colon", "0\r\nA\r\n\r\n");
    row("trailer without name", "0\r\n: x\r\n\r\n");
    row("trailer with a space before the colon", "0\r\nA : x\r\n\r\n");
    row("length in a trailer", "0\r\nContent-length: 5\r\n\r\n");
    row("coding in a trailer", "0\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("folded trailer", "0\r\nA: b\r\n c\r\n\r\n");
    row("bare LF in a trailer", "0\r\nA: b\n\r\n");
    row("bare CR in a trailer", "0\r\nA: b\rc\r\n\r\n");
    row("bare LF at the end", "0\r\n\n");
    row("long extension", "1;" + std::string(5000, 'e') + "\r\n");
    row("long trailers", "0\r\n" + QByteArray("Name: value\r\n").repeated(2000).toStdString());
  }
  void bad() {
    QFETCH(const QByteArray, body);
    const std::string bytes = body.toStdString();
    QCOMPARE(scanSplit(bytes, bytes.size() / 2).status, ChunkScanner::Status::Bad);
    QCOMPARE(scanByteByByte(bytes).status, ChunkScanner::Status::Bad);
  }

  void payloadIsNotCopied() {
    const std::string body = "5\r\nhello\r\n0\r\n\r\n";
    ChunkScanner scanner;
    const ChunkScanner::Step step = scanner.step(body);
    QVERIFY(step.payload.data() == body.data() + 3);
    QCOMPARE(step.payload.size(), std::size_t{5});
    QCOMPARE(step.used, std::size_t{8});
  }

  void afterTheEndNothingIsTaken() {
    ChunkScanner scanner;
    QCOMPARE(scanner.step("0\r\n\r\n").status, ChunkScanner::Status::Done);
    const ChunkScanner::Step again = scanner.step("GET / HTTP/1.1");
    QCOMPARE(again.status, ChunkScanner::Status::Done);
    QCOMPARE(again.used, std::size_t{0});
  }
};

QTEST_GUILESS_MAIN(TestChunkScanner)
#include "tst_chunkscanner.moc"

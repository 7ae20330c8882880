// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "server/net/proxyheader.h"

using namespace halftone::net;

namespace {

QByteArray binary(char versionAndCommand, char family, const QByteArray& tail, int length = -1) {
  const int size = length < 0 ? static_cast<int>(tail.size()) : length;
  return QByteArray("\r\n\r\n\0\r\nQUIT\n", 12) + versionAndCommand + family + static_cast<char>(size >> 8) +
         static_cast<char>(size & 255) + tail;
}

std::string_view view(const QByteArray& bytes) {
  return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

}  // namespace

class TestProxyHeader : public QObject {
  Q_OBJECT

 private slots:
  void good_data() {
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<QByteArray>("client");
    QTest::newRow("TCP4") << QByteArray("PROXY TCP4 192.0.2.1 192.0.2.2 1234 80\r\n")
                          << QByteArray("192.0.2.1:1234");
    QTest::newRow("TCP6") << QByteArray("PROXY TCP6 2001:db8::1 ::1 65535 0\r\n")
                          << QByteArray("[2001:db8::1]:65535");
    QTest::newRow("longest line")
        << QByteArray(
               "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff "
               "65535 65535\r\n")
        << QByteArray("[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535");
    QTest::newRow("UNKNOWN") << QByteArray("PROXY UNKNOWN\r\n") << QByteArray();
    QTest::newRow("UNKNOWN with more") << QByteArray("PROXY UNKNOWN ff ff 1 2\r\n") << QByteArray();
    const QByteArray v4("\xc0\x00\x02\x01\xc0\x00\x02\x02\x04\xd2\x00\x50", 12);
    QTest::newRow("binary IPv4") << binary(0x21, 0x11, v4) << QByteArray("192.0.2.1:1234");
    QTest::newRow("binary IPv4 with extensions")
        << binary(0x21, 0x11, v4 + QByteArray("\x04\x00\x01x", 4)) << QByteArray("192.0.2.1:1234");
    const QByteArray v6 =
        QByteArray(15, '\0') + '\1' + QByteArray(16, '\0') + QByteArray("\x00\x01\x00\x02", 4);
    QTest::newRow("binary IPv6") << binary(0x21, 0x21, v6) << QByteArray("[::1]:1");
    QTest::newRow("LOCAL") << binary(0x20, 0x00, {}) << QByteArray();
    QTest::newRow("LOCAL with addresses") << binary(0x20, 0x11, v4) << QByteArray();
    QTest::newRow("unix") << binary(0x21, 0x31, QByteArray(216, 'x')) << QByteArray();
  }
  void good() {
    QFETCH(const QByteArray, header);
    QFETCH(const QByteArray, client);
    const QByteArray bytes = header + "GET / HTTP/1.1\r\n";
    const ProxyHeader parsed = parseProxyHeader(view(bytes));
    QCOMPARE(parsed.status, ProxyHeader::Status::Complete);
    QCOMPARE(parsed.used, static_cast<std::size_t>(header.size()));
    QCOMPARE(parsed.client ? QByteArray::fromStdString(parsed.client->toString()) : QByteArray(), client);
    for (qsizetype size = 0; size < header.size(); ++size) {
      QCOMPARE(parseProxyHeader(view(header.left(size))).status, ProxyHeader::Status::NeedMore);
    }
  }

  void bad_data() {
    QTest::addColumn<QByteArray>("header");
    for (const char* const line :
         {"GET / HTTP/1.1\r\n", "PROXY\r\n", "PROXY TCP5 1.1.1.1 2.2.2.2 1 2\r\n",
          "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 3\r\n",
          "PROXY TCP4 1.1.1.1 2.2.2.2 1 65536\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 -1 2\r\n",
          "PROXY TCP4 1.1.1.1 2.2.2.2 01 2\r\n", "PROXY TCP4 1.1.1.256 2.2.2.2 1 2\r\n",
          "PROXY TCP4 ::1 ::1 1 2\r\n", "PROXY TCP6 1.1.1.1 2.2.2.2 1 2\r\n",
          "PROXY  TCP4 1.1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2\n",
          "proxy TCP4 1.1.1.1 2.2.2.2 1 2\r\n", "\r\n\r\n\x01"}) {
      QTest::newRow(line) << QByteArray(line);
    }
    QTest::newRow("endless line") << QByteArray("PROXY UNKNOWN ") + QByteArray(200, 'x');
    QTest::newRow("version 1 in binary") << binary(0x11, 0x11, QByteArray(12, 'x'));
    QTest::newRow("unknown command") << binary(0x22, 0x11, QByteArray(12, 'x'));
    QTest::newRow("too short for its family") << binary(0x21, 0x11, QByteArray(11, 'x'));
    QTest::newRow("too short for IPv6") << binary(0x21, 0x21, QByteArray(12, 'x'));
    QTest::newRow("too long") << binary(0x21, 0x11, QByteArray(12, 'x'), 4'000);
  }
  void bad() {
    QFETCH(const QByteArray, header);
    QCOMPARE(parseProxyHeader(view(header)).status, ProxyHeader::Status::Bad);
  }
};

QTEST_GUILESS_MAIN(TestProxyHeader)
#include "tst_proxyheader.moc"

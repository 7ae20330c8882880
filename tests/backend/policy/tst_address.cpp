// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "backend/policy/request.h"

using namespace halftone;
using namespace halftone::policy;

class TestAddress : public QObject {
  Q_OBJECT
 private slots:
  void theTextIsCanonical_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("canonical");
    const auto row = [](const char* text, const char* canonical) {
      QTest::newRow(text) << text << canonical;
    };
    row("10.0.0.9", "10.0.0.9");
    row("255.255.255.255", "255.255.255.255");
    row("::", "::");
    row("::1", "::1");
    row("2001:DB8:0:0:0:0:0:1", "2001:db8::1");
    row("2001:db8::", "2001:db8::");
    row("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
    row("2001:0:0:1:0:0:0:1", "2001:0:0:1::1");
    row("1:0:0:2:0:0:3:4", "1::2:0:0:3:4");
    row("::ffff:10.0.0.9", "10.0.0.9");
    row("::ffff:a00:9", "10.0.0.9");
    row("64:ff9b::192.0.2.33", "64:ff9b::c000:221");
    row("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
  }
  void theTextIsCanonical() {
    QFETCH(QString, text);
    QFETCH(QString, canonical);
    const auto address = Address::parse(text.toStdString());
    QVERIFY(address.has_value());
    QCOMPARE(QString::fromStdString(address->toString()), canonical);
    QCOMPARE(Address::parse(address->toString()), address);
  }
  void malformedAddressesAreNone() {
    for (const char* text : {"",
                             "1",
                             "1.2.3",
                             "1.2.3.4.5",
                             "1.2.3.256",
                             "01.2.3.4",
                             "1.2.3.4 ",
                             "a.b.c.d",
                             "1..2.3",
                             ":",
                             ":::",
                             "1::2::3",
                             "1:2:3:4:5:6:7",
                             "1:2:3:4:5:6:7:8:9",
                             "12345::",
                             "g::",
                             "::1.2.3",
                             "1.2.3.4::",
                             "fe80::1%eth0",
                             "::ffff:1.2.3.4:5",
                             "1:2:3:4:5:6:7:",
                             "[::1]",
                             "1:2:3:4:5:6:7::8:9",
                             "0:0:0:0:0:0:0:1.2.3.4",
                             "+1::",
                             "-1.2.3.4"})
      QVERIFY2(!Address::parse(text), text);
  }
  void blocksHoldTheirAddresses_data() {
    QTest::addColumn<QString>("block");
    QTest::addColumn<QString>("inside");
    QTest::addColumn<QString>("outside");
    QTest::newRow("24") << "192.168.10.0/24"
                        << "192.168.10.255"
                        << "192.168.11.0";
    QTest::newRow("host bits are ignored") << "192.168.10.77/24"
                                           << "192.168.10.1"
                                           << "192.168.9.255";
    QTest::newRow("odd length") << "10.0.0.0/9"
                                << "10.127.255.255"
                                << "10.128.0.0";
    QTest::newRow("one address") << "10.0.0.1"
                                 << "10.0.0.1"
                                 << "10.0.0.2";
    QTest::newRow("all of IPv4") << "0.0.0.0/0"
                                 << "8.8.8.8"
                                 << "2001:db8::1";
    QTest::newRow("all of IPv6") << "::/0"
                                 << "2001:db8::1"
                                 << "8.8.8.8";
    QTest::newRow("IPv6") << "2001:db8::/32"
                          << "2001:db8:ffff::1"
                          << "2001:db9::";
    QTest::newRow("mapped") << "::ffff:10.0.0.0/104"
                            << "10.1.2.3"
                            << "11.0.0.0";
  }
  void blocksHoldTheirAddresses() {
    QFETCH(QString, block);
    QFETCH(QString, inside);
    QFETCH(QString, outside);
    const auto parsed = Cidr::parse(block.toStdString());
    QVERIFY(parsed.has_value());
    QVERIFY(parsed->contains(*Address::parse(inside.toStdString())));
    QVERIFY(!parsed->contains(*Address::parse(outside.toStdString())));
  }
  void malformedBlocksAreNone() {
    for (const char* text : {"", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/08",
                             "10.0.0.0/8/8", "::/129", "10/8"})
      QVERIFY2(!Cidr::parse(text), text);
  }
  void theClientIsTheRightmostAddressThatIsNotTrusted_data() {
    QTest::addColumn<QString>("peer");
    QTest::addColumn<QStringList>("forwarded");
    QTest::addColumn<QString>("client");
    QTest::newRow("an untrusted peer may claim what it likes")
        << "8.8.8.8" << QStringList{"1.1.1.1"} << "8.8.8.8";
    QTest::newRow("one hop") << "10.0.0.1" << QStringList{"1.1.1.1"} << "1.1.1.1";
    QTest::newRow("trusted hops are skipped")
        << "10.0.0.1" << QStringList{"6.6.6.6, 1.1.1.1, 10.0.0.2"} << "1.1.1.1";
    QTest::newRow("several fields") << "10.0.0.1" << QStringList{"6.6.6.6", "1.1.1.1", "10.0.0.2 "}
                                    << "1.1.1.1";
    QTest::newRow("all trusted") << "10.0.0.1" << QStringList{"10.0.0.3, 10.0.0.2"} << "10.0.0.3";
    QTest::newRow("none") << "10.0.0.1" << QStringList{} << "10.0.0.1";
    QTest::newRow("nothing beyond an unreadable entry")
        << "10.0.0.1" << QStringList{"1.1.1.1, unknown, 10.0.0.2"} << "10.0.0.2";
    QTest::newRow("with ports") << "10.0.0.1" << QStringList{"[2001:db8::1]:443, 10.0.0.2:80"}
                                << "2001:db8::1";
  }
  void theClientIsTheRightmostAddressThatIsNotTrusted() {
    QFETCH(QString, peer);
    QFETCH(QStringList, forwarded);
    QFETCH(QString, client);
    std::vector<std::string> values;
    for (const QString& value : forwarded) values.push_back(value.toStdString());
    std::vector<Field> fields{{"Host", "a"}};
    for (const std::string& value : values) fields.push_back({"x-forwarded-FOR", value});
    const std::vector<Cidr> trusted{*Cidr::parse("10.0.0.0/8")};
    const Address found = clientAddress(*Address::parse(peer.toStdString()), fields, trusted);
    QCOMPARE(QString::fromStdString(found.toString()), client);
  }
};

QTEST_APPLESS_MAIN(TestAddress)
#include "tst_address.moc"

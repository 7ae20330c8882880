// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <string>
#include <vector>

#include "backend/geo/regiondatabase.h"

using halftone::geo::RegionDatabase;
using halftone::policy::Address;
using halftone::policy::Cidr;

namespace {

// Just enough of MaxMind DB file format 2.0 to make a tiny database: a binary tree over IPv6 with records of
// 24 bits, IPv4 at ::/96 as MaxMind's own files have it.
class DatabaseWriter {
 public:
  void add(const std::string& block, const std::string& entry) {
    const Cidr cidr = *Cidr::parse(block);
    std::array<std::uint8_t, 16> bytes = cidr.network.bytes;
    if (cidr.network.isV4()) bytes[10] = bytes[11] = 0;
    std::size_t node = 0;
    for (int bit = 0; bit < cidr.prefixBits; ++bit) {
      const std::size_t side = bytes[static_cast<std::size_t>(bit / 8)] >> (7 - bit % 8) & 1U;
      if (bit + 1 == cidr.prefixBits) {
        m_nodes[node][side] = -1 - static_cast<long>(m_data.size());
        break;
      }
      if (m_nodes[node][side] <= 0) {
        m_nodes.push_back({0, 0});
        m_nodes[node][side] = static_cast<long>(m_nodes.size()) - 1;
      }
      node = static_cast<std::size_t>(m_nodes[node][side]);
    }
    m_data += entry;
  }
  [[nodiscard]] QByteArray write() const {
    std::string out;
    const long count = static_cast<long>(m_nodes.size());
    for (const auto& node : m_nodes)
      for (const long record : node) {
        const long value = record == 0 ? count : record > 0 ? record : count + 16 + (-1 - record);
        for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
      }
    out += std::string(16, '\0') + m_data + "\xab\xcd\xefMaxMind.com";
    out += map(9) + text("binary_format_major_version") + number(5, 2) + text("binary_format_minor_version") +
           number(5, 0) + text("build_epoch") + number(9, 1) + text("database_type") + text("Halftone-Test") +
           text("description") + map(0) + text("ip_version") + number(5, 6) + text("languages") +
           std::string("\x00\x04", 2) + text("node_count") + number(6, static_cast<unsigned>(count)) +
           text("record_size") + number(5, 24);
    return QByteArray::fromStdString(out);
  }
  static std::string map(int pairs) { return std::string(1, static_cast<char>(7 << 5 | pairs)); }
  static std::string text(const std::string& value) {
    return std::string(1, static_cast<char>(2 << 5 | static_cast<int>(value.size()))) + value;
  }
  // Types 5 and 6 are unsigned of 16 and 32 bits, 9 of 64, written here with 4 bytes at most.
  static std::string number(int type, unsigned value) {
    std::string digits;
    for (; value > 0; value >>= 8) digits.insert(digits.begin(), static_cast<char>(value & 0xff));
    if (type > 7)
      return std::string(1, static_cast<char>(digits.size())) + static_cast<char>(type - 7) + digits;
    return std::string(1, static_cast<char>(type << 5 | static_cast<int>(digits.size()))) + digits;
  }
  static std::string list(const std::string& item) { return std::string("\x01\x04", 2) + item; }
  static std::string named(const std::string& name) {
    return map(1) + text("names") + map(1) + text("en") + text(name);
  }

 private:
  std::vector<std::array<long, 2>> m_nodes{{0, 0}};
  std::string m_data;
};

}  // namespace

class TestRegion : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase() {
    using W = DatabaseWriter;
    DatabaseWriter writer;
    writer.add("1.2.3.0/24", W::map(2) + W::text("subdivisions") + W::list(W::named("Beijing")) +
                                 W::text("country") + W::named("China"));
    writer.add("5.6.0.0/16", W::map(1) + W::text("country") + W::named("Singapore"));
    writer.add("2001:db8::/32", W::map(1) + W::text("subdivisions") + W::list(W::named("Shanghai")));
    writer.add("9.9.9.9", W::map(1) + W::text("country") + W::text("odd"));
    QFile file(m_folder.filePath("test.mmdb"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(writer.write());
  }
  void regionsAreFound_data() {
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("region");
    QTest::newRow("subdivision") << "1.2.3.77"
                                 << "Beijing";
    QTest::newRow("country where there is none") << "5.6.7.8"
                                                 << "Singapore";
    QTest::newRow("IPv6") << "2001:db8::1"
                          << "Shanghai";
    QTest::newRow("not in it") << "1.2.4.1"
                               << "";
    QTest::newRow("of another shape") << "9.9.9.9"
                                      << "";
  }
  void regionsAreFound() {
    QFETCH(QString, address);
    QFETCH(QString, region);
    const auto database = RegionDatabase::open(m_folder.filePath("test.mmdb").toStdString());
    QVERIFY2(database.has_value(), database ? "" : database.error().toString().c_str());
    const std::string_view found = (*database)->regionOf(*Address::parse(address.toStdString()));
    QCOMPARE(QString::fromUtf8(found.data(), static_cast<qsizetype>(found.size())), region);
  }
  void whatIsNoDatabaseIsAnError() {
    QVERIFY(!RegionDatabase::open(m_folder.filePath("none").toStdString()));
    QFile file(m_folder.filePath("bad.mmdb"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no database");
    file.close();
    QVERIFY(!RegionDatabase::open(file.fileName().toStdString()));
  }

 private:
  QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestRegion)
#include "tst_region.moc"

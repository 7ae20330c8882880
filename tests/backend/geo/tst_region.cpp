// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "backend/geo/regiondatabase.h"
#include "tests/backend/geo/databasewriter.h"

using halftone::geo::RegionDatabase;
using halftone::policy::Address;
using halftone::test::DatabaseWriter;

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

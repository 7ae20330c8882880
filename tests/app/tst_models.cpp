// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/feeds/clusterbook.h"
#include "app/feeds/searchtext.h"
#include "app/feeds/tokenvault.h"
#include "app/viewmodels/clustersviewmodel.h"
#include "app/viewmodels/conflictmerge.h"
#include "app/viewmodels/favourites.h"
#include "app/viewmodels/policysettings.h"
#include "app/viewmodels/sessionstable.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr auto kStrict = QAbstractItemModelTester::FailureReportingMode::QtTest;

// Sessions "s<from>" to "s<to - 1>" on two nodes of two versions.
std::vector<SessionRow> sessions(int from, int to, bool stale = false) {
  std::vector<SessionRow> rows;
  for (int i = from; i < to; ++i) {
    auto session = std::make_shared<ChatSession>();
    session->id = QStringLiteral("s%1").arg(i);
    session->user = QStringLiteral("u%1").arg(i);
    session->rooms = i % 3 == 0 ? QStringLiteral("lobby") : QStringLiteral("games");
    session->version = i % 2 == 0 ? QStringLiteral("v1") : QStringLiteral("v2");
    session->node = QStringLiteral("chat-%1").arg(i % 2);
    session->messages = static_cast<quint64>(i * 7919 % 101);
    session->key = session->id.toStdString();
    session->userKey = naturalKey(session->user);
    session->roomKey = naturalKey(session->rooms);
    session->versionKey = naturalKey(session->version);
    session->nodeKey = naturalKey(session->node);
    session->haystack = searchText(
        {session->user, session->rooms, session->version, session->node, session->address, session->id});
    rows.push_back({session, stale});
  }
  return rows;
}

}  // namespace

// Models keep their promises to views through everything that happens to them; those of whole pages are
// watched by the tests of the pages (tests/qml/modelwatch.h).
class ModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void theTableOfSessionsComesGoesSortsAndFilters() {
    SessionsTable table;
    const QAbstractItemModelTester tester(&table, kStrict);
    for (const auto& [from, to] : {std::pair(0, 40), {10, 60}, {60, 60}, {0, 5}, {3, 300}}) {
      table.setNow(to);
      table.setRows(sessions(from, to, to == 60));
      for (int column = 0; column < SessionsTable::ColumnCount; ++column) {
        table.sortBy(column);
        table.sortBy(column);
      }
      table.selectAll();
      table.extendTo(2);
      table.moveCurrent(1);
      for (const char* filter : {"room:lobby", "version=v2 -room:lobby", "nobody", ""})
        table.setFilter(QString::fromLatin1(filter));
      table.refreshTexts();
      table.retranslate();
    }
    QCOMPARE(table.shown(), 297);
  }

  void aPolicysSourcesAndVersionsAreAddedMovedAndRemoved() {
    PolicySettings settings;
    const QAbstractItemModelTester identity(settings.identity(), kStrict);
    const QAbstractItemModelTester versions(settings.versions(), kStrict);
    settings.open(test::chatPolicy());
    const int sources = settings.identity()->count();
    settings.addIdentity();
    settings.setIdentityKind(sources, QStringLiteral("cookie:"));
    settings.moveIdentity(sources, 0);
    settings.moveIdentity(0, sources);
    settings.removeIdentity(sources);
    QCOMPARE(settings.identity()->count(), sources);
    const int known = settings.versions()->count();
    settings.addVersion();
    settings.renameVersion(known, QStringLiteral("v9"));
    settings.setSelect(known, QStringLiteral("version=v9"));
    settings.setStable(known);
    settings.setStable(0);
    settings.removeVersion(known);
    settings.retranslate();
    QCOMPARE(settings.versions()->count(), known);
    settings.open(policy::Policy());
    QCOMPARE(settings.versions()->count(), 0);
  }

  void placesArePinnedAndUnpinned() {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    Favourites favourites(&settings);
    const QAbstractItemModelTester tester(favourites.places(), kStrict);
    for (const char* page : {"traffic", "health", "sessions"})
      favourites.add(QStringLiteral("halftone://") + QLatin1String(page), QLatin1String(page));
    favourites.remove(QStringLiteral("halftone://health"));
    favourites.remove(QStringLiteral("halftone://traffic"));
    QCOMPARE(favourites.places()->count(), 1);
  }

  void aChoiceInAMergeChangesNothingButItsRow() {
    const auto policy = [](int ofDefault, int ofOffice) {
      policy::Policy made = test::chatPolicy(ofDefault);
      made.rules.front().split = {{"v2", BasisPoints(ofOffice)}, {"v1", BasisPoints(10000 - ofOffice)}};
      return made;
    };
    ConflictMerge merge;
    RecordModel* lines = merge.lines();
    const QAbstractItemModelTester tester(lines, kStrict);
    merge.start(policy(500, 5000), policy(3000, 6000), policy(1000, 7000));
    QCOMPARE(lines->count(), 2);
    QCOMPARE(merge.open(), 2);
    const QString pointer = lines->value(1, QStringLiteral("pointer")).toString();
    const QSignalSpy changed(lines, &QAbstractItemModel::dataChanged);
    const QSignalSpy came(lines, &QAbstractItemModel::rowsInserted);
    const QSignalSpy went(lines, &QAbstractItemModel::rowsRemoved);
    merge.choose(pointer, true);
    QCOMPARE(lines->value(1, QStringLiteral("side")).toString(), QStringLiteral("mine"));
    QCOMPARE(lines->value(0, QStringLiteral("side")).toString(), QString());
    QCOMPARE(changed.count(), 1);
    merge.chooseAll(false);
    QCOMPARE(lines->value(0, QStringLiteral("side")).toString(), QStringLiteral("theirs"));
    QVERIFY(came.isEmpty() && went.isEmpty());
    merge.clear();
    QCOMPARE(lines->count(), 0);
  }

  void aChoiceInAMergeIsOfTheValuesThatWereSeen() {
    const auto policy = [](int ofDefault) { return test::chatPolicy(ofDefault); };
    ConflictMerge merge;
    merge.start(policy(500), policy(3000), policy(1000));
    merge.chooseAll(false);
    QCOMPARE(merge.open(), 0);
    policy::Policy another = policy(1000);
    another.rules.front().enabled = false;
    merge.start(policy(500), policy(3000), another);
    QCOMPARE(merge.open(), 0);  // of something else
    merge.start(policy(500), policy(3000), policy(6000));
    QCOMPARE(merge.open(), 1);
    merge.chooseAll(true);
    merge.start(policy(500), policy(4000), policy(6000));
    QCOMPARE(merge.open(), 0);  // mine is wanted, and is what it is now
    merge.chooseAll(false);
    merge.start(policy(500), policy(4500), policy(6000));
    QCOMPARE(merge.open(), 1);
  }

  void clustersAreNamedRenamedAndRemoved() {
    qputenv("DBUS_SESSION_BUS_ADDRESS",
            "unix:path=/nonexistent");  // the desktop's keyring is not ours to change
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat);
    ClusterBook book(&settings);
    TokenVault vault;
    ClustersViewModel clusters(&book, &vault);
    const QAbstractItemModelTester tester(clusters.clusters(), kStrict);
    const int before = clusters.clusters()->count();
    const auto form = [](const char* name) {
      return QVariantMap{{QStringLiteral("name"), QLatin1String(name)},
                         {QStringLiteral("addresses"), QStringLiteral("http://127.0.0.1:8500")}};
    };
    QVERIFY(clusters.save(form("b"), {}));
    QVariantMap withToken = form("a");
    withToken.insert(QStringLiteral("token"), QStringLiteral("secret"));
    QVERIFY(clusters.save(withToken, {}));
    QVERIFY(clusters.save(form("c"), QStringLiteral("a")));
    QVERIFY(!clusters.save(form("b"), {}));
    const auto tokenOf = [&vault, this](const char* name) {
      QByteArray token;
      vault.read(QLatin1String(name), this, [&token](const QByteArray& read) { token = read; });
      return QTest::qWaitFor([&token] { return !token.isEmpty(); }, 100) ? token : QByteArray();
    };
    QTRY_COMPARE_WITH_TIMEOUT(tokenOf("c"), QByteArray("secret"), 15'000);  // it went with the name
    QCOMPARE(tokenOf("a"), QByteArray());
    book.remove(QStringLiteral("c"));  // not by the view model, which tells the desktop's keyring, too
    clusters.retranslate();
    QCOMPARE(clusters.clusters()->count(), before + 1);
  }
};

QTEST_GUILESS_MAIN(ModelsTest)
#include "tst_models.moc"

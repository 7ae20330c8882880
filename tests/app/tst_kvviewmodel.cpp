// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

#include "app/feeds/consulconnection.h"
#include "app/feeds/identityfeed.h"
#include "app/viewmodels/feeds.h"
#include "app/viewmodels/kvdrafts.h"
#include "app/viewmodels/kvviewmodel.h"
#include "tests/support/http.h"
#include "tests/support/registryundertest.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 15'000;
constexpr char kPolicy[] =
    "{\"apiVersion\":\"halftone/"
    "v1\",\"service\":\"chat\",\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}},"
    "\"v2\":{\"select\":{\"version\":\"v2\"}}},\"stable\":\"v1\",\"default\":{\"split\":[{\"version\":\"v2\","
    "\"weight\":5},{\"version\":\"v1\",\"weight\":95}]}}";

}  // namespace

// The KV page's view model on a registry, with somebody else writing too.
class TestKvViewModel : public QObject {
  Q_OBJECT

  std::unique_ptr<test::RegistryUnderTest> m_registry = test::chosenRegistry();
  std::unique_ptr<ConsulConnection> m_connection;
  std::unique_ptr<IdentityFeed> m_who;
  QTemporaryDir m_folder;
  std::unique_ptr<KvDrafts> m_drafts;
  Feeds m_feeds;
  std::unique_ptr<KvViewModel> m_page;
  std::unique_ptr<QAbstractItemModelTester> m_tester;

  void put(const QByteArray& key, const QByteArray& value) {
    QCOMPARE(test::exchange("PUT", m_registry->url(), "/v1/kv/" + key, value).body.trimmed(),
             QByteArray("true"));
  }
  QByteArray stored(const QByteArray& key) {
    return test::exchange("GET", m_registry->url(), "/v1/kv/" + key + "?raw").body;
  }
  QStringList rows() {
    QStringList names;
    for (const auto& record : m_page->tree()->records()) {
      names << QString(record[2].toInt(), QLatin1Char('.')) + record[1].toString();
    }
    return names;
  }
  void open(const QString& key) {
    m_page->select(key);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->exists(), kPatience);
  }

 private slots:
  void initTestCase() { QVERIFY(m_registry->start()); }
  void init() {
    (void)test::exchange("DELETE", m_registry->url(), "/v1/kv/?recurse");
    m_connection = std::make_unique<ConsulConnection>(consul::Endpoint{m_registry->url(), {}, {}});
    m_who = std::make_unique<IdentityFeed>(*m_connection);
    QVERIFY(m_folder.isValid());
    m_drafts = std::make_unique<KvDrafts>(m_folder.path(), QStringLiteral("here"));
    m_feeds.consul = m_connection.get();
    m_feeds.who = m_who.get();
    m_feeds.kvDrafts = m_drafts.get();
    m_page = std::make_unique<KvViewModel>(m_feeds);
    m_tester = std::make_unique<QAbstractItemModelTester>(m_page->tree());
    m_connection->start();
    m_page->setShown(true);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->state(), PageViewModel::State::Ready, kPatience);
  }
  void cleanup() {
    m_tester.reset();
    m_page.reset();
    m_who.reset();
    m_connection.reset();
  }

  void foldersOpenOneByOne() {
    put("a", "1");
    put("b/c", "2");
    put("b/d/e", "3");
    QTRY_COMPARE_WITH_TIMEOUT(rows(), (QStringList{"a", "b"}), kPatience);
    m_page->toggle(QStringLiteral("b/"));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), (QStringList{"a", "b", ".c", ".d"}), kPatience);
    m_page->toggle(QStringLiteral("b/"));
    QCOMPARE(rows(), (QStringList{"a", "b"}));
    m_page->select(QStringLiteral("b/d/e"));
    QTRY_COMPARE_WITH_TIMEOUT(rows(), (QStringList{"a", "b", ".c", ".d", "..e"}), kPatience);
  }

  void editedValueIsSavedAndAudited() {
    put("k", "{\"a\":1}");
    open(QStringLiteral("k"));
    QVERIFY(m_page->isJson() && !m_page->isChanged());
    m_page->edit(QStringLiteral("{\"a\":"));
    QVERIFY(!m_page->problem().isEmpty());
    m_page->edit(QStringLiteral("{\"a\":2}"));
    QVERIFY(m_page->problem().isEmpty() && m_page->canSave());
    m_page->save({});
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->isChanged() && !m_page->isBusy(), kPatience);
    QCOMPARE(stored("k"), QByteArray("{\"a\":2}"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->history()->count(), 1, kPatience);
  }

  void aPolicyIsReviewedInWordsBeforeItIsPublished() {
    put("halftone/policies/chat", kPolicy);
    open(QStringLiteral("halftone/policies/chat"));
    QVERIFY(m_page->reviewText().isEmpty());
    QString text = m_page->text();
    m_page->edit(text + QLatin1Char(' '));
    QCOMPARE(m_page->reviewText(), QStringLiteral("The same policy, written otherwise."));
    text.replace(QLatin1String("\"weight\":5}"), QLatin1String("\"weight\":30}"));
    text.replace(QLatin1String("\"weight\":95}"), QLatin1String("\"weight\":70}"));
    m_page->edit(text);
    QVERIFY2(m_page->reviewText().startsWith(QStringLiteral("default v2 5 → 30, v1 95 → 70\n")),
             qPrintable(m_page->reviewText()));
    m_page->edit(QStringLiteral("{}"));
    QVERIFY(m_page->reviewText().isEmpty());  // publishing says what is wrong
    m_page->save({});
    QVERIFY(!m_page->errorText().isEmpty());
    m_page->revert();
  }

  void aKeyThatSomebodyElseSavedIsNotDeletedAndThatIsSaid() {
    put("k", "one");
    open(QStringLiteral("k"));
    m_page->setShown(false);  // the watch stands still
    put("k", "theirs");
    m_page->remove();
    QTRY_VERIFY_WITH_TIMEOUT(m_page->errorText().contains(QLatin1String("Not deleted")), kPatience);
    QCOMPARE(stored("k"), QByteArray("theirs"));
  }

  void aKeyThatCannotBeReadSaysWhy() {
    m_registry->stop();
    m_page->select(QStringLiteral("k"));
    QCOMPARE(m_page->about(), QStringLiteral("Reading…"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->about().startsWith(QLatin1String("The key cannot be read: ")),
                             kPatience);
    QVERIFY(m_registry->restart());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->about(), QStringLiteral("There is no such key."), kPatience);
  }

  void otherWriteShowsAtOnceWhereNothingWasEdited() {
    put("k", "one");
    open(QStringLiteral("k"));
    put("k", "two");
    QTRY_COMPARE_WITH_TIMEOUT(m_page->text(), QStringLiteral("two"), kPatience);
    QVERIFY(!m_page->isConflict());
  }

  void otherWriteDuringAnEditIsAConflictThatLosesNeitherText() {
    put("k", "one");
    open(QStringLiteral("k"));
    m_page->edit(QStringLiteral("mine"));
    put("k", "theirs");
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConflict(), kPatience);
    QCOMPARE(m_page->text(), QStringLiteral("mine"));
    QCOMPARE(m_page->theirs(), QStringLiteral("theirs"));
    QVERIFY(!m_page->canSave());
    m_page->keepMine();
    QVERIFY(m_page->canSave());
    m_page->save({});
    QTRY_COMPARE_WITH_TIMEOUT(stored("k"), QByteArray("mine"), kPatience);
  }

  void savingOverWhatTheWatchHasNotToldYetIsAConflictToo() {
    put("k", "one");
    open(QStringLiteral("k"));
    m_page->setShown(false);  // the watch stands still
    put("k", "theirs");
    m_page->edit(QStringLiteral("mine"));
    m_page->save({});
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConflict(), kPatience);
    QCOMPARE(stored("k"), QByteArray("theirs"));
    m_page->takeTheirs();
    QCOMPARE(m_page->text(), QStringLiteral("theirs"));
    QVERIFY(!m_page->isChanged());
  }

  void deletionDuringAnEditIsAConflictAndTheTextCanBeSavedAgain() {
    put("k", "one");
    open(QStringLiteral("k"));
    m_page->edit(QStringLiteral("mine"));
    QCOMPARE(test::exchange("DELETE", m_registry->url(), "/v1/kv/k").status, 200);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConflict(), kPatience);
    m_page->keepMine();
    m_page->save({});
    QTRY_COMPARE_WITH_TIMEOUT(stored("k"), QByteArray("mine"), kPatience);
  }

  void editIsKeptWhileAnotherKeyIsInFront() {
    put("k", "one");
    put("other", "x");
    open(QStringLiteral("k"));
    m_page->edit(QStringLiteral("mine"));
    open(QStringLiteral("other"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->text(), QStringLiteral("x"), kPatience);
    open(QStringLiteral("k"));
    QCOMPARE(m_page->text(), QStringLiteral("mine"));
    QVERIFY(m_page->isChanged());
  }

  void editOfAClosedWindowOrRunComesBackUntilItIsSaved() {
    put("k", "one");
    {
      KvViewModel window(m_feeds);
      window.select(QStringLiteral("k"));
      QTRY_VERIFY_WITH_TIMEOUT(window.exists(), kPatience);
      window.edit(QStringLiteral("mine"));
    }
    KvDrafts ofAnotherRun(m_folder.path(), QStringLiteral("here"));
    QCOMPARE(ofAnotherRun.find(QStringLiteral("k"))->text, QStringLiteral("mine"));
    QVERIFY(!KvDrafts(m_folder.path(), QStringLiteral("there")).find(QStringLiteral("k")));
    put("k", "two");  // by somebody else: nothing is lost
    m_page->select(QStringLiteral("k"));
    QCOMPARE(m_page->text(), QStringLiteral("mine"));
    QTRY_VERIFY_WITH_TIMEOUT(m_page->isConflict(), kPatience);
    m_page->keepMine();
    m_page->save(QString());
    QTRY_COMPARE_WITH_TIMEOUT(stored("k"), QByteArray("mine"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(!KvDrafts(m_folder.path(), QStringLiteral("here")).find(QStringLiteral("k")),
                             kPatience);
  }

  void keysAreCreatedAndDeleted() {
    m_page->create(QStringLiteral("new/key"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->selected(), QStringLiteral("new/key"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page->exists(), kPatience);
    m_page->create(QStringLiteral("new/key"));
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->errorText().isEmpty(), kPatience);
    m_page->remove();
    QTRY_VERIFY_WITH_TIMEOUT(!m_page->exists() && !m_page->isBusy(), kPatience);
    QCOMPARE(test::exchange("GET", m_registry->url(), "/v1/kv/new/key").status, 404);
  }

  void policyIsPublishedWithItsHistoryAndRestored() {
    put("halftone/policies/chat", kPolicy);
    open(QStringLiteral("halftone/policies/chat"));
    QString text = m_page->text();
    m_page->edit(QStringLiteral("{\"service\":\"chat\"}"));
    m_page->save({});
    QVERIFY(m_page->errorText().startsWith(QStringLiteral("No valid policy")));
    m_page->edit(text.replace(QStringLiteral("\"weight\":5}"), QStringLiteral("\"weight\":30}"))
                     .replace(QStringLiteral("95"), QStringLiteral("70")));
    m_page->save(QStringLiteral("more"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->doneText(), QStringLiteral("Published as r1."), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_page->history()->count(), 1, kPatience);
    QString next = m_page->text();
    m_page->edit(next.replace(QStringLiteral("30"), QStringLiteral("40"))
                     .replace(QStringLiteral("70"), QStringLiteral("60")));
    m_page->save({});
    QTRY_COMPARE_WITH_TIMEOUT(m_page->history()->count(), 2, kPatience);

    m_page->showRevision(QStringLiteral("1"));
    QVERIFY(!m_page->diff().isEmpty());
    QVERIFY(m_page->canRestore());
    m_page->restore(QStringLiteral("errors"));
    QTRY_COMPARE_WITH_TIMEOUT(m_page->history()->count(), 3, kPatience);
    QVERIFY(stored("halftone/policies/chat").contains("\"weight\": 30"));
    QCOMPARE(m_page->history()->value(0, QStringLiteral("why")).toString(), QStringLiteral("errors"));
  }

  void registryAwayIsStaleAndHeals() {
    put("k", "one");
    open(QStringLiteral("k"));
    m_registry->stop();
    QTRY_COMPARE_WITH_TIMEOUT(m_page->state(), PageViewModel::State::Stale, kPatience);
    QCOMPARE(m_page->text(), QStringLiteral("one"));
    QVERIFY(m_registry->restart());
    QTRY_COMPARE_WITH_TIMEOUT(m_page->state(), PageViewModel::State::Ready, 30'000);
  }
};

QTEST_MAIN(TestKvViewModel)
#include "tst_kvviewmodel.moc"

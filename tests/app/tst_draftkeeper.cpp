// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>
#include <cstdio>
#include <cstring>
#include <memory>

#include "app/feeds/consulconnection.h"
#include "app/feeds/editorsfeed.h"
#include "app/feeds/identityfeed.h"
#include "app/feeds/policyfeed.h"
#include "app/feeds/trafficfeed.h"
#include "app/viewmodels/draftkeeper.h"
#include "app/viewmodels/trafficviewmodel.h"
#include "app/viewmodels/versioncolors.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"

using namespace halftone;
using namespace halftone::app;

namespace {

constexpr int kPatience = 20'000;
constexpr char kChildOption[] = "--edit-and-wait";

constexpr char kPolicy[] =
    "{\"apiVersion\":\"halftone/"
    "v1\",\"service\":\"chat\",\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}},"
    "\"v2\":{\"select\":{\"version\":\"v2\"}}},\"stable\":\"v1\",\"rules\":[{\"name\":\"office\",\"when\":[{"
    "\"attr\":"
    "\"path\",\"prefix\":\"/"
    "office\"}],\"split\":[{\"version\":\"v2\",\"weight\":100}]}],\"default\":{\"split\":[{"
    "\"version\":\"v2\",\"weight\":5},{\"version\":\"v1\",\"weight\":95}]}}";

// What of a console has to do with drafts.
struct Console {
  Console(const QUrl& consul, const QString& folder)
      : connection({consul, {}, {}}),
        policies(connection),
        traffic(connection, std::nullopt),
        who(connection),
        editors(connection),
        colors(nullptr) {
    feeds.consul = &connection;
    feeds.policies = &policies;
    feeds.traffic = &traffic;
    feeds.colors = &colors;
    feeds.who = &who;
    feeds.editors = &editors;
    page = std::make_unique<TrafficViewModel>(feeds);
    keeper = std::make_unique<DraftKeeper>(feeds, page.get(), QStringLiteral("test"), folder);
    connection.start();
    policies.start();
    editors.start();
  }
  ConsulConnection connection;
  PolicyFeed policies;
  TrafficFeed traffic;
  IdentityFeed who;
  EditorsFeed editors;
  VersionColors colors;
  Feeds feeds;
  std::unique_ptr<TrafficViewModel> page;
  std::unique_ptr<DraftKeeper> keeper;
};

}  // namespace

// Drafts survive: a crash, another's publish, a look at another service.
class TestDraftKeeper : public QObject {
  Q_OBJECT

  test::ConsulProcess m_consul;
  QTemporaryDir m_data;
  QString m_folder;

  void put(const QByteArray& target, const QByteArray& body) {
    QCOMPARE(test::exchange("PUT", m_consul.url(), target, body).status, 200);
  }

 private slots:
  void initTestCase() { QVERIFY(m_consul.start()); }
  void init() {
    m_folder = m_data.filePath(QString::fromLatin1(QTest::currentTestFunction()));
    put("/v1/kv/halftone/policies/chat?flags=1", kPolicy);
  }

  void draftOfAKilledConsoleIsThereAgain() {
    test::ChildProcess child;
    QVERIFY(child.start(QCoreApplication::applicationFilePath(),
                        {QLatin1String(kChildOption), m_consul.url().toString(), m_folder}));
    QCOMPARE(child.firstLine(std::chrono::milliseconds(kPatience)), QByteArray("edited"));
    const store::Drafts drafts(m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(drafts.load("test", "chat").has_value(), kPatience);
    child.kill();  // SIGKILL

    Console next(m_consul.url(), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(next.page->isChanged(), kPatience);
    QVERIFY(!next.page->draft()->edited().rules[0].enabled);
    QVERIFY(!next.page->hasConflict());
  }

  void theStepsOfADraftAreThereAgainToo() {
    {
      Console first(m_consul.url(), m_folder);
      QTRY_VERIFY_WITH_TIMEOUT(first.page->hasPolicy(), kPatience);
      first.page->setRuleEnabled(0, false);
      first.page->duplicateRule(0);
      first.page->removeRule(0);
      first.page->undo();
    }
    Console next(m_consul.url(), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(next.page->isChanged(), kPatience);
    const auto rules = [&next] { return next.page->draft()->edited().rules.size(); };
    const std::size_t now = rules();
    QVERIFY(next.page->canRedo());
    next.page->redo();
    QCOMPARE(rules(), now - 1);
    next.page->undo();
    next.page->undo();
    QCOMPARE(rules(), now - 1);
    QVERIFY(!next.page->draft()->edited().rules[0].enabled);
    next.page->undo();
    QVERIFY(next.page->draft()->edited().rules[0].enabled);
    QVERIFY(!next.page->isChanged() && !next.page->canUndo());
  }
  void draftOverWhatAnotherPublishedMeanwhileIsAConflict() {
    {
      Console console(m_consul.url(), m_folder);
      QTRY_VERIFY_WITH_TIMEOUT(console.page->draft().has_value(), kPatience);
      console.page->setRuleEnabled(0, false);
    }
    put("/v1/kv/halftone/policies/chat?flags=2",
        QByteArray(kPolicy).replace("\"weight\":5}", "\"weight\":6}").replace("95", "94"));
    Console next(m_consul.url(), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(next.page->isChanged(), kPatience);
    QVERIFY(next.page->hasConflict());
    QVERIFY(!next.page->draft()->edited().rules[0].enabled);
  }

  void draftIsKeptWhileAnotherServiceIsShown() {
    put("/v1/kv/halftone/policies/orders?flags=1", QByteArray(kPolicy).replace("chat", "orders"));
    Console console(m_consul.url(), m_folder);
    QTRY_COMPARE_WITH_TIMEOUT(console.page->services().size(), 2, kPatience);
    console.page->setService(QStringLiteral("chat"));
    QTRY_VERIFY_WITH_TIMEOUT(console.page->draft().has_value(), kPatience);
    console.page->setRuleEnabled(0, false);
    console.page->setService(QStringLiteral("orders"));
    QVERIFY(!console.page->isChanged());
    console.page->setService(QStringLiteral("chat"));
    QVERIFY(console.page->isChanged());
    (void)test::exchange("DELETE", m_consul.url(), "/v1/kv/halftone/policies/orders");
  }

  void discardedDraftIsGoneFromTheDisk() {
    Console console(m_consul.url(), m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(console.page->draft().has_value(), kPatience);
    console.page->setRuleEnabled(0, false);
    const store::Drafts drafts(m_folder);
    QTRY_VERIFY_WITH_TIMEOUT(drafts.load("test", "chat").has_value(), kPatience);
    console.page->discard();
    QTRY_COMPARE_WITH_TIMEOUT(drafts.services("test").size(), 0U, kPatience);
  }

  void othersSeeWhoEdits() {
    Console ann(m_consul.url(), m_folder);
    Console bob(m_consul.url(), m_folder + QStringLiteral("2"));
    QTRY_VERIFY_WITH_TIMEOUT(ann.page->draft().has_value(), kPatience);
    ann.page->setRuleEnabled(0, false);
    QTRY_COMPARE_WITH_TIMEOUT(bob.editors.editors().size(), 1U, kPatience);
    QCOMPARE(bob.editors.editors()[0].service, std::string("chat"));
    QVERIFY(ann.keeper->isOurs(bob.editors.editors()[0].session));
    ann.page->discard();
    QTRY_VERIFY_WITH_TIMEOUT(bob.editors.editors().empty(), kPatience);
  }
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  if (argc == 4 && std::strcmp(argv[1], kChildOption) == 0) {
    Console console(QUrl(QString::fromLocal8Bit(argv[2])), QString::fromLocal8Bit(argv[3]));
    QObject::connect(console.page.get(), &TrafficViewModel::policyChanged, &application, [&console] {
      if (!console.page->draft() || console.page->isChanged()) return;
      QMetaObject::invokeMethod(
          console.page.get(),
          [&console] {
            console.page->setRuleEnabled(0, false);
            std::puts("edited");
            std::fflush(stdout);
          },
          Qt::QueuedConnection);
    });
    return QApplication::exec();
  }
  TestDraftKeeper test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_draftkeeper.moc"

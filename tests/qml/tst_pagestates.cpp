// SPDX-License-Identifier: GPL-3.0-or-later
#include <QMetaEnum>
#include <QRegularExpression>
#include <QSettings>
#include <QTest>

#include "app/viewmodels/pageviewmodel.h"
#include "app/viewmodels/session.h"
#include "tests/app/streamserver.h"
#include "tests/qml/look.h"
#include "tests/qml/modelwatch.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"
#include "tests/support/consulprocess.h"
#include "tests/support/http.h"
#include "tests/support/scriptedserver.h"

using namespace halftone;
using State = app::PageViewModel::State;

namespace {

constexpr int kPatience = 20'000;
constexpr int kFewestWords = 2;  // a title, and what is or is not there

constexpr char kPolicy[] =
    "{\"apiVersion\":\"halftone/v1\",\"service\":\"chat\",\"stable\":\"v1\","
    "\"versions\":{\"v1\":{\"select\":{\"version\":\"v1\"}},\"v2\":{\"select\":{\"version\":\"v2\"}}},"
    "\"default\":{\"split\":[{\"version\":\"v2\",\"weight\":25},{\"version\":\"v1\",\"weight\":75}],"
    "\"stickBy\":\"user\"}}";

constexpr char kFrame[] =
    "{\"type\":\"sessions\",\"node\":\"chat-1\",\"version\":\"v1\",\"epoch\":\"e\",\"full\":true,"
    "\"sessions\":["
    "{\"id\":\"s1\",\"user\":\"ann\",\"rooms\":[\"lobby\"],\"messages\":3,\"since\":1,\"lastActive\":1}]}";

QString stateName(State state) {
  return QString::fromLatin1(QMetaEnum::fromType<State>().valueToKey(static_cast<int>(state)));
}

}  // namespace

// Every page in every state that it can be in: it says what is there and what is not, in both languages, and
// its QML has nothing to complain of.
class PageStatesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QSettings().clear();
    QSettings().setValue(QStringLiteral("notifications"), false);  // nothing above the pages
  }
  void init() {
    // Of QML: what is logged of a Consul that is away is as it should be.
    QTest::failOnWarning(QRegularExpression(QStringLiteral("qrc:|\\.qml|Binding loop")));
  }
  void cleanup() { m_page.reset(); }

  void aConsulThatIsSilentLeavesThePagesLoading() {
    const test::ScriptedServer consul([](const QByteArray&) { return std::nullopt; });
    open(consul.url());
    everyPage([this](const QString& page) {
      QVERIFY2(stateOf(page) == State::Loading,
               qPrintable(page + QLatin1Char(' ') + stateName(stateOf(page))));
      saysSomething(page);
    });
  }

  void aConsulThatRefusesIsNamedByThePages() {
    const test::ScriptedServer consul([](const QByteArray&) {
      return test::ScriptedServer::answer(403, "Permission denied: token lacks permission");
    });
    open(consul.url());
    everyPage([this](const QString& page) {
      QTRY_VERIFY2_WITH_TIMEOUT(stateOf(page) == State::Failed, qPrintable(page), kPatience);
      saysSomething(page);
      QVERIFY2(!textOfState().isEmpty(), qPrintable(page));
    });
  }

  void anEmptyClusterIsSaidToBeEmpty() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    open(consul.url());
    everyPage([this](const QString& page) {
      // Only proxies know the health of versions, and one may come any time.
      const bool waits = page == QLatin1String("health");
      QTRY_VERIFY2_WITH_TIMEOUT((stateOf(page) == State::Loading) == waits, qPrintable(page), kPatience);
      saysSomething(page);
    });
  }

  void aClusterAtWorkIsShownAndThenStale() {
    test::ConsulProcess consul;
    QVERIFY(consul.start());
    test::StreamServer chat;
    QVERIFY(chat.listen());
    chat.greet(QString::fromLatin1(kFrame));
    QCOMPARE(test::exchange("PUT", consul.url(), "/v1/kv/halftone/policies/chat?flags=1", kPolicy).status,
             200);
    const QByteArray instance =
        "{\"ID\":\"chat-1\",\"Name\":\"chat\",\"Port\":1,\"Meta\":{\"version\":\"v1\",\"admin\":\"" +
        chat.admin().toUtf8() + "\"},\"Check\":{\"TTL\":\"600s\",\"Status\":\"passing\"}}";
    QCOMPARE(test::exchange("PUT", consul.url(), "/v1/agent/service/register", instance).status, 200);
    open(consul.url());
    test::ModelWatch models;
    models.follow(m_page->window());
    QVERIFY2(models.count() > 25, qPrintable(QString::number(models.count())));
    for (const char* page : {"traffic", "explain", "sessions", "catalog", "kv", "overview"}) {
      QTRY_VERIFY2_WITH_TIMEOUT(stateOf(show(QString::fromLatin1(page))) == State::Ready, page, kPatience);
    }
    everyPage([this](const QString& page) { saysSomething(page); });
    consul.stop();
    for (const char* page : {"traffic", "explain", "sessions", "catalog", "overview"}) {
      const QStringList before = words(show(QString::fromLatin1(page)));
      QTRY_VERIFY2_WITH_TIMEOUT(stateOf(QString::fromLatin1(page)) == State::Stale, page, kPatience);
      QVERIFY2(!textOfState().isEmpty(), page);
      // What was known stays to be seen.
      QVERIFY2(words(QString::fromLatin1(page)).size() >= before.size() / 2, page);
    }
  }

 private:
  void open(const QUrl& consul) {
    m_page = std::make_unique<test::PageDriver>();
    QVERIFY(m_page->start(consul, QStringLiteral("overview")));
  }
  static QString itemOf(const QString& page) {
    return QStringLiteral("page") + page.left(1).toUpper() + page.mid(1);
  }
  QString show(const QString& page) {
    m_page->console().session()->setPage(page);
    return page;
  }
  [[nodiscard]] State stateOf(const QString& page) const {
    const auto* vm = m_page->of(itemOf(page), "vm").value<app::PageViewModel*>();
    return vm == nullptr ? State::Failed : vm->state();
  }
  [[nodiscard]] QString textOfState() const {
    const QQuickItem* bar = m_page->find(QStringLiteral("pageState"));
    return bar == nullptr ? QString() : test::shownWords(bar).join(QLatin1Char(' '));
  }
  [[nodiscard]] QStringList words(const QString& page) const {
    const QQuickItem* item = m_page->find(itemOf(page));
    return item == nullptr ? QStringList() : test::shownWords(item);
  }
  void everyPage(const std::function<void(const QString&)>& check) {
    for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
      m_page->console().session()->setLanguage(language);
      for (const bool dark : {true, false}) {
        m_page->console().session()->setDark(dark);
        for (const QString& page : m_page->console().session()->pages()) {
          show(page);
          QTRY_VERIFY2(m_page->find(itemOf(page)) != nullptr, qPrintable(page));
          check(page);
          if (QTest::currentTestFailed()) return;
        }
      }
    }
  }
  // Not blank, nothing unset, no label cut, nothing too faint to be read.
  void saysSomething(const QString& page) {
    (void)m_page->window()->grabWindow();  // lays out what came with the last data
    const QStringList said = words(page);
    QVERIFY2(said.size() >= kFewestWords,
             qPrintable(page + QStringLiteral(": ") + said.join(QLatin1Char('|'))));
    for (const QString& word : said) {
      QVERIFY2(
          word != QLatin1String("undefined") && word != QLatin1String("NaN") && word != QLatin1String("null"),
          qPrintable(page));
    }
    const QStringList cut = test::cutLabels(m_page->window()->contentItem());
    QVERIFY2(cut.isEmpty(), qPrintable(page + QStringLiteral(": cut: ") + cut.join(QLatin1Char('|'))));
    const QStringList faint = test::faintTexts(m_page->window());
    QVERIFY2(faint.isEmpty(), qPrintable(page + QStringLiteral(": ") + faint.join(QLatin1Char('|'))));
  }

  std::unique_ptr<test::PageDriver> m_page;
};

HALFTONE_PAGE_TEST_MAIN(PageStatesTest)
#include "tst_pagestates.moc"

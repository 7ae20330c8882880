// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSettings>
#include <QTest>

#include "app/viewmodels/session.h"
#include "app/viewmodels/sessionframes.h"
#include "tests/e2e/demoprocess.h"
#include "tests/qml/pagedriver.h"
#include "tests/qml/pagetest.h"

using namespace halftone;

namespace {

constexpr int kPatience = 60'000;
constexpr char kMessage[] = "message";

}  // namespace

// What an operator does to live sessions, on the real demo: real nodes and a crowd that chats.
class SessionPageTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QSettings().clear();  // of an earlier run: test mode keeps them apart from the user's
    QVERIFY(m_demo.start({QStringLiteral("--users"), QStringLiteral("60")}));
    QVERIFY(m_page.start(m_demo.consul(), QStringLiteral("sessions")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.of(QStringLiteral("sessionsView"), "rows").toInt() >= 10, kPatience);
  }
  void cleanupTestCase() { QVERIFY(m_demo.stop()); }
  void init() {
    m_page.console().session()->setCluster(QStringLiteral("demo"), false, false);
    m_page.press(Qt::Key_Escape);
  }

  void theTailHidesWhatIsSaidUntilItIsAskedFor() {
    QVERIFY(m_page.click(QStringLiteral("sessionsView")));
    QTRY_VERIFY(m_page.find(QStringLiteral("sessionPaneTail")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("sessionPaneTail")));
    QTRY_VERIFY(m_page.find(QStringLiteral("tailFrames")) != nullptr);
    QVERIFY(m_page.of(QStringLiteral("tailRedacted"), "checked").toBool());
    // Of its first room, where more is said than one user says.
    QVERIFY(m_page.click(QStringLiteral("tailScope")));
    m_page.press(Qt::Key_Down);
    m_page.press(Qt::Key_Return);
    QTRY_COMPARE(m_page.of(QStringLiteral("tailScope"), "currentIndex").toInt(), 1);
    QTRY_VERIFY_WITH_TIMEOUT(messages().size() > 1, kPatience);
    QVERIFY(m_page.of(QStringLiteral("tailFrames"), "count").toInt() > 1);
    for (const QString& text : messages())
      QVERIFY2(text.contains(QLatin1String(" bytes]")), qPrintable(text));

    QVERIFY(m_page.click(QStringLiteral("tailRedacted")));
    QTRY_VERIFY_WITH_TIMEOUT(messages().size() > 1, kPatience);
    for (const QString& text : messages())
      QVERIFY2(!text.contains(QLatin1String(" bytes]")), qPrintable(text));
    QVERIFY(m_page.click(QStringLiteral("tailClose")));
    QTRY_VERIFY(m_page.find(QStringLiteral("tailFrames")) == nullptr);
  }

  void onAProductionClusterNobodyIsKickedWithoutTheWord() {
    selectFirst();
    setProduction();
    QVERIFY(m_page.click(QStringLiteral("sessionsKick")));
    expectTheWord(QStringLiteral("kickWord"), QStringLiteral("kickConfirm"));
    QVERIFY(m_page.click(QStringLiteral("kickCancel")));
    QTRY_VERIFY(m_page.find(QStringLiteral("kickConfirm")) == nullptr);
  }

  void onAProductionClusterNobodyIsMovedWithoutTheWord() {
    selectFirst();
    setProduction();
    QVERIFY(m_page.click(QStringLiteral("sessionsMove")));
    expectTheWord(QStringLiteral("moveWord"), QStringLiteral("moveBegin"));
    QVERIFY(m_page.click(QStringLiteral("moveCancel")));
    QTRY_VERIFY(m_page.find(QStringLiteral("moveBegin")) == nullptr);
  }

  void elsewhereNoWordIsAsked() {
    selectFirst();
    QVERIFY(m_page.click(QStringLiteral("sessionsKick")));
    QTRY_VERIFY(m_page.find(QStringLiteral("kickConfirm")) != nullptr);
    QVERIFY(m_page.find(QStringLiteral("kickWord")) == nullptr);
    QVERIFY(m_page.of(QStringLiteral("kickConfirm"), "enabled").toBool());
    QVERIFY(m_page.click(QStringLiteral("kickCancel")));
    QTRY_VERIFY(m_page.find(QStringLiteral("kickConfirm")) == nullptr);
  }

  void onAProductionClusterADrainIsNotStoppedWithoutTheWord() {
    beginDrain();
    setProduction();
    QVERIFY(m_page.click(QStringLiteral("sessionMoveStop")));
    expectTheWord(QStringLiteral("sessionStopDialogWord"), QStringLiteral("sessionStopDialogYes"));
    QVERIFY(m_page.find(QStringLiteral("sessionMoveStop")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("sessionStopDialogYes")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionMoveStop")) == nullptr, kPatience);

    // Elsewhere it is done at once.
    m_page.console().session()->setCluster(QStringLiteral("demo"), false, false);
    QVERIFY(m_page.click(QStringLiteral("sessionsReopen_chat-1")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionsReopen_chat-1")) == nullptr, kPatience);
    QVERIFY(m_page.of(QStringLiteral("sessionsOrderError"), "text").toString().isEmpty());
  }

 private:
  void setProduction() {
    m_page.console().session()->setCluster(QStringLiteral("demo"), true, false);
    QVERIFY(m_page.find(QStringLiteral("productionFrame")) != nullptr);
  }
  void selectFirst() {
    QVERIFY(m_page.click(QStringLiteral("sessionsView")));
    m_page.press(Qt::Key_Home);
    QTRY_COMPARE(m_page.of(QStringLiteral("sessionsSelected"), "text").toString(),
                 QStringLiteral("1 selected"));
  }
  // Types a wrong word, then the right one.
  void expectTheWord(const QString& field, const QString& button) {
    QTRY_VERIFY(m_page.find(field) != nullptr);
    QVERIFY(!m_page.of(button, "enabled").toBool());
    QVERIFY(m_page.click(field));
    m_page.type(QStringLiteral("chatt"));
    QCOMPARE(m_page.of(field, "text").toString(), QStringLiteral("chatt"));
    QVERIFY(!m_page.of(button, "enabled").toBool());
    QVERIFY(m_page.click(button));
    QVERIFY(m_page.find(button) != nullptr);
    QVERIFY(m_page.click(field));
    m_page.press(Qt::Key_End);
    m_page.press(Qt::Key_Backspace);
    QTRY_VERIFY(m_page.of(button, "enabled").toBool());
  }
  // Of chat-1, so slowly that it goes on for minutes.
  void beginDrain() {
    QVERIFY(m_page.click(QStringLiteral("sessionsDrain")));
    QTRY_VERIFY(m_page.find(QStringLiteral("moveMode_keep")) != nullptr);
    QVERIFY(m_page.click(QStringLiteral("moveMode_keep")));
    QVERIFY(m_page.click(QStringLiteral("moveBegin")));
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionMoveStop")) != nullptr, kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(m_page.find(QStringLiteral("sessionsReopen_chat-1")) != nullptr, kPatience);
    QTRY_VERIFY(m_page.find(QStringLiteral("moveBegin")) == nullptr);
  }
  // What was said, as the tail shows it.
  [[nodiscard]] QStringList messages() const {
    const auto* frames = m_page.of(QStringLiteral("tailFrames"), "model").value<app::SessionFrames*>();
    QStringList texts;
    for (int row = 0; frames != nullptr && row < frames->count(); ++row) {
      const QModelIndex index = frames->index(row);
      if (frames->data(index, app::SessionFrames::KindRole).toString() == QLatin1String(kMessage))
        texts << frames->data(index, app::SessionFrames::TextRole).toString();
    }
    return texts;
  }

  test::DemoProcess m_demo;
  test::PageDriver m_page;
};

HALFTONE_PAGE_TEST_MAIN(SessionPageTest)
#include "tst_sessionpage.moc"

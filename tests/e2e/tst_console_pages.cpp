// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "app/viewmodels/session.h"
#include "tests/e2e/consoledriver.h"
#include "tests/e2e/screen.h"
#include "tests/qml/look.h"
#include "tests/qml/pagetest.h"

using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr int kCheckIntervalMs = 2000;  // of the chat nodes' health checks
constexpr int kSlackMs = 1500;

const QStringList kPages{QStringLiteral("Overview"), QStringLiteral("Traffic"), QStringLiteral("Explain"),
                         QStringLiteral("Audit"),    QStringLiteral("Health"),  QStringLiteral("Sessions"),
                         QStringLiteral("Catalog"),  QStringLiteral("Kv"),      QStringLiteral("Demo")};

std::string stateOf(const DemoProcess& demo, const char* id) {
  const json frame = fetch(demo.admin(), "/v1/demo");
  for (const json& process : frame.at("processes")) {
    if (process.at("id") == id) return process.at("state");
  }
  return "absent";
}

}  // namespace

// What the console shows of the running demo: news, failures, and every page in both themes and languages.
class TestConsolePages : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QVERIFY(m_console.start()); }
  void languageAndThemeAreSwitchedByTheirButtons();
  void aPublishFromElsewhereIsTold();
  void aNodeKilledOnTheDemoPageTurnsRedInTheCatalog();
  void chartsAreWrittenByMouseAndKeys();
  void eachPageCanBeSeenInBothThemesAndLanguages();
  void cleanupTestCase() { QVERIFY(m_console.stop()); }

 private:
  [[nodiscard]] int brightness() const {
    const QQuickWindow* window = m_console.window();
    return const_cast<QQuickWindow*>(window)->grabWindow().pixelColor(window->width() / 2, 60).lightness();
  }
  // The toast that tells of this, null if there is none.
  [[nodiscard]] QQuickItem* toast(const char* about) const;

  ConsoleDriver m_console;
};

void TestConsolePages::languageAndThemeAreSwitchedByTheirButtons() {
  QVERIFY(brightness() < 100);
  QVERIFY(m_console.click(QStringLiteral("themeButton")));
  QVERIFY(m_console.click(QStringLiteral("theme_light")));
  QTRY_VERIFY(brightness() > 180);
  QVERIFY(m_console.click(QStringLiteral("themeButton")));
  QVERIFY(m_console.savePicture(QStringLiteral("themes-light")));
  QVERIFY(m_console.click(QStringLiteral("theme_dark")));
  QTRY_VERIFY(brightness() < 100);
  QVERIFY(m_console.press(QStringLiteral("ctrl+t")));
  QTRY_VERIFY(brightness() > 180);
  QVERIFY(m_console.press(QStringLiteral("ctrl+t")));
  QTRY_VERIFY(brightness() < 100);
  const QString overview = QStringLiteral("nav_overview");
  QCOMPARE(m_console.textOf(overview), QStringLiteral("Overview"));
  QVERIFY(m_console.click(QStringLiteral("languageButton")));
  QTRY_COMPARE(m_console.textOf(overview), QStringLiteral("概览"));
  QVERIFY(m_console.press(QStringLiteral("ctrl+l")));
  QTRY_COMPARE(m_console.textOf(overview), QStringLiteral("Overview"));
}

QQuickItem* TestConsolePages::toast(const char* about) const {
  for (int number = 1; number < 60; ++number) {
    QQuickItem* found = m_console.item(QStringLiteral("toast_%1").arg(number));
    if (found != nullptr && found->property("text").toString().contains(QLatin1String(about))) return found;
  }
  return nullptr;
}

void TestConsolePages::aPublishFromElsewhereIsTold() {
  QVERIFY(m_console.openPage(QStringLiteral("Overview")));
  const QString file =
      QDir::temp().filePath(QStringLiteral("halftone-e2e-%1.json").arg(QCoreApplication::applicationPid()));
  json policy = fetch(m_console.demo().consul(), "/v1/kv/halftone/policies/chat?raw");
  policy["default"]["split"] =
      json::array({{{"version", "v2"}, {"weight", 20}}, {{"version", "v1"}, {"weight", 80}}});
  QFile out(file);
  QVERIFY(out.open(QIODevice::WriteOnly));
  out.write(QByteArray::fromStdString(policy.dump()));
  out.close();
  const CommandResult put = halftonectl({QStringLiteral("policy"), QStringLiteral("put"), file,
                                         QStringLiteral("--consul"), m_console.demo().consul().toString(),
                                         QStringLiteral("-m"), QStringLiteral("from a pipeline")});
  QVERIFY2(put.exitCode == 0, put.errors.constData());
  QVERIFY(QFile::remove(file));
  QTRY_VERIFY_WITH_TIMEOUT(toast("pipeline") != nullptr, 10'000);
  QVERIFY(m_console.savePicture(QStringLiteral("toast-dark")));
  QVERIFY(waitUntilStill(toast("pipeline")));
  QVERIFY(click(toast("pipeline")));
  QTRY_VERIFY(m_console.item(QStringLiteral("pageTraffic")) != nullptr);
}

void TestConsolePages::aNodeKilledOnTheDemoPageTurnsRedInTheCatalog() {
  QVERIFY(m_console.openPage(QStringLiteral("Demo")));
  QTRY_VERIFY(m_console.item(QStringLiteral("demoKill_chat-2")) != nullptr);
  QVERIFY(click(m_console.item(QStringLiteral("demoKill_chat-2"))));
  QTRY_VERIFY_WITH_TIMEOUT(stateOf(m_console.demo(), "chat-2") == "killed", 5'000);
  QElapsedTimer sinceKill;
  sinceKill.start();
  QVERIFY(m_console.openPage(QStringLiteral("Catalog")));
  const auto kindOf = [this](const char* node) {
    return m_console.of(QStringLiteral("catalogInstance_") + QString::fromUtf8(node), "kind").toString();
  };
  QTRY_VERIFY_WITH_TIMEOUT(kindOf("chat-2") == QStringLiteral("bad"), 10'000);
  QVERIFY2(sinceKill.elapsed() < kCheckIntervalMs + kSlackMs,
           qPrintable(QString::number(sinceKill.elapsed())));
  QCOMPARE(kindOf("chat-1"), QStringLiteral("ok"));
  QVERIFY(m_console.savePicture(QStringLiteral("catalog-killed-dark")));
}

void TestConsolePages::chartsAreWrittenByMouseAndKeys() {
  const QTemporaryDir folder;
  QVERIFY(m_console.openPage(QStringLiteral("Health")));
  const auto ask = [this](const char* format) {
    return m_console.click(QStringLiteral("healthExport")) && m_console.click(QLatin1String(format)) &&
           QTest::qWaitFor(
               [this] { return m_console.of(QStringLiteral("exportName"), "activeFocus").toBool(); });
  };
  const auto isGone = [this] { return m_console.item(QStringLiteral("exportName")) == nullptr; };
  const auto bytes = [&folder](const char* name) {
    QFile file(folder.filePath(QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
  };
  // The proposal's name is marked: what is typed takes its place, its end stays.
  QVERIFY(ask("healthExportPng"));
  QVERIFY(m_console.textOf(QStringLiteral("exportName")).startsWith(QLatin1String("chat-2")));
  QVERIFY(m_console.type(QStringLiteral("picture")));
  QTRY_COMPARE(m_console.textOf(QStringLiteral("exportName")), QStringLiteral("picture.png"));
  QVERIFY(m_console.click(QStringLiteral("exportFolder")));
  QVERIFY(m_console.press(QStringLiteral("ctrl+a")));
  QVERIFY(m_console.type(folder.path()));
  QVERIFY(m_console.savePicture(QStringLiteral("export-dark")));
  QVERIFY(m_console.click(QStringLiteral("exportWrite")));
  QTRY_VERIFY(isGone());
  QVERIFY(!QImage::fromData(bytes("picture.png"), "PNG").isNull());
  // The folder is remembered.
  QVERIFY(ask("healthExportSvg"));
  QCOMPARE(m_console.textOf(QStringLiteral("exportFolder")), folder.path());
  QVERIFY(m_console.type(QStringLiteral("drawing")));
  QVERIFY(m_console.press(QStringLiteral("Return")));
  QTRY_VERIFY(isGone());
  QVERIFY(bytes("drawing.svg").contains("<svg"));
  QFile old(folder.filePath(QStringLiteral("numbers.csv")));
  QVERIFY(old.open(QIODevice::WriteOnly) && old.write("old") == 3);
  old.close();
  QVERIFY(ask("healthExportCsv"));
  QVERIFY(m_console.type(QStringLiteral("numbers")));
  QVERIFY(m_console.press(QStringLiteral("Return")));
  QTRY_VERIFY(m_console.textOf(QStringLiteral("exportMessage")).contains(QStringLiteral("Replace")));
  QCOMPARE(bytes("numbers.csv"), QByteArray("old"));
  QVERIFY(m_console.click(QStringLiteral("exportWrite")));
  QTRY_VERIFY(isGone());
  QVERIFY(bytes("numbers.csv").startsWith("time,"));
}

void TestConsolePages::eachPageCanBeSeenInBothThemesAndLanguages() {
  for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
    m_console.console().session()->setLanguage(language);
    for (const bool dark : {true, false}) {
      m_console.console().session()->setDark(dark);
      for (const QString& page : kPages) {
        QVERIFY(m_console.openPage(page));
        QSignalSpy frames(m_console.window(), &QQuickWindow::frameSwapped);
        // Live charts and tables have drawn what arrived meanwhile; a page that stands still is asked to.
        for (int frame = 0; frame < 3; ++frame) {
          m_console.window()->update();
          QTRY_VERIFY(frames.size() > frame);
        }
        QVERIFY(m_console.savePicture(
            QStringLiteral("%1-%2-%3")
                .arg(page.toLower(), dark ? QStringLiteral("dark") : QStringLiteral("light"), language)));
        const QStringList cut = cutLabels(m_console.window()->contentItem());
        QVERIFY2(cut.isEmpty(), qPrintable(page + QStringLiteral(": ") + cut.join(QLatin1Char('|'))));
      }
    }
  }
}

HALFTONE_PAGE_TEST_MAIN(TestConsolePages)
#include "tst_console_pages.moc"

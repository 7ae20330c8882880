// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModel>
#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QQuickItem>
#include <QQuickWindow>
#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <nlohmann/json.hpp>

#include "app/application.h"
#include "app/viewmodels/session.h"
#include "tests/e2e/demoprocess.h"
#include "tests/e2e/screen.h"
#include "tests/support/http.h"

using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr int kPublishWithinMs = 2000;
constexpr int kFirstPageWithinMs = 10'000;
constexpr double kWantedPercent = 30;
constexpr int kCheckIntervalMs = 2000;  // of the chat nodes' health checks
constexpr int kSlackMs = 1500;

const QStringList kPages{QStringLiteral("Overview"), QStringLiteral("Traffic"), QStringLiteral("Explain"),
                         QStringLiteral("Audit"),    QStringLiteral("Health"),  QStringLiteral("Sessions"),
                         QStringLiteral("Catalog"),  QStringLiteral("Demo")};

json fetch(const QUrl& base, const char* target) {
  return json::parse(exchange("GET", base, target).body.toStdString(), nullptr, false);
}

int revisionInForce(const QUrl& proxyAdmin) {
  return fetch(proxyAdmin, "/v1/traffic").at("policy").at("revision").get<int>();
}

std::string stateOf(const DemoProcess& demo, const char* id) {
  const json frame = fetch(demo.admin(), "/v1/demo");
  for (const json& process : frame.at("processes")) {
    if (process.at("id") == id) return process.at("state");
  }
  return "absent";
}

bool press(const char* key) {
  return xdotool({QStringLiteral("key"), QString::fromLatin1(key)});
}

}  // namespace

// The console on the running demo, in a real window under an X server, with a real pointer.
class TestConsole : public QObject {
  Q_OBJECT
 private slots:
  void initTestCase();
  void theFirstPageIsLiveWithinTenSeconds();
  void draggingAndPublishingMovesRealTraffic();
  void aRuleIsEditedMovedAndUndoneByHand();
  void aConflictIsMergedAndRolledBackByHand();
  void thePaletteOpensPages();
  void aFilterIsCompletedAndJudgedAsOneTypes();
  void aPlaceIsPinnedAndFoundAgain();
  void aVersionIsDrainedByHand();
  void languageAndThemeAreSwitchedByTheirButtons();
  void aPublishFromElsewhereIsTold();
  void aNodeKilledOnTheDemoPageTurnsRedInTheCatalog();
  void eachPageCanBeSeenInBothThemesAndLanguages();
  void cleanupTestCase();

 private:
  [[nodiscard]] QQuickItem* item(const QString& name) const { return findVisible(m_console->window(), name); }
  [[nodiscard]] QObject* viewModel(const QString& page) const;
  [[nodiscard]] QString textOf(const char* name) const;
  // Clicks on what a dialog shows once it stands still.
  void clickIn(const char* name);
  [[nodiscard]] QVariant ofSplit(const QString& version, const char* role) const;
  void openPage(const QString& page);
  void savePicture(const QString& name);

  DemoProcess m_demo;
  std::unique_ptr<halftone::app::Application> m_console;
};

void TestConsole::initTestCase() {
  QVERIFY(m_demo.start({QStringLiteral("--users"), QStringLiteral("300")}));
  halftone::app::Options options;
  options.consul.url = m_demo.consul();
  options.proxyAdmin = m_demo.proxyAdmin();
  options.language = QStringLiteral("en");
  options.dark = true;  // whatever an earlier run has kept
  m_console = std::make_unique<halftone::app::Application>(options);
  QVERIFY(m_console->start());
  QVERIFY(QTest::qWaitForWindowExposed(m_console->window()));
  // Without a window manager nobody gives the window the keyboard.
  QVERIFY(xdotool({QStringLiteral("windowfocus"), QString::number(m_console->window()->winId())}));
}

QObject* TestConsole::viewModel(const QString& page) const {
  QQuickItem* found = item(QStringLiteral("page") + page);
  return found == nullptr ? nullptr : found->property("vm").value<QObject*>();
}

QString TestConsole::textOf(const char* name) const {
  const QQuickItem* found = item(QString::fromLatin1(name));
  return found == nullptr ? QString() : found->property("text").toString();
}

void TestConsole::clickIn(const char* name) {
  QTRY_VERIFY2(item(QString::fromLatin1(name)) != nullptr, name);
  QVERIFY2(waitUntilStill(item(QString::fromLatin1(name))), name);
  QVERIFY2(click(item(QString::fromLatin1(name))), name);
}

QVariant TestConsole::ofSplit(const QString& version, const char* role) const {
  QObject* vm = viewModel(QStringLiteral("Traffic"));
  auto* split = vm == nullptr ? nullptr : vm->property("split").value<QAbstractItemModel*>();
  if (split == nullptr) return {};
  const QHash<int, QByteArray> roles = split->roleNames();
  for (int row = 0; row < split->rowCount(); ++row) {
    const QModelIndex index = split->index(row, 0);
    if (index.data(roles.key("version")).toString() == version) return index.data(roles.key(role));
  }
  return {};
}

void TestConsole::openPage(const QString& page) {
  QVERIFY(click(item(QStringLiteral("nav_") + page.toLower())));
  QTRY_VERIFY(item(QStringLiteral("page") + page) != nullptr);
}

void TestConsole::savePicture(const QString& name) {
  const QString folder = qEnvironmentVariable("HALFTONE_SCREENSHOTS");
  const QImage image = m_console->window()->grabWindow();
  QVERIFY(!image.isNull());
  // A page that drew nothing has one or two colours.
  QSet<QRgb> colours;
  for (int y = 0; y < image.height(); y += 4) {
    for (int x = 0; x < image.width(); x += 4) colours.insert(image.pixel(x, y));
  }
  QVERIFY2(colours.size() > 20, qPrintable(name));
  if (!folder.isEmpty()) {
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(image.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
  }
}

void TestConsole::theFirstPageIsLiveWithinTenSeconds() {
  QElapsedTimer sinceWindow;
  sinceWindow.start();
  openPage(QStringLiteral("Traffic"));
  QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("splitSlider_v2")) != nullptr, kFirstPageWithinMs);
  QTRY_VERIFY_WITH_TIMEOUT(ofSplit(QStringLiteral("v2"), "measured").toDouble() >= 0, kFirstPageWithinMs);
  QVERIFY2(sinceWindow.elapsed() < kFirstPageWithinMs, qPrintable(QString::number(sinceWindow.elapsed())));
  QCOMPARE(ofSplit(QStringLiteral("v2"), "weight").toInt(), 500);
  QCOMPARE(ofSplit(QStringLiteral("v1"), "weight").toInt(), 9500);
}

void TestConsole::draggingAndPublishingMovesRealTraffic() {
  QQuickItem* slider = item(QStringLiteral("splitSlider_v2"));
  QVERIFY(slider != nullptr);
  auto* handle = slider->property("handle").value<QQuickItem*>();
  QVERIFY(handle != nullptr);
  const double track = slider->property("availableWidth").toDouble() - handle->width();
  const QPointF from = onScreen(handle);
  const QPointF to = from + QPointF((kWantedPercent - 5) / 100 * track, 0);
  QVERIFY(drag(from, to));
  const int wanted = ofSplit(QStringLiteral("v2"), "weight").toInt();
  QVERIFY2(std::abs(wanted - kWantedPercent * 100) < 100, qPrintable(QString::number(wanted)));
  QCOMPARE(ofSplit(QStringLiteral("v1"), "weight").toInt(), 10'000 - wanted);

  const int before = revisionInForce(m_demo.proxyAdmin());
  const json crowdBefore = fetch(m_demo.admin(), "/v1/demo").at("crowd");
  QVERIFY(click(item(QStringLiteral("publishButton"))));
  QTRY_VERIFY(item(QStringLiteral("confirmPublishButton")) != nullptr);
  QVERIFY(waitUntilStill(item(QStringLiteral("confirmPublishButton"))));  // the dialog moves as it opens
  savePicture(QStringLiteral("review-dark"));
  QVERIFY(click(item(QStringLiteral("confirmPublishButton"))));
  QElapsedTimer sincePublish;
  sincePublish.start();
  QTRY_VERIFY_WITH_TIMEOUT(revisionInForce(m_demo.proxyAdmin()) == before + 1, 10'000);
  QVERIFY2(sincePublish.elapsed() < kPublishWithinMs, qPrintable(QString::number(sincePublish.elapsed())));

  // The needle follows: the crowd's users in a window of seconds are a sample of some hundreds.
  QTRY_VERIFY_WITH_TIMEOUT(ofSplit(QStringLiteral("v2"), "inForce").toInt() == wanted, 5'000);
  QTRY_VERIFY_WITH_TIMEOUT(
      std::abs(ofSplit(QStringLiteral("v2"), "measured").toDouble() - wanted / 10'000.0) < 0.05, 60'000);
  const json crowd = fetch(m_demo.admin(), "/v1/demo").at("crowd");
  QCOMPARE(crowd.at("failed").get<int>(), crowdBefore.at("failed").get<int>());
  QVERIFY(crowd.at("requests").get<int>() > crowdBefore.at("requests").get<int>());
}

void TestConsole::aRuleIsEditedMovedAndUndoneByHand() {
  openPage(QStringLiteral("Traffic"));
  QTRY_VERIFY(textOf("ruleWords_1").contains(QLatin1String("user")));
  const QString before = textOf("ruleWords_1");
  clickIn("ruleWords_1");
  QVERIFY(press("Return"));
  clickIn("conditionValue_0");
  QVERIFY(press("ctrl+a"));
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("1500")}));
  QTRY_VERIFY(viewModel(QStringLiteral("Traffic"))
                  ->property("editor")
                  .value<QObject*>()
                  ->property("text")
                  .toString()
                  .contains(QLatin1String("1500")));
  savePicture(QStringLiteral("rule-dark"));
  QVERIFY(press("ctrl+Return"));
  QTRY_VERIFY(textOf("ruleWords_1").contains(QLatin1String("1500")));

  QTRY_VERIFY(item(QStringLiteral("conditionValue_0")) == nullptr);
  QQuickItem* grip = item(QStringLiteral("ruleGrip_1"));
  QVERIFY(grip != nullptr);
  QVERIFY(drag(onScreen(grip), onScreen(grip) + QPointF(0, 2 * grip->height())));
  QTRY_VERIFY(textOf("ruleWords_3").contains(QLatin1String("1500")));
  QVERIFY(press("ctrl+z"));
  QTRY_VERIFY(textOf("ruleWords_1").contains(QLatin1String("1500")));
  QVERIFY(press("ctrl+z"));
  QTRY_COMPARE(textOf("ruleWords_1"), before);
  QVERIFY(!viewModel(QStringLiteral("Traffic"))->property("changed").toBool());
}

void TestConsole::aConflictIsMergedAndRolledBackByHand() {
  openPage(QStringLiteral("Traffic"));
  QObject* vm = viewModel(QStringLiteral("Traffic"));
  clickIn("defaultRow");
  const int mine = ofSplit(QStringLiteral("v2"), "weight").toInt() + 100;
  QTRY_VERIFY(item(QStringLiteral("splitSlider_v2")) != nullptr);
  item(QStringLiteral("splitSlider_v2"))->forceActiveFocus();
  QVERIFY(press("Right"));
  QTRY_COMPARE(ofSplit(QStringLiteral("v2"), "weight").toInt(), mine);

  // Somebody else publishes another split of the default.
  json policy = fetch(m_demo.consul(), "/v1/kv/halftone/policies/chat?raw");
  policy["default"]["split"] =
      json::array({{{"version", "v2"}, {"weight", 10}}, {{"version", "v1"}, {"weight", 90}}});
  const int before = revisionInForce(m_demo.proxyAdmin());
  QCOMPARE(exchange("PUT", m_demo.consul(),
                    "/v1/kv/halftone/policies/chat?flags=" + QByteArray::number(before + 1),
                    QByteArray::fromStdString(policy.dump()))
               .status,
           200);
  clickIn("mergeButton");
  clickIn("mergeAllMineButton");
  savePicture(QStringLiteral("merge-dark"));
  clickIn("acceptMergeButton");
  QTRY_VERIFY(!vm->property("conflict").toBool());
  clickIn("publishButton");
  clickIn("confirmPublishButton");
  QTRY_VERIFY_WITH_TIMEOUT(revisionInForce(m_demo.proxyAdmin()) == before + 2, 10'000);
  QTRY_COMPARE(ofSplit(QStringLiteral("v2"), "inForce").toInt(), mine);

  // The publish is taken back with one click, within its five seconds.
  clickIn("takeBackButton");
  QTRY_VERIFY_WITH_TIMEOUT(revisionInForce(m_demo.proxyAdmin()) == before + 3, 10'000);
  QTRY_COMPARE(ofSplit(QStringLiteral("v2"), "inForce").toInt(), 1000);

  // And what was in force is brought back from the history.
  clickIn("historyButton");
  clickIn(qPrintable(QStringLiteral("historyRow_%1").arg(before + 2)));
  QTRY_VERIFY(item(QStringLiteral("rollBackButton"))->isEnabled());
  savePicture(QStringLiteral("history-dark"));
  clickIn("rollBackButton");
  QTRY_VERIFY_WITH_TIMEOUT(revisionInForce(m_demo.proxyAdmin()) == before + 4, 10'000);
  QTRY_COMPARE(ofSplit(QStringLiteral("v2"), "inForce").toInt(), mine);
}

void TestConsole::thePaletteOpensPages() {
  QVERIFY(press("ctrl+k"));
  QTRY_VERIFY(item(QStringLiteral("paletteInput")) != nullptr);
  QTRY_VERIFY(item(QStringLiteral("paletteInput"))->hasActiveFocus());
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("health")}));
  savePicture(QStringLiteral("palette-dark"));
  QVERIFY(press("Return"));
  QTRY_VERIFY(item(QStringLiteral("pageHealth")) != nullptr);
}

void TestConsole::aFilterIsCompletedAndJudgedAsOneTypes() {
  openPage(QStringLiteral("Sessions"));
  QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("sessionsView")) != nullptr, 10'000);
  const auto rows = [this] { return item(QStringLiteral("sessionsView"))->property("rows").toInt(); };
  QTRY_VERIFY_WITH_TIMEOUT(rows() > 20, 20'000);
  const int all = rows();
  clickIn("sessionsFilter");
  QTRY_VERIFY(item(QStringLiteral("sessionsFilter"))->hasActiveFocus());
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("vers")}));
  QTRY_VERIFY(item(QStringLiteral("sessionsFilterOffer_0")) != nullptr);
  QVERIFY(press("Tab"));
  QTRY_COMPARE(textOf("sessionsFilter"), QStringLiteral("version:"));
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("v2")}));
  QTRY_VERIFY(rows() > 0 && rows() < all);
  QCOMPARE(item(QStringLiteral("sessionsFilter"))->property("problem").toString(), QString());
  QVERIFY(press("ctrl+a"));
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("versoin:v2")}));
  QTRY_VERIFY(!item(QStringLiteral("sessionsFilter"))->property("problem").toString().isEmpty());
  savePicture(QStringLiteral("filter-wrong-dark"));
  QVERIFY(press("ctrl+a"));
  QVERIFY(xdotool({QStringLiteral("type"), QStringLiteral("version=v2")}));
  QTRY_VERIFY(rows() > 0 && rows() < all);
}

void TestConsole::aPlaceIsPinnedAndFoundAgain() {
  clickIn("pinButton");
  QTRY_VERIFY(item(QStringLiteral("favourite_0")) != nullptr);
  clickIn("sessionsFilterClear");
  QTRY_COMPARE(textOf("sessionsFilter"), QString());
  openPage(QStringLiteral("Audit"));
  clickIn("favourite_0");
  QTRY_VERIFY(item(QStringLiteral("pageSessions")) != nullptr);
  QTRY_COMPARE(textOf("sessionsFilter"), QStringLiteral("version=v2"));
  clickIn("pinButton");
  QTRY_VERIFY(item(QStringLiteral("favourite_0")) == nullptr);
  clickIn("sessionsFilterClear");
}

void TestConsole::aVersionIsDrainedByHand() {
  openPage(QStringLiteral("Sessions"));
  clickIn("sessionsDrain");
  clickIn("moveScope_node");
  QTRY_VERIFY(item(QStringLiteral("moveBegin"))->isEnabled());
  savePicture(QStringLiteral("drain-dark"));
  clickIn("moveBegin");
  QTRY_VERIFY_WITH_TIMEOUT(item(QStringLiteral("sessionMoveDetail")) != nullptr, 10'000);
  savePicture(QStringLiteral("draining-dark"));
  // It is let back in, so that those after find every node at work.
  for (const auto& node : m_demo.chat()) {
    const QString button = QStringLiteral("sessionsReopen_") + node.id;
    if (item(button) == nullptr) continue;
    clickIn(qPrintable(button));
    QTRY_VERIFY_WITH_TIMEOUT(item(button) == nullptr, 10'000);
  }
}

void TestConsole::languageAndThemeAreSwitchedByTheirButtons() {
  const auto brightness = [this] {
    return m_console->window()->grabWindow().pixelColor(m_console->window()->width() / 2, 60).lightness();
  };
  QVERIFY(brightness() < 100);
  clickIn("themeButton");
  QTRY_VERIFY(brightness() > 180);
  clickIn("themeButton");
  QTRY_VERIFY(brightness() < 100);
  QCOMPARE(textOf("nav_overview"), QStringLiteral("Overview"));
  clickIn("languageButton");
  QTRY_COMPARE(textOf("nav_overview"), QStringLiteral("概览"));
  QVERIFY(press("ctrl+l"));
  QTRY_COMPARE(textOf("nav_overview"), QStringLiteral("Overview"));
}

void TestConsole::aPublishFromElsewhereIsTold() {
  openPage(QStringLiteral("Overview"));
  const QString file =
      QDir::temp().filePath(QStringLiteral("halftone-e2e-%1.json").arg(QCoreApplication::applicationPid()));
  json policy = fetch(m_demo.consul(), "/v1/kv/halftone/policies/chat?raw");
  policy["default"]["split"] =
      json::array({{{"version", "v2"}, {"weight", 20}}, {{"version", "v1"}, {"weight", 80}}});
  QFile out(file);
  QVERIFY(out.open(QIODevice::WriteOnly));
  out.write(QByteArray::fromStdString(policy.dump()));
  out.close();
  const CommandResult put =
      halftonectl({QStringLiteral("policy"), QStringLiteral("put"), file, QStringLiteral("--consul"),
                   m_demo.consul().toString(), QStringLiteral("-m"), QStringLiteral("from a pipeline")});
  QVERIFY2(put.exitCode == 0, put.errors.constData());
  QVERIFY(QFile::remove(file));
  const auto toast = [this] {
    QQuickItem* found = nullptr;
    for (int number = 1; number < 60 && found == nullptr; ++number) {
      found = item(QStringLiteral("toast_%1").arg(number));
      if (found != nullptr && !found->property("text").toString().contains(QLatin1String("pipeline")))
        found = nullptr;
    }
    return found;
  };
  QTRY_VERIFY_WITH_TIMEOUT(toast() != nullptr, 10'000);
  savePicture(QStringLiteral("toast-dark"));
  QVERIFY(waitUntilStill(toast()));
  QVERIFY(click(toast()));
  QTRY_VERIFY(item(QStringLiteral("pageTraffic")) != nullptr);
}

void TestConsole::aNodeKilledOnTheDemoPageTurnsRedInTheCatalog() {
  openPage(QStringLiteral("Demo"));
  QTRY_VERIFY(item(QStringLiteral("demoKill_chat-2")) != nullptr);
  QVERIFY(click(item(QStringLiteral("demoKill_chat-2"))));
  QTRY_VERIFY_WITH_TIMEOUT(stateOf(m_demo, "chat-2") == "killed", 5'000);
  QElapsedTimer sinceKill;
  sinceKill.start();
  openPage(QStringLiteral("Catalog"));
  const auto kindOf = [this](const char* node) {
    const QQuickItem* row = item(QStringLiteral("catalogInstance_") + QString::fromUtf8(node));
    return row == nullptr ? QString() : row->property("kind").toString();
  };
  QTRY_VERIFY_WITH_TIMEOUT(kindOf("chat-2") == QStringLiteral("bad"), 10'000);
  QVERIFY2(sinceKill.elapsed() < kCheckIntervalMs + kSlackMs,
           qPrintable(QString::number(sinceKill.elapsed())));
  QCOMPARE(kindOf("chat-1"), QStringLiteral("ok"));
  savePicture(QStringLiteral("catalog-killed-dark"));
}

void TestConsole::eachPageCanBeSeenInBothThemesAndLanguages() {
  for (const QString& language : {QStringLiteral("en"), QStringLiteral("zh")}) {
    m_console->session()->setProperty("language", language);
    for (const bool dark : {true, false}) {
      m_console->session()->setProperty("dark", dark);
      for (const QString& page : kPages) {
        openPage(page);
        QSignalSpy frames(m_console->window(), &QQuickWindow::frameSwapped);
        // Live charts and tables have drawn what arrived meanwhile; a page that stands still is asked to.
        for (int frame = 0; frame < 3; ++frame) {
          m_console->window()->update();
          QTRY_VERIFY(frames.size() > frame);
        }
        savePicture(
            QStringLiteral("%1-%2-%3")
                .arg(page.toLower(), dark ? QStringLiteral("dark") : QStringLiteral("light"), language));
      }
    }
  }
}

void TestConsole::cleanupTestCase() {
  m_console.reset();
  QVERIFY(m_demo.stop());
}

int main(int argc, char* argv[]) {
  QApplication application(argc, argv);
  halftone::app::Application::prepare(application);
  TestConsole test;
  return QTest::qExec(&test, argc, argv);
}
#include "tst_console.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <signal.h>

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include "tests/e2e/browser.h"
#include "tests/e2e/demoprocess.h"

using namespace halftone::test;
using nlohmann::json;

// The chat's own page in a real browser, through the proxy of the demo.
class TestBrowser : public QObject {
  Q_OBJECT
 private slots:
  void twoPagesOfTwoVersionsGoOnWhenANodeIsKilled();

 private:
  // A user whom the policy in force sends to this version.
  QString userOf(const DemoProcess& demo, const char* version);
  // A page of such a user, in the room; empty if that failed or the page tells of another version.
  QString enter(const DemoProcess& demo, const char* version);
  void say(const QString& page, const QString& text) {
    (void)m_browser.evaluate(page,
                             QStringLiteral("at('text').value='%1';at('say').requestSubmit();1").arg(text));
  }
  std::string where(const QString& page) {
    return m_browser.evaluate(page, QStringLiteral("at('where').textContent")).get<std::string>();
  }
  bool isConnected(const QString& page) {
    return m_browser.evaluate(page, QStringLiteral("at('state').textContent")) == "connected";
  }
  // The messages that the page shows, without its own notes.
  json texts(const QString& page) {
    return m_browser.evaluate(
        page,
        QStringLiteral("[...document.querySelectorAll('#log li:not(.note)')].map(li=>li.lastChild.data)"));
  }

  Browser m_browser;
};

QString TestBrowser::userOf(const DemoProcess& demo, const char* version) {
  const CommandResult policy =
      halftonectl({QStringLiteral("policy"), QStringLiteral("get"), QStringLiteral("chat"),
                   QStringLiteral("--consul"), demo.consul().toString()});
  QTemporaryDir folder;
  QFile document(folder.filePath(QStringLiteral("policy.json")));
  QFile requests(folder.filePath(QStringLiteral("requests.jsonl")));
  if (policy.exitCode != 0 || !document.open(QIODevice::WriteOnly) || !requests.open(QIODevice::WriteOnly))
    return {};
  document.write(policy.output);
  document.close();
  for (int number = 0; number < 500; ++number)
    requests.write("{\"target\":\"/ws?user=guest-" + QByteArray::number(number) + "\"}\n");
  requests.close();
  const CommandResult decided =
      halftonectl({QStringLiteral("policy"), QStringLiteral("decide"), document.fileName(),
                   QStringLiteral("--requests"), requests.fileName()});
  const QList<QByteArray> lines = decided.output.split('\n');
  const auto at = std::find_if(lines.begin(), lines.end(), [version](const QByteArray& line) {
    return line.contains("\"version\":\"" + QByteArray(version) + '"');
  });
  return at == lines.end() ? QString() : QStringLiteral("guest-%1").arg(at - lines.begin());
}

QString TestBrowser::enter(const DemoProcess& demo, const char* version) {
  const QString user = userOf(demo, version);
  const QString page = user.isEmpty() ? QString() : m_browser.open(demo.proxy());
  if (page.isEmpty()) return {};
  (void)m_browser.evaluate(
      page, QStringLiteral("at('user').value='%1';at('room').value='parley';at('enter').requestSubmit();1")
                .arg(user));
  if (!QTest::qWaitFor([&] { return isConnected(page); }, 20'000)) return {};
  return where(page).starts_with(std::string(version) + " ") ? page : QString();
}

void TestBrowser::twoPagesOfTwoVersionsGoOnWhenANodeIsKilled() {
  DemoProcess demo;
  QVERIFY(demo.start({QStringLiteral("--users"), QStringLiteral("5")}));
  QVERIFY(m_browser.start());
  const QString first = enter(demo, "v1");
  QVERIFY(!first.isEmpty());
  const QString second = enter(demo, "v2");
  QVERIFY(!second.isEmpty());

  json wanted = json::array();
  const auto sayFromBoth = [&](const char* what, int count) {
    for (int number = 0; number < count; ++number) {
      const QString text = QStringLiteral("%1 %2").arg(QLatin1String(what)).arg(number);
      say(number % 2 == 0 ? first : second, text);
      wanted.push_back(text.toStdString());
    }
  };
  const auto bothShowEachOnce = [&] {
    json one = texts(first);
    const json other = texts(second);
    if (one != other) return false;  // the same order on both pages
    json sorted = wanted;
    std::sort(one.begin(), one.end());
    std::sort(sorted.begin(), sorted.end());
    return one == sorted;
  };
  sayFromBoth("before", 10);
  QTRY_VERIFY_WITH_TIMEOUT(bothShowEachOnce(), 20'000);

  const std::string before = where(first);
  const auto victim = std::find_if(
      demo.chat().begin(), demo.chat().end(),
      [&](const DemoProcess::Node& node) { return before.ends_with(" " + node.id.toStdString()); });
  QVERIFY2(victim != demo.chat().end(), before.c_str());
  QVERIFY(::kill(static_cast<pid_t>(victim->pid), SIGKILL) == 0);
  sayFromBoth("meanwhile", 20);  // some of them before the page has noticed
  QTRY_VERIFY_WITH_TIMEOUT(isConnected(first) && where(first) != before, 30'000);
  sayFromBoth("after", 10);
  QTRY_VERIFY_WITH_TIMEOUT(bothShowEachOnce(), 20'000);
  QVERIFY(demo.stop());
}

QTEST_GUILESS_MAIN(TestBrowser)
#include "tst_browser.moc"

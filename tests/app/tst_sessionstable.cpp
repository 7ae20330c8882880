// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/searchtext.h"
#include "app/viewmodels/sessionplacement.h"
#include "app/viewmodels/sessionstable.h"

using namespace halftone::app;

namespace {

constexpr qint64 kNowMs = 1'800'000'000'000;

// All users to v2, but of user "5" nobody can tell: a header decides.
std::shared_ptr<SessionPlacement> placement() {
  auto made = SessionPlacement::of(
      R"({"apiVersion":"halftone/v1","service":"chat","versions":{"v1":{"select":{"version":"v1"}},)"
      R"("v2":{"select":{"version":"v2"}}},"stable":"v1","rules":[{"name":"Staff","when":[)"
      R"({"attr":"user","is":"7"}],"split":[{"version":"v1","weight":100}]},{"name":"beta","when":[)"
      R"({"attr":"user","is":"5"},{"attr":"header:X-Beta","is":"1"}],"split":[{"version":"v1","weight":100}]}],)"
      R"("default":{"split":[{"version":"v2","weight":100}],"stickBy":"user"}})");
  made->setInstances({{QStringLiteral("chat-1"), {{}, {{"version", "v1"}}, {}, true}},
                      {QStringLiteral("chat-2"), {{}, {{"version", "v2"}}, {}, true}}});
  return made;
}

// Session number i of user i: so many seconds idle, ten times so long open, with i messages, on node chat-1.
SessionRow rowOf(int i) {
  auto made = std::make_shared<ChatSession>();
  made->user = QString::number(i);
  made->source = QStringLiteral("chat-1");
  made->version = QStringLiteral("v1");
  made->sinceMs = kNowMs - i * 10'000LL;
  made->lastActiveMs = kNowMs - i * 1000LL;
  made->messages = static_cast<quint64>(i);
  made->key = QStringLiteral("%1").arg(i, 5, 10, QLatin1Char('0')).toStdString();
  made->haystack = searchText({made->user, {}, made->version, {}, {}, {}});
  made->userKey = naturalKey(made->user);
  return {made, false};
}

}  // namespace

class SessionsTableTest : public QObject {
  Q_OBJECT

  SessionsTable m_table;

  QStringList shown(const char* filter) {
    m_table.setFilter(QString::fromUtf8(filter));
    QStringList users;
    for (int row = 0; row < m_table.rowCount(); ++row)
      users << m_table.index(row, SessionsTable::User).data().toString();
    return users;
  }

 private slots:
  void init() {
    std::vector<SessionRow> rows;
    for (int i = 1; i < 9; ++i) rows.push_back(rowOf(i));
    m_table.setNow(kNowMs);
    m_table.setPlacement(placement());
    m_table.setFilter({});
    m_table.setRows(std::move(rows));
  }

  void sessionsAreFoundByMessagesIdleTimeAndAge() {
    QCOMPARE(shown("messages>=7"), (QStringList{QStringLiteral("7"), QStringLiteral("8")}));
    QCOMPARE(shown("idle < 3s"), (QStringList{QStringLiteral("1"), QStringLiteral("2")}));
    QCOMPARE(shown("since > 1m and idle<8s"), QStringList{QStringLiteral("7")});
  }

  void sessionsAreFoundByTheRuleThatPlacesThem() {
    QCOMPARE(shown("rule=staff"), QStringList{QStringLiteral("7")});
    QCOMPARE(shown("-rule=default rule!=staff").size(), 0);
  }

  void sessionsAreFoundByWhetherThePolicyWouldPlaceThemElsewhere() {
    QCOMPARE(shown("misplaced=no"), QStringList{QStringLiteral("7")});
    QCOMPARE(shown("misplaced=unknown"), QStringList{QStringLiteral("5")});
    QCOMPARE(shown("misplaced=yes").size(), 6);
  }

  void withoutAPolicyNobodyCanTell() {
    m_table.setPlacement(nullptr);
    QCOMPARE(shown("misplaced=unknown").size(), 8);
    QCOMPARE(shown("rule:default").size(), 0);
  }

  void timeAloneBringsRowsIntoTheFilterAndOutOfIt() {
    QCOMPARE(shown("idle > 7s"), QStringList{QStringLiteral("8")});
    m_table.setNow(kNowMs + 2000);
    m_table.refilter();
    QCOMPARE(m_table.rowCount(), 3);
  }

  void theGuideOffersWhatIsComputed() {
    QCOMPARE(m_table.guide()->offers(QStringLiteral("misplaced="), 10).size(), 3);
    QVERIFY(m_table.guide()->offers(QStringLiteral("rule:"), 5).contains(QStringLiteral("rule:beta")));
    QCOMPARE(m_table.guide()->problem(QStringLiteral("idle < 60s and messages>3 misplaced=yes")), QString());
  }

  void fiftyThousandSessionsAreFilteredByWhatIsComputed() {
    std::vector<SessionRow> rows;
    for (int i = 0; i < 50'000; ++i) rows.push_back(rowOf(i));
    m_table.setRows(std::move(rows));
    for (const char* filter :
         {"7", "idle < 60s", "messages>3 or since<2h", "misplaced=yes", "user ~ ^1.*7$"}) {
      m_table.setFilter(QString::fromUtf8(filter));
      QVERIFY2(m_table.shown() > 0, filter);
    }
  }
};

QTEST_GUILESS_MAIN(SessionsTableTest)
#include "tst_sessionstable.moc"

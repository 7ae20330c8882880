// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/draftboard.h"
#include "app/feeds/livevalues.h"
#include "app/feeds/sessionaccount.h"
#include "app/feeds/sessionrequests.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;

namespace {

LiveRequest requestAt(const std::string& time, const std::string& user) {
  LiveRequest request;
  request.time = time;
  request.headers = {{"X-User-ID", user}};
  return request;
}

policy::Policy policyBy(policy::IdentitySource::Kind kind, const std::string& name) {
  policy::Policy policy = test::chatPolicy();
  policy.identity = {{kind, name}};
  return policy;
}

}  // namespace

class LiveRequestTest : public QObject {
  Q_OBJECT

 private slots:
  void ofManyRequestsTheNewestOfAllProxiesAreKept() {
    std::vector<LiveRequest> requests;
    for (std::size_t i = 0; i < kMaxLiveRequests; ++i)
      requests.push_back(requestAt("2026-01-01T00:00:01Z", "first proxy"));
    for (std::size_t i = 0; i < kMaxLiveRequests; ++i)
      requests.push_back(requestAt(i % 2 == 0 ? "2026-01-01T00:00:00Z" : "2026-01-01T00:00:02Z", "second"));
    const std::vector<LiveRequest> kept = newestOf(std::move(requests));
    QCOMPARE(kept.size(), kMaxLiveRequests);
    QCOMPARE(kept.back().time, std::string("2026-01-01T00:00:02Z"));
    QCOMPARE(kept.front().time, std::string("2026-01-01T00:00:01Z"));
    QCOMPARE(std::count_if(kept.begin(), kept.end(),
                           [](const LiveRequest& one) { return one.time == "2026-01-01T00:00:02Z"; }),
             static_cast<std::ptrdiff_t>(kMaxLiveRequests / 2));
  }
  void valuesAreOfferedOfTheNewestRequests() {
    std::vector<LiveRequest> requests(6000, requestAt("1", "old"));
    for (int i = 0; i < 5000; ++i) requests.push_back(requestAt("2", "new"));
    const LiveValues values(std::make_shared<const std::vector<LiveRequest>>(std::move(requests)));
    QCOMPARE(values.values(QStringLiteral("header:X-User-ID"), test::chatPolicy()),
             QStringList{QStringLiteral("new")});
  }
  void aSessionsRequestIsTheOneThatItsNodeRemembers() {
    SessionAccount account;
    account.client = QStringLiteral("192.168.10.7");
    account.target = QStringLiteral("/ws?room=lobby");
    account.fields = {{QStringLiteral("X-User-ID"), QStringLiteral("u7")},
                      {QStringLiteral("X-App"), QStringLiteral("beta")}};
    const LiveRequest request = requestOfAccount(account, "u7", test::chatPolicy());
    QCOMPARE(request.client, std::string("192.168.10.7"));
    QCOMPARE(request.target, std::string("/ws?room=lobby"));
    QCOMPARE(headerOf(request, QStringLiteral("x-app")), QStringLiteral("beta"));
    QCOMPARE(request.headers.size(), 2U);
  }
  void theUserStandsWhereTheNodeHidesWhatTellsIt_data() {
    QTest::addColumn<QString>("target");
    QTest::addColumn<QString>("field");
    QTest::addColumn<bool>("byQuery");
    QTest::newRow("cookie") << "/ws?room=a"
                            << "Cookie" << false;
    QTest::newRow("query") << "/ws?token=[7 bytes]&room=a"
                           << "X-App" << true;
  }
  void theUserStandsWhereTheNodeHidesWhatTellsIt() {
    QFETCH(QString, target);
    QFETCH(QString, field);
    QFETCH(bool, byQuery);
    using Kind = policy::IdentitySource::Kind;
    const policy::Policy policy = policyBy(byQuery ? Kind::Query : Kind::Cookie, byQuery ? "token" : "uid");
    SessionAccount account;
    account.target = target;
    account.fields = {{field, QStringLiteral("[16 bytes]")}};
    const LiveRequest request = requestOfAccount(account, "u7", policy);
    QCOMPARE(userOf(request, policy), QStringLiteral("u7"));
    QCOMPARE(request.headers.size(), 1U);
    QVERIFY(request.target.starts_with("/ws?"));
  }
  void theBoardTellsOfDraftsThatComeAndGo() {
    DraftBoard board;
    QStringList told;
    connect(&board, &DraftBoard::changed, &board, [&told](const QString& service) { told << service; });
    const QString chat = QStringLiteral("chat");
    board.put(chat, nullptr);
    QVERIFY(told.isEmpty());
    board.put(chat, std::make_shared<const policy::Policy>(test::chatPolicy(3000)));
    QCOMPARE(*board.draft(chat), test::chatPolicy(3000));
    QCOMPARE(board.draft(QStringLiteral("other")), nullptr);
    board.put(chat, nullptr);
    QCOMPARE(board.draft(chat), nullptr);
    QCOMPARE(told, QStringList({chat, chat}));
  }
};

QTEST_APPLESS_MAIN(LiveRequestTest)
#include "tst_liverequest.moc"

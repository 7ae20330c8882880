// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "app/feeds/livevalues.h"
#include "app/viewmodels/requesttext.h"
#include "tests/app/policies.h"

using namespace halftone;
using namespace halftone::app;

class RequestTextTest : public QObject {
  Q_OBJECT

 private slots:
  void aHeadOfHttpIsRead() {
    const auto request = parseRequestText(
        QStringLiteral("POST /chat?room=1 HTTP/1.1\r\nHost: a\r\nX-User-ID:  42 \r\n\r\nbody: x"));
    QVERIFY(request);
    QCOMPARE(request->method, std::string("POST"));
    QCOMPARE(request->target, std::string("/chat?room=1"));
    QCOMPARE(headerOf(*request, QStringLiteral("X-User-ID")), QStringLiteral("42"));
    QCOMPARE(request->headers.size(), 2U);
  }
  void aCurlCommandIsRead() {
    const auto request = parseRequestText(QStringLiteral(
        "curl 'https://chat.example:8443/a%20b?x=1' \\\n  -H 'X-App-Version: beta' -b 'uid=7; t=\"x\"' "
        "--compressed -o /dev/null -A \"An \\\"Agent\\\"\""));
    QVERIFY(request);
    QCOMPARE(request->method, std::string("GET"));
    QCOMPARE(request->target, std::string("/a%20b?x=1"));
    QCOMPARE(headerOf(*request, QStringLiteral("Host")), QStringLiteral("chat.example:8443"));
    QCOMPARE(headerOf(*request, QStringLiteral("Cookie")), QStringLiteral("uid=7; t=\"x\""));
    QCOMPARE(headerOf(*request, QStringLiteral("User-Agent")), QStringLiteral("An \"Agent\""));
  }
  void dataMakesCurlPost() {
    QCOMPARE(parseRequestText(QStringLiteral("curl http://a/ -d x=1"))->method, std::string("POST"));
    QCOMPARE(parseRequestText(QStringLiteral("curl -X PUT http://a/ --data-raw '{}'"))->method,
             std::string("PUT"));
  }
  void theJsonOfPoliciesIsRead() {
    const auto request = parseRequestText(
        QStringLiteral("{\"method\":\"GET\",\"target\":\"/chat?user=7\",\"headers\":[[\"X-User-ID\",\"7\"]],"
                       "\"client\":\"10.0.0.9\"}"));
    QVERIFY(request);
    QCOMPARE(request->client, std::string("10.0.0.9"));
    QCOMPARE(headerOf(*request, QStringLiteral("X-User-ID")), QStringLiteral("7"));
  }
  void whatIsNoRequestSaysWhy_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("why");
    QTest::newRow("nothing") << QString() << QStringLiteral("Paste");
    QTest::newRow("prose") << QStringLiteral("hello there, world") << QStringLiteral("Line 1");
    QTest::newRow("header") << QStringLiteral("GET / HTTP/1.1\nHost a") << QStringLiteral("Line 2");
    QTest::newRow("quote") << QStringLiteral("curl 'http://a") << QStringLiteral("quote");
    QTest::newRow("no URL") << QStringLiteral("curl -H 'A: b'") << QStringLiteral("no URL");
    QTest::newRow("JSON") << QStringLiteral("{\"method\":") << QStringLiteral("no JSON");
  }
  void whatIsNoRequestSaysWhy() {
    QFETCH(const QString, text);
    QFETCH(const QString, why);
    const auto request = parseRequestText(text);
    QVERIFY(!request);
    QVERIFY2(QString::fromStdString(request.error().message).contains(why), request.error().message.c_str());
  }
  void whatIsWrittenReadsBack() {
    const LiveRequest request = requestOfUser("用户 7", test::chatPolicy());
    const auto again = parseRequestText(requestText(request));
    QVERIFY(again);
    QCOMPARE(again->headers, request.headers);
    QCOMPARE(again->target, request.target);
  }
  void samplesAreReadAndNothingElse() {
    const auto samples =
        readSamples("{\"samples\":[{\"method\":\"GET\",\"target\":\"/\",\"headers\":[[\"A\",\"b\"],3]}]}");
    QVERIFY(samples);
    QCOMPARE(samples->size(), 1U);
    QCOMPARE(samples->front().headers.size(), 1U);
    for (const char* text : {"", "[]", "{}", "{\"samples\":{}}", "{\"samples\":[1]}"})
      QVERIFY(!readSamples(text));
  }
  void completionKnowsTheMostFrequentFirst() {
    std::vector<LiveRequest> all;
    for (const char* user : {"a", "b", "b"}) all.push_back(requestOfUser(user, test::chatPolicy()));
    all[0].headers.emplace_back("X-App", "beta");
    const LiveValues live(std::make_shared<const std::vector<LiveRequest>>(all));
    QCOMPARE(live.values(QStringLiteral("user"), test::chatPolicy()),
             (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
    QCOMPARE(live.values(QStringLiteral("header:x-app"), test::chatPolicy()),
             QStringList{QStringLiteral("beta")});
    QVERIFY(live.names(QStringLiteral("header:")).contains(QStringLiteral("X-App")));
  }
};

QTEST_APPLESS_MAIN(RequestTextTest)
#include "tst_requesttext.moc"

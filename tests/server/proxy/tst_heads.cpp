// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/proxy/body.h"
#include "server/proxy/heads.h"

using namespace halftone;
using namespace halftone::proxy;

namespace {

std::string rewritten(const std::string& request, RequestRewrite rewrite = {}) {
  net::RequestHead head;
  const auto parse = net::parseRequestHead(request, head);
  if (parse.status != net::HeadStatus::Complete) return "not parsed: " + std::string(parse.why);
  rewrite.target = net::pathAndQuery(head);
  if (rewrite.host.empty()) rewrite.host = net::effectiveHost(head);
  if (rewrite.clientAddress.empty()) rewrite.clientAddress = "10.0.0.9";
  rewrite.webSocket = wantsWebSocket(head);
  std::string out;
  writeRequestHead(out, head, rewrite);
  return out;
}

std::string rewrittenAnswer(const std::string& answer, ResponseRewrite rewrite = {},
                            std::string_view method = "GET") {
  net::ResponseHead head;
  const auto parse = net::parseResponseHead(answer, method, head);
  if (parse.status != net::HeadStatus::Complete) return "not parsed: " + std::string(parse.why);
  if (rewrite.date.empty()) rewrite.date = "Sun, 06 Nov 1994 08:49:37 GMT";
  std::string out;
  writeResponseHead(out, head, rewrite);
  return out;
}

}  // namespace

class HeadsTest : public QObject {
  Q_OBJECT
 private slots:
  void requestKeepsItsFieldsInOrderAndSaysWhoAsked();
  void hopByHopFieldsEndAtTheProxy();
  void fieldsNamedByConnectionEndAtTheProxy();
  void forwardedAddressesAreChained();
  void forwardedElementsOfTrustedProxiesAreChained();
  void forwardedHostAndProtoOfStrangersAreReplaced();
  void forwardedHostAndProtoOfTrustedProxiesStay();
  void absoluteTargetBecomesOriginFormAndGivesTheHost();
  void framingIsWrittenAnew();
  void onlyWebSocketsAreUpgraded_data();
  void onlyWebSocketsAreUpgraded();
  void answerTellsItsVersion();
  void answerWithoutDateGetsOne();
  void answerThatMayHaveNoBodySaysNoLength();
  void answerToHeadKeepsItsLength();
  void cookieIsFoundByItsWholeName();
  void bodyEndsAtItsLength();
  void chunkedBodyEndsAfterItsTrailers();
  void malformedChunksAreBad();
  void bodiesBeyondTheirLimitAreTooLarge();
  void forwardsAreCountedDown();
  void connectAndTraceAreNotPassedOn();
};

void HeadsTest::requestKeepsItsFieldsInOrderAndSaysWhoAsked() {
  QCOMPARE(
      rewritten(
          "GET /a?b=1 HTTP/1.1\r\nHost: shop\r\nAccept:  x \r\nX-A: 1\r\nx-a: 2\r\nVia: 1.1 front\r\n\r\n"),
      std::string("GET /a?b=1 HTTP/1.1\r\nAccept: x\r\nX-A: 1\r\nx-a: 2\r\nVia: 1.1 front\r\nHost: shop\r\n"
                  "X-Forwarded-For: 10.0.0.9\r\nForwarded: for=10.0.0.9;proto=http;host=\"shop\"\r\n"
                  "X-Forwarded-Proto: http\r\nX-Forwarded-Host: shop\r\n"
                  "Via: 1.1 halftone\r\n\r\n"));
}

void HeadsTest::hopByHopFieldsEndAtTheProxy() {
  const std::string out = rewritten(
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5\r\nProxy-Connection: "
      "close\r\n"
      "TE: trailers\r\nUpgrade: h2c\r\n\r\n");
  for (const char* name : {"Connection:", "Keep-Alive:", "TE:", "Upgrade:", "Proxy-Connection:"}) {
    QVERIFY2(out.find(name) == std::string::npos, out.c_str());
  }
}

void HeadsTest::fieldsNamedByConnectionEndAtTheProxy() {
  const std::string out = rewritten(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Secret: 1\r\nX-Open: 2\r\nConnection: close, x-secret, host\r\n\r\n");
  QVERIFY(out.find("X-Secret") == std::string::npos);
  QVERIFY(out.find("X-Open: 2\r\n") != std::string::npos);
  QVERIFY(out.find("\r\nHost: a\r\n") != std::string::npos);
}

void HeadsTest::forwardedAddressesAreChained() {
  const std::string out = rewritten(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 1.1.1.1\r\nx-forwarded-for: 2.2.2.2, 3.3.3.3\r\n\r\n");
  QVERIFY(out.find("X-Forwarded-For: 1.1.1.1, 2.2.2.2, 3.3.3.3, 10.0.0.9\r\n") != std::string::npos);
  QVERIFY(out.find("x-forwarded-for") == std::string::npos);
}

void HeadsTest::forwardedElementsOfTrustedProxiesAreChained() {
  const std::string request =
      "GET / HTTP/1.1\r\nHost: a:80\r\nForwarded: for=1.1.1.1\r\nforwarded: for=2.2.2.2\r\n\r\n";
  RequestRewrite rewrite;
  rewrite.clientAddress = "2001:db8::1";
  rewrite.tls = true;
  const std::string own = "for=\"[2001:db8::1]\";proto=https;host=\"a:80\"\r\n";
  QVERIFY(rewritten(request, rewrite).find("\r\nForwarded: " + own) != std::string::npos);
  rewrite.trustForwarded = true;
  QVERIFY(rewritten(request, rewrite).find("\r\nForwarded: for=1.1.1.1, for=2.2.2.2, " + own) !=
          std::string::npos);
}

void HeadsTest::forwardedHostAndProtoOfStrangersAreReplaced() {
  const std::string out =
      rewritten("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\n\r\n");
  QVERIFY(out.find("X-Forwarded-Proto: http\r\n") != std::string::npos);
  QVERIFY(out.find("X-Forwarded-Host: a\r\n") != std::string::npos);
  QVERIFY(out.find("evil") == std::string::npos);
}

void HeadsTest::forwardedHostAndProtoOfTrustedProxiesStay() {
  RequestRewrite rewrite;
  rewrite.trustForwarded = true;
  const std::string out = rewritten(
      "GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: b\r\n\r\n", rewrite);
  QVERIFY(out.find("X-Forwarded-Proto: https\r\n") != std::string::npos);
  QVERIFY(out.find("X-Forwarded-Proto: http\r\n") == std::string::npos);
  QVERIFY(out.find("X-Forwarded-Host: b\r\n") != std::string::npos);
}

void HeadsTest::absoluteTargetBecomesOriginFormAndGivesTheHost() {
  const std::string out = rewritten("GET http://real:8080/x HTTP/1.1\r\nHost: other\r\n\r\n");
  QVERIFY(out.starts_with("GET /x HTTP/1.1\r\n"));
  QVERIFY(out.find("Host: real:8080\r\n") != std::string::npos);
  QVERIFY(out.find("other") == std::string::npos);
}

void HeadsTest::framingIsWrittenAnew() {
  const std::string length = rewritten("POST / HTTP/1.1\r\nHost: a\r\ncontent-length: 007\r\n\r\n");
  QVERIFY2(length.find("\r\nContent-Length: 7\r\n") != std::string::npos, length.c_str());
  QVERIFY(length.find("007") == std::string::npos);
  const std::string chunked = rewritten("POST / HTTP/1.1\r\nHost: a\r\ntransfer-encoding: Chunked\r\n\r\n");
  QVERIFY2(chunked.find("\r\nTransfer-Encoding: chunked\r\n") != std::string::npos, chunked.c_str());
}

void HeadsTest::onlyWebSocketsAreUpgraded_data() {
  QTest::addColumn<QByteArray>("request");
  QTest::addColumn<bool>("upgraded");
  const QByteArray usual = "GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n";
  QTest::newRow("websocket") << usual + "Upgrade: WebSocket\r\n\r\n" << true;
  QTest::newRow("h2c") << usual + "Upgrade: h2c\r\n\r\n" << false;
  QTest::newRow("a choice") << usual + "Upgrade: websocket, h2c\r\n\r\n" << true;
  QTest::newRow("not named by Connection")
      << QByteArray("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n") << false;
  QTest::newRow("with a body") << usual + "Upgrade: websocket\r\nContent-Length: 1\r\n\r\n" << false;
  QTest::newRow("HTTP/1.0") << QByteArray(
                                   "GET / HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
                            << false;
}

void HeadsTest::onlyWebSocketsAreUpgraded() {
  QFETCH(QByteArray, request);
  QFETCH(bool, upgraded);
  const std::string out = rewritten(request.toStdString());
  QVERIFY(!out.starts_with("not parsed"));
  QCOMPARE(out.find("Connection: Upgrade\r\nUpgrade: websocket\r\n") != std::string::npos, upgraded);
}

void HeadsTest::answerTellsItsVersion() {
  ResponseRewrite rewrite;
  rewrite.version = "v2";
  const std::string out = rewrittenAnswer(
      "HTTP/1.1 200 Fine\r\nDate: x\r\nX-Halftone-Version: forged\r\nContent-Length: 2\r\nConnection: "
      "close\r\n\r\n",
      rewrite);
  QCOMPARE(out, std::string(
                    "HTTP/1.1 200 Fine\r\nDate: x\r\nContent-Length: 2\r\nX-Halftone-Version: v2\r\n\r\n"));
}

void HeadsTest::answerWithoutDateGetsOne() {
  QVERIFY(rewrittenAnswer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").find("\r\nDate: Sun, 06 Nov") !=
          std::string::npos);
}

void HeadsTest::answerThatMayHaveNoBodySaysNoLength() {
  QVERIFY(rewrittenAnswer("HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n").find("Content-Length") ==
          std::string::npos);
}

void HeadsTest::answerToHeadKeepsItsLength() {
  QVERIFY(rewrittenAnswer("HTTP/1.1 200 OK\r\nContent-Length: 42\r\n\r\n", {}, "HEAD")
              .find("Content-Length: 42\r\n") != std::string::npos);
}

void HeadsTest::cookieIsFoundByItsWholeName() {
  net::RequestHead head;
  const std::string request =
      "GET / HTTP/1.1\r\nHost: a\r\nCookie: xs=1; s=2;ss=3\r\nCookie: t=4; s=5\r\n\r\n";
  QVERIFY(net::parseRequestHead(request, head).status == net::HeadStatus::Complete);
  QVERIFY(findCookie(head.fields, "s") == "2");
  QVERIFY(findCookie(head.fields, "t") == "4");
  QVERIFY(findCookie(head.fields, "u").empty());
}

void HeadsTest::bodyEndsAtItsLength() {
  Body body(net::BodyFraming::Length, 5);
  QCOMPARE(body.take("abc"), std::size_t{3});
  QVERIFY(!body.isComplete());
  QCOMPARE(body.take("defg"), std::size_t{2});
  QVERIFY(body.isComplete());
  QVERIFY(Body(net::BodyFraming::Length, 0).isComplete());
}

void HeadsTest::chunkedBodyEndsAfterItsTrailers() {
  const std::string wire = "5;x=1\r\nhello\r\n1\r\n!\r\n0\r\nSum: 9\r\n\r\nGET / ";
  for (std::size_t piece = 1; piece <= wire.size(); ++piece) {
    Body body(net::BodyFraming::Chunked, 0);
    std::string payload;
    std::size_t used = 0;
    while (used < wire.size() && !body.isComplete()) {
      used += body.take(std::string_view(wire).substr(used, piece), &payload);
    }
    QVERIFY(body.isComplete());
    QCOMPARE(used, wire.size() - 6);
    QCOMPARE(payload, std::string("hello!"));
  }
}

void HeadsTest::malformedChunksAreBad() {
  Body body(net::BodyFraming::Chunked, 0);
  body.take("5\nhello");
  QVERIFY(body.isBad());
}

void HeadsTest::bodiesBeyondTheirLimitAreTooLarge() {
  QVERIFY(!Body(net::BodyFraming::Length, 5, 5).isBad());
  QCOMPARE(Body(net::BodyFraming::Length, 6, 5).refusal(), 413);
  Body exact(net::BodyFraming::Chunked, 0, 5);
  exact.take("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
  QVERIFY(exact.isComplete() && !exact.isBad());
  Body more(net::BodyFraming::Chunked, 0, 4);
  more.take("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
  QCOMPARE(more.refusal(), 413);
}

void HeadsTest::forwardsAreCountedDown() {
  const std::string rest = " HTTP/1.1\r\nHost: a\r\nMax-Forwards: 3\r\n\r\n";
  QVERIFY(rewritten("OPTIONS *" + rest).find("\r\nMax-Forwards: 2\r\n") != std::string::npos);
  QVERIFY(rewritten("GET /" + rest).find("\r\nMax-Forwards: 3\r\n") != std::string::npos);
}

void HeadsTest::connectAndTraceAreNotPassedOn() {
  net::RequestHead head;
  for (const auto& [method, status] : {std::pair{"CONNECT", 501}, std::pair{"TRACE", 405}}) {
    head.method = method;
    QCOMPARE(checkMethod(head).answer, status);
  }
  head.method = "GET";
  QVERIFY(checkMethod(head).status == net::HeadStatus::Complete);
}

QTEST_GUILESS_MAIN(HeadsTest)
#include "tst_heads.moc"

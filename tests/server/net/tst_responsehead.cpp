// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "server/net/httphead.h"

using namespace halftone::net;

class TestResponseHead : public QObject {
  Q_OBJECT

 private slots:
  void readsAWholeHead() {
    const std::string text = "HTTP/1.1 404 Not Here\r\nContent-Length: 3\r\n\r\nabc";
    ResponseHead head;
    const HeadParse result = parseResponseHead(text, "GET", head);
    QCOMPARE(result.status, HeadStatus::Complete);
    QCOMPARE(result.used, text.size() - 3);
    QCOMPARE(head.status, 404);
    QCOMPARE(head.reason, std::string_view("Not Here"));
    QCOMPARE(head.framing, BodyFraming::Length);
    QCOMPARE(head.contentLength, std::uint64_t{3});
    QVERIFY(head.keepAlive);
  }

  void framing_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("framing");
    QTest::addColumn<bool>("keepAlive");
    const auto row = [](const char* name, const char* method, const char* head, BodyFraming framing,
                        bool keepAlive) {
      QTest::newRow(name) << QByteArray(method) << QByteArray("HTTP/1.") + head + "\r\n\r\n"
                          << static_cast<int>(framing) << keepAlive;
    };
    row("length", "GET", "1 200 OK\r\nContent-Length: 5", BodyFraming::Length, true);
    row("chunked", "GET", "1 200 OK\r\nTransfer-Encoding: chunked", BodyFraming::Chunked, true);
    row("until close", "GET", "1 200 OK", BodyFraming::UntilClose, false);
    row("no reason", "GET", "1 200\r\nContent-Length: 5", BodyFraming::Length, true);
    row("empty reason", "GET", "1 200 \r\nContent-Length: 5", BodyFraming::Length, true);
    row("close", "GET", "1 200 OK\r\nConnection: close\r\nContent-Length: 5", BodyFraming::Length, false);
    row("1.0", "GET", "0 200 OK\r\nContent-Length: 5", BodyFraming::Length, false);
    row("1.0 keep", "GET", "0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 5", BodyFraming::Length,
        true);
    row("HEAD", "HEAD", "1 200 OK\r\nContent-Length: 5", BodyFraming::None, true);
    row("HEAD, chunked", "HEAD", "1 200 OK\r\nTransfer-Encoding: chunked", BodyFraming::None, true);
    row("HEAD, nothing", "HEAD", "1 200 OK", BodyFraming::None, true);
    row("304", "GET", "1 304 Not Modified\r\nContent-Length: 5", BodyFraming::None, true);
    row("204", "GET", "1 204 No Content", BodyFraming::None, true);
    row("204 with a body", "GET", "1 204 No Content\r\nContent-Length: 5", BodyFraming::None, false);
    row("100", "POST", "1 100 Continue", BodyFraming::None, true);
    row("CONNECT", "CONNECT", "1 200 OK\r\nTransfer-Encoding: chunked", BodyFraming::None, false);
    row("CONNECT refused", "CONNECT", "1 403 No\r\nContent-Length: 2", BodyFraming::Length, true);
  }
  void framing() {
    QFETCH(const QByteArray, method);
    QFETCH(const QByteArray, head);
    QFETCH(const int, framing);
    QFETCH(const bool, keepAlive);
    ResponseHead parsed;
    const std::string text = head.toStdString();
    const HeadParse result = parseResponseHead(text, method.toStdString(), parsed);
    QCOMPARE(result.status, HeadStatus::Complete);
    QCOMPARE(static_cast<int>(parsed.framing), framing);
    QCOMPARE(parsed.keepAlive, keepAlive);
    for (std::size_t size = 0; size < text.size(); ++size) {
      const auto part = parseResponseHead(std::string_view(text).substr(0, size), "GET", parsed, size / 2);
      QCOMPARE(part.status, HeadStatus::NeedMore);
    }
  }

  // RFC 9112 section 5.1; what the field says counts all the same.
  void aSpaceBeforeTheColonIsRemoved() {
    ResponseHead head;
    QCOMPARE(parseResponseHead("HTTP/1.1 200 OK\r\nContent-Length : 3\r\n\r\n", "GET", head).status,
             HeadStatus::Complete);
    QCOMPARE(head.fields.all()[0].name, std::string_view("Content-Length"));
    QCOMPARE(head.contentLength, std::uint64_t{3});
  }

  void aStatusOfNoClassIsCarriedOn() {
    ResponseHead head;
    QCOMPARE(
        parseResponseHead("HTTP/1.1 999 Request denied\r\nContent-Length: 3\r\n\r\n", "GET", head).status,
        HeadStatus::Complete);
    QCOMPARE(head.status, 999);
    QCOMPARE(head.framing, BodyFraming::Length);
  }

  void aHigherMinorVersionIsReadAsTheHighestKnown() {
    ResponseHead head;
    QCOMPARE(parseResponseHead("HTTP/1.2 200 OK\r\nContent-Length: 3\r\n\r\n", "GET", head).status,
             HeadStatus::Complete);
    QVERIFY(head.keepAlive);
  }

  void refusals_data() {
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char* name, const std::string& text) {
      QTest::newRow(name) << QByteArray::fromStdString(text);
    };
    row("other protocol", "SSH-2.0-x\r\n");
    row("one wrong byte", "x");
    row("HTTP/2", "HTTP/2.0 200 OK\r\n\r\n");
    row("no status", "HTTP/1.1 \r\n\r\n");
    row("short status", "HTTP/1.1 20\r\n\r\n");
    row("long status", "HTTP/1.1 2000 OK\r\n\r\n");
    row("status 99", "HTTP/1.1 099 OK\r\n\r\n");
    row("text as a length", "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n");
    row("list of lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n");
    row("no name", "HTTP/1.1 200 OK\r\n: a\r\n\r\n");
    row("space for a name", "HTTP/1.1 200 OK\r\n : a\r\n\r\n");
    row("NUL", std::string("HTTP/1.1 200 OK\r\nA: \0\r\n\r\n", 25));
    row("letters", "HTTP/1.1 2x0 OK\r\n\r\n");
    row("control in reason", "HTTP/1.1 200 a\x01\r\n\r\n");
    row("bare LF", "HTTP/1.1 200 OK\nA: b\r\n\r\n");
    row("bare LF in fields", "HTTP/1.1 200 OK\r\nA: b\n\r\n");
    row("obs-fold", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n");
    row("both framings", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n");
    row("bad length", "HTTP/1.1 200 OK\r\nContent-Length: a\r\n\r\n");
    row("gzip coding", "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n");
    row("coding in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    row("too large", "HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'a'));
    row("endless status line", "HTTP/1.1 200 " + std::string(70'000, 'a'));
  }
  void refusals() {
    QFETCH(const QByteArray, head);
    ResponseHead parsed;
    const HeadParse result =
        parseResponseHead({head.data(), static_cast<std::size_t>(head.size())}, "GET", parsed);
    QCOMPARE(result.status, HeadStatus::Bad);
    QCOMPARE(result.answer, 502);
  }

  void knowsItsReasons() {
    QCOMPARE(reasonPhrase(200), std::string_view("OK"));
    QCOMPARE(reasonPhrase(431), std::string_view("Request Header Fields Too Large"));
    QCOMPARE(reasonPhrase(299), std::string_view(""));
  }
};

QTEST_GUILESS_MAIN(TestResponseHead)
#include "tst_responsehead.moc"

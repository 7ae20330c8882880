// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "server/net/httphead.h"

using namespace halftone::net;

namespace {

HeadParse parse(std::string_view bytes, RequestHead& head) {
  return parseRequestHead(bytes, head);
}

std::string withFields(const std::string& fields) {
  return "GET / HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

QByteArray bytes(const std::string& text) {
  return QByteArray::fromStdString(text);
}

// Everything that a parse tells, as text.
std::string summary(const HeadParse& parse, const RequestHead& head) {
  std::string text = std::to_string(static_cast<int>(parse.status)) + "/" + std::to_string(parse.used) + "/" +
                     std::to_string(parse.answer) + "/" + parse.why;
  if (parse.status != HeadStatus::Complete) return text;
  text.append(head.method).append(" ").append(head.target).append(std::to_string(head.minorVersion));
  for (const halftone::Field& field : head.fields.all())
    text.append(field.name).append("=").append(field.value).append(";");
  return text + std::to_string(static_cast<int>(head.framing)) + std::to_string(head.contentLength) +
         std::to_string(head.keepAlive) + std::to_string(head.expectsContinue) +
         std::to_string(head.wantsUpgrade);
}

}  // namespace

class TestRequestHead : public QObject {
  Q_OBJECT

 private slots:
  void readsAWholeHead() {
    RequestHead head;
    const std::string text =
        "POST /a/b?c=d HTTP/1.1\r\nHost: example.org:8080\r\nX-Two:  padded\t \r\nEmpty:\r\n"
        "Content-Length: 12\r\n\r\nbody";
    const HeadParse result = parse(text, head);
    QCOMPARE(result.status, HeadStatus::Complete);
    QCOMPARE(result.used, text.size() - 4);
    QCOMPARE(head.method, std::string_view("POST"));
    QCOMPARE(head.target, std::string_view("/a/b?c=d"));
    QCOMPARE(head.minorVersion, 1);
    QCOMPARE(head.fields.all().size(), std::size_t{4});
    QCOMPARE(head.fields.find("x-two").value(), std::string_view("padded"));
    QCOMPARE(head.fields.find("EMPTY").value(), std::string_view(""));
    QVERIFY(!head.fields.find("absent").has_value());
    QCOMPARE(head.framing, BodyFraming::Length);
    QCOMPARE(head.contentLength, std::uint64_t{12});
    QVERIFY(head.keepAlive);
  }

  void viewsPointIntoTheBytes() {
    RequestHead head;
    const std::string text = withFields("A: b\r\n");
    QCOMPARE(parse(text, head).status, HeadStatus::Complete);
    QVERIFY(head.method.data() == text.data());
    QVERIFY(head.fields.all()[1].value.data() > text.data());
    QVERIFY(head.fields.all()[1].value.data() < text.data() + text.size());
  }

  void isOverwrittenByTheNext() {
    RequestHead head;
    const std::string first =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
    QCOMPARE(parse(first, head).status, HeadStatus::Complete);
    QVERIFY(head.expectsContinue);
    const std::string second = "GET / HTTP/1.0\r\n\r\n";
    QCOMPARE(parse(second, head).status, HeadStatus::Complete);
    QCOMPARE(head.framing, BodyFraming::None);
    QCOMPARE(head.fields.all().size(), std::size_t{0});
    QVERIFY(!head.expectsContinue);
    QVERIFY(!head.keepAlive);
  }

  void framing_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("framing");
    const auto row = [](const char* name, const std::string& fields, BodyFraming framing) {
      QTest::newRow(name) << bytes(withFields(fields)) << static_cast<int>(framing);
    };
    row("none", "", BodyFraming::None);
    row("length", "content-LENGTH: 0012\r\n", BodyFraming::Length);
    row("zero", "Content-Length: 0\r\n", BodyFraming::Length);
    row("many zeros", "Content-Length: 000000000000000000000000012\r\n", BodyFraming::Length);
    row("chunked", "Transfer-Encoding: chunked\r\n", BodyFraming::Chunked);
    row("Chunked", "transfer-encoding:  CHUNKED \r\n", BodyFraming::Chunked);
  }
  void framing() {
    QFETCH(const QByteArray, head);
    QFETCH(const int, framing);
    RequestHead parsed;
    QCOMPARE(parse({head.data(), static_cast<std::size_t>(head.size())}, parsed).status,
             HeadStatus::Complete);
    QCOMPARE(static_cast<int>(parsed.framing), framing);
  }

  void keepAlive_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("1.1") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n") << true;
    QTest::newRow("1.1 close") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n")
                               << false;
    QTest::newRow("1.0") << QByteArray("GET / HTTP/1.0\r\n\r\n") << false;
    QTest::newRow("1.0 keep") << QByteArray("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n") << true;
    QTest::newRow("1.0 both") << QByteArray("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n")
                              << false;
    QTest::newRow("two fields")
        << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: a\r\nConnection: close\r\n\r\n") << false;
  }
  void keepAlive() {
    QFETCH(const QByteArray, head);
    QFETCH(const bool, keepAlive);
    RequestHead parsed;
    QCOMPARE(parse({head.data(), static_cast<std::size_t>(head.size())}, parsed).status,
             HeadStatus::Complete);
    QCOMPARE(parsed.keepAlive, keepAlive);
  }

  void upgradesNeedBothFieldsAndHttp11() {
    RequestHead head;
    QCOMPARE(parse(withFields("Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"), head).status,
             HeadStatus::Complete);
    QVERIFY(head.wantsUpgrade);
    QCOMPARE(parse(withFields("Upgrade: websocket\r\n"), head).status, HeadStatus::Complete);
    QVERIFY(!head.wantsUpgrade);
    QCOMPARE(parse(withFields("Connection: upgrade\r\n"), head).status, HeadStatus::Complete);
    QVERIFY(!head.wantsUpgrade);
    QCOMPARE(parse("GET / HTTP/1.0\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", head).status,
             HeadStatus::Complete);
    QVERIFY(!head.wantsUpgrade);
  }

  void continueIsExpectedOnlyBeforeABody() {
    RequestHead head;
    QCOMPARE(parse(withFields("Expect: 100-Continue\r\nContent-Length: 1\r\n"), head).status,
             HeadStatus::Complete);
    QVERIFY(head.expectsContinue);
    QCOMPARE(parse(withFields("Expect: 100-continue\r\nContent-Length: 0\r\n"), head).status,
             HeadStatus::Complete);
    QVERIFY(!head.expectsContinue);
    QCOMPARE(parse("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n", head).status,
             HeadStatus::Complete);
    QVERIFY(!head.expectsContinue);
  }

  void targets_data() {
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("origin") << QByteArray("GET /p?q=1") << QByteArray("field") << QByteArray("/p?q=1");
    QTest::newRow("browser characters")
        << QByteArray("GET /?a=[1]|{2}^`\\") << QByteArray("field") << QByteArray("/?a=[1]|{2}^`\\");
    QTest::newRow("absolute") << QByteArray("GET http://target:81/p?q") << QByteArray("target:81")
                              << QByteArray("/p?q");
    QTest::newRow("absolute, no path")
        << QByteArray("GET HTTPS://target") << QByteArray("target") << QByteArray("/");
    QTest::newRow("absolute, query only")
        << QByteArray("GET http://target?q") << QByteArray("target") << QByteArray("?q");
    QTest::newRow("absolute, IPv6") << QByteArray("GET http://[::1]:8/") << QByteArray("[::1]:8")
                                    << QByteArray("/");
    QTest::newRow("absolute OPTIONS")
        << QByteArray("OPTIONS http://target:8001") << QByteArray("target:8001") << QByteArray("*");
    QTest::newRow("absolute, encoded host")
        << QByteArray("GET http://a%2Db/") << QByteArray("a%2Db") << QByteArray("/");
    QTest::newRow("asterisk") << QByteArray("OPTIONS *") << QByteArray("field") << QByteArray("*");
    QTest::newRow("authority") << QByteArray("CONNECT target:443") << QByteArray("target:443")
                               << QByteArray("target:443");
  }
  void targets() {
    QFETCH(const QByteArray, line);
    QFETCH(const QByteArray, host);
    QFETCH(const QByteArray, path);
    RequestHead head;
    const std::string text = line.toStdString() + " HTTP/1.1\r\nHost: field\r\n\r\n";
    QCOMPARE(parse(text, head).status, HeadStatus::Complete);
    QCOMPARE(effectiveHost(head), std::string_view(host.data(), static_cast<std::size_t>(host.size())));
    QCOMPARE(pathAndQuery(head), std::string_view(path.data(), static_cast<std::size_t>(path.size())));
  }

  void aFewEmptyLinesBeforeTheRequestAreSkipped() {
    RequestHead head;
    for (const int lines : {1, 2, 8}) {
      const std::string text =
          QByteArray("\r\n").repeated(lines).toStdString() + "GET / HTTP/1.0\r\nA: b\r\n\r\n";
      const HeadParse result = parse(text, head);
      QCOMPARE(result.status, HeadStatus::Complete);
      QCOMPARE(result.used, text.size());
      QCOMPARE(parseRequestHead(text, head, text.size() - 3).status, HeadStatus::Complete);
    }
    QCOMPARE(parse(QByteArray("\r\n").repeated(9).toStdString() + "GET / HTTP/1.0\r\n\r\n", head).status,
             HeadStatus::Bad);
    QCOMPARE(parse("\nGET / HTTP/1.0\r\n\r\n", head).status, HeadStatus::Bad);
  }

  void aHigherMinorVersionIsReadAsTheHighestKnown() {
    RequestHead head;
    QCOMPARE(parse("GET / HTTP/1.2\r\nHost: h\r\n\r\n", head).status, HeadStatus::Complete);
    QCOMPARE(head.minorVersion, 1);
    QVERIFY(head.keepAlive);
  }

  void hosts_data() {
    QTest::addColumn<QByteArray>("host");
    for (const char* const host : {"", "a", "a.example", "a:80", "a:", "127.0.0.1:1", "[::1]", "[::1]:65535",
                                   "[2001:db8::1.2.3.4]", "under_score", "a%20b", "!$&'()*+,;="}) {
      QTest::newRow(*host == '\0' ? "empty" : host) << QByteArray(host);
    }
  }
  void hosts() {
    QFETCH(const QByteArray, host);
    RequestHead head;
    QCOMPARE(parse("GET / HTTP/1.1\r\nHost: " + host.toStdString() + "\r\n\r\n", head).status,
             HeadStatus::Complete);
  }

  void refusals_data() {
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<int>("answer");
    const auto head = [](const char* name, const std::string& text, int answer) {
      QTest::newRow(name) << bytes(text) << answer;
    };
    const auto fields = [&](const char* name, const std::string& text, int answer) {
      head(name, withFields(text), answer);
    };
    const auto line = [&](const char* name, const std::string& text, int answer = 400) {
      head(name, text + "\r\nHost: h\r\n\r\n", answer);
    };
    using namespace std::string_literals;
    line("no target", "GET HTTP/1.1");
    line("no version", "GET /");
    line("empty target", "GET  HTTP/1.1");
    line("two spaces", "GET /  HTTP/1.1");
    line("three words", "GET / a HTTP/1.1");
    line("leading space", " GET / HTTP/1.1");
    line("trailing space", "GET / HTTP/1.1 ");
    line("tab for space", "GET\t/ HTTP/1.1");
    line("method character", "G(T / HTTP/1.1");
    line("control in target", "GET /\x01 HTTP/1.1");
    line("NUL in target", "GET /\0x HTTP/1.1"s);
    line("high byte in target", "GET /\xc3\xa4 HTTP/1.1");
    line("fragment", "GET /#a HTTP/1.1");
    line("relative target", "GET a HTTP/1.1");
    line("other scheme", "GET ftp://x/ HTTP/1.1");
    line("no authority", "GET http:///x HTTP/1.1");
    line("user in authority", "GET http://u@x/ HTTP/1.1");
    line("bad port in target", "GET http://x:8a/ HTTP/1.1");
    line("port beyond 65535", "GET http://x:65536/ HTTP/1.1");
    line("no host but a port", "GET http://:80/ HTTP/1.1");
    line("asterisk for GET", "GET * HTTP/1.1");
    line("asterisk with more", "OPTIONS *a HTTP/1.1");
    line("CONNECT with a path", "CONNECT / HTTP/1.1");
    line("CONNECT without a port", "CONNECT host HTTP/1.1");
    line("CONNECT with an empty port", "CONNECT host: HTTP/1.1");
    line("lower-case version", "GET / http/1.1");
    line("version with two digits", "GET / HTTP/1.10");
    line("version letter", "GET / HTTP/1.x");
    line("HTTP/1.2 without the dot", "GET / HTTP/12");
    line("HTTP/1", "GET / HTTP/1");
    line("HTTP/01.1", "GET / HTTP/01.1");
    line("HTTP/1.1.1", "GET / HTTP/1.1.1");
    line("HTTPS", "GET / HTTPS/1.1");
    line("HTTP/5.6", "GET / HTTP/5.6", 505);
    line("HTTP/0.9", "GET / HTTP/0.9", 505);
    line("HTTP/3.0", "GET / HTTP/3.0", 505);
    line("long method", std::string(33, 'M') + " / HTTP/1.1", 501);
    line("long target", "GET /" + std::string(kMaxTargetBytes, 'x') + " HTTP/1.1", 414);
    head("HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505);
    head("TLS", "\x16\x03\x01\x02", 400);
    head("endless target", "GET /" + std::string(20'000, 'x'), 414);
    head("endless method", std::string(40, 'M'), 501);
    head("bare LF after the request line", "GET / HTTP/1.1\nHost: h\r\n\r\n", 400);
    head("bare LF after a field", "GET / HTTP/1.1\r\nHost: h\nA: b\r\n\r\n", 400);
    head("bare LF at the end", "GET / HTTP/1.1\r\nHost: h\r\n\n", 400);
    head("bare CR in the request line", "GET /\rx HTTP/1.1\r\nHost: h\r\n\r\n", 400);
    head("CR CR LF", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", 400);
    head("field before anything", "GET / HTTP/1.1\r\n: x\r\n\r\n", 400);
    head("no Host", "GET / HTTP/1.1\r\nA: b\r\n\r\n", 400);
    head("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400);
    fields("two Hosts", "host: h\r\n", 400);
    head("Host with user", "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n", 400);
    head("Host with slash", "GET / HTTP/1.1\r\nHost: h/x\r\n\r\n", 400);
    for (const char* const host :
         {"a b",    "a\tb", "a:b", "a:1:2", "a:70000", ":80", "[::1", "::1", "[a]", "[::1%eth0]",
          "[::1]x", "a]",   "a\"", "a<",    "a?b",     "a#b", "a\\b", "%zz", "a%2", "h\xc3\xa4"}) {
      head(host, "GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n", 400);
    }
    head("space before the first field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", 400);
    head("Host list", "GET / HTTP/1.1\r\nHost: h x\r\n\r\n", 400);
    fields("obs-fold", "A: b\r\n c\r\n", 400);
    fields("obs-fold with tab", "A: b\r\n\tc\r\n", 400);
    fields("space before the colon", "A : b\r\n", 400);
    fields("no colon", "Ab\r\n", 400);
    fields("empty name", ": b\r\n", 400);
    fields("name character", "A@: b\r\n", 400);
    fields("high byte in the name", "\xc3\xa4: b\r\n", 400);
    fields("bare CR in a value", "A: b\rc\r\n", 400);
    fields("NUL in a value", "A: b\0c\r\n"s, 400);
    fields("control in a long value", "A: 0123456789abcdef\x01gh\r\n", 400);
    fields("DEL in a value", "A: 01234567\x7f\r\n", 400);
    fields("length and chunked", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400);
    fields("chunked and length", "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n", 400);
    fields("two lengths", "Content-Length: 1\r\nContent-Length: 2\r\n", 400);
    fields("two equal lengths", "Content-Length: 1\r\nContent-Length: 1\r\n", 400);
    fields("list of lengths", "Content-Length: 1, 1\r\n", 400);
    fields("negative length", "Content-Length: -1\r\n", 400);
    fields("signed length", "Content-Length: +1\r\n", 400);
    fields("hexadecimal length", "Content-Length: 0x1\r\n", 400);
    fields("empty length", "Content-Length:\r\n", 400);
    fields("length with a letter", "Content-Length: 1a\r\n", 400);
    fields("length with a space", "Content-Length: 1 1\r\n", 400);
    fields("decimal length", "Content-Length: 1.0\r\n", 400);
    fields("length of 2^64", "Content-Length: 18446744073709551616\r\n", 400);
    fields("identity", "Transfer-Encoding: identity\r\n", 501);
    fields("quoted coding", "Transfer-Encoding: \"chunked\"\r\n", 501);
    fields("coding with a parameter", "Transfer-Encoding: chunked;a=b\r\n", 501);
    fields("two codings in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", 400);
    fields("huge length", "Content-Length: 99999999999999999999\r\n", 400);
    fields("unknown coding", "Transfer-Encoding: gzip\r\n", 501);
    fields("unknown coding, then chunked", "Transfer-Encoding: gzip, chunked\r\n", 501);
    fields("similar coding", "Transfer-Encoding: xchunked\r\n", 501);
    fields("coding with a vertical tab",
           "Transfer-Encoding: \x0b"
           "chunked\r\n",
           400);
    fields("chunked is not last", "Transfer-Encoding: chunked, gzip\r\n", 400);
    fields("chunked twice", "Transfer-Encoding: chunked, chunked\r\n", 400);
    fields("chunked twice in two fields", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
           400);
    fields("empty coding", "Transfer-Encoding:\r\n", 400);
    head("coding in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400);
    fields("other expectation", "Expect: 200-ok\r\n", 417);
    fields("two expectations", "Expect: 100-continue\r\nExpect: 100-continue\r\n", 417);
    std::string many;
    for (std::size_t i = 0; i < kMaxFields; ++i) many += "A: b\r\n";
    fields("too many fields", many, 431);
    fields("too large", "A: " + std::string(kMaxHeadBytes, 'a') + "\r\n", 431);
    fields(
        "too large in many fields",
        [] {
          std::string text;
          for (int i = 0; i < 90; ++i) text += "A: " + std::string(1000, 'a') + "\r\n";
          return text;
        }(),
        431);
  }
  void refusals() {
    QFETCH(const QByteArray, head);
    QFETCH(const int, answer);
    RequestHead parsed;
    const HeadParse result = parse({head.data(), static_cast<std::size_t>(head.size())}, parsed);
    QCOMPARE(result.status, HeadStatus::Bad);
    QCOMPARE(result.answer, answer);
    QVERIFY(std::string_view(result.why) != "");
  }

  void everySplitGivesTheSame_data() { refusals_data(); }
  void everySplitGivesTheSame() {
    QFETCH(const QByteArray, head);
    const std::string_view whole(head.data(), static_cast<std::size_t>(head.size()));
    RequestHead parsed;
    const std::string expected = summary(parse(whole, parsed), parsed);
    // A refusal may come before the last byte, but never another one, and never after a NeedMore too many.
    const std::size_t step = whole.size() > 2000 ? 997 : 1;
    std::size_t seen = 0;
    for (std::size_t size = 1; size <= whole.size();
         size = std::min(size + step, std::max(whole.size(), size + 1))) {
      RequestHead hinted;
      const HeadParse result = parseRequestHead(whole.substr(0, size), hinted, seen);
      RequestHead fresh;
      QCOMPARE(summary(result, hinted), summary(parse(whole.substr(0, size), fresh), fresh));
      if (result.status != HeadStatus::NeedMore) {
        QCOMPARE(summary(result, hinted), expected);
        return;
      }
      seen = size;
    }
    QFAIL("never decided");
  }

  void aGoodHeadIsCompleteOnlyWithItsLastByte() {
    const std::string whole =
        "\r\nPOST http://h/a?b HTTP/1.1\r\nHost: h\r\nA: b\r\nContent-Length: 3\r\n\r\n";
    RequestHead head;
    for (std::size_t size = 0; size < whole.size(); ++size) {
      QCOMPARE(parse(std::string_view(whole).substr(0, size), head).status, HeadStatus::NeedMore);
      QCOMPARE(parseRequestHead(std::string_view(whole).substr(0, size), head, size / 2).status,
               HeadStatus::NeedMore);
    }
    QCOMPARE(parseRequestHead(whole, head, whole.size() - 1).status, HeadStatus::Complete);
  }

  void theLargestHeadIsAccepted() {
    const std::string start = "GET / HTTP/1.1\r\nHost: h\r\nA: ";
    const std::string text = start + std::string(kMaxHeadBytes - start.size() - 4, 'a') + "\r\n\r\n";
    QCOMPARE(text.size(), kMaxHeadBytes);
    RequestHead head;
    QCOMPARE(parse(text, head).status, HeadStatus::Complete);
    QCOMPARE(parse(text.substr(0, kMaxHeadBytes - 1), head).status, HeadStatus::NeedMore);
  }

  void tokensAreFoundInLists() {
    RequestHead head;
    const std::string text = withFields("Accept: a ,, B\t,c\r\nAccept: d\r\n");
    QCOMPARE(parse(text, head).status, HeadStatus::Complete);
    for (const char* const token : {"a", "b", "C", "d"}) QVERIFY(head.fields.hasToken("accept", token));
    QVERIFY(!head.fields.hasToken("accept", "e"));
    QCOMPARE(head.fields.count("accept"), std::size_t{2});
  }
};

QTEST_GUILESS_MAIN(TestRequestHead)
#include "tst_requesthead.moc"

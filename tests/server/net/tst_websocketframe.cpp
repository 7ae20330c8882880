// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>
#include <vector>

#include "server/net/websocketframe.h"

using namespace halftone::net;
using Kind = ws::Reader::Event::Kind;
using ws::Opcode;

namespace {

constexpr std::uint32_t kMask = 0xa1b2c3d4;

std::string masked(Opcode opcode, std::string_view payload, bool fin = true) {
  return ws::encodeMasked(opcode, payload, kMask, fin);
}

std::string closePayload(std::uint16_t code, std::string_view reason = {}) {
  std::string payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xff)};
  return payload.append(reason);
}

std::string describe(const ws::Reader::Event& event) {
  switch (event.kind) {
    case Kind::Message:
      return (event.binary ? "binary:" : "text:") + std::string(event.payload);
    case Kind::Ping:
      return "ping:" + std::string(event.payload);
    case Kind::Pong:
      return "pong:" + std::string(event.payload);
    case Kind::Close:
      return "close " + std::to_string(event.code) + ":" + std::string(event.payload);
    case Kind::Failed:
      return "failed " + std::to_string(event.code);
    case Kind::NeedMore:
      break;
  }
  return "";
}

using Events = std::vector<std::string>;

void feed(ws::Reader& reader, std::string part, Events& events) {
  if (!events.empty() && events.back().starts_with("failed")) return;
  reader.feed(part.data(), part.size());
  for (;;) {
    const ws::Reader::Event event = reader.next();
    if (event.kind == Kind::NeedMore) return;
    events.push_back(describe(event));
    if (event.kind == Kind::Failed) return;
  }
}

Events readSplit(const std::string& bytes, std::size_t at, ws::Reader::Limits limits = {}) {
  ws::Reader reader(limits);
  Events events;
  feed(reader, bytes.substr(0, at), events);
  feed(reader, bytes.substr(at), events);
  return events;
}

Events readByteByByte(const std::string& bytes, ws::Reader::Limits limits = {}) {
  ws::Reader reader(limits);
  Events events;
  for (const char byte : bytes) feed(reader, std::string(1, byte), events);
  return events;
}

// All in one, byte by byte, and cut at each place (of a long one: at some).
Events readEveryWay(const std::string& bytes, ws::Reader::Limits limits = {}) {
  Events whole = readSplit(bytes, bytes.size(), limits);
  if (readByteByByte(bytes, limits) != whole) return {"byte by byte differs"};
  const std::size_t step = bytes.size() > 1000 ? 499 : 1;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    if (readSplit(bytes, at, limits) != whole) return {"cut at " + std::to_string(at) + " differs"};
  }
  return whole;
}

}  // namespace

class TestWebSocketFrame : public QObject {
  Q_OBJECT

 private slots:
  void computesTheAcceptKeyOfTheRfc() {
    QCOMPARE(ws::acceptKey("dGhlIHNhbXBsZSBub25jZQ=="), std::string("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
  }

  void encodesTheFramesOfTheRfc() {
    QCOMPARE(ws::encode(Opcode::Text, "Hello"), std::string("\x81\x05Hello"));
    QCOMPARE(ws::encodeMasked(Opcode::Text, "Hello", 0x37fa213d),
             std::string("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"));
    QCOMPARE(ws::encode(Opcode::Text, "Hel", false), std::string("\x01\x03Hel"));
    QCOMPARE(ws::encode(Opcode::Binary, std::string(256, 'b')),
             std::string("\x82\x7e\x01\x00", 4) + std::string(256, 'b'));
    QCOMPARE(ws::encode(Opcode::Binary, std::string(65536, 'b')).substr(0, 10),
             std::string("\x82\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
    QCOMPARE(ws::encode(Opcode::Text, std::string(125, 't')).substr(0, 2), std::string("\x81\x7d"));
    QCOMPARE(ws::encode(Opcode::Text, std::string(126, 't')).substr(0, 4),
             std::string("\x81\x7e\x00\x7e", 4));
  }

  void closeReasonsAreCutAtACharacter() {
    const std::string frame = ws::encodeClose(1000, std::string(122, 'r') + "\xc3\xa4");
    QCOMPARE(frame.size(), std::size_t{2 + 2 + 122});
    QCOMPARE(frame.substr(0, 4), std::string("\x88\x7c\x03\xe8", 4));
  }

  void good_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QStringList>("events");
    const auto row = [](const char* name, const std::string& bytes, const QStringList& events) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << events;
    };
    row("text", masked(Opcode::Text, "Hello"), {"text:Hello"});
    row("empty text", masked(Opcode::Text, ""), {"text:"});
    row("binary", masked(Opcode::Binary, "b\xff"), {QString::fromLatin1("binary:b\xff")});
    row("two", masked(Opcode::Text, "a") + masked(Opcode::Text, "b"), {"text:a", "text:b"});
    row("fragments",
        masked(Opcode::Text, "He", false) + masked(Opcode::Continuation, "l", false) +
            masked(Opcode::Continuation, "lo"),
        {"text:Hello"});
    row("empty fragments", masked(Opcode::Text, "", false) + masked(Opcode::Continuation, ""), {"text:"});
    row("control between",
        masked(Opcode::Text, "a", false) + masked(Opcode::Ping, "p") + masked(Opcode::Continuation, "b"),
        {"ping:p", "text:ab"});
    row("pong", masked(Opcode::Pong, std::string(125, 'p')), {"pong:" + QString(125, QLatin1Char('p'))});
    row("close", masked(Opcode::Close, closePayload(1000, "bye")), {"close 1000:bye"});
    row("close without a code", masked(Opcode::Close, ""), {"close 1005:"});
    row("private close code", masked(Opcode::Close, closePayload(4999)), {"close 4999:"});
    row("after close nothing", masked(Opcode::Close, "") + masked(Opcode::Text, "x") + "junk",
        {"close 1005:"});
    row("a character cut by fragments",
        masked(Opcode::Text, "\xe2\x82", false) + masked(Opcode::Continuation, "\xac"),
        {QString::fromLatin1("text:\xe2\x82\xac")});
    row("16-bit length", masked(Opcode::Text, std::string(200, 'x')),
        {"text:" + QString(200, QLatin1Char('x'))});
  }
  void good() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const QStringList, events);
    Events expected;
    for (const QString& event : events) expected.push_back(event.toLatin1().toStdString());
    QCOMPARE(readEveryWay(bytes.toStdString()), expected);
  }

  void sixtyFourBitLengthsAreRead() {
    const std::string text(65'536, 'x');
    QCOMPARE(readEveryWay(masked(Opcode::Text, text)), Events{"text:" + text});
  }

  void bad_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("code");
    const auto row = [](const char* name, const std::string& bytes, int code) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << code;
    };
    const std::string mask(4, '\0');
    row("unmasked", ws::encode(Opcode::Text, "x"), 1002);
    row("RSV1", std::string("\xc1\x80") + mask, 1002);
    row("RSV2", std::string("\xa1\x80") + mask, 1002);
    row("RSV3", std::string("\x91\x80") + mask, 1002);
    row("opcode 3", std::string("\x83\x80") + mask, 1002);
    row("opcode 11", std::string("\x8b\x80") + mask, 1002);
    row("opcode 15", std::string("\x8f\x80") + mask, 1002);
    row("fragmented ping", masked(Opcode::Ping, "x", false), 1002);
    row("fragmented close", masked(Opcode::Close, "", false), 1002);
    row("long ping", masked(Opcode::Ping, std::string(126, 'p')), 1002);
    row("continuation first", masked(Opcode::Continuation, "x"), 1002);
    row("text inside a message", masked(Opcode::Text, "a", false) + masked(Opcode::Text, "b"), 1002);
    row("continuation after the end",
        masked(Opcode::Text, "a", false) + masked(Opcode::Continuation, "b") +
            masked(Opcode::Continuation, "c"),
        1002);
    row("16-bit length below 126", std::string("\x81\xfe\x00\x7d", 4) + mask, 1002);
    row("64-bit length below 65536", std::string("\x81\xff\0\0\0\0\0\0\xff\xff", 10) + mask, 1002);
    row("64-bit length with the top bit", std::string("\x81\xff\x80\0\0\0\0\0\0\0", 10) + mask, 1002);
    row("half a close code", masked(Opcode::Close, "\x03"), 1002);
    for (const int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
      QTest::addRow("close code %d", code)
          << QByteArray::fromStdString(masked(Opcode::Close, closePayload(static_cast<std::uint16_t>(code))))
          << 1002;
    }
    row("close reason not UTF-8", masked(Opcode::Close, closePayload(1000, "\xff")), 1007);
    row("text not UTF-8", masked(Opcode::Text, "01234567\xc3("), 1007);
    row("text cut in a character", masked(Opcode::Text, "\xe2\x82"), 1007);
    row("fragments not UTF-8", masked(Opcode::Text, "ok\xe2", false) + masked(Opcode::Continuation, "x"),
        1007);
    row("frame too large", masked(Opcode::Text, std::string(70'000, 'x')), 1009);
    row("huge announcement", std::string("\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff", 10) + mask, 1009);
    row("message too large",
        masked(Opcode::Text, std::string(40'000, 'x'), false) +
            masked(Opcode::Continuation, std::string(40'000, 'x')),
        1009);
  }
  void bad() {
    QFETCH(const QByteArray, bytes);
    QFETCH(const int, code);
    const Events events = readEveryWay(bytes.toStdString());
    QVERIFY(!events.empty());
    QCOMPARE(events.back(), "failed " + std::to_string(code));
  }

  void failureIsFinal() {
    ws::Reader reader({});
    std::string bytes = ws::encode(Opcode::Text, "unmasked");
    reader.feed(bytes.data(), bytes.size());
    QCOMPARE(reader.next().kind, Kind::Failed);
    std::string good = masked(Opcode::Text, "x");
    reader.feed(good.data(), good.size());
    const ws::Reader::Event event = reader.next();
    QCOMPARE(event.kind, Kind::Failed);
    QCOMPARE(event.code, std::uint16_t{1002});
  }

  void clientsReadUnmaskedFramesOnly() {
    ws::Reader::Limits limits;
    limits.requireMask = false;
    QCOMPARE(readEveryWay(ws::encode(Opcode::Text, "x"), limits), Events{"text:x"});
    QCOMPARE(readEveryWay(masked(Opcode::Text, "x"), limits), Events{"failed 1002"});
  }

  void wholeFramesAreReadInPlace() {
    ws::Reader reader({});
    std::string bytes = masked(Opcode::Text, "in place");
    reader.feed(bytes.data(), bytes.size());
    QVERIFY(reader.next().payload.data() == bytes.data() + 6);
  }

  void utf8_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("isValid");
    QTest::newRow("ASCII") << QByteArray("plain text of some length") << true;
    QTest::newRow("two bytes") << QByteArray("\xc2\x80") << true;
    QTest::newRow("three bytes") << QByteArray("\xe0\xa0\x80") << true;
    QTest::newRow("four bytes") << QByteArray("\xf4\x8f\xbf\xbf") << true;
    QTest::newRow("below the surrogates") << QByteArray("\xed\x9f\xbf") << true;
    QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80") << false;
    QTest::newRow("overlong 2") << QByteArray("\xc0\x80") << false;
    QTest::newRow("overlong 3") << QByteArray("\xe0\x9f\xbf") << false;
    QTest::newRow("overlong 4") << QByteArray("\xf0\x8f\xbf\xbf") << false;
    QTest::newRow("above U+10FFFF") << QByteArray("\xf4\x90\x80\x80") << false;
    QTest::newRow("five bytes") << QByteArray("\xf8\x88\x80\x80\x80") << false;
    QTest::newRow("lone tail") << QByteArray("0123456789\x80") << false;
    QTest::newRow("cut") << QByteArray("0123456789\xf0\x9f\x98") << false;
  }
  void utf8() {
    QFETCH(const QByteArray, text);
    QFETCH(const bool, isValid);
    QCOMPARE(ws::isValidUtf8({text.data(), static_cast<std::size_t>(text.size())}), isValid);
  }

  void handshakes_data() {
    QTest::addColumn<QByteArray>("fields");
    QTest::addColumn<int>("answer");
    const QByteArray upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    const QByteArray version = "Sec-WebSocket-Version: 13\r\n";
    const QByteArray key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    QTest::newRow("good") << upgrade + version + key << 101;
    QTest::newRow("several protocols")
        << "Upgrade: x, WebSocket\r\nConnection: a, upgrade\r\n" + version + key << 101;
    QTest::newRow("no upgrade") << version + key << 426;
    QTest::newRow("another upgrade") << "Upgrade: h2c\r\nConnection: Upgrade\r\n" + version + key << 426;
    QTest::newRow("no version") << upgrade + key << 426;
    QTest::newRow("another version") << upgrade + key + "Sec-WebSocket-Version: 8\r\n" << 426;
    QTest::newRow("no key") << upgrade + version << 400;
    QTest::newRow("short key") << upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBsZQ==\r\n" << 400;
    QTest::newRow("no base64") << upgrade + version + "Sec-WebSocket-Key: dGhlIHNhbXBs!SBub25jZQ==\r\n"
                               << 400;
    QTest::newRow("two keys") << upgrade + version + key + key << 400;
    QTest::newRow("body") << upgrade + version + key + "Content-Length: 1\r\n" << 400;
  }
  void handshakes() {
    QFETCH(const QByteArray, fields);
    QFETCH(const int, answer);
    const std::string text = "GET / HTTP/1.1\r\nHost: h\r\n" + fields.toStdString() + "\r\n";
    RequestHead head;
    QCOMPARE(parseRequestHead(text, head).status, HeadStatus::Complete);
    const ws::Handshake handshake = ws::checkHandshake(head);
    QCOMPARE(handshake.ok, answer == 101);
    QCOMPARE(handshake.answer, answer);
  }
};

QTEST_GUILESS_MAIN(TestWebSocketFrame)
#include "tst_websocketframe.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/chat/names.h"
#include "server/chat/origin.h"
#include "server/chat/protocol.h"
#include "server/chat/tokenbucket.h"
#include "tests/server/chat/jsoncompare.h"

using namespace halftone;
using namespace halftone::chat;
using nlohmann::json;

class TestProtocol : public QObject {
  Q_OBJECT

 private slots:
  void goodFramesAreRead_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("kind");
    QTest::newRow("join") << QByteArray(R"({"type":"join","room":"r3"})") << int(FrameKind::Join);
    QTest::newRow("join after") << QByteArray(R"({"type":"join","room":"r3","epoch":"e","after":7})")
                                << int(FrameKind::Join);
    QTest::newRow("leave") << QByteArray(R"({"type":"leave","room":"r3"})") << int(FrameKind::Leave);
    QTest::newRow("say") << QByteArray(R"({"type":"say","room":"r3","text":"hi"})") << int(FrameKind::Say);
    QTest::newRow("say, key unknown")
        << QByteArray(R"({"type":"say","room":"r3","text":"hi","mood":1})") << int(FrameKind::Say);
    QTest::newRow("say, unicode") << QByteArray(R"({"type":"say","room":"大厅","text":"\ud83d\ude00"})")
                                  << int(FrameKind::Say);
    QTest::newRow("typing") << QByteArray(R"({"type":"typing","room":"r3"})") << int(FrameKind::Typing);
    QTest::newRow("history") << QByteArray(R"({"type":"history","room":"r3","before":9,"limit":200})")
                             << int(FrameKind::History);
    QTest::newRow("resume")
        << QByteArray(R"({"type":"resume","token":"t","rooms":[{"room":"a","epoch":"e","seq":1}]})")
        << int(FrameKind::Resume);
    QTest::newRow("ping") << QByteArray(R"({"type":"ping","id":1})") << int(FrameKind::Ping);
  }
  void goodFramesAreRead() {
    QFETCH(QByteArray, text);
    QFETCH(int, kind);
    const auto frame = readClientFrame(text.toStdString(), {});
    QVERIFY2(frame, frame ? "" : frame.error().message.c_str());
    QCOMPARE(int(frame->kind), kind);
  }

  void badFramesAreRefusedWithACode_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("code");
    const auto row = [](const char* name, const char* text, const char* code) {
      QTest::newRow(name) << QByteArray(text) << QByteArray(code);
    };
    row("empty", "", "bad_json");
    row("not json", "{type:join}", "bad_json");
    row("cut", "{\"type\":\"join\",\"room\":\"r", "bad_json");
    row("two values", R"({"type":"ping"} {})", "bad_json");
    row("array", R"(["join"])", "bad_json");
    row("a lone surrogate", R"({"type":"say","room":"r","text":"\ud83d"})", "bad_json");
    row("no type", R"({"room":"r"})", "bad_type");
    row("type is a number", R"({"type":1})", "bad_type");
    row("unknown type", R"({"type":"shout","room":"r"})", "bad_type");
    row("no room", R"({"type":"join"})", "bad_room");
    row("empty room", R"({"type":"join","room":""})", "bad_room");
    row("control character", R"({"type":"join","room":"a\u0007b"})", "bad_room");
    row("C1 control character", R"({"type":"join","room":"a\u0085b"})", "bad_room");
    row("leading space", R"({"type":"join","room":" a"})", "bad_room");
    row("room is an object", R"({"type":"join","room":{}})", "bad_room");
    row("no text", R"({"type":"say","room":"r"})", "bad_text");
    row("empty text", R"({"type":"say","room":"r","text":""})", "bad_text");
    row("text is null", R"({"type":"say","room":"r","text":null})", "bad_text");
    row("id is a fraction", R"({"type":"ping","id":1.5})", "bad_id");
    row("id is a list", R"({"type":"ping","id":[]})", "bad_id");
    row("after without epoch", R"({"type":"join","room":"r","after":1})", "bad_mark");
    row("after is negative", R"({"type":"join","room":"r","epoch":"e","after":-1})", "bad_mark");
    row("before is zero", R"({"type":"history","room":"r","before":0})", "bad_page");
    row("limit is too great", R"({"type":"history","room":"r","limit":201})", "bad_page");
    row("resume without token", R"({"type":"resume"})", "bad_token");
    row("resume, rooms no list", R"({"type":"resume","token":"t","rooms":{}})", "bad_mark");
    row("resume, mark cut", R"({"type":"resume","token":"t","rooms":[{"room":"a"}]})", "bad_mark");
  }
  void badFramesAreRefusedWithACode() {
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, code);
    const auto frame = readClientFrame(text.toStdString(), {});
    QVERIFY(!frame);
    QCOMPARE(QByteArray(frame.error().code), code);
  }

  void theIdComesBackWithARefusal() {
    const auto frame = readClientFrame(R"({"type":"say","room":"r","id":"m-1"})", {});
    QVERIFY(!frame);
    QCOMPARE(frame.error().id, std::string("\"m-1\""));
    QCOMPARE(json::parse(writeError(frame.error()))["id"], json("m-1"));
  }

  void textOverItsLimitIsRefused() {
    const json frame{{"type", "say"}, {"room", "r"}, {"text", std::string(11, 'x')}};
    QVERIFY(readClientFrame(frame.dump(), {11, 1}));
    QVERIFY(!readClientFrame(frame.dump(), {10, 1}));
  }

  void deeplyNestedJsonDoesNoHarm() {
    const std::string deep =
        R"({"type":"ping","x":)" + std::string(30000, '[') + std::string(30000, ']') + "}";
    QVERIFY(readClientFrame(deep, {}));
  }

  void v2MessagesCarryMoreThanV1() {
    const Message message{"r", "e0", 7, "ann", "hi \"you\"\n", 1234, "chat-1", "v2", {}, 0};
    const json v1 = json::parse(writeMessage(ApiVersion::V1, message));
    const json v2 = json::parse(writeMessage(ApiVersion::V2, message));
    QCOMPARE(v1, json({{"type", "message"},
                       {"room", "r"},
                       {"from", "ann"},
                       {"text", "hi \"you\"\n"},
                       {"seq", 7},
                       {"time", 1234}}));
    json more = v1;
    more.update({{"id", "e0-7"}, {"node", "chat-1"}, {"version", "v2"}, {"edited", false}});
    QCOMPARE(v2, more);
  }

  void everyTextSurvivesTheEncoding() {
    std::string text;
    for (char c = 0; c < 127; ++c) text += c;
    text += "é大😀\\u0041";
    const json frame = json::parse(writeTyping("r", text));
    QCOMPARE(frame["from"].get<std::string>(), text);
  }

  void theLeadingNumberOfAVersionChoosesTheApi_data() {
    QTest::addColumn<QByteArray>("version");
    QTest::addColumn<bool>("isV2");
    for (const char* v1 : {"v1", "1", "v1.9", "", "v", "beta", "v0", "99999999999"})
      QTest::newRow(v1) << QByteArray(v1) << false;
    for (const char* v2 : {"v2", "2", "2.1.0", "V3", "v10"}) QTest::newRow(v2) << QByteArray(v2) << true;
  }
  void theLeadingNumberOfAVersionChoosesTheApi() {
    QFETCH(QByteArray, version);
    QFETCH(bool, isV2);
    QCOMPARE(apiVersionOf(version.toStdString()) == ApiVersion::V2, isV2);
  }

  void originsAreMatchedExactly_data() {
    QTest::addColumn<QByteArray>("origin");
    QTest::addColumn<bool>("allowed");
    const auto row = [](const char* origin, bool allowed) {
      QTest::newRow(origin) << QByteArray(origin) << allowed;
    };
    row("https://chat.example.com", true);
    row("HTTPS://Chat.Example.com", true);
    row("https://chat.example.com:443", true);
    row("https://chat.example.com:8443", false);
    row("http://chat.example.com", false);
    row("https://example.com", false);
    row("https://a.example.org", true);
    row("https://b.a.example.org", true);
    row("https://example.org", false);
    row("https://evilexample.org", false);
    row("https://a.example.org.evil.net", false);
    row("http://localhost", true);
    row("http://localhost:5173", true);
    row("http://localhost.evil.net", false);
    row("null", false);
    row("", false);
    row("https://", false);
    row("https://chat.example.com/path", false);
    row("https://user@chat.example.com", false);
  }
  void originsAreMatchedExactly() {
    QFETCH(QByteArray, origin);
    QFETCH(bool, allowed);
    const auto rules =
        OriginRules::parse("https://chat.example.com,https://*.example.org,http://localhost:*");
    QVERIFY(rules);
    QCOMPARE(rules->allows(origin.toStdString()), allowed);
  }

  void badOriginRulesAreRefused() {
    for (const char* rule :
         {"example.com", "https://", "*", "https://a.*.com", "https://*", "https://a:8*", ","}) {
      QVERIFY2(!OriginRules::parse(rule), rule);
    }
  }

  void theBucketAllowsABurstAndThenTheRate() {
    const auto start = TokenBucket::Clock::now();
    TokenBucket bucket(10, 20, start);
    for (int i = 0; i < 20; ++i) QVERIFY(bucket.take(start));
    QVERIFY(!bucket.take(start));
    QVERIFY(bucket.take(start + std::chrono::milliseconds(150)));
    QVERIFY(!bucket.take(start + std::chrono::milliseconds(160)));
  }
};

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"

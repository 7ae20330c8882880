// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <QWebSocket>
#include <algorithm>
#include <deque>

#include "tests/server/chat/adminhttp.h"
#include "tests/server/chat/chatclient.h"

using namespace halftone;
using namespace halftone::chat;
using namespace halftone::chat::testing;

namespace {

// A live tail as an operator reads it.
class TailReader : public QObject {
 public:
  TailReader(const Node& node, const QString& query) {
    connect(&m_socket, &QWebSocket::textMessageReceived, this, [this](const QString& text) {
      frames.push_back(json::parse(text.toStdString(), nullptr, false));
    });
    QUrl url = adminUrl(node, "/v1/tail");
    url.setScheme(QStringLiteral("ws"));
    url.setQuery(query);
    m_socket.open(url);
  }
  [[nodiscard]] bool isOpen() const { return m_socket.state() == QAbstractSocket::ConnectedState; }
  // The inner frame of the first of this direction and type; null if there is none yet.
  [[nodiscard]] json find(const std::string& direction, const std::string& type) const {
    for (const json& frame : frames) {
      if (frame["direction"] == direction && frame["frame"].value("type", "") == type) return frame["frame"];
    }
    return {};
  }
  std::deque<json> frames;

 private:
  QWebSocket m_socket;
};

QUrl withQuery(QUrl url, const char* query) {
  url.setQuery(QString::fromLatin1(query));
  return url;
}

}  // namespace

class TestOperators : public QObject {
  Q_OBJECT

  Http m_http;

  json page(const Node& node, const char* query) {
    return m_http.get(withQuery(adminUrl(node, "/v1/sessions/page"), query)).asJson();
  }

 private slots:
  void sessionsAreListedByPageAndFilter() {
    const auto node = startNode(testConfig());
    std::vector<std::unique_ptr<ChatClient>> crowd;
    for (int i = 0; i < 12; ++i) {
      crowd.push_back(std::make_unique<ChatClient>(node->address(), "user" + std::to_string(i),
                                                   i < 4 ? "&version=v2" : "&version=v1"));
      crowd.back()->enter(i < 6 ? "red" : "blue");
    }
    QCOMPARE(page(*node, "")["total"], json(12));
    const json first = page(*node, "limit=5");
    const json rest = page(*node, "limit=100&offset=5");
    QCOMPARE(first["sessions"].size(), std::size_t{5});
    QCOMPARE(rest["sessions"].size(), std::size_t{7});
    QCOMPARE(first["sessions"][0]["user"], json("user0"));
    QCOMPARE(page(*node, "room=red")["total"], json(6));
    QCOMPARE(page(*node, "room=red&api=v2")["total"], json(4));
    QCOMPARE(page(*node, "user=user7")["sessions"][0]["rooms"], json({"blue"}));
    QCOMPARE(page(*node, "text=ser1")["total"], json(3));  // 1, 10 and 11
    QCOMPARE(page(*node, "misplaced=1")["total"], json(0));
    QCOMPARE(m_http.get(withQuery(adminUrl(*node, "/v1/sessions/page"), "limit=many")).status, 400);
  }

  void countsAreByVersionNodeAndRoom() {
    const auto node = startNode(testConfig("chat-1", "v1"));
    ChatClient ann(node->address(), "ann", "&version=v2");
    ann.enter("red");
    ChatClient bob(node->address(), "bob");
    bob.enter("red");
    bob.enter("blue");
    const json counts = m_http.get(adminUrl(*node, "/v1/counts")).asJson();
    QCOMPARE(counts["node"], json("chat-1"));
    QCOMPARE(counts["version"], json("v1"));
    QCOMPARE(counts["open"], json(2));
    QCOMPARE(counts["apis"], json({{"v1", 1}, {"v2", 1}}));
    QCOMPARE(counts["rooms"][0], json({{"room", "red"}, {"members", 2}, {"everywhere", 2}}));
  }

  void aSessionsFramesAreSeenLiveWithoutItsToken() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ChatClient bob(node->address(), "bob");
    bob.enter("r");
    TailReader tail(*node, QString::fromStdString("session=" + ann.greeting()["session"].get<std::string>()));
    QTRY_VERIFY(tail.isOpen());
    // It is in force once its first frame is seen.
    QVERIFY(waitFor([&] {
      ann.send({{"type", "ping"}});
      return QTest::qWaitFor([&] { return !tail.find("out", "pong").is_null(); }, 200);
    }));
    ann.send({{"type", "say"}, {"room", "r"}, {"text", "hello"}, {"id", "1"}});
    QTRY_VERIFY(!tail.find("out", "ack").is_null());
    QTRY_COMPARE(tail.find("in", "say")["text"], json("hello"));
    QTRY_COMPARE(tail.find("out", "message")["text"], json("hello"));
    ann.send({{"type", "resume"}, {"token", "s-000000000000.secret"}, {"rooms", json::array()}});
    QTRY_COMPARE(tail.find("in", "resume")["token"], json("***"));
    bob.send({{"type", "ping"}});
    QVERIFY(!bob.take("pong").is_null());
    for (const json& frame : tail.frames) QCOMPARE(frame["user"], json("ann"));
  }

  void aRoomsFramesAreRedactedWhereAsked() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    ann.enter("s");
    TailReader tail(*node, QStringLiteral("room=r&redact=1"));
    QTRY_VERIFY(tail.isOpen());
    QVERIFY(waitFor([&] {
      ann.say("r", "secret");
      return QTest::qWaitFor([&] { return !tail.find("out", "message").is_null(); }, 200);
    }));
    ann.say("s", "elsewhere");
    for (const json& frame : tail.frames) {
      QCOMPARE(frame["frame"]["room"], json("r"));
      QCOMPARE(frame["frame"]["text"], json("[6 bytes]"));
    }
    QCOMPARE(tail.find("out", "message")["from"], json("ann"));
  }

  // A node that walked it would be gone; and nobody looks for the token in it.
  void aFrameThatNestsDeeplyIsToldByItsLength() {
    const auto node = startNode(testConfig());
    ChatClient ann(node->address(), "ann");
    ann.enter("r");
    TailReader tail(*node, QString::fromStdString("session=" + ann.greeting()["session"].get<std::string>()));
    QTRY_VERIFY(tail.isOpen());
    const std::string deep =
        R"({"type":"ping","token":"secret","x":)" + std::string(32'000, '[') + std::string(32'000, ']') + '}';
    const json told = "[" + std::to_string(deep.size()) + " bytes]";
    QVERIFY(waitFor([&] {
      ann.socket().sendTextMessage(QString::fromStdString(deep));
      return QTest::qWaitFor([&] { return !tail.frames.empty(); }, 200);
    }));
    QTRY_VERIFY(std::any_of(tail.frames.begin(), tail.frames.end(),
                            [&told](const json& frame) { return frame.value("raw", json()) == told; }));
    QVERIFY(!ann.take("pong").is_null());
  }

  void aTailOfNobodyIsRefused() {
    const auto node = startNode(testConfig());
    QCOMPARE(m_http.get(adminUrl(*node, "/v1/tail")).status, 400);
    QCOMPARE(m_http.get(withQuery(adminUrl(*node, "/v1/tail"), "session=a&room=b")).status, 400);
  }
};

HALFTONE_CHAT_TEST_MAIN(TestOperators)
#include "tst_operators.moc"

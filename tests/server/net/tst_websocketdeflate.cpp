// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <random>
#include <string>

#include "server/net/websocketdeflate.h"

using namespace halftone::net;
using Kind = ws::Reader::Event::Kind;

namespace {

constexpr std::uint32_t kMask = 0x5ac35ac3;

QString answerTo(const std::vector<std::string>& values) {
  FieldList fields;
  for (const std::string& value : values) (void)fields.push({"sec-websocket-extensions", value});
  return QString::fromStdString(ws::acceptDeflate(fields));
}

std::string hex(const char* text) {
  return QByteArray::fromHex(text).toStdString();
}

// What a reader with the extension makes of these bytes: the payload, or "failed CODE".
std::string read(std::string bytes, ws::Reader::Limits limits = {}) {
  limits.allowDeflate = true;
  ws::Reader reader(limits);
  reader.feed(bytes.data(), bytes.size());
  const ws::Reader::Event event = reader.next();
  if (event.kind == Kind::Failed) return "failed " + std::to_string(event.code);
  return std::string(event.payload);
}

std::string compressed(const std::string& payload, bool fin = true) {
  return ws::encodeMasked(ws::Opcode::Text, payload, kMask, fin, true);
}

}  // namespace

// permessage-deflate (RFC 7692).
class TestWebSocketDeflate : public QObject {
  Q_OBJECT
 private slots:
  void offers_data() {
    QTest::addColumn<QString>("offer");
    QTest::addColumn<QString>("answer");
    const QString plain =
        QStringLiteral("permessage-deflate; server_no_context_takeover; client_no_context_takeover");
    const auto row = [](const char* offer, const QString& answer) {
      QTest::newRow(offer) << QString::fromLatin1(offer) << answer;
    };
    row("permessage-deflate", plain);
    row("permessage-deflate; client_max_window_bits", plain);
    row("permessage-deflate;client_max_window_bits=10 ; server_no_context_takeover", plain);
    row("permessage-deflate; server_max_window_bits=15",
        plain + QStringLiteral("; server_max_window_bits=15"));
    row("permessage-deflate; server_max_window_bits=\"13\"",
        plain + QStringLiteral("; server_max_window_bits=13"));
    row("x-webkit-deflate-frame, permessage-deflate", plain);
    row("permessage-deflate; server_max_window_bits=9, permessage-deflate", plain);
    for (const char* declined :
         {"", "permessage-bzip2", "permessage-deflate; server_max_window_bits=12",
          "permessage-deflate; server_max_window_bits", "permessage-deflate; server_max_window_bits=16",
          "permessage-deflate; server_max_window_bits=013", "permessage-deflate; client_max_window_bits=7",
          "permessage-deflate; client_max_window_bits=", "permessage-deflate; unknown",
          "permessage-deflate; server_no_context_takeover=1",
          "permessage-deflate; server_no_context_takeover; server_no_context_takeover"})
      row(declined, QString());
  }
  void offers() {
    QFETCH(QString, offer);
    QFETCH(QString, answer);
    QCOMPARE(answerTo({offer.toStdString()}), answer);
  }
  void offersMayStandInSeveralFields() {
    QVERIFY(answerTo({"other", "permessage-deflate"}).startsWith(QLatin1String("permessage-deflate")));
  }

  // The examples of RFC 7692 section 7.2.3: "Hello" in one block, in a block that is not compressed, in one
  // that says it is the last, and in two.
  void theExamplesOfTheRfcAreRead_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("one block") << QByteArray("f248cdc9c90700");
    QTest::newRow("not compressed") << QByteArray("000500faff48656c6c6f00");
    QTest::newRow("the last block") << QByteArray("f348cdc9c9070000");
    QTest::newRow("two blocks") << QByteArray("f24805000000ffffcac9c90700");
  }
  void theExamplesOfTheRfcAreRead() {
    QFETCH(QByteArray, bytes);
    QCOMPARE(read(compressed(hex(bytes.constData()))), std::string("Hello"));
  }
  void fragmentsOfACompressedMessageAreJoined() {
    const std::string all = hex("f248cdc9c90700");
    const std::string bytes = compressed(all.substr(0, 3), false) +
                              ws::encodeMasked(ws::Opcode::Continuation, all.substr(3), kMask);
    ws::Reader::Limits limits;
    QCOMPARE(read(bytes, limits), std::string("Hello"));
  }
  void whatIsWrittenIsReadAgain() {
    std::mt19937 random(3);
    for (int round = 0; round < 200; ++round) {
      std::string text;
      const std::size_t size = random() % 20'000;
      while (text.size() < size) text += "word-" + std::to_string(random() % 50) + " ";
      std::string frame;
      ws::encodeDeflatedInto(frame, ws::Opcode::Text, text);
      if (size > 1000) QVERIFY2(frame.size() < text.size() / 2, "such text has to shrink");
      ws::Reader::Limits limits;
      limits.requireMask = false;
      QCOMPARE(read(frame, limits), text);
    }
  }
  void whatDoesNotShrinkIsSentAsItIs() {
    std::mt19937 random(4);
    std::string noise;
    for (int i = 0; i < 500; ++i) noise += static_cast<char>(random() % 256);
    std::string frame;
    ws::encodeDeflatedInto(frame, ws::Opcode::Binary, noise);
    QCOMPARE(frame, ws::encode(ws::Opcode::Binary, noise));
  }
  void aBombIsCutOffAtTheLimit() {
    std::string frame;
    ws::encodeDeflatedInto(frame, ws::Opcode::Text, std::string(10'000'000, 'a'));
    QVERIFY(frame.size() < 20'000);
    ws::Reader::Limits limits;
    limits.requireMask = false;
    QCOMPARE(read(frame, limits), std::string("failed 1009"));
  }
  void whatIsBadIsRefused_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("result");
    const auto row = [](const char* name, const std::string& bytes, const char* result) {
      QTest::newRow(name) << QByteArray::fromStdString(bytes) << QByteArray(result);
    };
    row("no deflate", compressed("\x07garbage"), "failed 1007");
    row("cut short", compressed(hex("f248cd")), "failed 1007");
    row("a distance before the start", compressed(hex("4b04a20000")), "failed 1007");
    std::string notUtf8;
    ws::encodeDeflatedInto(notUtf8, ws::Opcode::Text, std::string(500, '\xff'));
    row("no UTF-8 inside", compressed(notUtf8.substr(2)), "failed 1007");
    row("a compressed ping", ws::encodeMasked(ws::Opcode::Ping, "x", kMask, true, true), "failed 1002");
    row("a compressed continuation",
        compressed("\xf2", false) + ws::encodeMasked(ws::Opcode::Continuation, "H", kMask, true, true),
        "failed 1002");
  }
  void whatIsBadIsRefused() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, result);
    QCOMPARE(QByteArray::fromStdString(read(bytes.toStdString())), result);
  }
  void withoutTheExtensionTheBitIsAnError() {
    ws::Reader reader({});
    std::string bytes = compressed(hex("f248cdc9c90700"));
    reader.feed(bytes.data(), bytes.size());
    QCOMPARE(reader.next().code, std::uint16_t{1002});
  }
};

QTEST_APPLESS_MAIN(TestWebSocketDeflate)
#include "tst_websocketdeflate.moc"

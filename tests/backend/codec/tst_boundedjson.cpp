// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>
#include <string>

#include "backend/codec/boundedjson.h"

using namespace halftone;
using codec::kMaxJsonDepth;

namespace {

std::string nested(std::size_t levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

}  // namespace

class TestBoundedJson : public QObject {
  Q_OBJECT

 private slots:
  void whatNestsAsDeepAsAllowedIsRead() {
    const auto read = codec::parseBounded(nested(kMaxJsonDepth));
    QVERIFY(read.is_array());
    QCOMPARE(read.dump(), nested(kMaxJsonDepth));
    QVERIFY(codec::parseBounded<nlohmann::ordered_json>("{\"b\":[1],\"a\":[2]}").is_object());
  }
  void whatNestsDeeperIsDiscarded() {
    QVERIFY(codec::parseBounded(nested(kMaxJsonDepth + 1)).is_discarded());
    QVERIFY(codec::parseBounded(nested(3), 2).is_discarded());
    QVERIFY(codec::parseBounded(nested(100'000)).is_discarded());
    QVERIFY(codec::parseBounded<nlohmann::ordered_json>(nested(100'000)).is_discarded());
  }
  void whatIsNoJsonIsDiscarded() {
    for (const char* text : {"", "]", "[", "{]", "[1]]", "\"", "\"\\"})
      QVERIFY2(codec::parseBounded(text).is_discarded(), text);
  }
  void bracketsInTextsAndListsSideBySideDoNotNest() {
    QVERIFY(codec::parseBounded("[\"" + std::string(1000, '[') + "\\\"[{\"]").is_array());
    std::string list = "[[]";
    for (int i = 0; i < 1000; ++i) list += ",[{}]";
    QCOMPARE(codec::parseBounded(list + "]", 3).size(), std::size_t{1001});
  }
};

QTEST_APPLESS_MAIN(TestBoundedJson)
#include "tst_boundedjson.moc"

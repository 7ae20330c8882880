// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <QTest>
#include <QTranslator>

#include "app/viewmodels/findingwords.h"
#include "backend/codec/policyjson.h"

using namespace halftone;
using namespace halftone::app;

namespace {

// Puts "~" before each sentence that it is asked for, which only known sentences are.
class Marker : public QTranslator {
 public:
  [[nodiscard]] QString translate(const char* context, const char* source, const char*, int) const override {
    return QByteArray(context) == "Finding" ? QLatin1Char('~') + QString::fromUtf8(source) : QString();
  }
  [[nodiscard]] bool isEmpty() const override { return false; }
};

}  // namespace

class FindingWordsTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { QCoreApplication::installTranslator(&m_marker); }
  void cleanupTestCase() { QCoreApplication::removeTranslator(&m_marker); }

  void whatAReaderSaysIsKnown_data() {
    QTest::addColumn<QString>("json");
    QTest::newRow("nothing") << QStringLiteral("{}");
    QTest::newRow("wrong kinds") << QStringLiteral(
        "{\"apiVersion\":1,\"service\":\"\",\"salt\":2,\"identity\":{},\"versions\":[],"
        "\"rules\":{},\"default\":[],\"stabel\":\"v1\"}");
    QTest::newRow("wrong values") << QStringLiteral(
        "{\"apiVersion\":\"halftone/v9\",\"service\":\"a b\",\"identity\":[\"user\",\"header:\"],"
        "\"versions\":{\"v1\":{\"select\":{}}},\"stable\":\"v2\",\"whenUnavailable\":\"x\","
        "\"default\":{\"split\":[{\"version\":\"v1\",\"weight\":90.123}],\"stickBy\":\"usr\"}}");
    QTest::newRow("conditions") << QStringLiteral(
        "{\"apiVersion\":\"halftone/v1\",\"service\":\"a\",\"versions\":{\"v1\":{}},\"stable\":\"v1\","
        "\"rules\":[{\"name\":\"\",\"when\":[],\"split\":[]},"
        "{\"name\":\"a\",\"when\":[{\"attr\":\"usr\",\"is\":1},{\"attr\":\"user\"},"
        "{\"attr\":\"user\",\"range\":[5,1]},{\"attr\":\"user\",\"range\":[1]},"
        "{\"attr\":\"user\",\"percent\":200},{\"attr\":\"user\",\"in\":[\"x\"]},"
        "{\"attr\":\"user\",\"is\":\"a\",\"prefix\":\"b\"},{\"any\":[]},{\"any\":[],\"not\":{}},"
        "{\"attr\":\"user\",\"atLeast\":\"x\"}],"
        "\"split\":[{\"version\":\"v1\",\"weight\":60}]}],"
        "\"default\":{\"split\":[{\"version\":\"v1\",\"weight\":100}]}}");
    QTest::newRow("no JSON") << QStringLiteral("{");
  }
  void whatAReaderSaysIsKnown() {
    QFETCH(const QString, json);
    const auto read = codec::readPolicy(json.toStdString());
    QVERIFY(!read);
    for (const policy::Finding& finding : read.error()) {
      const std::string& message = finding.message;
      const bool withPlace = message.rfind("line ", 0) == 0;
      const QString text = findingText(withPlace ? message.substr(message.find(": ") + 2) : message);
      QVERIFY2(text.startsWith(QLatin1Char('~')), message.c_str());
    }
  }
  void aHintIsTranslatedOnItsOwn() {
    const QString text = findingText("\"usr\" is no attribute; did you mean \"user\"?");
    QCOMPARE(text, QStringLiteral("~\"usr\" is no attribute~; did you mean \"user\"?"));
  }
  void aSentenceOfTheFutureStaysAsItIs() { QCOMPARE(findingText("is blue"), QStringLiteral("is blue")); }
  void aRuleIsNamedAsThePageCounts() {
    const QString text = findingText(policy::Finding{"/rules/1/split", "names no version"});
    QCOMPARE(text, QStringLiteral("~Rule 2 /split: ~names no version"));
  }

 private:
  Marker m_marker;
};

QTEST_GUILESS_MAIN(FindingWordsTest)
#include "tst_findingwords.moc"

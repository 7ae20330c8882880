// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "server/role/role.h"

using namespace halftone;
using namespace halftone::role;

namespace {

const std::vector<Options::Known> kKnown{{"listen", "A:P", "where to listen", true},
                                         {"workers", "N", "threads"},
                                         {"quiet", nullptr, "says less"},
                                         {"consul", "URL", "where Consul is"}};

Result<Options> parse(const QString& line) {
  return Options::parse(line.split(QLatin1Char(' '), Qt::SkipEmptyParts), kKnown);
}

}  // namespace

class TestOptions : public QObject {
  Q_OBJECT
 private slots:
  void bothFormsOfAValueAreRead() {
    const auto options = parse(QStringLiteral("--listen 127.0.0.1:80 --workers=4 --quiet"));
    QVERIFY(options.has_value());
    QCOMPARE(options->value("listen"), std::string("127.0.0.1:80"));
    QCOMPARE(options->number("workers", 1, 1, 64).value(), 4);
    QVERIFY(options->has("quiet"));
  }

  void absentOptionsHaveTheirFallback() {
    const auto options = parse(QStringLiteral("--listen=a"));
    QCOMPARE(options->number("workers", 3, 1, 64).value(), 3);
    QCOMPARE(options->value("data", "none"), std::string("none"));
    QVERIFY(!options->has("quiet"));
  }

  void mistakesNameTheOption_data() {
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("error");
    const auto row = [](const char* line, const char* error) {
      QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(error);
    };
    row("--listen a --bogus 1", "--bogus: there is no such option");
    row("--listen a stray", "stray: is no option");
    row("--listen a --listen b", "--listen: is given twice");
    row("--listen a --workers", "--workers: wants a value, N");
    row("--listen a --quiet=1", "--quiet: takes no value");
    row("--quiet", "--listen: is required");
  }
  void mistakesNameTheOption() {
    QFETCH(const QString, line);
    QFETCH(const QString, error);
    const auto options = parse(line);
    QVERIFY(!options.has_value());
    QCOMPARE(QString::fromStdString(options.error().toString()), error);
  }

  void helpNeedsNothingElse() {
    const auto options = parse(QStringLiteral("--help"));
    QVERIFY(options.has_value());
    QVERIFY(options->has("help"));
  }

  void numbersAreWholeAndInRange() {
    for (const char* bad : {"0", "65", "4x", "", "-1", "1.5", "99999999999"}) {
      const auto options = parse(QStringLiteral("--listen=a --workers=%1").arg(QLatin1String(bad)));
      const auto number = options->number("workers", 1, 1, 64);
      QVERIFY(!number.has_value());
      QCOMPARE(number.error().place, std::string("--workers"));
    }
  }

  void badAddressNamesItsOption() {
    QCOMPARE(parse(QStringLiteral("--listen=nowhere"))->address("listen").error().place,
             std::string("--listen"));
    QCOMPARE(parse(QStringLiteral("--listen=127.0.0.1:81"))->address("listen")->port(), 81);
  }

  void usageListsEveryOption() {
    const std::string text = usage("proxy", kKnown);
    for (const char* part : {"halftone-server proxy", "--listen A:P", "(required)", "--quiet", "--help"}) {
      QVERIFY(text.find(part) != std::string::npos);
    }
  }

  void endpointIsTheOptionsElseTheEnvironments() {
    const auto none = *parse(QStringLiteral("--listen=a"));
    QVERIFY(!isConsulGiven(none));
    QCOMPARE(consulEndpoint(none).error().place, std::string("--consul"));
    qputenv("CONSUL_HTTP_ADDR", "10.0.0.1:8500,https://10.0.0.2:8501");
    QVERIFY(isConsulGiven(none));
    QCOMPARE(consulEndpoint(none)->url, QUrl(QStringLiteral("http://10.0.0.1:8500")));
    QCOMPARE(consulEndpoint(none)->others, std::vector{QUrl(QStringLiteral("https://10.0.0.2:8501"))});
    QCOMPARE(consulEndpoint(*parse(QStringLiteral("--listen=a --consul=http://a:1")))->url,
             QUrl(QStringLiteral("http://a:1")));
    qunsetenv("CONSUL_HTTP_ADDR");
  }

  void emptyConsulOptionIsNoLeaveToAskElsewhere() {
    qputenv("CONSUL_HTTP_ADDR", "10.0.0.1:8500");
    QCOMPARE(consulEndpoint(*parse(QStringLiteral("--listen=a --consul="))).error().code, ErrorCode::Invalid);
    qunsetenv("CONSUL_HTTP_ADDR");
  }
};

QTEST_APPLESS_MAIN(TestOptions)
#include "tst_options.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

#include "app/viewmodels/navigator.h"

using namespace halftone::app;

namespace {

std::vector<Command> commands() {
  return {
      {QStringLiteral("Traffic"), QStringLiteral("Page"), QStringLiteral("Ctrl+1"),
       QStringLiteral("halftone://traffic")},
      {QStringLiteral("Catalog"), QStringLiteral("Page"), {}, QStringLiteral("halftone://catalog")},
      {QStringLiteral("chat"), QStringLiteral("Service"), {}, QStringLiteral("halftone://traffic/chat")},
      {QStringLiteral("Switch language"), QStringLiteral("Action"), {}, QStringLiteral("action:language")}};
}

}  // namespace

class PaletteModelTest : public QObject {
  Q_OBJECT

 private slots:
  void lettersMustComeInOrder() {
    QVERIFY(fuzzyScore(QStringLiteral("Switch language"), QStringLiteral("swl")) > 0);
    QCOMPARE(fuzzyScore(QStringLiteral("Switch language"), QStringLiteral("lsw")), 0);
    QVERIFY(fuzzyScore(QStringLiteral("anything"), QString()) > 0);
  }
  void beginsOfWordsComeFirst() {
    QVERIFY(fuzzyScore(QStringLiteral("Switch language"), QStringLiteral("sl")) >
            fuzzyScore(QStringLiteral("slumber"), QStringLiteral("sl")) - 5);
    QVERIFY(fuzzyScore(QStringLiteral("chat"), QStringLiteral("cha")) >
            fuzzyScore(QStringLiteral("Catch a hat"), QStringLiteral("cha")) - 20);
  }
  void theBestFitIsRunByReturn() {
    PaletteModel model(commands);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.begin();
    QCOMPARE(model.count(), 4);
    model.setTyped(QStringLiteral("lang"));
    QCOMPARE(model.count(), 1);
    QSignalSpy chosen(&model, &PaletteModel::chosen);
    model.run(0);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("action:language"));
    model.run(5);
    QCOMPARE(chosen.size(), 1);
    model.begin();
    QCOMPARE(model.count(), 4);
  }
  void aWholeNameComesBeforeAllThatBeginAlike() {
    PaletteModel model([] {
      std::vector<Command> users;
      for (int i = 0; i < 2 * PaletteModel::kMaxShown; ++i)
        users.push_back({QStringLiteral("18%1").arg(i), QStringLiteral("User"), {}, QStringLiteral("x")});
      users.push_back({QStringLiteral("18"), QStringLiteral("User"), {}, QStringLiteral("y")});
      return users;
    });
    model.begin();
    model.setTyped(QStringLiteral("18"));
    QCOMPARE(model.data(model.index(0), PaletteModel::TitleRole).toString(), QStringLiteral("18"));
  }
  void theGroupIsSearchedToo() {
    PaletteModel model(commands);
    model.begin();
    model.setTyped(QStringLiteral("service"));
    QVERIFY(model.count() >= 1);
    QCOMPARE(model.data(model.index(0), PaletteModel::TitleRole).toString(), QStringLiteral("chat"));
  }
  void linksAreReadBackAsTheyAreWritten() {
    const QStringList pages{QStringLiteral("traffic"), QStringLiteral("explain")};
    const DeepLink link{QStringLiteral("traffic"), QStringLiteral("chat"), QStringLiteral("a & b=c"),
                        QStringLiteral("用户"), 7};
    QCOMPARE(*parseDeepLink(toText(link), pages), link);
    QCOMPARE(parseDeepLink(QStringLiteral("halftone://traffic/chat"), pages)->service,
             QStringLiteral("chat"));
  }
  void aLinkCarriesItsClusterAndWhatHealthCompares() {
    DeepLink link{QStringLiteral("traffic"), QStringLiteral("chat"), {}, {}, 0};
    link.range = 900;
    link.baseline = QStringLiteral("v1");
    link.candidate = QStringLiteral("v2");
    link.cluster = QStringLiteral("prod east");
    QCOMPARE(*parseDeepLink(toText(link), {QStringLiteral("traffic")}), link);
  }
  void whatIsTypedItselfComesLast() {
    PaletteModel model(commands, [](const QString& typed) {
      return std::vector<Command>{{QStringLiteral("Explain user ") + typed, {}, {}, QStringLiteral("x")}};
    });
    model.begin();
    model.setTyped(QStringLiteral("chat"));
    QCOMPARE(model.count(), 2);
    QCOMPARE(model.data(model.index(1), PaletteModel::TitleRole).toString(),
             QStringLiteral("Explain user chat"));
    model.setTyped(QStringLiteral("zzz"));
    QCOMPARE(model.count(), 1);
    QSignalSpy chosen(&model, &PaletteModel::chosen);
    model.run(0);
    QCOMPARE(chosen[0][0].toString(), QStringLiteral("x"));
    model.setTyped(QStringLiteral("chat"));
    QCOMPARE(model.count(), 2);
  }
  void whenNothingFitsItIsSaid() {
    PaletteModel model(commands);
    model.begin();
    QCOMPARE(model.emptyText(), QString());
    model.setTyped(QStringLiteral("zzz"));
    QVERIFY(!model.emptyText().isEmpty());
    model.setTyped(QStringLiteral("halftone://nowhere"));
    QVERIFY(model.emptyText().contains(QStringLiteral("link")));
  }
  void whatIsNoLinkIsRefused() {
    const QStringList pages{QStringLiteral("traffic")};
    for (const char* text :
         {"", "traffic", "http://traffic/chat", "halftone://nowhere/chat", "halftone:traffic",
          "halftone://traffic/chat?revision=x", "halftone://traffic/chat?revision=-1"})
      QVERIFY2(!parseDeepLink(QString::fromLatin1(text), pages), text);
  }
};

QTEST_APPLESS_MAIN(PaletteModelTest)
#include "tst_palettemodel.moc"

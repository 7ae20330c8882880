// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

// Each of the console's QML files is named by a test: by the one that is about it.
class CoverTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QDirIterator files(source(QStringLiteral("tests")),
                       {QStringLiteral("tst_*.qml"), QStringLiteral("tst_*.cpp")}, QDir::Files,
                       QDirIterator::Subdirectories);
    static const QRegularExpression kBreak(QStringLiteral("\\W+"));
    while (files.hasNext()) {
      QFile file(files.next());
      QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
      for (const QString& word : QString::fromUtf8(file.readAll()).split(kBreak)) m_words.insert(word);
    }
    QVERIFY(m_words.contains(QStringLiteral("CoverTest")));
  }

  void eachPartIsNamedByATest_data() {
    QTest::addColumn<QString>("name");
    for (const char* folder : {"qml/ui", "qml/style", "qml/theme"}) {
      const QFileInfoList files =
          QDir(source(QLatin1String(folder))).entryInfoList({QStringLiteral("*.qml")}, QDir::Files);
      QVERIFY2(!files.isEmpty(), folder);
      for (const QFileInfo& file : files) QTest::newRow(qPrintable(file.fileName())) << file.baseName();
    }
  }
  void eachPartIsNamedByATest() {
    QFETCH(QString, name);
    QVERIFY2(m_words.contains(name), "no test is about it");
  }

 private:
  static QString source(const QString& folder) { return QStringLiteral(HALFTONE_SOURCE_DIR "/") + folder; }

  QSet<QString> m_words;
};

QTEST_GUILESS_MAIN(CoverTest)
#include "tst_cover.moc"

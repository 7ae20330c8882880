// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "app/recording/flight.h"
#include "app/viewmodels/flightviewmodel.h"

using namespace halftone::app;

namespace {
constexpr int kPatience = 15'000;
}

// A replay is begun from the console: in a process of its own.
class FlightViewModelTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    QStandardPaths::setTestModeEnabled(true);
    m_flight = m_folder.filePath(QStringLiteral("a flight.flight"));
    FlightWriter writer;
    QVERIFY(writer.open(m_flight).has_value());
    QVERIFY(writer.add({1000, FlightEvent::Kind::Opened, QStringLiteral("a"), {}}));
    writer.close();
  }

  void theFlightIsGivenToAnotherProcess() {
    const QString told = m_folder.filePath(QStringLiteral("told"));
    const QString program = m_folder.filePath(QStringLiteral("console"));
    write(program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > '" + told.toUtf8() + ".part'\nmv '" + told.toUtf8() +
                       ".part' '" + told.toUtf8() + "'\n");
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    m_vm.setProgram(program);
    QCOMPARE(m_vm.replayFile(m_flight), QString());
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(told), kPatience);
    QFile file(told);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("--replay\n" + m_flight.toUtf8() + "\n"));
  }
  void whatCannotBePlayedIsSaid() {
    const QString text = m_folder.filePath(QStringLiteral("notes"));
    write(text, "hello");
    QVERIFY(m_vm.flightProblem(m_flight).isEmpty());
    for (const QString& file : {text, m_folder.path(), m_folder.filePath(QStringLiteral("nowhere"))}) {
      QVERIFY2(!m_vm.flightProblem(file).isEmpty(), qPrintable(file));
      QVERIFY2(!m_vm.replayFile(file).isEmpty(), qPrintable(file));
    }
    m_vm.setProgram(m_folder.filePath(QStringLiteral("nowhere")));
    QVERIFY(m_vm.replayFile(m_flight).contains(QLatin1String("nowhere")));
  }

 private:
  static void write(const QString& file, const QByteArray& text) {
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(text), text.size());
  }
  QTemporaryDir m_folder;
  QString m_flight;
  FlightViewModel m_vm{nullptr};
};

QTEST_GUILESS_MAIN(FlightViewModelTest)
#include "tst_flightviewmodel.moc"

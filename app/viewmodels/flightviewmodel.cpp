// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/viewmodels/flightviewmodel.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>
#include <algorithm>

#include "app/recording/flightrecorder.h"
#include "app/recording/flightreplay.h"
#include "app/viewmodels/exportplace.h"
#include "app/viewmodels/figures.h"

namespace halftone::app {

namespace {

constexpr int kMaxName = 100;
const QByteArray kFlightHead = QByteArrayLiteral("halftone-flight ");

QString clockText(qint64 ms) {
  return QDateTime::fromMSecsSinceEpoch(ms).toString(QStringLiteral("HH:mm:ss"));
}

// 0:07, 12:30, 1:02:03
QString lengthOf(qint64 ms) {
  const qint64 seconds = ms / 1000;
  const QString tail = QStringLiteral("%1:%2")
                           .arg(seconds / 60 % 60, seconds >= 3600 ? 2 : 1, 10, QLatin1Char('0'))
                           .arg(seconds % 60, 2, 10, QLatin1Char('0'));
  return seconds >= 3600 ? QStringLiteral("%1:%2").arg(seconds / 3600).arg(tail) : tail;
}

QString flightsFolder() {
  return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/flights");
}

QString newFile(const QString& cluster) {
  const QString folder = flightsFolder();
  QDir().mkpath(folder);
  // A name that every file system takes and a person can read.
  static const QRegularExpression kOdd(QStringLiteral("[^\\w.-]"),
                                       QRegularExpression::UseUnicodePropertiesOption);
  const QString name = QString(cluster).replace(kOdd, QStringLiteral("_")).left(kMaxName);
  return QStringLiteral("%1/%2-%3.flight")
      .arg(folder, name.isEmpty() ? QStringLiteral("consul") : name,
           QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss")));
}

}  // namespace

FlightViewModel::FlightViewModel(FlightReplay* replay, QObject* parent) : QObject(parent), m_replay(replay) {
  if (m_replay == nullptr) return;
  connect(m_replay, &FlightReplay::moved, this, &FlightViewModel::moved);
  connect(m_replay, &FlightReplay::stateChanged, this, &FlightViewModel::playingChanged);
}

FlightViewModel::~FlightViewModel() = default;

void FlightViewModel::setCluster(const QString& name, const consul::Endpoint& endpoint) {
  m_recorder.reset();
  m_cluster = name;
  m_endpoint = endpoint;
  emit recordingChanged();
}

void FlightViewModel::retranslate() {
  emit textsChanged();
  emit recordingChanged();
}

bool FlightViewModel::isRecording() const {
  return m_recorder != nullptr && m_recorder->isRecording();
}

QString FlightViewModel::recordingFile() const {
  return m_recorder == nullptr ? QString() : m_recorder->file();
}

QString FlightViewModel::recordingText() const {
  if (m_recorder == nullptr || m_recorder->file().isEmpty()) return {};
  const QString name = QFileInfo(m_recorder->file()).fileName();
  const QString size = formatBytes(static_cast<quint64>(m_recorder->bytes()));
  if (!isRecording()) return tr("Recorded: %1, %2").arg(name, size);
  const qint64 since = QDateTime::currentMSecsSinceEpoch() - m_recorder->sinceMs();
  return tr("recording, %1, %2").arg(lengthOf(since), size);
}

void FlightViewModel::startRecording() {
  startRecordingTo(newFile(m_cluster));
}

void FlightViewModel::startRecordingTo(const QString& file) {
  if (isReplaying() || isRecording()) return;
  m_recorder = std::make_unique<FlightRecorder>(m_endpoint);
  connect(m_recorder.get(), &FlightRecorder::changed, this, &FlightViewModel::recordingChanged);
  connect(m_recorder.get(), &FlightRecorder::gaveUp, this, [this](const QString& reason) {
    m_problem = tr("The recording has ended: %1").arg(reason);
    emit recordingChanged();
  });
  const Result<void> started = m_recorder->start(file);
  m_problem = started ? QString()
                      : tr("Nothing is recorded: %1").arg(QString::fromStdString(started.error().toString()));
  emit recordingChanged();
}

void FlightViewModel::stopRecording() {
  if (m_recorder != nullptr) m_recorder->stop();
}

void FlightViewModel::toggleRecording() {
  if (isRecording()) {
    stopRecording();
  } else {
    startRecording();
  }
}

void FlightViewModel::forgetProblem() {
  m_problem.clear();
  emit recordingChanged();
}

void FlightViewModel::showInFolder() {
  const QString folder = QFileInfo(recordingFile()).absolutePath();
  if (recordingFile().isEmpty() || QDesktopServices::openUrl(QUrl::fromLocalFile(folder))) return;
  m_problem = tr("No program shows the folder %1.").arg(folder);
  emit recordingChanged();
}

QVariantList FlightViewModel::flights() const {
  QVariantList list;
  const QFileInfoList files =
      QDir(flightsFolder()).entryInfoList({QStringLiteral("*.flight")}, QDir::Files, QDir::Time);
  for (const QFileInfo& file : files) {
    if (list.size() >= kMostFlights) break;
    if (isRecording() && file.absoluteFilePath() == QFileInfo(recordingFile()).absoluteFilePath()) continue;
    const QString text =
        QStringLiteral("%1   %2").arg(file.fileName(), formatBytes(static_cast<quint64>(file.size())));
    list << QVariantMap{{QStringLiteral("file"), file.absoluteFilePath()}, {QStringLiteral("text"), text}};
  }
  return list;
}

QString FlightViewModel::flightProblem(const QString& file) const {
  QFile opened(wholePath(file));
  if (!opened.exists() || QFileInfo(opened).isDir()) return tr("There is no such file.");
  if (!opened.open(QIODevice::ReadOnly)) return tr("It cannot be read: %1").arg(opened.errorString());
  if (!opened.read(kFlightHead.size()).startsWith(kFlightHead)) return tr("This file is no flight.");
  return {};
}

QString FlightViewModel::replayFile(const QString& file) const {
  if (const QString problem = flightProblem(file); !problem.isEmpty()) return problem;
  const QString program = m_program.isEmpty() ? QCoreApplication::applicationFilePath() : m_program;
  const QString whole = QFileInfo(wholePath(file)).absoluteFilePath();
  if (QProcess::startDetached(program, {QStringLiteral("--replay"), whole})) return {};
  return tr("%1 cannot be started.").arg(program);
}

QString FlightViewModel::title() const {
  if (m_replay == nullptr) return {};
  const QDateTime start = QDateTime::fromMSecsSinceEpoch(m_replay->flight().startMs());
  return tr("Replay of %1").arg(start.toString(QStringLiteral("yyyy-MM-dd HH:mm")));
}

QString FlightViewModel::detail() const {
  if (m_replay == nullptr) return {};
  const QString name = QFileInfo(m_replay->flight().file).fileName();
  return m_replay->flight().cutOff ? tr("%1, whose end was cut off").arg(name) : name;
}

bool FlightViewModel::isPlaying() const {
  return m_replay != nullptr && m_replay->isPlaying();
}

double FlightViewModel::speed() const {
  return m_replay == nullptr ? 1 : m_replay->speed();
}

QVariantList FlightViewModel::speeds() const {
  QVariantList list;
  for (const double speed : {0.5, 1.0, 2.0, 4.0, 8.0}) {
    list << QVariantMap{{QStringLiteral("value"), speed},
                        {QStringLiteral("text"), QStringLiteral("%1×").arg(speed)}};
  }
  return list;
}

double FlightViewModel::position() const {
  if (m_replay == nullptr) return 0;
  const auto whole = static_cast<double>(m_replay->flight().endMs() - m_replay->flight().startMs());
  return whole <= 0 ? 0 : static_cast<double>(m_replay->timeMs() - m_replay->flight().startMs()) / whole;
}

QString FlightViewModel::timeText() const {
  if (m_replay == nullptr) return {};
  return QStringLiteral("%1   %2").arg(clockText(m_replay->timeMs()),
                                       lengthOf(m_replay->timeMs() - m_replay->flight().startMs()));
}

QString FlightViewModel::lengthText() const {
  return m_replay == nullptr ? QString()
                             : lengthOf(m_replay->flight().endMs() - m_replay->flight().startMs());
}

void FlightViewModel::togglePlaying() {
  if (m_replay == nullptr) return;
  if (m_replay->isPlaying()) {
    m_replay->pause();
  } else {
    m_replay->play();
  }
}

void FlightViewModel::setSpeed(double speed) {
  if (m_replay != nullptr) m_replay->setSpeed(speed);
}

void FlightViewModel::seek(double position) {
  if (m_replay == nullptr || !(position >= 0 && position <= 1)) return;
  const Flight& flight = m_replay->flight();
  const auto whole = static_cast<double>(flight.endMs() - flight.startMs());
  m_replay->seek(flight.startMs() + static_cast<qint64>(position * whole));
}

void FlightViewModel::skip(double seconds) {
  if (m_replay != nullptr) m_replay->seek(m_replay->timeMs() + static_cast<qint64>(seconds * 1000));
}

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QVariantList>
#include <memory>

#include "backend/consul/client.h"

namespace halftone::app {

class FlightRecorder;
class FlightReplay;

// The recorder of the cluster that the console is on, and the controls of a replay if this is one. GUI
// thread.
class FlightViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("the application makes it")
  Q_PROPERTY(bool recording READ isRecording NOTIFY recordingChanged)
  Q_PROPERTY(QString recordingText READ recordingText NOTIFY recordingChanged)
  Q_PROPERTY(QString recordingFile READ recordingFile NOTIFY recordingChanged)
  Q_PROPERTY(QString problem READ problem NOTIFY recordingChanged)
  Q_PROPERTY(bool replaying READ isReplaying CONSTANT)
  Q_PROPERTY(QString title READ title NOTIFY textsChanged)
  Q_PROPERTY(QString detail READ detail NOTIFY textsChanged)
  Q_PROPERTY(bool playing READ isPlaying NOTIFY playingChanged)
  Q_PROPERTY(double speed READ speed NOTIFY playingChanged)
  Q_PROPERTY(QVariantList speeds READ speeds CONSTANT)
  Q_PROPERTY(double position READ position NOTIFY moved)
  Q_PROPERTY(QString timeText READ timeText NOTIFY moved)
  Q_PROPERTY(QString lengthText READ lengthText NOTIFY textsChanged)

 public:
  // `replay` is null if the console is on a live cluster; it outlives this.
  explicit FlightViewModel(FlightReplay* replay, QObject* parent = nullptr);
  ~FlightViewModel() override;

  // The console is on another cluster: a recording of the former ends.
  void setCluster(const QString& name, const consul::Endpoint& endpoint);
  void retranslate();

  [[nodiscard]] bool isRecording() const;
  // For how long it records and how much; afterwards the file and its size; empty if nothing was recorded.
  [[nodiscard]] QString recordingText() const;
  [[nodiscard]] QString recordingFile() const;
  [[nodiscard]] const QString& problem() const { return m_problem; }
  // Into a new file in the console's data folder. Does nothing in a replay.
  Q_INVOKABLE void startRecording();
  void startRecordingTo(const QString& file);
  Q_INVOKABLE void stopRecording();
  Q_INVOKABLE void toggleRecording();
  Q_INVOKABLE void forgetProblem();
  // Opens the folder of the last recording in the desktop's file browser.
  Q_INVOKABLE void showInFolder();

  // The flights that this console has recorded, newest first: {file, text}; at most kMostFlights.
  static constexpr int kMostFlights = 50;
  Q_INVOKABLE [[nodiscard]] QVariantList flights() const;
  // Why this file is no flight, by its first line only; empty: it is one. "~" is the home.
  Q_INVOKABLE [[nodiscard]] QString flightProblem(const QString& file) const;
  // Plays it in another process of the console. Why that cannot be, or empty.
  Q_INVOKABLE [[nodiscard]] QString replayFile(const QString& file) const;
  // What is started for it: this program, else the one of a test.
  void setProgram(const QString& program) { m_program = program; }
  // Shows the dialog that asks which.
  void askReplay() { emit replayAsked(); }

  [[nodiscard]] bool isReplaying() const { return m_replay != nullptr; }
  [[nodiscard]] QString title() const;
  [[nodiscard]] QString detail() const;
  [[nodiscard]] bool isPlaying() const;
  [[nodiscard]] double speed() const;
  // {value, text}
  [[nodiscard]] QVariantList speeds() const;
  // Of the flight, 0 to 1.
  [[nodiscard]] double position() const;
  [[nodiscard]] QString timeText() const;
  [[nodiscard]] QString lengthText() const;
  Q_INVOKABLE void togglePlaying();
  Q_INVOKABLE void setSpeed(double speed);
  Q_INVOKABLE void seek(double position);
  Q_INVOKABLE void skip(double seconds);

 signals:
  void recordingChanged();
  void replayAsked();
  void playingChanged();
  void moved();
  void textsChanged();

 private:
  FlightReplay* m_replay;
  QString m_cluster;
  consul::Endpoint m_endpoint;
  std::unique_ptr<FlightRecorder> m_recorder;
  QString m_problem;
  QString m_program;
};

}  // namespace halftone::app

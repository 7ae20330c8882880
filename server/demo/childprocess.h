// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>
#include <string>

namespace halftone::demo {

// One role as a child process. It dies with us, however we end: the kernel sends it SIGTERM
// (prctl(2), PR_SET_PDEATHSIG).
class ChildProcess : public QObject {
  Q_OBJECT
 public:
  enum class State { Stopped, Starting, Running, Killed, Failed };

  // What to do when it ends unasked: start it again, with growing pauses, or leave it for the operator to
  // see.
  enum class OnCrash { Relaunch, StayDown };

  ChildProcess(QString id, OnCrash onCrash, QString program, QStringList arguments,
               QObject* parent = nullptr);
  ~ChildProcess() override;

  void start();      // nothing to do if it runs
  void terminate();  // SIGTERM, SIGKILL after `kGrace`; stays down
  void kill();       // SIGKILL, as a crash would; stays down until start()
  // Changes the value of `--option` for the next start.
  void setOption(const QString& option, const QString& value);

  [[nodiscard]] const QString& id() const { return m_id; }
  [[nodiscard]] State state() const { return m_state; }
  [[nodiscard]] qint64 pid() const { return m_process.processId(); }
  [[nodiscard]] bool isDown() const { return m_process.state() == QProcess::NotRunning; }
  [[nodiscard]] int restarts() const { return m_restarts; }
  // The line of JSON that it printed when it was ready; empty before.
  [[nodiscard]] const std::string& readyLine() const { return m_readyLine; }

  static constexpr int kGraceMs = 5000;

 signals:
  void ready();
  void stateChanged();
  void down();  // the process has ended, for whatever reason

 private:
  void launch();
  void readOutput();
  void ended();
  [[nodiscard]] QString howItEnded() const;
  void setState(State state);

  QString m_id;
  OnCrash m_onCrash;
  QStringList m_arguments;
  QProcess m_process;
  QTimer m_relaunch;
  QTimer m_grace;
  State m_state = State::Stopped;
  std::string m_readyLine;
  QByteArray m_output;
  int m_restarts = 0;
  int m_failuresInARow = 0;
};

[[nodiscard]] const char* toString(ChildProcess::State state);

}  // namespace halftone::demo

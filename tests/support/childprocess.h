// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>
#include <chrono>

namespace halftone::test {

// A program that a test starts and ends. It dies with the test, however that ends (PR_SET_PDEATHSIG), and
// writes to files, so that a test that is busy never blocks it.
class ChildProcess {
 public:
  ChildProcess();
  ~ChildProcess();  // kills
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  // False if the program could not be started.
  [[nodiscard]] bool start(const QString& program, const QStringList& arguments);
  // The first whole line of its output without the line break; empty if it ended or the time passed.
  [[nodiscard]] QByteArray firstLine(std::chrono::milliseconds timeout);
  [[nodiscard]] bool isRunning() const;
  [[nodiscard]] qint64 pid() const { return m_process.processId(); }
  // SIGTERM, and SIGKILL after five seconds; waits for the end. Whether SIGTERM was enough.
  bool terminate();
  void kill();  // SIGKILL; waits for the end
  // Valid after the end.
  [[nodiscard]] int exitCode() const { return m_process.exitCode(); }

  // What it has written so far, since the last start.
  [[nodiscard]] QByteArray output() const;
  [[nodiscard]] QByteArray errorOutput() const;
  // Variables that the child gets beside the test's own. Before start().
  void setVariable(const QString& name, const QString& value);

 private:
  QProcess m_process;
  QTemporaryDir m_directory;
};

// The path of a program of ours in HALFTONE_BIN_DIR, as CTest sets it.
[[nodiscard]] QString builtProgram(const QString& name);

}  // namespace halftone::test

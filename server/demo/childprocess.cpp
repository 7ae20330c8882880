// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/childprocess.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QLoggingCategory>
#include <algorithm>

namespace halftone::demo {

namespace {

Q_LOGGING_CATEGORY(log, "halftone.demo.process")

constexpr int kMaxReadyBytes = 64 * 1024;
constexpr int kFirstPauseMs = 500;
constexpr int kLongestPauseMs = 8000;

// Runs in the child between fork and exec: only async-signal-safe calls.
void dieWithParent(pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);  // the parent ended before the line above
  setpgid(0, 0);                      // Ctrl+C in a terminal is for us: we end the children in their order
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);  // a blocked SIGTERM would be inherited
}

}  // namespace

const char* toString(ChildProcess::State state) {
  switch (state) {
    case ChildProcess::State::Stopped:
      return "stopped";
    case ChildProcess::State::Starting:
      return "starting";
    case ChildProcess::State::Running:
      return "running";
    case ChildProcess::State::Killed:
      return "killed";
    case ChildProcess::State::Failed:
      return "failed";
  }
  return "";
}

ChildProcess::ChildProcess(QString id, OnCrash onCrash, QString program, QStringList arguments,
                           QObject* parent)
    : QObject(parent), m_id(std::move(id)), m_onCrash(onCrash), m_arguments(std::move(arguments)) {
  m_process.setProgram(program);
  m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
  m_process.setStandardInputFile(QProcess::nullDevice());
  m_process.setChildProcessModifier([parentPid = getpid()] { dieWithParent(parentPid); });
  connect(&m_process, &QProcess::readyReadStandardOutput, this, &ChildProcess::readOutput);
  connect(&m_process, &QProcess::finished, this, &ChildProcess::ended);
  connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart) ended();
  });
  m_relaunch.setSingleShot(true);
  connect(&m_relaunch, &QTimer::timeout, this, &ChildProcess::launch);
  m_grace.setSingleShot(true);
  connect(&m_grace, &QTimer::timeout, &m_process, &QProcess::kill);
}

ChildProcess::~ChildProcess() {
  m_process.disconnect(this);
  if (!isDown()) {
    m_process.kill();
    m_process.waitForFinished(1000);
  }
}

void ChildProcess::start() {
  if (!isDown() || m_relaunch.isActive()) return;
  m_failuresInARow = 0;
  launch();
}

void ChildProcess::launch() {
  m_readyLine.clear();
  m_output.clear();
  setState(State::Starting);
  m_process.setArguments(m_arguments);
  m_process.start(QIODevice::ReadOnly);
}

void ChildProcess::terminate() {
  m_relaunch.stop();
  setState(State::Stopped);
  if (isDown()) return;
  m_process.terminate();
  m_grace.start(kGraceMs);
}

void ChildProcess::kill() {
  m_relaunch.stop();
  setState(State::Killed);
  m_process.kill();
}

void ChildProcess::setOption(const QString& option, const QString& value) {
  const qsizetype at = m_arguments.indexOf(QStringLiteral("--") + option);
  if (at < 0 || at + 1 >= m_arguments.size()) return;
  m_arguments[at + 1] = value;
}

void ChildProcess::readOutput() {
  if (!m_readyLine.empty()) {
    m_process.readAllStandardOutput();  // a role has nothing more to say there
    return;
  }
  m_output += m_process.readAllStandardOutput();
  const qsizetype end = m_output.indexOf('\n');
  if (end < 0) {
    if (m_output.size() > kMaxReadyBytes) m_process.kill();
    return;
  }
  m_readyLine = m_output.left(end).toStdString();
  m_output.clear();
  if (m_state != State::Starting) return;
  m_failuresInARow = 0;
  setState(State::Running);
  emit ready();
}

void ChildProcess::ended() {
  m_grace.stop();
  if (m_state == State::Starting || m_state == State::Running) {
    qCWarning(log, "%s ended unasked: %s", qPrintable(m_id), qPrintable(howItEnded()));
    if (m_onCrash == OnCrash::Relaunch) {
      ++m_restarts;
      m_relaunch.start(std::min(kFirstPauseMs << std::min(m_failuresInARow++, 4), kLongestPauseMs));
    }
    setState(State::Failed);
  }
  emit down();
}

QString ChildProcess::howItEnded() const {
  if (m_process.error() == QProcess::FailedToStart) return m_process.errorString();
  if (m_process.exitStatus() == QProcess::CrashExit) return QStringLiteral("killed by a signal");
  return QStringLiteral("exit code %1").arg(m_process.exitCode());
}

void ChildProcess::setState(State state) {
  if (m_state == state) return;
  m_state = state;
  emit stateChanged();
}

}  // namespace halftone::demo

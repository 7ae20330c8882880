// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/childprocess.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <QFile>
#include <QTest>

namespace halftone::test {

namespace {

constexpr int kEndMs = 5000;

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

ChildProcess::ChildProcess() {
  m_process.setProcessEnvironment(QProcessEnvironment::systemEnvironment());
  m_process.setStandardOutputFile(m_directory.filePath(QStringLiteral("out")));
  m_process.setStandardErrorFile(m_directory.filePath(QStringLiteral("err")));
  const pid_t parent = getpid();
  m_process.setChildProcessModifier([parent] {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The test may have died between fork and prctl; then nobody would send the signal.
    if (getppid() != parent) _exit(127);
  });
}

ChildProcess::~ChildProcess() {
  kill();
}

bool ChildProcess::start(const QString& program, const QStringList& arguments) {
  m_process.start(program, arguments);
  return m_process.waitForStarted(kEndMs);
}

QByteArray ChildProcess::firstLine(std::chrono::milliseconds timeout) {
  const auto hasLine = [this] { return output().contains('\n') || !isRunning(); };
  if (!QTest::qWaitFor(hasLine, static_cast<int>(timeout.count()))) return {};
  const QByteArray text = output();
  const qsizetype end = text.indexOf('\n');
  return end < 0 ? QByteArray() : text.left(end);
}

bool ChildProcess::isRunning() const {
  return m_process.state() != QProcess::NotRunning;
}

bool ChildProcess::terminate() {
  if (!isRunning()) return true;
  m_process.terminate();
  if (m_process.waitForFinished(kEndMs)) return true;
  kill();
  return false;
}

void ChildProcess::kill() {
  if (!isRunning()) return;
  m_process.kill();
  m_process.waitForFinished(kEndMs);
}

QByteArray ChildProcess::output() const {
  return contents(m_directory.filePath(QStringLiteral("out")));
}

QByteArray ChildProcess::errorOutput() const {
  return contents(m_directory.filePath(QStringLiteral("err")));
}

void ChildProcess::setVariable(const QString& name, const QString& value) {
  QProcessEnvironment environment = m_process.processEnvironment();
  environment.insert(name, value);
  m_process.setProcessEnvironment(environment);
}

QString builtProgram(const QString& name) {
  return qEnvironmentVariable("HALFTONE_BIN_DIR") + QLatin1Char('/') + name;
}

}  // namespace halftone::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/app/measures.h"

#include <sys/resource.h>
#include <unistd.h>

#include <QByteArrayList>
#include <QFile>
#include <cmath>
#include <ctime>

namespace halftone::bench {

namespace {

constexpr int kStartTimeField = 22;  // of /proc/PID/stat, counted from 1: proc(5)

QByteArray contents(const char* path) {
  QFile file(QString::fromLatin1(path));
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

double millisecondsSinceStart() {
  const QByteArray stat = contents("/proc/self/stat");
  // The program's name, in brackets, may hold spaces.
  const QByteArrayList fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
  const double started =
      fields.value(kStartTimeField - 3).toDouble() / static_cast<double>(sysconf(_SC_CLK_TCK));
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return (static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9 - started) * 1e3;
}

double cpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double rssMegabytes() {
  return contents("/proc/self/statm").split(' ').value(1).toDouble() *
         static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

double at(const std::vector<double>& sorted, double share) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

}  // namespace halftone::bench

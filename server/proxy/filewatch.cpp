// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/filewatch.h"

#include <sys/stat.h>

#include <chrono>
#include <utility>

namespace halftone::proxy {

namespace {

constexpr std::chrono::seconds kLookAgain{1};

std::string stampOf(const std::string& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return "none;";
  return std::to_string(found.st_ino) + '/' + std::to_string(found.st_size) + '/' +
         std::to_string(found.st_mtim.tv_sec) + '.' + std::to_string(found.st_mtim.tv_nsec) + ';';
}

}  // namespace

FileWatch::FileWatch(std::vector<std::string> files) : m_files(std::move(files)), m_stamp(stamp()) {
  m_timer.callOnTimeout(this, &FileWatch::look);
  m_timer.start(kLookAgain);
}

std::string FileWatch::stamp() const {
  std::string all;
  for (const std::string& file : m_files) all += stampOf(file);
  return all;
}

void FileWatch::look() {
  std::string now = stamp();
  if (now == m_stamp) return;
  m_stamp = std::move(now);
  emit changed();
}

}  // namespace halftone::proxy

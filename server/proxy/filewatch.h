// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <string>
#include <vector>

namespace halftone::proxy {

// Looks at files each second and tells when one of them is another than before (inode, size or time), which
// tools that replace a file by renaming do not hide, unlike from inotify. Main thread.
class FileWatch : public QObject {
  Q_OBJECT
 public:
  explicit FileWatch(std::vector<std::string> files);

 signals:
  void changed();

 private:
  [[nodiscard]] std::string stamp() const;
  void look();

  std::vector<std::string> m_files;
  std::string m_stamp;  // of the files as they were last looked at
  QTimer m_timer;
};

}  // namespace halftone::proxy

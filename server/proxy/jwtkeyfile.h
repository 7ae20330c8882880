// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <string>

#include "backend/base/published.h"
#include "server/proxy/filewatch.h"
#include "server/proxy/filters/jwtkeys.h"

namespace halftone::proxy {

// The file of the keys that tokens are verified with, which is how keys are rotated: reads it anew when it
// has changed, and hands the keys to all threads. What cannot be read is reported, and the last keys stay.
// Main thread.
class JwtKeyFile : public QObject {
  Q_OBJECT
 public:
  using Keys = Published<filters::JwtKeys>;
  // `keys` are those of the file at this moment.
  JwtKeyFile(std::string path, std::shared_ptr<Keys> keys);

 private:
  void reload();

  std::string m_path;
  std::shared_ptr<Keys> m_keys;
  FileWatch m_watch;
};

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/jwtkeyfile.h"

#include <QLoggingCategory>
#include <utility>

namespace halftone::proxy {

namespace {
Q_LOGGING_CATEGORY(lcKeys, "halftone.proxy.jwt")
}  // namespace

JwtKeyFile::JwtKeyFile(std::string path, std::shared_ptr<Keys> keys)
    : m_path(std::move(path)), m_keys(std::move(keys)), m_watch({m_path}) {
  connect(&m_watch, &FileWatch::changed, this, &JwtKeyFile::reload);
}

void JwtKeyFile::reload() {
  auto keys = filters::JwtKeys::read(m_path);
  if (!keys) {
    qCWarning(lcKeys, "the last keys stay: %s", keys.error().toString().c_str());
    return;
  }
  m_keys->publish(std::move(*keys));
  qCInfo(lcKeys, "the keys of %s were read anew", m_path.c_str());
}

}  // namespace halftone::proxy

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "server/net/tlscontext.h"
#include "server/proxy/filewatch.h"

namespace halftone::proxy {

// The certificates that clients see. Loads the files anew when they have changed; what cannot be loaded (a
// key that does not fit yet) is reported once, and the last good ones stay. Main thread.
class Certificates : public QObject {
  Q_OBJECT
 public:
  [[nodiscard]] static Result<std::unique_ptr<Certificates>> load(std::vector<net::CertificateFiles> files);

  [[nodiscard]] const std::shared_ptr<const net::TlsServerContext>& current() const { return m_current; }

 signals:
  void changed();
  void refused();  // the files have changed, but cannot be used

 private:
  explicit Certificates(std::vector<net::CertificateFiles> files);
  void reload();

  std::vector<net::CertificateFiles> m_files;
  FileWatch m_watch;
  std::shared_ptr<const net::TlsServerContext> m_current;
};

}  // namespace halftone::proxy

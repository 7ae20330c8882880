// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "server/net/tlscontext.h"

namespace halftone::proxy {

// The certificates that clients see. Looks at the files each second and loads them anew when they have
// changed; what cannot be loaded (a key that does not fit yet) is reported once, and the last good ones stay.
// Main thread.
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
  [[nodiscard]] std::string stamp() const;
  void check();

  std::vector<net::CertificateFiles> m_files;
  std::string m_stamp;  // of the files as they were last looked at
  std::shared_ptr<const net::TlsServerContext> m_current;
  QTimer m_timer;
};

}  // namespace halftone::proxy

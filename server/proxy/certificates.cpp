// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/certificates.h"

#include <QLoggingCategory>
#include <string>
#include <utility>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcCertificates, "halftone.proxy.certificates")

std::vector<std::string> namesOf(const std::vector<net::CertificateFiles>& files) {
  std::vector<std::string> names;
  for (const net::CertificateFiles& file : files) {
    names.push_back(file.chain);
    names.push_back(file.key);
  }
  return names;
}

}  // namespace

Result<std::unique_ptr<Certificates>> Certificates::load(std::vector<net::CertificateFiles> files) {
  std::unique_ptr<Certificates> certificates(new Certificates(std::move(files)));
  auto context = net::TlsServerContext::load(certificates->m_files);
  if (!context) return tl::unexpected(context.error());
  certificates->m_current = std::move(*context);
  return certificates;
}

Certificates::Certificates(std::vector<net::CertificateFiles> files)
    : m_files(std::move(files)), m_watch(namesOf(m_files)) {
  connect(&m_watch, &FileWatch::changed, this, &Certificates::reload);
}

void Certificates::reload() {
  auto context = net::TlsServerContext::load(m_files, m_current.get());
  if (!context) {
    qCWarning(lcCertificates, "the last certificates stay: %s", context.error().toString().c_str());
    emit refused();
    return;
  }
  m_current = std::move(*context);
  qCInfo(lcCertificates, "certificates loaded anew");
  emit changed();
}

}  // namespace halftone::proxy

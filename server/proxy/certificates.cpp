// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/proxy/certificates.h"

#include <sys/stat.h>

#include <QLoggingCategory>
#include <chrono>

namespace halftone::proxy {

namespace {

Q_LOGGING_CATEGORY(lcCertificates, "halftone.proxy.certificates")

constexpr std::chrono::seconds kLookAgain{1};

std::string stampOf(const std::string& file) {
  struct stat found {};
  if (::stat(file.c_str(), &found) != 0) return "none;";
  return std::to_string(found.st_ino) + '/' + std::to_string(found.st_size) + '/' +
         std::to_string(found.st_mtim.tv_sec) + '.' + std::to_string(found.st_mtim.tv_nsec) + ';';
}

}  // namespace

Result<std::unique_ptr<Certificates>> Certificates::load(std::vector<net::CertificateFiles> files) {
  std::unique_ptr<Certificates> certificates(new Certificates(std::move(files)));
  certificates->m_stamp = certificates->stamp();
  auto context = net::TlsServerContext::load(certificates->m_files);
  if (!context) return tl::unexpected(context.error());
  certificates->m_current = std::move(*context);
  return certificates;
}

Certificates::Certificates(std::vector<net::CertificateFiles> files) : m_files(std::move(files)) {
  m_timer.callOnTimeout(this, &Certificates::check);
  m_timer.start(kLookAgain);
}

std::string Certificates::stamp() const {
  std::string all;
  for (const net::CertificateFiles& files : m_files) all += stampOf(files.chain) + stampOf(files.key);
  return all;
}

void Certificates::check() {
  std::string now = stamp();
  if (now == m_stamp) return;
  m_stamp = std::move(now);
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

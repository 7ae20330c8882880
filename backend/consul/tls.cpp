// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QSslCertificate>
#include <QSslKey>

#include "backend/consul/client.h"

namespace halftone::consul {

namespace {

constexpr qint64 kMaxFileBytes = 4 * 1024 * 1024;  // a bundle of all public authorities is 200 KB

Result<QByteArray> readPem(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorCode::Io, path.toStdString(), file.errorString().toStdString());
  }
  if (file.size() > kMaxFileBytes) return fail(ErrorCode::TooLarge, path.toStdString(), "is over 4 MB");
  return file.readAll();
}

Result<QList<QSslCertificate>> readCertificates(const QString& path) {
  const auto pem = readPem(path);
  if (!pem) return tl::unexpected(pem.error());
  QList<QSslCertificate> certificates = QSslCertificate::fromData(*pem, QSsl::Pem);
  if (certificates.isEmpty()) return fail(ErrorCode::Invalid, path.toStdString(), "holds no PEM certificate");
  return certificates;
}

Result<QSslKey> readKey(const QString& path) {
  const auto pem = readPem(path);
  if (!pem) return tl::unexpected(pem.error());
  for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
    QSslKey key(*pem, algorithm, QSsl::Pem);
    if (!key.isNull()) return key;
  }
  return fail(ErrorCode::Invalid, path.toStdString(),
              "holds no PEM key, RSA or elliptic curve, without a passphrase");
}

}  // namespace

Result<QSslConfiguration> loadTls(const TlsFiles& files) {
  QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
  if (!files.authority.isEmpty()) {
    const auto authorities = readCertificates(files.authority);
    if (!authorities) return tl::unexpected(authorities.error());
    tls.setCaCertificates(*authorities);
  }
  if (files.certificate.isEmpty() != files.key.isEmpty()) {
    return fail(ErrorCode::Invalid, (files.certificate + files.key).toStdString(),
                "a client certificate and its key belong together");
  }
  if (files.certificate.isEmpty()) return tls;
  const auto chain = readCertificates(files.certificate);
  if (!chain) return tl::unexpected(chain.error());
  const auto key = readKey(files.key);
  if (!key) return tl::unexpected(key.error());
  tls.setLocalCertificateChain(*chain);
  tls.setPrivateKey(*key);
  return tls;
}

TlsFiles tlsFilesOfEnvironment() {
  return {qEnvironmentVariable("CONSUL_CACERT"), qEnvironmentVariable("CONSUL_CLIENT_CERT"),
          qEnvironmentVariable("CONSUL_CLIENT_KEY")};
}

}  // namespace halftone::consul

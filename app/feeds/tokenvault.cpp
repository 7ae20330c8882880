// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/tokenvault.h"

#include <qt6keychain/keychain.h>

#include <QPointer>
#include <QTimer>
#include <memory>

namespace halftone::app {

namespace {

constexpr char kService[] = "halftone";
// A keyring that asks for its password may take that long; then the console goes on without.
constexpr std::chrono::seconds kPatience{60};

QString keyOf(const QString& cluster) {
  return QStringLiteral("consul token of ") + cluster;
}

}  // namespace

void TokenVault::read(const QString& cluster, QObject* context, std::function<void(const QByteArray&)> done) {
  // Whatever comes first: the keyring's answer, or the end of patience.
  const auto once = [this, cluster, context = QPointer<QObject>(context), done = std::move(done),
                     told = std::make_shared<bool>(false)](const QByteArray& token) {
    if (std::exchange(*told, true) || !context) return;
    done(token);
  };
  if (m_session.contains(cluster)) {
    const auto deliver = [once, token = m_session.value(cluster)] { once(token); };
    QMetaObject::invokeMethod(this, deliver, Qt::QueuedConnection);
    return;
  }
  auto* job = new QKeychain::ReadPasswordJob(QLatin1String(kService), this);
  job->setKey(keyOf(cluster));
  connect(job, &QKeychain::Job::finished, this, [this, job, cluster, once] {
    if (job->error() == QKeychain::NoError) {
      if (!m_session.contains(cluster))
        m_session.insert(cluster, job->binaryData());  // else a newer was typed
    } else if (job->error() != QKeychain::EntryNotFound) {
      setProblem(job->errorString());
    }
    once(m_session.value(cluster));
  });
  QTimer::singleShot(kPatience, job, [once] { once({}); });
  job->start();
}

void TokenVault::write(const QString& cluster, const QByteArray& token) {
  m_session.insert(cluster, token);
  QKeychain::Job* job = nullptr;
  if (token.isEmpty()) {
    job = new QKeychain::DeletePasswordJob(QLatin1String(kService), this);
  } else {
    auto* write = new QKeychain::WritePasswordJob(QLatin1String(kService), this);
    write->setBinaryData(token);
    job = write;
  }
  job->setKey(keyOf(cluster));
  connect(job, &QKeychain::Job::finished, this, [this, job] {
    const bool fine = job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound ||
                      qobject_cast<QKeychain::DeletePasswordJob*>(job) != nullptr;
    setProblem(fine ? QString() : job->errorString());
  });
  job->start();
}

void TokenVault::rename(const QString& from, const QString& to, QObject* context,
                        std::function<void()> done) {
  read(from, context, [this, from, to, done = std::move(done)](const QByteArray& token) {
    if (!token.isEmpty()) write(to, token);
    write(from, {});
    done();
  });
}

void TokenVault::setProblem(const QString& problem) {
  if (m_problem == problem) return;
  m_problem = problem;
  emit problemChanged();
}

}  // namespace halftone::app

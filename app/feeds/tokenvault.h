// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHash>
#include <QObject>
#include <QString>
#include <functional>

namespace halftone::app {

// The ACL tokens of clusters, in the desktop's keyring (QtKeychain), never in the settings. Where no keyring
// runs a token is kept for as long as the console runs, and `problem` says so. GUI thread.
class TokenVault : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  // Gives the token of a cluster, empty if there is none. Calls back later, unless `context` has died.
  void read(const QString& cluster, QObject* context, std::function<void(const QByteArray&)> done);
  // An empty token is forgotten.
  void write(const QString& cluster, const QByteArray& token);
  // A cluster has another name now: its token goes with it. Calls back once it may be read.
  void rename(const QString& from, const QString& to, QObject* context, std::function<void()> done);
  // Why the keyring does not keep tokens; empty if it does, or was not asked yet.
  [[nodiscard]] const QString& problem() const { return m_problem; }

 signals:
  void problemChanged();

 private:
  void setProblem(const QString& problem);

  QHash<QString, QByteArray> m_session;  // what this session has been told
  QString m_problem;
};

}  // namespace halftone::app

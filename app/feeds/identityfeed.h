// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include "backend/store/policystore.h"

namespace halftone::app {

class ConsulConnection;

// As whom this console acts: the operating system's user and host, or the ACL token's name once Consul has
// told it. Asked again on each return of Consul. GUI thread.
class IdentityFeed : public QObject {
  Q_OBJECT
 public:
  explicit IdentityFeed(const ConsulConnection& connection, QObject* parent = nullptr);
  [[nodiscard]] const store::Actor& actor() const { return m_actor; }

 signals:
  void changed();

 private:
  void ask();

  const ConsulConnection& m_connection;
  store::Actor m_actor;
};

}  // namespace halftone::app

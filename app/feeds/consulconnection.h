// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QObject>
#include <QString>
#include <memory>

#include "backend/consul/client.h"

namespace halftone::consul {
class Watch;
}

namespace halftone::app {

// The console's one connection to Consul: the client for single requests, and whether Consul answers. It
// learns that from a watch of the catalog's services, which it also offers. GUI thread.
class ConsulConnection : public QObject {
  Q_OBJECT

 public:
  enum class State { Connecting, Live, Lost };
  Q_ENUM(State)

  explicit ConsulConnection(consul::Endpoint endpoint, QObject* parent = nullptr);
  ~ConsulConnection() override;
  void start();

  [[nodiscard]] const consul::Endpoint& endpoint() const;
  [[nodiscard]] consul::Client* client() const { return m_client.get(); }
  [[nodiscard]] State state() const { return m_state; }
  // When it came into this state.
  [[nodiscard]] QDateTime since() const { return m_since; }
  // Why it is Lost or still Connecting; empty when Live or not yet known.
  [[nodiscard]] QString error() const { return m_error; }
  // Body of /v1/catalog/services as it last came (consul::parseServices reads it).
  [[nodiscard]] const QByteArray& services() const { return m_services; }

 signals:
  void stateChanged();
  void servicesChanged();

 private:
  void setState(State state, const QString& error);

  std::unique_ptr<consul::Client> m_client;
  std::unique_ptr<consul::Watch> m_watch;
  State m_state = State::Connecting;
  QDateTime m_since;
  QString m_error;
  QByteArray m_services;
};

}  // namespace halftone::app

// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/consulconnection.h"

#include "app/feeds/clock.h"
#include "backend/consul/watch.h"

namespace halftone::app {

ConsulConnection::ConsulConnection(consul::Endpoint endpoint, QObject* parent)
    : QObject(parent),
      m_client(std::make_unique<consul::Client>(endpoint)),
      m_watch(std::make_unique<consul::Watch>(endpoint, QStringLiteral("/v1/catalog/services"), QString())),
      m_since(QDateTime::fromMSecsSinceEpoch(nowMs())) {
  connect(m_watch.get(), &consul::Watch::changed, this, [this](const consul::Answer& answer) {
    m_services = answer.body;
    setState(State::Live, {});
    emit servicesChanged();
  });
  connect(m_watch.get(), &consul::Watch::recovered, this, [this] { setState(State::Live, {}); });
  connect(m_watch.get(), &consul::Watch::failed, this, [this](const Error& error) {
    const State next = m_state == State::Connecting ? State::Connecting : State::Lost;
    setState(next, QString::fromStdString(error.message));
  });
}

ConsulConnection::~ConsulConnection() = default;

void ConsulConnection::start() {
  m_watch->start();
}

const consul::Endpoint& ConsulConnection::endpoint() const {
  return m_client->endpoint();
}

void ConsulConnection::setState(State state, const QString& error) {
  if (m_state == state && m_error == error) return;
  if (m_state != state) m_since = QDateTime::fromMSecsSinceEpoch(nowMs());
  m_state = state;
  m_error = error;
  emit stateChanged();
}

}  // namespace halftone::app

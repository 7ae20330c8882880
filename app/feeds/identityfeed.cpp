// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/feeds/identityfeed.h"

#include "app/feeds/consulconnection.h"
#include "backend/store/identity.h"

namespace halftone::app {

IdentityFeed::IdentityFeed(const ConsulConnection& connection, QObject* parent)
    : QObject(parent), m_connection(connection), m_actor(store::Actor::ofThisProcess("console")) {
  connect(&connection, &ConsulConnection::stateChanged, this, [this] {
    if (m_connection.state() == ConsulConnection::State::Live) ask();
  });
}

void IdentityFeed::ask() {
  store::identify(m_connection.client(), store::Actor::ofThisProcess("console"), this,
                  [this](const Result<store::Actor>& actor) {
                    if (!actor) return;  // that the token is refused, each page tells
                    m_actor = *actor;
                    emit changed();
                  });
}

}  // namespace halftone::app

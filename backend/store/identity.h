// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>

#include "backend/store/policystore.h"

namespace halftone::store {

// As whom Consul knows us: the description of the client's ACL token where it has one, with the operating
// system's user kept as `account`; else `actor` as given (no token, ACLs off, or the token may not say).
// Fails only where Consul cannot be reached or does not know the token.
void identify(consul::Client* client, Actor actor, QObject* context, consul::Client::Done<Actor> done);

// The name in an answer of /v1/acl/token/self: its Description, empty if it has none.
[[nodiscard]] std::string tokenName(const QByteArray& body);

}  // namespace halftone::store

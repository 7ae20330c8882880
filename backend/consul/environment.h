// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

#include "backend/consul/client.h"

namespace halftone::consul {

// The agents at `addresses`, several with commas, else at those of CONSUL_HTTP_ADDR; without a scheme https
// where CONSUL_HTTP_SSL is true. Token by CONSUL_HTTP_TOKEN_FILE or CONSUL_HTTP_TOKEN, TLS by
// tlsFilesOfEnvironment(): the command line every user of the machine sees. `place` names `addresses` in
// errors.
[[nodiscard]] Result<Endpoint> endpointOfEnvironment(const QString& addresses, const std::string& place);

}  // namespace halftone::consul

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/role/role.h"

#include <cstdio>

#include "backend/consul/environment.h"

namespace halftone::role {

bool isConsulGiven(const Options& options) {
  return options.has("consul") || qEnvironmentVariableIsSet("CONSUL_HTTP_ADDR");
}

Result<consul::Endpoint> consulEndpoint(const Options& options) {
  const std::string addresses = options.value("consul");
  if (options.has("consul") && addresses.empty()) return fail(ErrorCode::Invalid, "--consul", "is empty");
  return consul::endpointOfEnvironment(QString::fromStdString(addresses), "--consul");
}

void printReady(const std::string& json) {
  std::fprintf(stdout, "%s\n", json.c_str());
  std::fflush(stdout);
}

int fatal(const Error& error) {
  const std::string program = QCoreApplication::applicationName().toStdString();
  std::fprintf(stderr, "%s: %s\n", program.c_str(), error.toString().c_str());
  return error.code == ErrorCode::Invalid ? 2 : 1;
}

}  // namespace halftone::role

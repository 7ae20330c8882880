// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/registry/main.h"

#include <QCoreApplication>
#include <QSysInfo>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "server/net/httpserver.h"
#include "server/registry/jsonreader.h"
#include "server/registry/registry.h"
#include "server/role/role.h"

namespace halftone::registry {

namespace {

constexpr std::size_t kMaxBodyBytes =
    2 * 1024 * 1024;  // above Consul's own limits, so that its words are told

const std::vector<role::Options::Known>& knownOptions() {
  static const std::vector<role::Options::Known> known{
      {"listen", "ADDRESS:PORT", "where to serve Consul's HTTP API; port 0 picks a free one", true},
      {"data", "FOLDER", "keeps everything there, across restarts; without it, in memory only"},
      {"node", "NAME", "the name of this node; the host's name unless given"},
      {"token", "TOKEN", "the management token: without it clients are refused"},
      {"enable-script-checks", nullptr, "runs the scripts that clients register as checks"},
  };
  return known;
}

// The address that others reach the node at: what it listens on, unless that is every address.
std::string nodeAddress(const net::SocketAddress& listen) {
  const std::string host = listen.host();
  return host == "0.0.0.0" || host == "::" ? "127.0.0.1" : host;
}

}  // namespace

int run(const QStringList& arguments) {
  if (arguments.contains(QStringLiteral("--help"))) {
    std::fputs(role::usage("registry", knownOptions()).c_str(), stdout);
    return 0;
  }
  const auto options = role::Options::parse(arguments, knownOptions());
  if (!options) return role::fatal(options.error());
  const auto address = options->address("listen");
  if (!address) return role::fatal(address.error());
  role::Termination termination([] { QCoreApplication::quit(); });

  auto registry = Registry::create({options->value("node", QSysInfo::machineHostName().toStdString()),
                                    nodeAddress(*address), 0, options->value("token"),
                                    options->has("enable-script-checks"), options->value("data")});
  if (!registry) return role::fatal(registry.error());
  net::HttpServer::Limits limits;
  limits.maxBody = kMaxBodyBytes;
  auto server = net::HttpServer::listen(
      *address, limits,
      [&registry = **registry](const net::HttpRequest& request, const net::HttpResponder& responder) {
        registry.handle(request, responder);
      });
  if (!server) return role::fatal(server.error());
  const std::string listening = (*server)->address().toString();
  (*registry)->setPort((*server)->address().port());
  role::printReady(dump(Json{{"role", "registry"}, {"listen", listening}, {"url", "http://" + listening}}));
  return QCoreApplication::exec();
}

}  // namespace halftone::registry

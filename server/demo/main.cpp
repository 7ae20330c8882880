// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/demo/main.h"

#include <QCoreApplication>

#include "server/demo/demo.h"
#include "server/role/role.h"

namespace halftone::demo {

int run(const QStringList& arguments) {
  const std::vector<role::Options::Known> known{
      {"consul", "URL", "use this Consul instead of a registry of our own; token by CONSUL_HTTP_TOKEN"},
      {"users", "N", "size of the crowd, 0 to 2000 (300)"},
      {"admin", "A:P", "where the console reaches the demo (127.0.0.1:0)"},
  };
  const auto options = role::Options::parse(arguments, known);
  if (!options) return role::fatal(options.error());
  if (options->has("help")) {
    std::fputs(role::usage("demo", known).c_str(), stdout);
    return 0;
  }
  Demo::Settings settings;
  const auto users = options->number("users", settings.users, 0, Crowd::kMaxUsers);
  if (!users) return role::fatal(users.error());
  settings.users = *users;
  const auto admin = net::SocketAddress::parse(options->value("admin", "127.0.0.1:0"));
  if (!admin) return role::fatal(admin.error());
  settings.admin = *admin;
  if (options->has("consul")) {
    const auto endpoint = role::consulEndpoint(*options);
    if (!endpoint) return role::fatal(endpoint.error());
    settings.consul = *endpoint;
  }

  Demo demo(settings);
  int exitCode = 0;
  const auto stop = [&demo] { demo.stop([] { QCoreApplication::quit(); }); };
  const role::Termination termination(stop);
  QObject::connect(&demo, &Demo::ready, &demo,
                   [](const QString& line) { role::printReady(line.toStdString()); });
  QObject::connect(&demo, &Demo::failed, &demo, [&](const QString& reason) {
    exitCode = role::fatal(Error{ErrorCode::Io, "demo", reason.toStdString()});
    stop();
  });
  if (const auto started = demo.start(); !started) return role::fatal(started.error());
  QCoreApplication::exec();
  return exitCode;
}

}  // namespace halftone::demo

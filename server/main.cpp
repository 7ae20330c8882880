// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <array>
#include <cstdio>
#include <cstring>

#include "server/chat/main.h"
#include "server/demo/main.h"
#include "server/net/epolldispatcher.h"
#include "server/proxy/main.h"
#include "server/registry/main.h"
#include "server/role/role.h"

namespace {

struct Role {
  const char* name;
  const char* help;
  halftone::role::Entry run;
};

constexpr std::array kRoles{
    Role{"proxy", "routes requests and WebSockets by the policy", halftone::proxy::run},
    Role{"chat", "a chat node", halftone::chat::run},
    Role{"registry", "the embedded registry, speaks Consul's HTTP API", halftone::registry::run},
    Role{"demo", "all of them with a crowd of users, on this machine", halftone::demo::run},
};

int explain(FILE* out) {
  std::fprintf(out, "usage: halftone-server ROLE [options]\n\nroles:\n");
  for (const Role& role : kRoles) std::fprintf(out, "  %-10s %s\n", role.name, role.help);
  std::fprintf(out, "\n'halftone-server ROLE --help' tells the options of a role.\n");
  return out == stdout ? 0 : 2;
}

}  // namespace

int main(int argc, char* argv[]) {
  if (argc < 2) return explain(stderr);
  if (std::strcmp(argv[1], "--help") == 0) return explain(stdout);
  for (const Role& role : kRoles) {
    if (std::strcmp(argv[1], role.name) != 0) continue;
    QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher);
    const QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("halftone-server"));
    return role.run(QCoreApplication::arguments().mid(2));
  }
  std::fprintf(stderr, "halftone-server: there is no role '%s'\n", argv[1]);
  return explain(stderr);
}

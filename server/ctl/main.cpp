// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCoreApplication>
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "server/ctl/policycommands.h"
#include "server/ctl/registrycommands.h"
#include "server/ctl/storecommands.h"

namespace {

using namespace halftone::ctl;

std::vector<Command> allCommands() {
  std::vector<Command> commands;
  for (const auto part : {policyCommands(), storeCommands(), registryCommands()})
    commands.insert(commands.end(), part.begin(), part.end());
  return commands;
}

int explain(FILE* out) {
  std::fputs("usage: halftonectl COMMAND [arguments]\n\n", out);
  for (const Command& command : allCommands())
    std::fprintf(out, "  %.*s %.*s\n      %.*s\n", static_cast<int>(command.words.size()),
                 command.words.data(), static_cast<int>(command.usage.size()), command.usage.data(),
                 static_cast<int>(command.help.size()), command.help.data());
  std::fputs(
      "\nFiles may be \"-\", standard input. The token for Consul comes by CONSUL_HTTP_TOKEN,\n"
      "TLS by CONSUL_CACERT, CONSUL_CLIENT_CERT and CONSUL_CLIENT_KEY.\n"
      "Exit code: 0 done, 1 it is wrong or did not work, 2 the command line is wrong.\n",
      out);
  return out == stdout ? kDone : kMisused;
}

}  // namespace

int main(int argc, char* argv[]) {
  const QCoreApplication application(argc, argv);
  QCoreApplication::setApplicationName(QStringLiteral("halftonectl"));
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (std::find(words.begin(), words.end(), "--help") != words.end()) return explain(stdout);
  for (const Command& command : allCommands()) {
    const std::size_t space = command.words.find(' ');
    if (words.size() >= 2 && words[0] == command.words.substr(0, space) &&
        words[1] == command.words.substr(space + 1))
      return command.run({words.begin() + 2, words.end()});
  }
  if (words.size() >= 2)
    std::fprintf(stderr, "halftonectl: there is no command '%s %s'\n", words[0].c_str(), words[1].c_str());
  return explain(stderr);
}

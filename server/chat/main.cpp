// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/chat/main.h"

#include <QCoreApplication>
#include <QTimer>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "server/chat/config.h"
#include "server/chat/json.h"
#include "server/chat/node.h"
#include "server/role/role.h"

namespace halftone::chat {

namespace {

constexpr std::chrono::milliseconds kLongestStop{2900};

std::string readyLine(const NodeConfig& config, const Node& node) {
  std::string line;
  JsonObject object(line);
  object.text("role", "chat").text("node", config.node).text("version", config.version);
  object.text("listen", node.address().toString()).text("admin", node.adminAddress().toString());
  object.end();
  return line;
}

void stopAndQuit(Node& node) {
  node.stop([] { QCoreApplication::quit(); });
  // Whatever hangs (the registry, the disk): what was acknowledged is stored already.
  QTimer::singleShot(kLongestStop, &node, [] { std::_Exit(0); });
}

}  // namespace

int run(const QStringList& arguments) {
  const Result<role::Options> options = role::Options::parse(arguments, knownOptions());
  if (!options) return role::fatal(options.error());
  if (options->has("help")) {
    std::fputs(role::usage("chat", knownOptions()).c_str(), stdout);
    return 0;
  }
  const Result<NodeConfig> config = readConfig(*options);
  if (!config) return role::fatal(config.error());

  Node* running = nullptr;
  const role::Termination termination([&running] {
    if (running) stopAndQuit(*running);
  });
  auto node = Node::start(*config);
  if (!node) return role::fatal(node.error());
  running = node->get();
  role::printReady(readyLine(*config, **node));
  return QCoreApplication::exec();
}

}  // namespace halftone::chat

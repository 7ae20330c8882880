// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/server/chat/testnode.h"

#include <QTest>

namespace halftone::chat::testing {

NodeConfig testConfig(const std::string& node, const std::string& version) {
  NodeConfig config;
  config.node = node;
  config.version = version;
  config.listen = net::SocketAddress::parse("127.0.0.1:0").value();
  config.admin = config.listen;
  config.origins = OriginRules::loopback();
  config.limits.messageRate = 0;
  return config;
}

NodeConfig sqliteConfig(const QTemporaryDir& folder, const std::string& node, const std::string& version) {
  NodeConfig config = testConfig(node, version);
  config.backplane.sqlitePath = folder.filePath(QStringLiteral("chat.db")).toStdString();
  return config;
}

nlohmann::json policyWith(int weightOfV2, const nlohmann::json& traffic) {
  nlohmann::json policy{
      {"apiVersion", "halftone/v1"},
      {"service", "chat"},
      {"identity", {"query:user"}},
      {"versions", {{"v1", {{"select", {{"version", "v1"}}}}}, {"v2", {{"select", {{"version", "v2"}}}}}}},
      {"stable", "v1"},
      {"rules", nlohmann::json::array()},
      {"default",
       {{"split",
         {{{"version", "v2"}, {"weight", weightOfV2}}, {{"version", "v1"}, {"weight", 100 - weightOfV2}}}},
        {"stickBy", "user"}}}};
  if (!traffic.is_null()) policy["traffic"] = traffic;
  return policy;
}

std::unique_ptr<Node> startNode(NodeConfig config) {
  auto node = Node::start(std::move(config));
  if (!node) qFatal("the node does not start: %s", node.error().toString().c_str());
  return std::move(*node);
}

bool waitFor(const std::function<bool()>& condition, int timeoutMs) {
  return QTest::qWaitFor(condition, timeoutMs);
}

bool stopNode(Node& node) {
  bool stopped = false;
  node.stop([&stopped] { stopped = true; });
  return waitFor([&stopped] { return stopped; }, 5000);
}

}  // namespace halftone::chat::testing

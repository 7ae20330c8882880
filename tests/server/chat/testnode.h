// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTemporaryDir>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "server/chat/node.h"

namespace halftone::chat::testing {

// A configuration on free loopback ports, in memory.
[[nodiscard]] NodeConfig testConfig(const std::string& node = "chat-1", const std::string& version = "v1");

// The same with the SQLite store in `folder`.
[[nodiscard]] NodeConfig sqliteConfig(const QTemporaryDir& folder, const std::string& node,
                                      const std::string& version);

// A policy with this weight of v2, in percent, and these settings of traffic.
[[nodiscard]] nlohmann::json policyWith(int weightOfV2, const nlohmann::json& traffic = {});

// Starts a node, or fails the test loudly.
[[nodiscard]] std::unique_ptr<Node> startNode(NodeConfig config);

// Runs the event loop until `condition` holds; false if it did not within `timeoutMs`.
[[nodiscard]] bool waitFor(const std::function<bool()>& condition, int timeoutMs = 10000);

// Stops the node in the orderly way and waits for it.
[[nodiscard]] bool stopNode(Node& node);

}  // namespace halftone::chat::testing

// main() of a test on the event dispatcher that the roles run on.
#define HALFTONE_CHAT_TEST_MAIN(TestClass)                                    \
  int main(int argc, char* argv[]) {                                          \
    QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher); \
    QCoreApplication application(argc, argv);                                 \
    TestClass test;                                                           \
    return QTest::qExec(&test, argc, argv);                                   \
  }

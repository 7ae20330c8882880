// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "server/net/epolldispatcher.h"
#include "server/proxy/proxy.h"
#include "tests/server/proxy/peers.h"

namespace halftone::proxy::test {

using Addresses = std::map<std::string, std::vector<std::string>>;  // by version

// The service "shop" with versions v1 (stable) and v2: everything to v1, but v2 for those who send X-Beta: 1.
[[nodiscard]] std::string betaPolicy();
// The same with other rules and another default, as JSON.
[[nodiscard]] std::string policyWith(const std::string& rules, const std::string& defaultRule,
                                     const std::string& more = {});
// A default that sends all to v1.
inline const std::string kToV1 = "{\"split\":[{\"version\":\"v1\",\"weight\":100}]}";
// A policy of that default with settings in "traffic".
[[nodiscard]] inline std::string carriedBy(const std::string& traffic, const std::string& rules = {}) {
  return policyWith(rules, kToV1, "\"traffic\":{" + traffic + "},");
}
// Fails the test (and gives nothing to route) if the policy does not compile.
[[nodiscard]] Routing routingOf(const std::string& policy, const Addresses& addresses);

// A proxy on a free port, with short timeouts where a test wants to see them pass.
[[nodiscard]] Settings quickSettings();
[[nodiscard]] std::unique_ptr<Proxy> startProxy(Routing routing, Settings settings = quickSettings(),
                                                int workers = 1);

[[nodiscard]] inline std::string get(const std::string& target = "/", const std::string& fields = {}) {
  return "GET " + target + " HTTP/1.1\r\nHost: shop.example\r\n" + fields + "\r\n";
}
// The fields that ask for a WebSocket.
inline const std::string kUpgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\n";
// Asks on a connection of its own.
[[nodiscard]] Message ask(const Proxy& proxy, const std::string& request);
[[nodiscard]] Socket connectTo(const Proxy& proxy, const char* from = "127.0.0.1");

}  // namespace halftone::proxy::test

// A test's main on the event loop that the servers run on.
#define HALFTONE_EPOLL_TEST_MAIN(Test)                                        \
  int main(int argc, char* argv[]) {                                          \
    QCoreApplication::setEventDispatcher(new halftone::net::EpollDispatcher); \
    QCoreApplication application(argc, argv);                                 \
    Test test;                                                                \
    return QTest::qExec(&test, argc, argv);                                   \
  }
